"""state-unbound: the server knows the state, and any browser may bring it."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_tested, passed
from mockwx.audit.checks.references import RFC9700, WEB_LOGIN
from mockwx.audit.checks.web_flow import ACTION, flow_of
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

SCENARIO = {
    "name": "a callback logs nobody in but in the browser that began the login",
    "steps": [
        {"backend.web_start": {"user": "alice", "as": "start"}},
        {"phone.authorize": {"user": "alice", "url": "$start.link", "as": "back"}},
        {
            "backend.web_callback": {"url": "$back.url", "browser": "other"},
            "expect": {"outcome": ["refused", "unavailable"]},
        },
    ],
}


async def _probe(lab: Lab) -> ProbeResult:
    flow = flow_of(lab)
    if (why := await flow.why_untested()) is not None:
        return not_tested(why)
    logins = []
    for begins_too in (False, True):
        person = await lab.person()
        url = await flow.back(person)
        other = lab.in_another_browser(person)
        if begins_too:  # a cookie is there, and it is another login's
            await flow.start(other)
        login = await flow.callback(other, url)
        if login.let_in:
            logins.append(login)
    if not logins:
        return passed(Text("2 other browsers were refused", "另外 2 个浏览器均被拒绝"))
    title = Text("the callback in a browser that did not begin the login", "在没有发起登录的浏览器里打开回调")
    hint = Text(
        "the login is meant for a QR code that another device scans: then whoever brings the callback is right",
        "此登录用于由另一台设备扫描二维码：那时由谁打开回调都是正常的",
    )
    return failed(
        [
            lab.finding(
                "other-browser",
                Text(
                    "a callback URL logs in whatever browser opens it: it has no cookie of the login's start",
                    "回调地址在任何浏览器打开都能登录，即使没有登录起点写下的 cookie",
                ),
                *(lab.observation(title, login) for login in logins),
                severity=Severity.NOTE if flow.polls else None,
                action=ACTION,
                seen=len(logins),
                tried=2,
                session_tried=logins[0].session_tried,
                scenario=None if flow.polls else SCENARIO,
                hint=hint if flow.polls else None,
            )
        ]
    )


CHECK = AuditCheck(
    id="state-unbound",
    area=Area.WEB,
    severity=Severity.HIGH,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.OTHERS,
    title=Text("The state is not tied to the browser", "state 没有与浏览器绑定"),
    flaw=Text(
        "The server keeps a list of states and looks whether the one that comes is in it. The attacker begins a login "
        "himself, stops before the callback and sends that URL: the victim's browser is logged in as the attacker. "
        "Most "
        "that check a state check no more than this.",
        "服务端只保存一份 state 列表，检查带回来的值是否在其中。攻击者自己开始登录，停在回调之前，把该地址发给受害者："
        "受害者的浏览器就登录成了攻击者。多数检查 state 的实现只做到这一步。",
    ),
    explanation=Text(
        "Somebody begins a login and says yes. The callback's URL, with its own good code and state, is opened in a "
        "browser without any cookie, and in one that has begun a login of its own. The proof is a session there.",
        "先正常开始登录并同意；再把带有有效 code 和 state 的回调地址，分别在没有任何 cookie 的浏览器、以及自己也开始了"
        "登录的浏览器里打开。证据是在那里得到会话。",
    ),
    advice=Text(
        "Keep the state in a cookie of the browser (HttpOnly, Secure, SameSite=Lax), or a hash of it, and compare it "
        "in "
        "the callback with the one in the URL. A list in memory, Redis or a database does not replace this.",
        "把 state（或其哈希）写入浏览器 cookie（HttpOnly、Secure、SameSite=Lax），在回调里与 URL 中的值比较。"
        "内存、Redis 或数据库里的列表不能代替这一步。",
    ),
    probe=_probe,
    requests=2 * 4 + 5,
    no_flaw_if=Text(
        "The callback is opened by the phone that scanned a QR code, and the computer asks for the session (poll).",
        "回调由扫码的手机打开，电脑通过轮询（poll）取得会话。",
    ),
    needs=(Need.WEB,),
    cwe=(352, 384),
    owasp="API2",
    references=(RFC9700, WEB_LOGIN),
    after=("state-missing", "state-unchecked"),
)
