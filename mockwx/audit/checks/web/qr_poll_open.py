"""qr-poll-open: whoever asks how a QR code stands gets the session of whoever scanned it."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_tested, passed
from mockwx.audit.checks.references import RFC9700
from mockwx.audit.checks.web_flow import ACTION, WebFlow, polling_flow
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import Lab, LabPerson
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    flow = polling_flow(lab)
    if flow is None:
        return not_tested(Need.POLL.missing)
    if (why := await flow.why_untested()) is not None:
        return not_tested(why)
    computer, _, kept = await _scanned(flow)
    own = await flow.poll(computer, **kept)
    if not own.let_in:
        return not_tested(
            Text(
                f"a good poll gives no session ({own.outcome}: {own.answer.shown()}); say in the file what poll saves",
                f"正常轮询没有得到会话（{own.outcome}：{own.answer.shown()}）；请在文件里写明 poll 保存什么",
            )
        )
    findings = [finding for finding in (await _from_elsewhere(flow), await _mixed_up(flow)) if finding is not None]
    return failed(findings) if findings else passed(Text("another client was refused", "另一客户端被拒绝"))


async def _scanned(flow: WebFlow) -> tuple[LabPerson, LabPerson, dict[str, object]]:
    """A computer that shows a QR code, the phone that has said yes to it, and what the computer knows."""
    phone = await flow.lab.person()
    computer = flow.lab.in_another_browser(phone)
    start = await flow.start(computer)
    await flow.open(phone, await flow.agree(phone, start.link))
    return computer, phone, dict(start.seen.saved)


async def _from_elsewhere(flow: WebFlow) -> AuditFinding | None:
    _, phone, kept = await _scanned(flow)
    other = flow.lab.in_another_browser(phone)
    login = await flow.poll(other, **kept)
    if not login.let_in:
        return None
    return flow.lab.finding(
        "other-client",
        Text(
            "a client that only knows the QR code's id gets the session of whoever scanned it",
            "只知道二维码 id 的客户端就能得到扫码者的会话",
        ),
        flow.lab.observation(Text("a poll from another client, without cookies", "另一客户端不带 cookie 轮询"), login),
        action=ACTION,
        session_tried=login.session_tried,
    )


async def _mixed_up(flow: WebFlow) -> AuditFinding | None:
    """Two computers at once: each must get whoever scanned its own."""
    if not flow.lab.has(Need.UID):
        return None
    phones = [await flow.lab.person(), await flow.lab.person()]
    uids = [await _uid_of(flow, phone) for phone in phones]
    computers = [flow.lab.in_another_browser(phone) for phone in phones]
    starts = [await flow.start(computer) for computer in computers]
    for phone, start in zip(phones, starts, strict=True):
        await flow.open(phone, await flow.agree(phone, start.link))
    logins = [await flow.poll(computer, **start.seen.saved) for computer, start in zip(computers, starts, strict=True)]
    wrong = [
        login for login, uid in zip(logins, uids, strict=True) if login.let_in and uid is not None and login.uid != uid
    ]
    if not wrong:
        return None
    return flow.lab.finding(
        "mixed-up",
        Text("two QR codes at once: a computer got the other person", "同时有两个二维码时，电脑登录成了另一个人"),
        *(flow.lab.observation(Text("a poll", "轮询"), login) for login in wrong),
        action=ACTION,
    )


async def _uid_of(flow: WebFlow, phone: LabPerson) -> object:
    computer = flow.lab.in_another_browser(phone)
    start = await flow.start(computer)
    await flow.open(phone, await flow.agree(phone, start.link))
    return (await flow.poll(computer, **start.seen.saved)).uid


CHECK = AuditCheck(
    id="qr-poll-open",
    area=Area.WEB,
    severity=Severity.HIGH,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.OTHERS,
    title=Text("Anybody can collect a QR login", "任何人都能领取扫码登录的会话"),
    flaw=Text(
        "The page asks the backend with an id whether its QR code was scanned, and the answer is the session. "
        "Whoever knows "
        "or guesses the id is faster than the page: it stands in logs, in the picture, and is often a counter.",
        "页面用一个 id 轮询二维码是否已扫，应答就是会话。知道或猜中 id 的人可以抢在页面之前：id 会出现在日志和图片里，"
        "而且常常是递增的数字。",
    ),
    explanation=Text(
        "A QR code is shown to one client and scanned; another client, without its cookies, polls with the same id. "
        "Then two "
        "QR codes are scanned at once. The proof is a session of the wrong person's.",
        "向一个客户端展示二维码并扫描，再由没有其 cookie 的另一客户端用同一 id 轮询；然后同时扫描两个二维码。"
        "证据是得到了不该得到的会话。",
    ),
    advice=Text(
        "Tie the id to the browser that shows the QR code by an HttpOnly cookie of its own, and answer polls of that "
        "browser "
        "only; make the id by chance, and give the session out once.",
        "用单独的 HttpOnly cookie 把 id 与展示二维码的浏览器绑定，只答复该浏览器的轮询；id 随机生成，会话只发放一次。",
    ),
    probe=_probe,
    requests=7 * 5 + 4,
    needs=(Need.WEB, Need.POLL),
    cwe=(639,),
    owasp="API1",
    references=(RFC9700,),
)
