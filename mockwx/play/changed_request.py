"""Changed requests: an action's last request with more, less or something else in it than the backend file says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import UNSET
from msgspec.structs import replace

from mockwx.scenario.backend_actions import Action, ActionRequest
from mockwx.scenario.language.play_values import VARIABLE
from mockwx.scenario.steps import Extra


def with_extra(action: Action, extra: Extra) -> Action:
    """Only its last request is changed: the one that says what becomes of the action. Texts are sent as they are, ``$``
    too."""
    *earlier, last = action.requests
    return replace(action, requests=(*earlier, _changed(last, extra)))


def _changed(request: ActionRequest, extra: Extra) -> ActionRequest:
    headers = {**_left(request.headers, extra.without), **_literal(extra.headers)}
    if extra.cookies:
        headers["Cookie"] = "; ".join(f"{name}={_escaped(value)}" for name, value in extra.cookies.items())
    query = {**_left(request.query or {}, extra.without), **_literal(extra.query)}
    body, form = request.body, request.form
    if form is not None:
        form = {**_left(form, extra.without), **_literal(_flat(extra.body))}
    elif isinstance(body, dict) or (body is UNSET and extra.body and request.method not in ("GET", "HEAD")):
        body = _merged(_left({} if body is UNSET else body, extra.without), _literal(extra.body))
    elif extra.body and request.method in ("GET", "HEAD"):
        query |= _literal(_flat(extra.body))
    return replace(request, headers=headers, query=query or None, body=body, form=form)


def _left(values: Mapping[str, Any], without: tuple[str, ...]) -> dict[str, Any]:
    """Without those that hold one of the variables, at any depth."""
    left: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, str) and any(
            (match["braced"] or match["bare"] or "").partition(".")[0] in without for match in VARIABLE.finditer(value)
        ):
            continue
        left[name] = _left(value, without) if isinstance(value, dict) else value
    return left


def _merged(body: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    whole = dict(body)
    for name, value in more.items():
        first, dot, rest = name.partition(".")
        if dot:
            inner = whole.get(first)
            whole[first] = _merged(inner if isinstance(inner, dict) else {}, {rest: value})
        else:
            whole[name] = value
    return whole


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if "." not in name}


def _literal(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _escaped(value) for name, value in values.items()}


def _escaped(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _escaped(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_escaped(item) for item in value]
    return value.replace("$", "$$") if isinstance(value, str) else value
