"""userinfo-refused-crash: userinfo answers an errcode, and the login crashes or makes everybody one account."""

from __future__ import annotations

from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_applicable, not_tested, passed
from mockwx.audit.checks.references import API10, WEB_LOGIN
from mockwx.audit.checks.web_flow import action_of, logged_in, why_no_flow
from mockwx.audit.lab import Lab, LoginSeen
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

API = "sns_userinfo"
PEOPLE = 2
SCENARIO: dict[str, Any] = {
    "name": "userinfo is refused",
    "rules": [{"when": {"api": API}, "then": {"errcode": 48001}}],
    "steps": [
        {"backend.web_start": {"user": "alice", "as": "start"}},
        {"phone.authorize": {"user": "alice", "url": "$start.link", "as": "back"}},
        {"backend.web_callback": {"url": "$back.url"}, "expect": {"outcome": ["ok", "refused", "unavailable"]}},
    ],
}


async def _probe(lab: Lab) -> ProbeResult:
    if (why := await why_no_flow(lab)) is not None:
        return not_tested(why)
    logins = [await _refused(lab) for _ in range(PEOPLE)]
    if not any(call.api == API for login in logins for call in login.calls):
        return not_applicable(Text("its login asks for no user info", "其登录不获取用户信息"))
    title = Text("a login whose userinfo is refused with 48001", "userinfo 返回 48001 的登录")
    observations = [lab.observation(title, login) for login in logins]
    if any(login.crashed for login in logins):
        what = Text("a refused userinfo is a crash", "userinfo 被拒绝时崩溃")
        return failed(
            [
                lab.finding(
                    "crashed",
                    what,
                    *observations[:1],
                    severity=Severity.MEDIUM,
                    action=action_of(lab),
                    scenario=_scenario(lab),
                )
            ]
        )
    uids = [login.uid for login in logins if login.let_in]
    if lab.has(Need.UID) and len(uids) == PEOPLE and len(set(map(str, uids))) == 1:
        what = Text("two people whose userinfo is refused are one account", "userinfo 被拒绝的两个人成了同一个账号")
        return failed(
            [
                lab.finding(
                    "one-account",
                    what,
                    *observations,
                    severity=Severity.HIGH,
                    proof=Proof.IMPOSTOR,
                    action=action_of(lab),
                )
            ]
        )
    return passed(Text(f"the login was {logins[0].outcome}", f"登录结果为 {logins[0].outcome}"))


def _scenario(lab: Lab) -> dict[str, Any]:
    if lab.has(Need.WEB):
        return SCENARIO
    login = {"backend.login": {"user": "alice", "code": "$code"}, "expect": SCENARIO["steps"][-1]["expect"]}
    return {**SCENARIO, "steps": [{"phone.login": {"user": "alice", "as": "code"}}, login]}


async def _refused(lab: Lab) -> LoginSeen:
    person = await lab.person()
    rule = lab.rule(API, person, then={"errcode": 48001})
    login = await logged_in(lab, person)
    lab.remove_rule(rule)
    return login


CHECK = AuditCheck(
    id="userinfo-refused-crash",
    area=Area.WEB,
    severity=Severity.HIGH,
    proof=(Proof.ANSWER, Proof.IMPOSTOR),
    phase=Phase.OTHERS,
    title=Text("A login crashes where userinfo is refused", "userinfo 被拒绝时登录崩溃"),
    flaw=Text(
        "sns/userinfo answers HTTP 200 with errcode 48001 where the scope was snsapi_base or the app lost the right. "
        "Code that reads nickname or openid from it without looking crashes, or makes an account named undefined that "
        "all such people share.",
        "scope 为 snsapi_base 或应用失去权限时，sns/userinfo 返回 HTTP 200 和 errcode 48001。不检查就读取 nickname "
        "或 openid "
        "的代码会崩溃，或建立一个名为 undefined、由这些人共用的账号。",
    ),
    explanation=Text(
        "Two people log in while WeChat answers 48001 to userinfo. Right is a login without nickname, or a refusal; "
        "a crash "
        "is a flaw, one account for both is worse.",
        "在 userinfo 返回 48001 时让两个人登录。正确的是没有昵称的登录，或拒绝；崩溃是缺陷，两人得到同一账号则更严重。",
    ),
    advice=Text(
        "Take the openid from oauth2/access_token, never from userinfo; look at errcode of every answer, and go on "
        "without "
        "nickname and picture where they cannot be had.",
        "openid 取自 oauth2/access_token 而不是 userinfo；检查每个应答的 errcode，拿不到昵称头像时就不要它们，继续登"
        "录。",
    ),
    probe=_probe,
    requests=PEOPLE * 3 + 4,
    needs_any=(Need.WEB, Need.USERINFO),
    cwe=(252, 476),
    owasp="API10",
    references=(API10, WEB_LOGIN),
)
