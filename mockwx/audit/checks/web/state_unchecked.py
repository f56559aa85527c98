"""state-unchecked: a callback with a good code logs somebody in whose state is none, invented or used up."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_tested, passed
from mockwx.audit.checks.references import RFC9700, WEB_LOGIN
from mockwx.audit.checks.web_flow import ACTION, WebFlow, flow_of, with_query
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

INVENTED = "0a1mockwxNobodyBeganThisLogin000"
SCENARIO = {
    "name": "a callback whose state is invented logs nobody in",
    "steps": [
        {"backend.web_start": {"user": "alice", "as": "start"}},
        {"phone.authorize": {"user": "alice", "url": "$start.link", "as": "back"}},
        {
            "backend.web_callback": {"code": "$back.code", "state": INVENTED},
            "expect": {"outcome": ["refused", "unavailable"]},
        },
    ],
}


async def _probe(lab: Lab) -> ProbeResult:
    flow = flow_of(lab)
    if (why := await flow.why_untested()) is not None:
        return not_tested(why)
    ways = (
        ("none", None, Text("no state", "不带 state")),
        ("invented", INVENTED, Text("an invented state", "编造的 state")),
    )
    findings = [await _finding(flow, *way) for way in ways]
    findings.append(await _used_up(flow))
    taken = [finding for finding in findings if finding is not None]
    return failed(taken) if taken else passed(Text("3 wrong states were refused", "3 种错误的 state 均被拒绝"))


async def _finding(flow: WebFlow, cause: str, state: str | None, title: Text) -> AuditFinding | None:
    """In the browser that began the login, so that its cookie is there."""
    person = await flow.lab.person()
    login = await flow.callback(person, with_query(await flow.back(person), state=state))
    if not login.let_in:
        return None
    return flow.lab.finding(
        cause,
        Text(f"the callback logs somebody in with {title.en}", f"回调{title.zh}也能登录"),
        flow.lab.observation(title, login),
        action=ACTION,
        session_tried=login.session_tried,
        scenario=SCENARIO if cause == "invented" else None,
    )


async def _used_up(flow: WebFlow) -> AuditFinding | None:
    """The state of a login that is over, with a fresh code, in the same browser."""
    person = await flow.lab.person()
    start = await flow.start(person)
    first = await flow.callback(person, await flow.agree(person, start.link))
    again = await flow.callback(person, await flow.agree(person, start.link))
    # Whoever is refused in a browser that is logged in stays logged in: only an exchange shows that it was taken.
    if not (first.let_in and again.let_in and again.exchanged):
        return None
    title = Text("the state of a login that is over, in the same browser", "同一浏览器中已用过的 state")
    return flow.lab.finding(
        "used-up",
        Text(
            "a state works again after its login is over; in the same browser that alone does no harm",
            "登录完成后 state 仍可再用；仅在同一浏览器内时本身无害",
        ),
        flow.lab.observation(title, again),
        severity=Severity.NOTE,
        action=ACTION,
        session_tried=again.session_tried,
    )


CHECK = AuditCheck(
    id="state-unchecked",
    area=Area.WEB,
    severity=Severity.HIGH,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.OTHERS,
    title=Text("The callback does not check the state", "回调不检查 state"),
    flaw=Text(
        "The link has a state, and nobody looks at what comes back. Whoever sends a victim a callback URL with a code "
        "of his own logs the victim in as himself.",
        "链接里有 state，但没有人检查带回来的值。攻击者把带有自己 code 的回调地址发给受害者，就能让受害者登录成自己的"
        "账号。",
    ),
    explanation=Text(
        "Somebody begins a login and says yes on WeChat's page. The callback is opened in the same browser with a good "
        "code, once without a state and once with an invented one. The proof is a session that me accepts.",
        "先正常开始登录并在微信页面同意，再在同一浏览器中打开回调：code 有效，但分别不带 state、或带编造的 state。"
        "证据是得到 me 接受的会话。",
    ),
    advice=Text(
        "In the callback compare state with the one in this browser's cookie (in constant time), refuse where either "
        "is "
        "missing or they differ, and delete it: it is for one login. Do so before the code is exchanged.",
        "在回调里把 state 与该浏览器 cookie 中的值做常量时间比较，缺失或不同一律拒绝，并随即删除：一个 state 只用于一"
        "次登录。"
        "这一步要在兑换 code 之前完成。",
    ),
    probe=_probe,
    requests=2 * 3 + 2 * 4 + 4,
    needs=(Need.WEB,),
    cwe=(352,),
    owasp="API2",
    references=(RFC9700, WEB_LOGIN),
    after=("state-missing",),
)
