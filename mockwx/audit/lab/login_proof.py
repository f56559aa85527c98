"""What proves a login: the value that its answer gives to come back with, and that ``me`` knows somebody by it."""

from __future__ import annotations

from mockwx.audit.lab.audit_state import Learnt
from mockwx.audit.lab.seen import ActionSeen
from mockwx.play.answers import fits_pattern
from mockwx.play.backend import Backend
from mockwx.play.json_paths import NOTHING
from mockwx.scenario.language.play_values import variables


def session_names(backend: Backend) -> list[str]:
    """The names of saved values by which a client comes back: those that ``me`` sends, or the usual one."""
    login = backend.actions.get("login")
    saves = login.saves if login is not None else frozenset()
    me = backend.actions.get("me")
    if me is not None:
        sent = [
            name.partition(".")[0]
            for request in me.requests
            for part in (request.headers, request.query or {}, request.form or {}, [request.path], [request.body])
            for _, name in variables(part)
        ]
        if used := [name for name in dict.fromkeys(sent) if name in saves]:
            return used
        if not sent:
            return []
    return [name for name in ("session", "token", "access_token", "sid") if name in saves]


def session_of(backend: Backend, seen: ActionSeen) -> str:
    """What the answer gives to come back with: the saved values that ``me`` sends, else cookies; empty: nothing."""
    saved = seen.saved
    names = session_names(backend)
    value = next((saved[name] for name in names if saved.get(name) not in (None, "", NOTHING)), None)
    if value is not None:
        return str(value)
    cookies = [f"{name}={value}" for name, value in seen.answer.cookies if value]
    if not names and not cookies and "me" in backend.actions:
        # A cookie of before that is good for more now; me tells whether it is.
        cookies = [f"{cookie.key}={cookie.value}" for cookie in seen.person.client.http.cookie_jar if cookie.value]
    return "" if names and not cookies else "; ".join(cookies)


def is_guest(backend: Backend, seen: ActionSeen) -> bool:
    """Whether the backend file says that such an answer is nobody's in particular."""
    return any(fits_pattern(seen.answer, pattern) for pattern in backend.guest)


def me_says_uid(backend: Backend, learnt: Learnt) -> bool:
    """Whether ``me`` tells who somebody is, as good logins have shown."""
    me = backend.actions.get("me")
    return learnt.uid and me is not None and "uid" in me.saves
