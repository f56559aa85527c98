"""Steps of the scenarios that findings come with: somebody logs in, says who he is not, opens sealed data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mockwx.audit.lab import Lab
from mockwx.play.sealed_data import SEALED_BY
from mockwx.scenario.web_actions import CALLBACK, START

Steps = list[dict[str, Any]]
REFUSED = {"outcome": ["refused", "unavailable"]}
OPENID = "oMOCK-somebody-of-the-audit"
UNIONID = "oMOCK-union-of-the-audit"
NUMBER = "17001230001"
"""Of whoever is attacked; each play has another in its place."""
VICTIM = "bob"
STRANGER = "mallory"


def victim_in(lab: Lab) -> dict[str, Any]:
    """Of a scenario's ``users``: somebody whose openid, unionid and phone number the steps can name."""
    app = lab.backend.actions["login"].app or next(iter(lab.shared.client.apps()))
    return {VICTIM: {"phone": NUMBER, "openids": {app: OPENID}, "unionid": UNIONID}}


def tells_uid(lab: Lab) -> str:
    """The action whose answer says who somebody is."""
    return "login" if "uid" in lab.backend.actions["login"].saves else "me"


def logs_in(user: str, *, action: str = "login", app: str | None = None, **beside: Any) -> Steps:
    """With a fresh code of the phone; ``beside``: what stands beside the backend's step."""
    phone: dict[str, Any] = {"user": user, "as": f"{user}_code"}
    return [
        {"phone.login": phone if app is None else {**phone, "app": app}},
        {f"backend.{action}": {"user": user, "code": f"${user}_code"}, **beside},
    ]


def is_known(lab: Lab, user: str) -> Steps:
    """The person logs in, and ``$USER.uid`` is the account from then on."""
    if tells_uid(lab) == "login":
        return logs_in(user, **{"as": user})
    return [*logs_in(user), {"backend.me": {"user": user, "as": user}}]


def is_not(lab: Lab, user: str, other: str, **beside: Any) -> Steps:
    """The person logs in by a code of one's own, and is not the other, whatever the request says ``beside`` it."""
    differs = {"differs": {"uid": f"${other}.uid"}}
    if tells_uid(lab) == "login":
        return logs_in(user, **beside, expect=differs)
    return [*logs_in(user, **beside), {"backend.me": {"user": user}, "expect": differs}]


def taps(user: str) -> Steps:
    """The phone button, and its code sent to ``phone``."""
    return [
        {"phone.getPhoneNumber": {"user": user, "as": f"{user}_tap"}},
        {"backend.phone": {"user": user, "code": f"${user}_tap.code"}},
    ]


def opens(action: str, user: str, *, seal: Mapping[str, Any] | None = None, sent: Any = (), **beside: Any) -> Steps:
    """What the phone seals for the action, and the action; ``sent``: other fields, or others in place of those."""
    phone: dict[str, Any] = {"user": user, "as": "sealed"}
    fields = ("encryptedData", "iv", "rawData", "signature") if action == "profile" else ("encryptedData", "iv")
    known = {field: f"$sealed.{field}" for field in fields}
    if action == "profile":
        known |= {"nickname": "小明", "avatarUrl": "https://thirdwx.qlogo.cn/mmopen/mockwx/132"}
    return [
        {SEALED_BY.get(action, "phone.getPhoneNumber"): phone if seal is None else {**phone, "seal": dict(seal)}},
        {f"backend.{action}": {"user": user, **known, **dict(sent)}, **beside},
    ]


def web_login(
    user: str, suffix: str = "", *, extra: Mapping[str, Any] | None = None, keep: str | None = None, **beside: Any
) -> Steps:
    """The whole login in a browser; ``extra`` goes with both requests, ``beside`` stands beside the callback, whose
    answer is kept as ``keep``."""
    more: dict[str, Any] = {} if extra is None else {"extra": dict(extra)}
    beside |= {} if keep is None else {"as": keep}
    return [
        {f"backend.{START}{suffix}": {"user": user, "as": f"{user}_start"}, **more},
        {"phone.authorize": {"user": user, "url": f"${user}_start.link", "as": f"{user}_back"}},
        {f"backend.{CALLBACK}{suffix}": {"user": user, "url": f"${user}_back.url"}, **more, **beside},
    ]


def played(name: str, steps: Sequence[Mapping[str, Any]], **layers: Any) -> dict[str, Any]:
    """A scenario of these steps; ``layers``: users, apps, rules, expect."""
    return {"name": name, **layers, "steps": list(steps)}
