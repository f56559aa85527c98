"""What all checks about secrets in answers have in common: they judge every answer of the whole audit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from urllib.parse import urlsplit

from mockwx.audit.check import Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import Lab, SecretSeen
from mockwx.core.text.bilingual import Text

JWT = "jwt"
MOST_SHOWN = 3


def judged(
    lab: Lab,
    names: Collection[str],
    *,
    severity: Severity | None = None,
    within: Callable[[SecretSeen], bool] = lambda seen: JWT not in seen.secret.decodings,
) -> ProbeResult:
    """One finding for each action and place in which one of these secrets stands."""
    places: dict[tuple[str, str, str], list[SecretSeen]] = defaultdict(list)
    for leaked in lab.shared.secrets_seen:
        if leaked.secret.what in names and within(leaked) and _is_of_the_file(lab, leaked):
            kind = "ok" if leaked.seen.ok else "failing"
            places[leaked.seen.action or "another route", kind, leaked.secret.what].append(leaked)
    if not places:
        return passed(
            Text(f"in none of {len(lab.shared.answers)} answers", f"{len(lab.shared.answers)} 个应答中均未发现")
        )
    return failed([_finding(lab, *place, leaks, severity) for place, leaks in places.items()])


def _is_of_the_file(lab: Lab, leaked: SecretSeen) -> bool:
    """Other routes are debug-page-tells'."""
    if leaked.seen.action or not leaked.seen.requests:
        return True
    path = urlsplit(leaked.seen.requests[-1].url).path
    base = urlsplit(lab.backend.url).path
    return any(path == base + request.path for action in lab.backend.actions.values() for request in action.requests)


def _finding(
    lab: Lab, action: str, kind: str, what: str, leaks: list[SecretSeen], severity: Severity | None
) -> AuditFinding:
    where = ", ".join(dict.fromkeys(leaked.secret.where for leaked in leaks))
    spelt = "; ".join(dict.fromkeys(" + ".join(leak.secret.decodings) for leak in leaks if leak.secret.decodings))
    en, zh = ("", "") if kind == "ok" else (" when something fails", "（失败时）")
    behind_en, behind_zh = (f", behind {spelt}", f"，编码为 {spelt}") if spelt else ("", "")
    title = Text(f"the {what} in the {where}", f"{where} 中的 {what}")
    is_login = action == "login"
    return lab.finding(
        f"{what} {action} {kind}",
        Text(
            f"the answer to {action}{en} holds the {what} ({where}{behind_en})",
            f"{action} 的应答{zh}含有 {what}（{where}{behind_zh}）",
        ),
        *(lab.observation(title, leaked.seen) for leaked in leaks[:MOST_SHOWN]),
        severity=severity,
        action=action if action in lab.backend.actions else "login",
        seen=len(leaks),
        tried=len(leaks),
        scenario={
            "name": f"no answer holds the {what}",
            "steps": [
                {"phone.login": {"user": "alice", "as": "code"}},
                {"backend.login": {"code": "$code"}, "expect": {"never_contains": [what]}},
            ],
        }
        if is_login and kind == "ok" and what in ("session_key", "secret", "access_token")
        else None,
    )
