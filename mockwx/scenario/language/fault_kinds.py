"""The kinds of fault that a rule can hold: the one list of the keys of ``then``, and of the ways to bend a body.

To add one: its value in ``core.rules.faults``, a line to ``FAULT_KINDS`` or ``BODY_WAYS``, a type for its key in
``rule_models`` or ``fault_models``, a case in ``as_mapping``, the key in ``client.rule_keywords``, a row in
docs/scenarios.md; for a new way to break the wire ``core.wire`` and ``server.broken_wire``. Tests name what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, assert_never, get_args

from msgspec import Struct

from mockwx.core.rules import faults
from mockwx.core.rules.faults import Fault
from mockwx.core.text.bilingual import both
from mockwx.core.wire import NoConnection
from mockwx.scenario.reading.problems import Finding

NO_CONNECTION = get_args(NoConnection)


class FaultKind(Struct, frozen=True):
    key: str
    example: str
    make: Callable[[Any], Fault]
    """From a checked ``then``."""
    beside: tuple[str, ...] = ()
    """Keys that make sense with this kind."""


class BodyWay(Struct, frozen=True):
    """One way to bend a body."""

    keys: tuple[str, ...]
    examples: tuple[str, ...]
    make: Callable[[Any], Fault]
    """From a checked ``body``."""


def _http(then: Any) -> Fault:
    body = then.body
    text = faults.page_for(then.http)
    if isinstance(body, str):
        text = body
    elif body is not None:
        text = faults.TEMPLATES[body.template][1] if body.template is not None else body.raw
    kind = body.content_type if body is not None and not isinstance(body, str) else None
    return faults.Http(then.http, text, kind or "text/html")


def _net(then: Any) -> Fault:
    if then.net in NO_CONNECTION:
        return faults.Unreachable(then.net)
    return faults.Net(then.net, then.body.truncate if then.body is not None else None)


def _template(body: Any) -> Fault:
    status, text = faults.TEMPLATES[body.template]
    return faults.Http(status, text) if status != 200 else faults.Raw(text, "text/html", body.template)


LABELS = BodyWay(
    ("content_type", "charset"),
    ("{content_type: text/html}", "{charset: gbk}"),
    lambda body: faults.Label(body.content_type, body.charset),
)
"""Its content_type goes with another body too."""
RAW = BodyWay(("raw",), ("{raw: ...}",), lambda body: faults.Raw(body.raw, body.content_type))
BODY_WAYS: tuple[BodyWay, ...] = (
    BodyWay(("truncate", "chunked"), ("{truncate: 40}",), lambda body: faults.Truncate(body.truncate, body.chunked)),
    BodyWay(("slow",), ("{slow: {bytes_per_second: 4}}",), lambda body: faults.Slow(body.slow.bytes_per_second)),
    RAW,
    BodyWay(("template",), ("{template: nginx-502}",), _template),
    BodyWay(
        ("drop", "add"),
        ("{drop: [openid]}", "{add: {k: v}}"),
        lambda body: faults.Fields(tuple(body.drop), dict(body.add)),
    ),
    LABELS,
)
BODY_EXAMPLES = tuple(example for way in BODY_WAYS for example in way.examples)


def ways_said(body: Any) -> list[tuple[BodyWay, str]]:
    """The ways that a ``body`` asks for, each with the key that says so; what is null or empty says nothing."""
    said = {key for key in body.model_fields_set if getattr(body, key) not in (None, [], {})}
    chosen = [(way, next(key for key in way.keys if key in said)) for way in BODY_WAYS if said & set(way.keys)]
    return chosen if [way for way, _ in chosen] != [RAW, LABELS] or "charset" in said else chosen[:1]


def _body(then: Any) -> Fault:
    ((way, _),) = ways_said(then.body)
    return way.make(then.body)


FAULT_KINDS: tuple[FaultKind, ...] = (
    FaultKind("errcode", "errcode: 45011", lambda then: faults.Refuse(then.errcode, then.errmsg), beside=("errmsg",)),
    FaultKind("http", "http: 502", _http, beside=("body",)),
    FaultKind("net", "net: reset", _net, beside=("body",)),
    FaultKind("body", "body: {truncate: 40}", _body),
    FaultKind("do", "do: [wechat.rotate_session_key]", lambda then: faults.Do(tuple(then.do))),
)


def as_mapping(fault: Fault) -> dict[str, Any]:
    """The inverse of ``make``."""
    match fault:
        case faults.Refuse(errcode, errmsg):
            return {"errcode": errcode.code} | ({} if errmsg is None else {"errmsg": errmsg})
        case faults.Http(status, body, kind):
            if body == faults.page_for(status) and kind == "text/html":
                return {"http": status}
            return {"http": status, "body": {"raw": body, "content_type": kind}}
        case faults.Net(kind, after):
            return {"net": kind} | ({} if after is None else {"body": {"truncate": after}})
        case faults.Unreachable(kind):
            return {"net": kind}
        case faults.Truncate(at, chunked):
            return {"body": {"truncate": at} | ({"chunked": True} if chunked else {})}
        case faults.Slow(pace):
            return {"body": {"slow": {"bytes_per_second": pace}}}
        case faults.Raw(text, kind, name):
            if name in faults.TEMPLATES:
                return {"body": {"template": name}}
            return {"body": {"raw": text} | ({} if kind is None else {"content_type": kind})}
        case faults.Fields(drop, add):
            return {"body": ({"drop": list(drop)} if drop else {}) | ({"add": dict(add)} if add else {})}
        case faults.Label(kind, charset):
            parts = {"content_type": kind, "charset": charset}
            return {"body": {key: value for key, value in parts.items() if value is not None}}
        case faults.Do(verbs):
            return {"do": [{name: dict(args)} if args else name for name, args in verbs]}
        case _:
            assert_never(fault)


def fault_of(then: Any) -> Fault | None:
    """``then`` is a checked ``ThenEntry``; None where it says latency alone."""
    for fault_kind in FAULT_KINDS:
        if fault_kind.key in then.model_fields_set:
            return fault_kind.make(then)
    return None


def chosen(then: Mapping[Any, Any]) -> list[FaultKind]:
    """The outcomes that stand in ``then``; a key that accompanies another one is none."""
    accompany = {key for fault_kind in FAULT_KINDS if fault_kind.key in then for key in fault_kind.beside}
    return [fault_kind for fault_kind in FAULT_KINDS if fault_kind.key in then and fault_kind.key not in accompany]


def misfits(then: Mapping[Any, Any]) -> Iterator[Finding]:
    """What does not go together, with paths from ``then`` on."""
    kinds = chosen(then)
    ready = ", ".join(fault_kind.example for fault_kind in FAULT_KINDS)
    if len(kinds) > 1:
        named_en = " and ".join(fault_kind.key for fault_kind in kinds)
        named_zh = "、".join(fault_kind.key for fault_kind in kinds)
        yield Finding(
            (kinds[1].key,),
            both(
                f"then holds several outcomes: {named_en}; keep one, and write another rule for the other",
                f"then 里有多个结果：{named_zh}；请只保留一个，其余另写一条规则",
            ),
            at_key=True,
        )
    elif not kinds and not {"latency", "hold"} & set(then):
        yield Finding(
            (),
            both(
                f"then has no outcome; write for example {ready}, or latency: 800ms",
                f"then 没有结果；请写例如 {ready}，或 latency: 800ms",
            ),
        )
    yield from _body_misfits(then)
    yield from _no_connection_misfits(then)
    if not kinds and then.get("commit") is True:
        yield Finding(
            ("commit",),
            both(
                "commit goes with an outcome: without one WeChat does its work anyway",
                "commit 要与某个结果同用：没有结果时微信本来就会完成处理",
            ),
            at_key=True,
        )
    owners = {
        key: fault_kind
        for fault_kind in FAULT_KINDS
        for key in fault_kind.beside
        if key not in {o.key for o in FAULT_KINDS}
    }
    for key, owner in owners.items():
        if key in then and owner.key not in then:
            yield Finding(
                (key,),
                both(f"{key} goes with {owner.key} only", f"{key} 只能与 {owner.key} 同用"),
                at_key=True,
            )


def connection_misfits(when: Mapping[Any, Any], then: Mapping[Any, Any]) -> Iterator[Finding]:
    """What ``when`` cannot ask of a connection, with paths from ``when`` on."""
    if then.get("net") not in NO_CONNECTION:
        return
    for key in ("user", "app", "count_by"):
        if when.get(key) not in (None, "rule"):
            what = both(
                f"net: {then['net']} is about new connections, of which nobody knows the {key} yet; leave it away",
                f"net: {then['net']} 针对新连接，此时还不知道 {key}；请去掉",
            )
            yield Finding((key,), what, at_key=True)


def _no_connection_misfits(then: Mapping[Any, Any]) -> Iterator[Finding]:
    if then.get("net") not in NO_CONNECTION:
        return
    for key in ("commit", "body", "latency", "hold"):
        if then.get(key) not in (None, False):
            what = both(
                f"net: {then['net']} goes without {key}: there is no connection, so WeChat hears and says nothing",
                f"net: {then['net']} 不能与 {key} 同用：连接不存在，微信什么也没收到，也不会应答",
            )
            yield Finding((key,), what, at_key=True)


def _body_misfits(then: Mapping[Any, Any]) -> Iterator[Finding]:
    """What kind of body each outcome takes beside it."""
    body = then.get("body")
    if body is None:
        return
    keys = set(body) if isinstance(body, dict) else {"text"}
    if then.get("net") in NO_CONNECTION:
        return
    if "net" in then:
        if keys != {"truncate"}:
            what = both(
                "net takes body: {truncate: n} only: so many bytes go out before the wire breaks",
                "net 只能搭配 body: {truncate: n}：先发出这么多字节再断开",
            )
            yield Finding(("body",), what)
    elif "http" in then:
        if not keys & {"text", "raw", "template"} or keys - {"text", "raw", "template", "content_type"}:
            what = both(
                "http takes a text, {raw: ...} or {template: nginx-502} as its body",
                "http 的 body 可以是文本、{raw: ...} 或 {template: nginx-502}",
            )
            yield Finding(("body",), what)
    elif isinstance(body, str):
        what = both(
            'a body without http is a map: {raw: "..."}, {truncate: 40}',
            '没有 http 时 body 应为映射：{raw: "..."}、{truncate: 40}',
        )
        yield Finding(("body",), what)


def fit_schema(schema: dict[str, Any]) -> None:
    """Show editors what goes together: exactly one outcome, or latency or hold; body also beside http and net."""
    others = [fault_kind for fault_kind in FAULT_KINDS if fault_kind.key != "body"]
    alone = [{"required": [fault_kind.key]} for fault_kind in others]
    body = {"required": ["body"]}
    with_body = [
        said if "body" in fault_kind.beside else {**said, "not": body}
        for fault_kind, said in zip(others, alone, strict=True)
    ]
    schema["anyOf"] = [
        {"oneOf": [*with_body, {**body, "not": {"anyOf": alone}}]},
        *({"required": [key], "not": {"anyOf": [*alone, body]}} for key in ("latency", "hold")),
    ]
