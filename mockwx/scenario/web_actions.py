"""Web logins as a backend's actions: where each begins, where WeChat leads back to, and how a page asks about it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import UNSET
from msgspec.structs import replace

from mockwx.scenario.backend_actions import (
    Action,
    ActionRequest,
    AnswerPath,
    AnswerPattern,
    AnswerPatterns,
    SavedValue,
    ValuePattern,
    outcomes_in,
)
from mockwx.scenario.backend_description import WebLogin
from mockwx.scenario.steps import Statuses

START = "web_start"
CALLBACK = "web_callback"
POLL = "web_poll"
OPEN = "open"
WEB_ACTIONS = (START, CALLBACK, POLL, OPEN)
ALWAYS_SAVED = frozenset({"link", "location"})
"""What these save by themselves."""
_LOCATION = SavedValue(AnswerPath("$header.Location", "header", ("Location",)))
_LINK = SavedValue(AnswerPath("$link", "link"))
_REDIRECT = AnswerPattern(Statuses(((300, 399),)))
_DONE = AnswerPattern(Statuses(((200, 299),)))
_REFUSED = AnswerPattern(Statuses(((400, 499),)))
OPENING = Action(
    (ActionRequest("GET", "$url", save={"location": _LOCATION}, outcomes={"ok": (_DONE, _REDIRECT)}, opens_url=True),)
)
"""Opens a page of the backend's; every backend has it."""


def web_actions(logins: Sequence[WebLogin]) -> dict[str, Action]:
    """``web_start`` and the others are the first login's; those of an app that the file names end in ``_NAME``."""
    actions: dict[str, Action] = {}
    for login in logins:
        own = _actions_of(login)
        actions = {**own, **actions}
        if login.app is not None:
            actions |= {f"{name}_{login.app}": action for name, action in own.items()}
    return actions


def _actions_of(login: WebLogin) -> dict[str, Action]:
    callback = _usually(login.callback, {"location": _LOCATION}, _callback_outcomes(login.start))
    actions = {
        START: Action((_usually(login.start, {"link": _LINK}, {"ok": (_DONE, _REDIRECT)}),), app=login.app),
        CALLBACK: Action((replace(callback, opens_url=_is_page(callback)),), app=login.app),
    }
    if login.poll is not None:
        actions[POLL] = Action((login.poll,), app=login.app)
    return actions


def _is_page(callback: ActionRequest) -> bool:
    """Else WeChat leads to a page of the site's, whose script sends code and state on."""
    return callback.method == "GET" and callback.body is UNSET and callback.form is None


def _usually(request: ActionRequest, save: Mapping[str, SavedValue], outcomes: AnswerPatterns) -> ActionRequest:
    # The first pattern that fits counts: what the file says is asked before what is usual.
    said = {outcomes_in(name)[0] for name in request.outcomes}
    others = {name: patterns for name, patterns in outcomes.items() if outcomes_in(name)[0] not in said}
    return replace(request, save={**save, **request.save}, outcomes={**request.outcomes, **others})


def _callback_outcomes(start: ActionRequest) -> AnswerPatterns:
    """A redirect is ok, unless it leads to the start again or says that there was an error: whose, it does not say."""
    again = rf"^(https?://[^/?#]*)?{re.escape(start.path.split('?')[0])}([?#]|$)|[?&#]error="
    astray = AnswerPattern(Statuses(((300, 399),)), headers=(("Location", ValuePattern(matches=again)),))
    return {"refused or unavailable": (astray,), "refused": (_REFUSED,), "ok": (_DONE, _REDIRECT)}
