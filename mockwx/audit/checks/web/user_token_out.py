"""user-token-out: the person's access_token or refresh_token of WeChat's stands in an answer to the browser."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_tested, passed
from mockwx.audit.checks.references import WEB_LOGIN
from mockwx.audit.checks.web_flow import action_of, logged_in, why_no_flow
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

TOKENS = ("access_token", "refresh_token")
SCENARIO = {
    "name": "no answer of a web login holds the person's access_token",
    "steps": [
        {"backend.web_start": {"user": "alice", "as": "start"}},
        {"phone.authorize": {"user": "alice", "url": "$start.link", "as": "back"}},
        {"backend.web_callback": {"url": "$back.url"}, "expect": {"never_contains": ["access_token"]}},
    ],
}
_SCENARIO_OF_AN_APP = {
    "name": "no answer of a login holds the person's access_token",
    "steps": [
        {"phone.login": {"user": "alice", "as": "code"}},
        {"backend.login": {"user": "alice", "code": "$code"}, "expect": {"never_contains": ["access_token"]}},
    ],
}


async def _probe(lab: Lab) -> ProbeResult:
    if (why := await why_no_flow(lab)) is not None:
        return not_tested(why)
    login = await logged_in(lab, await lab.person())
    answers = [login, *([] if login.me is None else [login.me])]
    for seen in answers:
        secrets = [secret for secret in lab.secrets_in(seen) if secret.what in TOKENS and secret.is_a_persons]
        if secrets:
            names = ", ".join(dict.fromkeys(secret.what for secret in secrets))
            where = ", ".join(dict.fromkeys(secret.where for secret in secrets))
            return failed(
                [
                    lab.finding(
                        "web-login",
                        Text(
                            f"the person's own {names} of WeChat's goes to the browser ({where})",
                            f"用户在微信的 {names} 被发给浏览器（{where}）",
                        ),
                        lab.observation(Text("a login", "一次登录"), seen),
                        action=action_of(lab),
                        scenario=SCENARIO if lab.has(Need.WEB) else _SCENARIO_OF_AN_APP,
                    )
                ]
            )
    return passed(Text("in no answer of a login", "登录的应答中均未发现"))


CHECK = AuditCheck(
    id="user-token-out",
    area=Area.WEB,
    severity=Severity.HIGH,
    proof=(Proof.CANARY,),
    phase=Phase.OTHERS,
    title=Text("The person's WeChat token is in an answer", "用户的微信 token 出现在应答中"),
    flaw=Text(
        "oauth2/access_token gives the backend a token of the person's, good for two hours, and one to renew it for "
        "thirty "
        "days. In the browser every script, extension and log can read them, and read the profile with them.",
        "oauth2/access_token 给后端一个用户 token（两小时）和用于续期的 refresh_token（三十天）。到了浏览器，任何脚"
        "本、插件和"
        "日志都能读到，并用它读取用户资料。",
    ),
    explanation=Text(
        "A web login is made, and its answers are searched for the very tokens that WeChat handed out, in every "
        "spelling.",
        "完成一次网页登录，在其应答中以各种编码查找微信刚发出的 token。",
    ),
    advice=Text(
        "Keep both tokens on the server, or throw them away once userinfo was read; give the browser a session of "
        "your own.",
        "两个 token 都留在服务端，或读完 userinfo 就丢弃；给浏览器的是自己的会话。",
    ),
    probe=_probe,
    requests=8,
    needs_any=(Need.WEB, Need.USER_TOKEN),
    cwe=(522,),
    owasp="API2",
    references=(WEB_LOGIN,),
)
