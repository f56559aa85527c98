"""Whether a check's needs are met: by the backend, by its file or by the command line; and if not, why."""

from __future__ import annotations

from mockwx.audit.lab.audit_state import AuditState
from mockwx.audit.lab.login_way import USERINFO, LoginKind
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text


def why_missing(need: Need, shared: AuditState) -> Text | None:
    """None where the backend, its file or the command line gives it."""
    actions, learnt, options = shared.backend.actions, shared.learnt, shared.options
    match need:
        case Need.SESSION:
            there = learnt.session
        case Need.UID:
            there = learnt.uid
        case Need.ME:
            there = "me" in actions and learnt.me
        case Need.SESSION_KEY:
            there = shared.way.kind.has_session_key
        case Need.USER_TOKEN:
            there = not shared.way.kind.has_session_key
        case Need.USERINFO:
            there = USERINFO in learnt.apis
        case Need.DECRYPT:
            there = any(name in actions for name in ("decrypt", "phone_sealed", "profile"))
        case Need.PHONE | Need.PROFILE | Need.LOGOUT:
            there = need.value in actions and need.value not in shared.backend.guessed
        case Need.WEB:
            there = bool(shared.backend.web)
        case Need.POLL:
            there = any(web.poll is not None for web in shared.backend.web)
        case Need.DOORS:
            there = options.doors
        case Need.HANGS:
            there = not options.quick
        case Need.LOG:
            there = shared.log is not None
        case _:
            there = need in shared.gives
    return None if there else need.missing


def why_beside(need: Need, shared: AuditState) -> Text | None:
    """Why nothing that has the need can be wrong where people log in otherwise than in a mini program; None: it can."""
    way = shared.way.kind
    if need in _OF_A_MINI_PROGRAM:
        return Text(
            f"{way.says.en} has no session_key, and no phone codes of WeChat's",
            f"{way.says.zh}没有 session_key，也没有微信的手机号 code",
        )
    if need is Need.WEB and way is not LoginKind.MOBILE:
        return None
    if need in _OF_OTHER_LOGINS and why_missing(need, shared) is not None:
        return need.missing
    return None


_OF_A_MINI_PROGRAM = frozenset({Need.SESSION_KEY, Need.PHONE, Need.DECRYPT})
_OF_OTHER_LOGINS = frozenset(
    {Need.WEB, Need.USERINFO, Need.POLL, Need.CORP, Need.TWO_CORPS, Need.CALLBACK, Need.PLATFORM}
)
