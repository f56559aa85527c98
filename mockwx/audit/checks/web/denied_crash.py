"""denied-crash: who refuses on WeChat's page, or comes back with nothing, meets a crash or is let in."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_tested, passed
from mockwx.audit.checks.references import WEB_LOGIN
from mockwx.audit.checks.web_flow import ACTION, WebFlow, flow_of, with_query
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

SCENARIO = {
    "name": "who comes back without a code is refused",
    "steps": [
        {"backend.web_start": {"user": "alice", "as": "start"}},
        {"phone.authorize": {"user": "alice", "url": "$start.link", "as": "back"}},
        {
            "backend.web_callback": {"code": "authdeny", "state": "$back.state"},
            "expect": {"outcome": ["refused", "unavailable"]},
        },
    ],
}
WAYS = (
    ("state-alone", {"code": None}, Text("back with the state alone", "只带 state 返回")),
    ("authdeny", {"code": "authdeny"}, Text("back with code=authdeny", "带 code=authdeny 返回")),
    ("nothing", {"code": None, "state": None}, Text("back with nothing", "什么都不带返回")),
)


async def _probe(lab: Lab) -> ProbeResult:
    flow = flow_of(lab)
    if (why := await flow.why_untested()) is not None:
        return not_tested(why)
    findings = [finding for way in WAYS if (finding := await _judged(flow, *way)) is not None]
    return failed(findings) if findings else passed(Text("3 ways to come back were refused", "3 种返回方式均被拒绝"))


async def _judged(flow: WebFlow, cause: str, params: dict[str, str | None], title: Text) -> AuditFinding | None:
    person = await flow.lab.person()
    login = await flow.callback(person, with_query(await flow.back(person), **params))
    if not (login.crashed or login.let_in):
        return None
    did_en, did_zh = ("is a crash", "时崩溃") if login.crashed else ("logs somebody in", "也能登录")
    return flow.lab.finding(
        cause,
        Text(f"{title.en} {did_en}", f"{title.zh}{did_zh}"),
        flow.lab.observation(title, login),
        severity=Severity.MEDIUM if login.crashed else Severity.HIGH,
        action=ACTION,
        session_tried=login.session_tried,
        scenario=SCENARIO if cause == "authdeny" else None,
    )


CHECK = AuditCheck(
    id="denied-crash",
    area=Area.WEB,
    severity=Severity.HIGH,
    proof=(Proof.ANSWER,),
    phase=Phase.OTHERS,
    title=Text("Who says no on WeChat's page meets a crash", "在微信页面拒绝后遇到崩溃"),
    flaw=Text(
        "WeChat leads back without a code where somebody refuses (with code=authdeny on some clients). A callback that "
        "reads code without looking is a 500, or asks WeChat for nothing at all and goes on.",
        "用户拒绝授权时，微信会不带 code 跳回（有的客户端带 code=authdeny）。不加检查就读取 code 的回调会 500，"
        "或者根本没问微信就继续往下走。",
    ),
    explanation=Text(
        "The callback is opened in the browser that began a login: with its state alone, with code=authdeny and the "
        "state, and with nothing. Right is a refusal; a crash is a flaw, a session is worse.",
        "在发起登录的浏览器里打开回调：分别只带 state、带 code=authdeny 和 state、什么都不带。正确的是拒绝；崩溃是缺"
        "陷，"
        "得到会话则更严重。",
    ),
    advice=Text(
        "Look for code first; where it is missing or authdeny, show the page to begin again (status 400, or a "
        "redirect to "
        "it) and ask WeChat for nothing.",
        "先检查 code；缺失或为 authdeny 时，给出重新登录的页面（状态码 400 或跳转），不要请求微信。",
    ),
    probe=_probe,
    requests=3 * 3 + 4,
    needs=(Need.WEB,),
    cwe=(755,),
    references=(WEB_LOGIN,),
    # Whoever asks WeChat about that code treats it as any other.
    swallowed_causes=(("authdeny", "any-code"), ("authdeny", "errcode-unseen")),
)
