"""dev-door: a second route, made for developers, logs in without WeChat."""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import urlsplit

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import API2
from mockwx.audit.checks.scenario_steps import OPENID, REFUSED, STRANGER, VICTIM, is_known, played, victim_in
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import ActionSeen, Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

DOORS = (
    "dev-login", "dev/login", "test-login", "testLogin", "mock-login", "mockLogin", "loginByOpenid", "login/dev",
    "login/test", "debug/login", "quick-login", "autoLogin",
)  # fmt: skip
"""Siblings of the login's own path."""
NO_SUCH = "no-such-login-7f3a"
MOST = 200


async def _probe(lab: Lab) -> ProbeResult:
    bob = await lab.person()
    known = await lab.login(bob)
    login = lab.backend.actions["login"].requests[-1]
    above = posixpath.dirname(urlsplit(login.path).path)
    paths = [("POST", posixpath.join(above or "/", door)) for door in DOORS] + list(lab.said.doors[:MOST])
    claims = {"openid": bob.openid, "openId": bob.openid, "userId": known.uid, "uid": known.uid}
    # A catch-all answers to every door alike.
    invented = await _knock(lab, "POST", posixpath.join(above or "/", NO_SUCH), claims)
    findings: list[AuditFinding] = []
    for method, path in paths:
        for body in (claims, {}):
            seen = await _knock(lab, method, path, body)
            if seen is None or (invented is not None and seen.answer.body == invented.answer.body):
                continue
            findings.append(
                lab.finding(
                    f"{method} {path}",
                    Text(f"{method} {path} logs in without WeChat", f"{method} {path} 不经微信即可登录"),
                    lab.observation(Text.alike(f"{method} {path}"), seen),
                    session_tried=lab.learnt.me,
                    scenario=_scenario(lab, method, path, claims=bool(body)),
                )
            )
            break
    return (
        failed(findings) if findings else passed(Text(f"{len(paths)} routes were tried", f"尝试了 {len(paths)} 个路径"))
    )


def _scenario(lab: Lab, method: str, path: str, *, claims: bool) -> dict[str, Any]:
    uid = f"${VICTIM}.uid"
    body = {"openid": OPENID, "openId": OPENID, "userId": uid, "uid": uid} if claims else {}
    knock = {"backend.door": {"user": STRANGER}, "extra": {"json": body}, "expect": REFUSED}
    return played(
        "no other route logs in",
        [*is_known(lab, VICTIM), knock],
        users=victim_in(lab),
        backend={"actions": {"door": {"request": f"{method} {path}", "json": {}}}},
    )


async def _knock(lab: Lab, method: str, path: str, body: object) -> ActionSeen | None:
    """None where nobody is let in."""
    stranger = await lab.person()
    seen = await lab.request(stranger, method, path, body="json", content=body)
    login = await lab.as_login(seen)
    return seen if login.let_in and not login.exchanged else None


CHECK = AuditCheck(
    id="dev-door",
    area=Area.IDENTITY,
    severity=Severity.CRITICAL,
    proof=(Proof.NO_EXCHANGE,),
    phase=Phase.DOORS,
    title=Text("A developers' route logs in", "给开发者用的接口可以登录"),
    flaw=Text(
        "A second route was made for tests or tools and is in production: whoever finds it is anybody.",
        "为测试或工具另开的登录接口进了正式环境：发现它的人可以成为任何人。",
    ),
    explanation=Text(
        "Only with --doors: siblings of the login's path are asked, with somebody's openid and with nothing. The "
        "proof is a session that me accepts; an invented path is the control.",
        "仅在 --doors 时：请求登录路径的若干同级路径，带上某人的 openid 或什么都不带。证据是 me 接受的会话；"
        "以一个不存在的路径作对照。",
    ),
    advice=Text(
        "Delete the route, or compile it into test builds only; a flag in the environment is not enough.",
        "删除该接口，或只编译进测试版本；仅靠环境变量开关是不够的。",
    ),
    probe=_probe,
    requests=2 + 4 * (len(DOORS) + 1),
    more_requests=lambda said: 4 * len(said.doors[:MOST]),
    needs=(Need.DOORS, Need.SESSION),
    cwe=(489, 306),
    owasp="API9",
    references=(API2,),
    swallowed_by=("any-code",),
)
