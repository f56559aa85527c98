"""The faults of an api: every errcode of its table, and every way in which the wire or a body can break."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from mockwx.products.endpoint_lookup import BY_API


class FaultClass(StrEnum):
    """Who is to do something about it."""

    PERSON = "person"
    """The code, or the person: they must log in again, or are blocked."""
    PASSING = "passing"
    """It is over soon: try later."""
    OURS = "ours"
    """The backend's configuration: nobody can log in, and no retry helps."""
    TOKEN = "token"
    """The access_token is dead: one renewal and one more try."""
    UNSURE = "unsure"
    """It may be the person's or the app's fault: both ways of saying so are right."""
    HARMLESS = "harmless"
    """WeChat may answer so on any day, and all is well."""
    PROFILE = "profile"
    """Who it is has been told; only nickname and avatar are missing: to go on without them is right, and so is no."""
    BROKEN = "broken"
    """A success that lacks what it is about: nobody may be logged in."""


class ChaosKind(StrEnum):
    """By what the backend must have reckoned with."""

    ERRCODE = "errcode"
    WIRE = "wire"
    HTTP = "http"
    BODY = "body"
    FIELD = "field"
    TEXT = "text"
    """The same errcode in other words."""


class ChaosFault(Struct, frozen=True):
    label: str
    """As a scenario writes it on one line, shortened."""
    then: Mapping[str, Any]
    """Of a rule."""
    fault_class: FaultClass
    kind: ChaosKind
    after: bool = False
    """WeChat has done the work before."""
    times: int | None = None
    """It happens so often; None: always."""


_PERSON = {40029, 40163, 40226, 41008}
_UNSURE = {50002, 40003, 40013, 40242, 42003}
_PASSING = {-1, 45011, 45009}
_TOKEN = {40001, 40014, 42001}
TOKEN_APIS = ("token", "stable_token")
_NOT_BY_A_BACKEND = {43001, 43002, 44002, 47001}
"""Of requests that no backend sends that gets a good login."""
_EXCHANGES = {"code2session": ("openid", "session_key"), "oauth2_access_token": ("openid", "access_token")}
"""What burns a code, and the keys that tell who it is of."""
_PROFILE = "sns_userinfo"


def faults_of(api: str) -> list[ChaosFault]:
    """Without those that never end; see ``faults_that_hang``."""
    faults = [*_errcodes(api), *_wire(), *_http(), *_bodies(), *_fields(api), *_texts(api)]
    if api != _PROFILE:
        return faults
    harmless = FaultClass.HARMLESS
    return [
        fault if fault.fault_class is harmless else replace(fault, fault_class=FaultClass.PROFILE) for fault in faults
    ]


def faults_that_hang() -> list[ChaosFault]:
    """Each takes as long as the backend waits."""
    return [
        ChaosFault("net hang", {"net": "hang"}, FaultClass.PASSING, ChaosKind.WIRE),
        ChaosFault(
            "net hang after 10 bytes", {"net": "hang", "body": {"truncate": 10}}, FaultClass.PASSING, ChaosKind.WIRE
        ),
        ChaosFault(
            "body slow 4 bytes/s",
            {"body": {"slow": {"bytes_per_second": 4}}},
            FaultClass.PASSING,
            ChaosKind.WIRE,
            after=True,
        ),
    ]


def class_of(api: str, errcode: int) -> FaultClass:
    if api == _PROFILE:
        return FaultClass.PROFILE
    if errcode in _PASSING:
        return FaultClass.PASSING
    if errcode in _TOKEN and api not in TOKEN_APIS and api not in _EXCHANGES:
        return FaultClass.TOKEN
    if api in TOKEN_APIS:
        return FaultClass.OURS
    if errcode in _UNSURE and not (api in _EXCHANGES and errcode == 40013):
        return FaultClass.UNSURE
    return FaultClass.PERSON if errcode in _PERSON else FaultClass.OURS


def _errcodes(api: str) -> Iterator[ChaosFault]:
    for errcode in dict.fromkeys(row.code for row in BY_API[api].errcodes):
        if errcode in _NOT_BY_A_BACKEND or errcode == 0:
            continue
        fault_class = class_of(api, errcode)
        once = 1 if fault_class is FaultClass.TOKEN else None
        yield ChaosFault(f"errcode {errcode}", {"errcode": errcode}, fault_class, ChaosKind.ERRCODE, times=once)
    yield ChaosFault("errcode -1, once", {"errcode": -1}, FaultClass.PASSING, ChaosKind.ERRCODE, times=1)


def _wire() -> Iterator[ChaosFault]:
    for after in (False, True):
        commit = {"commit": True} if after else {}
        for net in ("reset", "empty"):
            yield ChaosFault(f"net {net}", {"net": net, **commit}, FaultClass.PASSING, ChaosKind.WIRE, after)
        for at, chunked in ((20, False), (20, True)):
            label = f"body cut after {at} bytes" + (", chunked" if chunked else "")
            body = {"truncate": at, **({"chunked": True} if chunked else {})}
            yield ChaosFault(label, {"body": body, **commit}, FaultClass.PASSING, ChaosKind.BODY, after)


def _http() -> Iterator[ChaosFault]:
    for status in (500, 502, 503, 504):
        yield ChaosFault(f"http {status}", {"http": status}, FaultClass.PASSING, ChaosKind.HTTP)
    yield ChaosFault("http 502, once", {"http": 502}, FaultClass.PASSING, ChaosKind.HTTP, times=1)
    yield ChaosFault("http 502", {"http": 502, "commit": True}, FaultClass.PASSING, ChaosKind.HTTP, after=True)
    yield ChaosFault("http 429", {"http": 429}, FaultClass.PASSING, ChaosKind.HTTP)


def _bodies() -> Iterator[ChaosFault]:
    for template in ("nginx-502", "captive-portal"):
        then = {"body": {"template": template}}
        yield ChaosFault(f"body {template}", then, FaultClass.PASSING, ChaosKind.BODY)
    for name, raw in (
        ("empty", ""),
        ("[]", "[]"),
        ("null", "null"),
        ('"ok"', '"ok"'),
        ("0", "0"),
        ("text", "upstream connect error"),
        ("two objects", "{}{}"),
    ):
        yield ChaosFault(f"body {name}", {"body": {"raw": raw}}, FaultClass.PASSING, ChaosKind.BODY)


def _fields(api: str) -> Iterator[ChaosFault]:
    if api not in _EXCHANGES and api != _PROFILE:
        return
    commit = {"commit": True}
    yield ChaosFault(
        "body without unionid", {"body": {"drop": ["unionid"]}, **commit}, FaultClass.HARMLESS, ChaosKind.FIELD
    )
    yield ChaosFault(
        "body with a new key",
        {"body": {"add": {"is_limit": False, "extra": {"a": [1]}}}, **commit},
        FaultClass.HARMLESS,
        ChaosKind.FIELD,
    )
    yield ChaosFault(
        "body labelled application/json",
        {"body": {"content_type": "application/json"}},
        FaultClass.HARMLESS,
        ChaosKind.FIELD,
    )
    yield ChaosFault(
        "body labelled text/html", {"body": {"content_type": "text/html"}}, FaultClass.HARMLESS, ChaosKind.FIELD
    )
    yield ChaosFault("body labelled gbk", {"body": {"charset": "gbk"}}, FaultClass.HARMLESS, ChaosKind.FIELD)
    yield ChaosFault("latency 300ms", {"latency": "300ms"}, FaultClass.HARMLESS, ChaosKind.FIELD)
    if api == _PROFILE:
        return
    yield ChaosFault("body {}", {"body": {"raw": "{}"}}, FaultClass.BROKEN, ChaosKind.FIELD)
    for key in _EXCHANGES[api]:
        yield ChaosFault(f"body without {key}", {"body": {"drop": [key]}}, FaultClass.BROKEN, ChaosKind.FIELD)
    for name, value in (("null", None), ("a number", 7), ("a list", [])):
        yield ChaosFault(
            f"body with openid {name}", {"body": {"add": {"openid": value}}}, FaultClass.BROKEN, ChaosKind.FIELD
        )


def _texts(api: str) -> Iterator[ChaosFault]:
    if api not in _EXCHANGES:
        return
    for errcode in (40029, 40163, 40226, -1, 45011):
        if not any(row.code == errcode for row in BY_API[api].errcodes):
            continue
        yield ChaosFault(
            f"errcode {errcode}, in other words",
            {"errcode": errcode, "errmsg": "微信服务返回错误 [20261128-0f3c]"},
            class_of(api, errcode),
            ChaosKind.TEXT,
        )
