"""outsider-in: somebody who is no member of the corp is taken for an employee."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_applicable, not_tested, passed
from mockwx.audit.checks.references import WECOM_LOGIN
from mockwx.audit.checks.scenario_steps import REFUSED, played, web_login
from mockwx.audit.checks.web_flow import ACTION, REQUESTS, WebFlow, corp_flows
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import Lab, LabPerson
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    if lab.backend.audit.outsiders == "allowed":
        return not_applicable(Text("the file says outsiders: allowed", "文件写明 outsiders: allowed"))
    flow = corp_flows(lab)[0]
    if (why := await flow.why_untested()) is not None:
        return not_tested(why)
    member, outsider, customer = [await lab.person() for _ in range(3)]
    findings = []
    async with corp_with(flow, members=[member.name], customers=[customer.name]):
        for person, cause, en, zh in (
            (outsider, "nobody", "somebody who has nothing to do with the corp", "与企业无关的人"),
            (customer, "customer", "a customer (external contact)", "客户（外部联系人）"),
        ):
            finding = await _judged(flow, person, cause, Text(en, zh))
            findings += [] if finding is None else [finding]
    return failed(findings) if findings else passed(Text("2 outsiders were refused", "2 个非成员均被拒绝"))


@asynccontextmanager
async def corp_with(flow: WebFlow, **changes: Any) -> AsyncIterator[None]:
    """The corp is so, and in the end as it was."""
    client, app = flow.lab.shared.client, str(flow.login.app)
    before = await asyncio.to_thread(client.app, app)
    await asyncio.to_thread(lambda: client.put_app(app, **changes))
    try:
        yield
    finally:
        await asyncio.to_thread(lambda: client.put_app(app, **{name: before[name] for name in changes}))


async def _judged(flow: WebFlow, person: LabPerson, cause: str, who: Text) -> AuditFinding | None:
    url = await flow.back(person)
    if not url:
        return None  # WeChat's page itself lets members in only
    login = await flow.callback(person, url)
    if not login.let_in:
        return None
    return flow.lab.finding(
        cause,
        Text(f"{who.en} is logged in as if a member", f"{who.zh}像成员一样登录成功"),
        flow.lab.observation(who, login),
        action=ACTION,
        session_tried=login.session_tried,
        scenario=_scenario(flow, cause),
    )


def _scenario(flow: WebFlow, cause: str) -> dict[str, Any] | None:
    if flow.polls:
        return None
    corp: dict[str, Any] = {"kind": "wecom", "members": ["alice"]}
    if cause == "customer":
        corp["customers"] = ["bob"]
    steps = web_login("bob", flow.suffix, expect=REFUSED)
    return played("who is no member is not logged in", steps, apps={str(flow.login.app): corp})


CHECK = AuditCheck(
    id="outsider-in",
    area=Area.WECOM,
    severity=Severity.CRITICAL,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.OTHERS,
    title=Text("Somebody outside the corp is logged in", "企业外部的人登录成功"),
    flaw=Text(
        "Anybody with WeChat can open a corp's login link. For outsiders getuserinfo answers errcode 0 with an "
        "openid and no "
        "userid; who takes whatever comes for an employee, or looks up userid null, has opened the company to "
        "everybody.",
        "任何微信用户都能打开企业的登录链接。对外部人员，getuserinfo 返回 errcode 0，只有 openid 而没有 userid；"
        "把任何返回都当作员工、或用空的 userid 去查人，就等于对所有人开放。",
    ),
    explanation=Text(
        "The corp gets one member; a customer and somebody unknown open its login link and come back with good "
        "codes. The "
        "proof is a session of theirs that me accepts.",
        "让企业只有一个成员；再由一个客户和一个无关的人打开登录链接，并带着有效 code 返回。证据是他们得到 me 接受的会"
        "话。",
    ),
    advice=Text(
        "Log in only who has a non-empty userid in auth/getuserinfo, and look that userid up among the employees you "
        "know; an "
        "openid or external_userid is a refusal.",
        "只允许 auth/getuserinfo 返回非空 userid 的人登录，并在已知员工中查找该 userid；返回 openid 或 "
        "external_userid 的"
        "一律拒绝。",
    ),
    probe=_probe,
    requests=3 * REQUESTS,
    no_flaw_if=Text(
        "The app is meant for customers as well: say audit.outsiders: allowed in the file.",
        "应用本来也面向客户：请在文件里写 audit.outsiders: allowed。",
    ),
    needs=(Need.WEB, Need.CORP),
    cwe=(863,),
    owasp="API5",
    references=(WECOM_LOGIN,),
)
