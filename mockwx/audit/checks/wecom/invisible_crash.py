"""invisible-crash: a member whom the app may not see meets a crash."""

from __future__ import annotations

from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_tested, passed
from mockwx.audit.checks.references import WECOM_LOGIN
from mockwx.audit.checks.scenario_steps import played, web_login
from mockwx.audit.checks.web_flow import ACTION, REQUESTS, WebFlow, corp_flows
from mockwx.audit.checks.wecom.outsider_in import corp_with
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    flow = corp_flows(lab)[0]
    if (why := await flow.why_untested()) is not None:
        return not_tested(why)
    person, visible = await lab.person(), await lab.person()
    async with corp_with(flow, visible=[visible.name]):
        url = await flow.back(person)
        if not url:
            return passed(Text("WeChat's page lets visible members in only", "微信页面只允许可见成员"))
        login = await flow.callback(person, url)
    if not login.crashed:
        return passed(Text(f"an invisible member was {login.outcome}", f"不可见成员的结果为 {login.outcome}"))
    what = Text(
        "a member outside the app's visible range is a crash",
        "应用可见范围之外的成员登录时崩溃",
    )
    seen = lab.observation(Text("an invisible member logs in", "不可见成员登录"), login)
    scenario = None if flow.polls else _scenario(flow)
    return failed([lab.finding("crashed", what, seen, action=ACTION, scenario=scenario)])


def _scenario(flow: WebFlow) -> dict[str, Any]:
    answers = {"outcome": ["ok", "refused", "unavailable"]}
    corp = {"kind": "wecom", "visible": ["bob"]}
    steps = web_login("alice", flow.suffix, expect=answers)
    return played("a member outside the visible range is no crash", steps, apps={str(flow.login.app): corp})


CHECK = AuditCheck(
    id="invisible-crash",
    area=Area.WECOM,
    severity=Severity.MEDIUM,
    proof=(Proof.ANSWER,),
    phase=Phase.OTHERS,
    title=Text("A member outside the visible range meets a crash", "可见范围之外的成员遇到崩溃"),
    flaw=Text(
        "A corp's admin chooses who sees an app. For others getuserinfo answers the userid alone, and user/get "
        "answers 60011: "
        "code that goes on to read name or department crashes.",
        "企业管理员决定谁能看到应用。对其他成员，getuserinfo 只返回 userid，user/get 返回 60011：继续读取姓名或部门的"
        "代码"
        "就会崩溃。",
    ),
    explanation=Text(
        "A member logs in whom the app may not see. Right is a login with the userid alone, or a refusal.",
        "让一个应用不可见的成员登录。正确的是只凭 userid 登录，或者拒绝。",
    ),
    advice=Text(
        "Take the userid for the login and the rest for decoration: where user/get is refused (60011), go on "
        "without, or say "
        "that the person is not allowed to use the app.",
        "登录只依赖 userid，其余信息可有可无：user/get 被拒绝（60011）时，不带这些信息继续，或提示无权使用该应用。",
    ),
    probe=_probe,
    requests=2 * REQUESTS,
    needs=(Need.WEB, Need.CORP),
    cwe=(755,),
    references=(WECOM_LOGIN,),
)
