"""Refusals of a site that HTTP's status calls ok, told from good logins by where they lead, or by another status."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from mockwx.audit.lab import LoginSeen
from mockwx.core.text.bilingual import Text
from mockwx.play.backend import Backend
from mockwx.play.opened_urls import path_and_query
from mockwx.scenario.backend_actions import Action, AnswerPattern, ValuePattern
from mockwx.scenario.steps import Statuses

_REDIRECT = Statuses(((300, 399),))


def refusal_of_site(
    backend: Backend, callback: str, good: Sequence[LoginSeen], bad: LoginSeen
) -> tuple[Backend, Text] | None:
    """``callback``: the action of the same login as a browser opens it.

    The backend with what a refused login was seen to be, and a sentence about it; None where nothing new was seen.

    A redirect is ``ok`` for all that its status says, and so is a page. Where one that lets nobody in leads to a place
    to which no good login leads, that place is a refusal; where it is a page and good logins lead on, such pages are.
    It may be that of an outage as well: such a site says the same of both.
    """
    place = _place(bad)
    if not bad.ok or bad.let_in or bad.status is None or not all(login.let_in for login in good):
        return None
    if place is None:
        if bad.status in {login.status for login in good}:
            return None
        return _known_by_status(backend, callback, bad.status)
    if place in {_place(login) for login in good}:
        return None
    leads_there = rf"^(https?://[^/?#]*)?{re.escape(place)}([?#]|$)"
    pattern = AnswerPattern(_REDIRECT, headers=(("Location", ValuePattern(matches=leads_there)),))
    remark = Text(
        f"a refused login leads to {place}, which is taken for refused or unavailable; say under outcomes of the "
        "callback how each is told, and both are judged",
        f"被拒绝的登录会跳往 {place}，视为 refused 或 unavailable；在 callback 的 outcomes 里写明二者的区别，"
        "就能分别判断",
    )
    return _with_refusal(backend, callback, pattern), remark


def _known_by_status(backend: Backend, callback: str, status: int) -> tuple[Backend, Text]:
    pattern = AnswerPattern(Statuses(((status, status),)))
    remark = Text(
        f"a refused login is a page with HTTP {status}, and good ones lead on: such a page is taken for refused or "
        "unavailable; say under outcomes of the callback how each is told, and both are judged",
        f"被拒绝的登录得到 HTTP {status} 的页面，而正常登录会跳转：这样的页面视为 refused 或 unavailable；"
        "在 callback 的 outcomes 里写明二者的区别，就能分别判断",
    )
    return _with_refusal(backend, callback, pattern), remark


def _with_refusal(backend: Backend, callback: str, pattern: AnswerPattern) -> Backend:
    changed = {name: _judged(backend.actions[name], pattern) for name in ("login", callback) if name in backend.actions}
    return replace(backend, actions={**backend.actions, **changed})


def _judged(action: Action, pattern: AnswerPattern) -> Action:
    *earlier, last = action.requests
    judged = replace(last, outcomes={"refused or unavailable": (pattern,), **last.outcomes})
    return replace(action, requests=(*earlier, judged))


def _place(login: LoginSeen) -> str | None:
    """The path of a redirect; None: it is none."""
    if login.status is None or not 300 <= login.status < 400:
        return None
    location = next((value for name, value in login.answer.headers if name.lower() == "location"), "")
    return path_and_query(location).partition("?")[0] or None
