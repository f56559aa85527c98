"""corps-mixed: the same userid in two corps is one account."""

from __future__ import annotations

from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_tested, passed
from mockwx.audit.checks.references import WECOM_LOGIN
from mockwx.audit.checks.scenario_steps import played, web_login
from mockwx.audit.checks.web_flow import ACTION, REQUESTS, WebFlow, corp_flows
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    first, second = corp_flows(lab)[:2]
    for flow in (first, second):
        if (why := await flow.why_untested()) is not None:
            return not_tested(why)
    person = await lab.person()  # a userid is the name, in either corp
    logins = [await flow.whole(lab.in_another_browser(person)) for flow in (first, second)]
    uids = [login.uid for login in logins]
    if not all(login.let_in for login in logins) or None in uids:
        return not_tested(Text("somebody is not in, or no uid is known", "有人未登录成功，或没有 uid"))
    if uids[0] != uids[1]:
        return passed(Text("two corps, two accounts", "两个企业，两个账号"))
    names = [str(flow.login.app) for flow in (first, second)]
    what = Text(
        f"the same userid in {names[0]} and in {names[1]} is one account",
        f"{names[0]} 和 {names[1]} 中相同的 userid 成了同一个账号",
    )
    titles = [Text(f"the userid logs in at {name}", f"该 userid 在 {name} 登录") for name in names]
    seen = [lab.observation(title, login) for title, login in zip(titles, logins, strict=True)]
    scenario = None if any(flow.polls for flow in (first, second)) else _scenario(first, second)
    return failed([lab.finding("same-userid", what, *seen, action=ACTION, scenario=scenario)])


def _scenario(first: WebFlow, second: WebFlow) -> dict[str, Any]:
    differs = {"differs": {"uid": "$first.uid"}}
    steps = [
        *web_login("alice", first.suffix, keep="first"),
        *web_login("alice", second.suffix, expect=differs),
    ]
    return played("one userid of two corps is two people", steps)


CHECK = AuditCheck(
    id="corps-mixed",
    area=Area.WECOM,
    severity=Severity.HIGH,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.OTHERS,
    title=Text("The same userid in two corps is one account", "两个企业中相同的 userid 是同一账号"),
    flaw=Text(
        "A userid is unique within its corp only, and its admin chooses it: zhangsan of one company gets the account "
        "of "
        "zhangsan of another.",
        "userid 只在企业内唯一，并由企业管理员指定：一家公司的 zhangsan 会得到另一家公司 zhangsan 的账号。",
    ),
    explanation=Text(
        "Somebody with one userid logs in at both corps of the file. The proof is one and the same uid.",
        "同一个 userid 先后在文件里的两个企业登录。证据是得到同一个 uid。",
    ),
    advice=Text(
        "Find accounts by CorpID and userid together, with a unique key over both.",
        "用 CorpID 与 userid 一起查找账号，并对两者建立联合唯一键。",
    ),
    probe=_probe,
    requests=4 * REQUESTS,
    needs=(Need.WEB, Need.TWO_CORPS, Need.UID),
    cwe=(694,),
    owasp="API1",
    references=(WECOM_LOGIN,),
)
