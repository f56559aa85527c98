"""Whether a check's needs are met: by the backend, by its file or by the command line; and if not, why."""

from __future__ import annotations

from mockwx.audit.lab.audit_state import AuditState
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
