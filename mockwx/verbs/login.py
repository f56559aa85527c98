"""wx.login: what gives a mini program its code, or so many codes at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockwx.core.clock import spell_instant
from mockwx.core.people.accounts import App, User
from mockwx.core.people.codes import CodeKind
from mockwx.core.people.sessions import KeyHolds
from mockwx.core.text.bilingual import both
from mockwx.core.world import World
from mockwx.verbs.failure import Failure, failed
from mockwx.verbs.verb import APP, MINI, Arg, Verb, VerbContext, VerbError


def login_code(world: World, app: App, user: User, now: int, key_holds: KeyHolds | None = None) -> str:
    """The session_key comes into being here, by the world's policy; the exchange only tells it."""
    accounts = world.accounts
    world.sessions.login(app, user, accounts.openid(app, user), accounts.unionid(app, user), now, key_holds)
    return world.codes.issue(CodeKind.LOGIN, app.appid, user.name, now)


_FAILURES = {
    "timeout": Failure("timeout"),
    "no_appid": Failure("系统错误，错误码：41002,appid missing"),
    "invalid_login": Failure("INVALID_LOGIN,access_token expired"),
    "proxy": Failure("Error: tunneling socket could not be established, cause=connect ETIMEDOUT 127.0.0.1:8881"),
}
"""A person cannot refuse wx.login: no dialog asks. The last three were seen in the developer tools."""


def _why_no_login(context: VerbContext, denial: str) -> dict[str, Any]:
    answer = failed(context, context.user, "login", _FAILURES[denial])
    if denial == "invalid_login":
        # Published as [date][appid]; how the date is spelt is assumed.
        answer["errMsg"] += f" [{spell_instant(context.now)}][{context.app(*MINI).appid}]"
    return answer


def _login(context: VerbContext) -> dict[str, Any]:
    count, people = context.get("count"), context.get("people")
    if people is not None and count is None:
        raise VerbError(both("'people' goes with 'count'", "'people' 须与 'count' 一起使用"), "people")
    if "user" not in context.args:
        if count is None:
            raise VerbError(both("phone.login needs 'user' or 'count'", "phone.login 需要 'user' 或 'count'"), "user")
        people = count if people is None else people  # nobody in particular: each code is another one's
    denial = context.get("deny")
    if denial is not None:
        if "user" not in context.args:
            raise VerbError(both("'deny' goes with 'user'", "'deny' 须与 'user' 一起使用"), "deny")
        return _why_no_login(context, denial)
    world, app, now, key_holds = context.world, context.app(*MINI), context.now, context.get("key_holds")
    if count is None:
        return {"code": login_code(world, app, context.user, now, key_holds), "errMsg": "login:ok"}
    made = world.accounts.user_made
    first = context.get(_FIRST, 0)
    if people is None:
        users = [context.user]
    else:
        users = [made(f"u{(first + nth) % people}") for nth in range(min(people, count))]
    codes = [login_code(world, app, users[nth % len(users)], now, key_holds) for nth in range(count)]
    return {"codes": codes, "errMsg": "login:ok"}


_FIRST = "first"
"""How many codes earlier portions made."""
_PORTION = 250
"""Codes that are made while nobody else can have the world."""


def _portions(args: Mapping[str, Any]) -> list[dict[str, Any]]:
    count = args.get("count")
    if count is None or count <= _PORTION:
        return [dict(args)]
    whole = dict(args)
    if "user" not in args:
        whole.setdefault("people", count)
    return [whole | {"count": min(_PORTION, count - first), _FIRST: first} for first in range(0, count, _PORTION)]


def _joined(parts: list[dict[str, Any]]) -> dict[str, Any]:
    if len(parts) == 1:
        return parts[0]
    return {"codes": [code for part in parts for code in part["codes"]], "errMsg": "login:ok"}


LOGIN = Verb(
    "phone.login",
    "what wx.login gives the mini program: a fresh code, good for five minutes and one exchange",
    (
        Arg("user", "text", "whose phone; a user that nobody declared is made"),
        APP,
        Arg("count", "whole", "so many codes at once, answered as codes"),
        Arg(
            "people",
            "whole",
            "with count: spread over the users u0, u1, … of so many; without a user, as many as codes",
        ),
        Arg(
            "key_holds",
            "text",
            "a session_key that holds + or / or both, or neither of them; a new one where the current one does not",
            choices=("+", "/", "+/", "neither"),
        ),
        Arg("deny", "denial", "why it fails: timeout, or as in developer tools", choices=tuple(_FAILURES)),
    ),
    _login,
    short="user",
    portions=_portions,
    joined=_joined,
)
