"""anonymous-in: who has no session, or an invented one, is served as somebody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import API2, GUIDE
from mockwx.audit.checks.scenario_steps import REFUSED, STRANGER, logs_in, played
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import ActionSeen, Extra, Lab, LabPerson, session_names
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text
from mockwx.play.variables import UnknownVariable

INVENTED = ("null", "undefined", "test", "mock-token-1", "mock_token_alice", "admin", "1", "")


async def _probe(lab: Lab) -> ProbeResult:
    alice = await lab.person()
    known = await lab.login(alice)
    names = session_names(lab.backend)
    tries: list[tuple[str, Extra, dict[str, str]]] = [("no session", Extra(without=tuple(names) or ("session",)), {})]
    tries += [(f'session "{value}"', Extra(), dict.fromkeys(names, value)) for value in INVENTED if names]
    findings: list[AuditFinding] = []
    for title, extra, args in tries:
        stranger = await lab.person()
        try:
            seen = await lab.act("me", stranger, extra=extra, **args)
        except UnknownVariable:
            continue
        if seen.ok and _is_somebody(seen, alice, known.uid):
            findings.append(
                lab.finding(
                    "without" if not args else "invented",
                    Text(f"me shows an account to a client with {title}", f"me 向 {title} 的客户端显示账号"),
                    lab.observation(Text.alike(title), seen),
                    action="me",
                    scenario=_scenario(extra, args),
                )
            )
    if not findings:
        return passed(Text(f"{len(tries)} strangers were refused", f"{len(tries)} 个陌生客户端都被拒绝"))
    return failed(findings[:1])  # whoever needs no session needs no good one either


def _scenario(extra: Extra, session: Mapping[str, str]) -> dict[str, Any]:
    asked: dict[str, Any] = {"backend.me": {"user": STRANGER, **session}, "expect": REFUSED}
    if not session:
        asked["extra"] = {"without": list(extra.without)}
    return played("who has not logged in is nobody", [*logs_in("alice"), asked])


def _is_somebody(seen: ActionSeen, alice: LabPerson, uid: object) -> bool:
    """Anybody's account, or what only alice has."""
    uid_shown = seen.saved.get("uid")
    if uid_shown not in (None, ""):
        return True
    secret = (alice.openid, alice.phone_number, alice.nickname, *([str(uid)] if isinstance(uid, str) else []))
    return any(value and len(value) > 5 and value in seen.text for value in secret)


CHECK = AuditCheck(
    id="anonymous-in",
    area=Area.IDENTITY,
    severity=Severity.CRITICAL,
    proof=(Proof.IMPOSTOR, Proof.CANARY),
    phase=Phase.DOORS,
    title=Text("No session is needed", "不需要会话也能访问"),
    flaw=Text(
        "An action that shows a person's data answers without a session, or takes any text for one.",
        "展示个人数据的接口在没有会话时也会应答，或把任意文本当作会话。",
    ),
    explanation=Text(
        "me is asked without a session and with invented ones (null, undefined, test, mock-token-1, …). The proof is "
        "an account, or what only somebody who has logged in has.",
        "不带会话，以及带编造的会话（null、undefined、test、mock-token-1 等）请求 me。证据是显示了账号，"
        "或只有已登录者才有的数据。",
    ),
    advice=Text(
        "One middleware in front of all routes but login and callbacks: an unknown session is a 401. No default user.",
        "除登录和回调外，所有路由前加同一个中间件：会话未知就返回 401。不要有默认用户。",
    ),
    probe=_probe,
    requests=2 + 2 + len(INVENTED),
    no_flaw_if=Text("The answer is ok but about nobody.", "应答为 ok，但不涉及任何人的数据。"),
    needs=(Need.ME,),
    cwe=(306,),
    owasp="API2",
    references=(GUIDE, API2),
    core=True,
)
