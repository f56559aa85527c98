"""callback-twice: WeChat's client opens the callback a second time, and the second time does harm."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_tested, passed
from mockwx.audit.checks.references import WEB_LOGIN
from mockwx.audit.checks.web_flow import ACTION, flow_of
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text
from mockwx.core.web.redirects import with_params

ADDED = {"uin": "MTAwMDAwMDAwMA==", "key": "0" * 32, "pass_ticket": "mockwx"}
"""What WeChat's client was seen to append the second time."""
SCENARIO = {
    "name": "a callback that is opened twice does not crash",
    "steps": [
        {"backend.web_start": {"user": "alice", "as": "start"}},
        {"phone.authorize": {"user": "alice", "url": "$start.link", "as": "back"}},
        {"backend.web_callback": {"url": "$back.url"}, "expect": {"outcome": "ok"}},
        {"backend.web_callback": {"url": "$back.url"}, "expect": {"outcome": ["ok", "refused", "unavailable"]}},
    ],
}


async def _probe(lab: Lab) -> ProbeResult:
    flow = flow_of(lab)
    if (why := await flow.why_untested()) is not None:
        return not_tested(why)
    person = await lab.person()
    url = await flow.back(person)
    first = await flow.callback(person, url)
    second = await flow.open(person, with_params(url, ADDED))
    title = Text("the same callback again, as WeChat's client opens it", "微信客户端再次打开同一回调")
    if second.crashed:
        what = Text("the second time is a crash", "第二次打开时崩溃")
        seen = lab.observation(title, second)
        return failed([lab.finding("crashed", what, seen, action=ACTION, scenario=SCENARIO)])
    if first.let_in and first.me is not None and not (after := await lab.act("me", person)).ok:
        what = Text("the second time ends the session of the first", "第二次打开使第一次的会话失效")
        still = Text("who has just been logged in", "刚登录的用户")
        return failed(
            [
                lab.finding(
                    "logged-out", what, lab.observation(title, second), lab.observation(still, after), action=ACTION
                )
            ]
        )
    return passed(Text(f"the second time was {second.outcome}", f"第二次的结果为 {second.outcome}"))


CHECK = AuditCheck(
    id="callback-twice",
    area=Area.WEB,
    severity=Severity.MEDIUM,
    proof=(Proof.ANSWER,),
    phase=Phase.OTHERS,
    title=Text("A callback that is opened twice fails", "回调被打开两次就出错"),
    flaw=Text(
        "WeChat's client sometimes opens a callback twice, and people press back or reload. Its code and state are "
        "used "
        "up then; the person sees an error page, or is logged out again.",
        "微信客户端有时会把回调打开两次，用户也会后退或刷新。此时 code 和 state 都已用掉；用户看到错误页，或又被退出"
        "登录。",
    ),
    explanation=Text(
        "A login is made, and its callback is opened once more in the same browser with the parameters that WeChat "
        "appends. A crash is a flaw, and so is a session that me no longer accepts.",
        "完成一次登录后，在同一浏览器中带上微信追加的参数再次打开回调。崩溃是缺陷；me 不再接受之前的会话也是缺陷。",
    ),
    advice=Text(
        "Where the state is unknown and this browser is logged in already, lead it on to where the login would have "
        "ended; else answer with a page that offers to begin again, and status 400.",
        "state 未知而该浏览器已登录时，直接跳往登录后的页面；否则给出可重新开始登录的页面，状态码 400。",
    ),
    probe=_probe,
    requests=9,
    needs=(Need.WEB,),
    cwe=(755,),
    references=(WEB_LOGIN,),
)
