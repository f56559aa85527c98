"""The endpoint table as documents: OpenAPI, Markdown, coverage list and the list of what is assumed; pure."""

from __future__ import annotations

from typing import Any

from mockwx.core import errcodes
from mockwx.core.errcodes import Errcode, Evidence
from mockwx.core.version import VERSION
from mockwx.products.endpoint_lookup import ENDPOINTS, address_of
from mockwx.products.shared.endpoint import Endpoint, Param

ASSUMED = (
    "a code is gone at exactly 300 s, a token at exactly 7200 s",
    "a spent code stays known as spent for a day",
    "session_key: a login within 10 minutes keeps the key, three idle days end it (scenario key session_key)",
    "using the app (login, sealed data, a passed checkSession) renews the session_key's validity",
    "a session_key that WeChat rotates on its own is valid as long as one that a login makes",
    "a dead access_token is told apart from garbage for a day",
    "limits count in fixed windows of the clock, days and months of Beijing",
    "a call that is refused before its quota is asked does not count, one that is refused later does",
    "a wrong method is answered before anything else is looked at",
    "of a repeated parameter the first value counts; bytes that are no UTF-8 become replacement characters",
    "two slashes at the start of a path are read as one",
    "the second and third group of a rid look random",
    "a push is sent three times in all while the backend fails: another status than 200, or no answer within 5 s",
    "a push that is sent again is the same to the byte; an answer that WeChat does not understand asks for none",
    "a user who takes back a grant makes user tokens 40001 and refresh_tokens 40030; an unspent code stays good",
    "a profile that WeChat has cleaned (user_info_modified) shows 微信用户 and no avatar",
    "a push about a user has UnionID, after OpenID, where the app has an owner; its query's openid is FromUserName",
)
"""Choices that belong to no single endpoint."""


def coverage() -> list[dict[str, Any]]:
    """One row per endpoint, for people and for tests."""
    return [
        {
            "api": endpoint.api,
            "methods": list(endpoint.methods),
            "host": endpoint.host,
            "path": endpoint.path,
            "evidence": str(endpoint.evidence),
            "errcodes": [errcode.code for errcode in endpoint.errcodes],
        }
        for endpoint in ENDPOINTS
    ]


def reasons(endpoint: Endpoint) -> list[tuple[Errcode, str, Evidence]]:
    """Every errcode with what asks for it, in the order of the checks; "rule" where nothing in a world does."""
    asked = [(errcode, type(check).__name__, check.evidence) for check in endpoint.checks for errcode in check.errcodes]
    return asked + [(errcode, "rule", errcode.evidence) for errcode in endpoint.by_rule]


def fidelity() -> dict[str, Any]:
    """How it is known that WeChat does what mockwx does, and every choice that nobody published."""
    return {
        "assumed": list(ASSUMED),
        "endpoints": {
            endpoint.api: {
                "evidence": str(endpoint.evidence),
                "docs": endpoint.docs,
                "errcodes": [
                    {"errcode": errcode.code, "asked_by": asked, "evidence": str(evidence)}
                    for errcode, asked, evidence in reasons(endpoint)
                ],
                "assumed": list(endpoint.assumed),
            }
            for endpoint in ENDPOINTS
        },
        "errcodes": {
            str(errcode.code): {"evidence": str(errcode.evidence), "source": errcode.source} for errcode in errcodes.ALL
        },
    }


def markdown() -> str:
    """The reference page."""
    lines = [
        "# Endpoints",
        "",
        "Made from the tables by `mockwx endpoints --markdown`; `make check` compares. Checks are listed in the order",
        "in which they are asked: the first that fails is the answer. *documented*: Tencent's pages say so;",
        "*observed*: somebody published a real answer; *assumed*: nobody did, and mockwx chose.",
        "",
        "本页由 `mockwx endpoints --markdown` 从代码中的表生成。检查按顺序进行，第一个不通过的就是返回结果。",
        "documented：官方文档写明；observed：有公开的真实返回；assumed：无公开资料，由 mockwx 选择。",
        "",
        "| api | method and path | answer |",
        "| --- | --- | --- |",
    ]
    lines += [
        f"| [{endpoint.api}](#{endpoint.api}) | `{'|'.join(endpoint.methods)} {endpoint.path}`".replace("T|P", "T\\|P")
        + f" | {endpoint.evidence} |"
        for endpoint in ENDPOINTS
    ]
    for endpoint in ENDPOINTS:
        lines += ["", f"## {endpoint.api}", "", f"{endpoint.title} · [WeChat's page]({endpoint.docs})", ""]
        lines += [f"`{' or '.join(endpoint.methods)} https://{endpoint.host}{endpoint.path}`", ""]
        lines += ["| parameter | in | | |", "| --- | --- | --- | --- |"]
        lines += [
            f"| `{param.name}` | {place(endpoint, param)} | {'required' if param.required else ''} "
            f"| {_param_words(param)} |"
            for param in endpoint.params
        ]
        if endpoint.answer:
            lines += ["", "| answer | type | |", "| --- | --- | --- |"]
            lines += [f"| `{field.name}` | {field.type} | {field.en} |" for field in endpoint.answer]
        else:
            lines += ["", "Answers with a page, or leads on (302)."]
        lines += ["", "| errcode | errmsg | asked by | evidence |", "| --- | --- | --- | --- |"]
        lines += [
            f"| {errcode.code} | {errcode.text(endpoint.api) or '(no text published)'} | {asked} | {evidence} |"
            for errcode, asked, evidence in reasons(endpoint)
        ]
        if endpoint.assumed:
            lines += ["", "Assumed:", "", *(f"- {choice}" for choice in endpoint.assumed)]
    lines += ["", "## Everywhere", "", "Assumed:", "", *(f"- {choice}" for choice in ASSUMED)]
    return "\n".join(lines) + "\n"


def place(endpoint: Endpoint, param: Param) -> str:
    """Where the parameter is read: "query", "body" or "path"."""
    return param.within or ("body" if endpoint.reads_body else "query")


def _param_words(param: Param) -> str:
    choices = f": `{'`, `'.join(param.choices)}`" if param.choices else ""
    return f"{param.en}{choices} · {param.zh}"


def openapi() -> dict[str, Any]:
    """OpenAPI 3.1 of the data plane. WeChat answers errors with HTTP 200 too, so each answer is one of two."""
    paths: dict[str, Any] = {}
    for endpoint in ENDPOINTS:
        for method in endpoint.methods:
            paths.setdefault(address_of(endpoint), {})[method.lower()] = _operation(endpoint, method)
    return {
        "openapi": "3.1.0",
        "info": {"title": "WeChat login, as mockwx speaks it", "version": VERSION},
        "servers": [{"url": "http://127.0.0.1:8780"}],
        "paths": paths,
        "components": {
            "schemas": {
                "Error": {
                    "type": "object",
                    "required": ["errcode", "errmsg"],
                    "properties": {"errcode": {"type": "integer"}, "errmsg": {"type": "string"}},
                }
            }
        },
    }


def _operation(endpoint: Endpoint, method: str) -> dict[str, Any]:
    content_type = (endpoint.dialect.content_type or "text/plain").partition(";")[0]
    answer = {
        "type": "object",
        "required": [field.name for field in endpoint.answer if field.always],
        "properties": {field.name: {"type": field.type, "description": field.en} for field in endpoint.answer},
    }
    error = {
        "allOf": [
            {"$ref": "#/components/schemas/Error"},
            {"properties": {"errcode": {"enum": [errcode.code for errcode in endpoint.errcodes]}}},
        ]
    }
    operation: dict[str, Any] = {
        "operationId": endpoint.api if method == endpoint.method else f"{endpoint.api}_{method.lower()}",
        "summary": endpoint.title,
        "externalDocs": {"url": endpoint.docs},
        "x-evidence": str(endpoint.evidence),
        "parameters": [
            {
                "name": param.name,
                "in": place(endpoint, param),
                "required": param.required,
                "description": f"{param.en} · {param.zh}",
                "schema": _schema(param),
            }
            for param in endpoint.params
            if place(endpoint, param) != "body"
        ],
        "responses": {
            "200": {
                "description": "WeChat's answer, or its refusal",
                "content": {content_type: {"schema": _page() if endpoint.dialect.page else {"oneOf": [answer, error]}}},
            }
        },
    }
    inside = [param for param in endpoint.params if place(endpoint, param) == "body"]
    if inside:
        schema = {
            "type": "object",
            "required": [param.name for param in inside if param.required],
            "properties": {
                param.name: {**_schema(param), "description": f"{param.en} · {param.zh}"} for param in inside
            },
        }
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return operation


def _page() -> dict[str, Any]:
    return {"type": "string"}


def _schema(param: Param) -> dict[str, Any]:
    return {"type": param.type, **({"enum": list(param.choices)} if param.choices else {})}
