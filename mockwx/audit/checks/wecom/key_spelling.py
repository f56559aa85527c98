"""key-spelling: the api that names the member spells it userid, and UserId is read, or the other way round."""

from __future__ import annotations

from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_tested, passed
from mockwx.audit.checks.references import WECOM_LOGIN
from mockwx.audit.checks.scenario_steps import played, web_login
from mockwx.audit.checks.web_flow import ACTION, REQUESTS, corp_flows
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

APIS = {"auth_getuserinfo": ("userid", "UserId"), "user_getuserinfo": ("UserId", "userid")}
"""How each spells it, and how the other does."""


async def _probe(lab: Lab) -> ProbeResult:
    flow = corp_flows(lab)[0]
    person = await lab.person()
    login = await flow.whole(person)
    if login.let_in:
        return passed(Text("a member is logged in", "成员登录成功"))
    api = next((call.api for call in login.calls if call.api in APIS and call.errcode == 0), None)
    if api is None:
        why = await flow.why_untested()
        return not_tested(why or Text("it did not ask who the member is", "后端没有查询成员身份"))
    right, wrong = APIS[api]
    again = await lab.person()
    lab.rule(api, again, then={"body": {"add": {wrong: again.name}}})
    other = await flow.whole(again)
    if not other.let_in:
        return not_tested(await flow.why_untested() or Text("no member is logged in", "没有成员能登录"))
    return failed(
        [
            lab.finding(
                api,
                Text(
                    f"it reads {wrong} in the answer of {api}, which spells {right}: no member is logged in",
                    f"后端在 {api} 的应答中读取 {wrong}，而该接口写作 {right}：没有成员能登录",
                ),
                lab.observation(Text("as WeCom answers", "按企业微信的应答"), login),
                lab.observation(Text(f"with {wrong} as well", f"额外带上 {wrong}"), other),
                action=ACTION,
                scenario=None if flow.polls else played("a member is logged in", _member(flow.suffix)),
            )
        ]
    )


def _member(suffix: str) -> list[dict[str, Any]]:
    return web_login("alice", suffix, expect={"outcome": "ok"})


CHECK = AuditCheck(
    id="key-spelling",
    area=Area.WECOM,
    severity=Severity.HIGH,
    proof=(Proof.ANSWER,),
    phase=Phase.OTHERS,
    title=Text("UserId is read where userid stands", "该读 userid 却读了 UserId"),
    flaw=Text(
        "The older api user/getuserinfo answers UserId, today's auth/getuserinfo answers userid. With the wrong one "
        "every "
        "employee is refused; hand-made mocks hide it.",
        "旧接口 user/getuserinfo 返回 UserId，现在的 auth/getuserinfo 返回 userid。读错的话所有员工都登录不了；"
        "手写的模拟数据会掩盖这个问题。",
    ),
    explanation=Text(
        "A member logs in. Where that is refused although WeCom named the member, another one does so while the "
        "answer has "
        "both spellings. The proof is that it works then.",
        "让一个成员登录。若企业微信已给出成员而登录仍被拒绝，则让应答同时带有两种写法再试一次。证据是这时登录成功。",
    ),
    advice=Text(
        "Use auth/getuserinfo and read userid: keys of JSON are case-sensitive.",
        "使用 auth/getuserinfo 并读取 userid；JSON 的键区分大小写。",
    ),
    probe=_probe,
    requests=3 * REQUESTS,
    needs=(Need.WEB, Need.CORP),
    cwe=(178,),
    references=(WECOM_LOGIN,),
)
