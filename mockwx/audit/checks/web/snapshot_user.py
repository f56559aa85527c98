"""snapshot-user: the virtual account of a snapshot page becomes an account."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_applicable, not_tested, passed
from mockwx.audit.checks.references import SNAPSHOT
from mockwx.audit.checks.web_flow import ACTION, flow_of
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

INSIDE = "/connect/oauth2/authorize"
"""The page inside WeChat, the only one that is shown as a snapshot."""
SCENARIO = {
    "name": "a snapshot page logs nobody in",
    "steps": [
        {"backend.web_start": {"user": "alice", "as": "start"}},
        {"phone.authorize": {"user": "alice", "url": "$start.link", "snapshot": True, "as": "back"}},
        {"backend.web_callback": {"url": "$back.url"}, "expect": {"outcome": ["refused", "unavailable"]}},
    ],
}


async def _probe(lab: Lab) -> ProbeResult:
    flow = flow_of(lab)
    if (why := await flow.why_untested()) is not None:
        return not_tested(why)
    person = await lab.person()
    start = await flow.start(person)
    if INSIDE not in start.link:
        return not_applicable(Text("its page is not opened inside WeChat", "其页面不在微信内打开"))
    login = await flow.callback(person, await flow.agree(person, start.link, snapshot=True))
    if not login.let_in:
        return passed(Text(f"a snapshot's visitor was {login.outcome}", f"快照页访客的结果为 {login.outcome}"))
    return failed(
        [
            lab.finding(
                "account",
                Text(
                    "the virtual user of a snapshot page (is_snapshotuser) is logged in like anybody",
                    "快照页的虚拟用户（is_snapshotuser）像普通用户一样登录成功",
                ),
                lab.observation(Text("a visitor of a snapshot page", "快照页访客"), login),
                action=ACTION,
                session_tried=login.session_tried,
                scenario=SCENARIO,
            )
        ]
    )


CHECK = AuditCheck(
    id="snapshot-user",
    area=Area.WEB,
    severity=Severity.MEDIUM,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.OTHERS,
    title=Text("A snapshot page's virtual user gets an account", "快照页的虚拟用户得到账号"),
    flaw=Text(
        "Who looks at a page as a snapshot has a virtual openid, unionid and nickname. An account for it belongs to "
        "nobody: what is bound or bought there is lost, and the table of accounts fills up.",
        "以快照方式浏览页面的用户，其 openid、unionid、昵称都是虚拟的。为它建立的账号不属于任何人：绑定或购买的内容都"
        "会丢失，"
        "账号表也会越来越多。",
    ),
    explanation=Text(
        "A login is made in which WeChat's page is opened as a snapshot: the exchange answers is_snapshotuser 1. The "
        "proof "
        "is a session that me accepts.",
        "让微信页面以快照方式打开并完成登录：兑换的应答里 is_snapshotuser 为 1。证据是得到 me 接受的会话。",
    ),
    advice=Text(
        "Where the answer of oauth2/access_token has is_snapshotuser: 1, make no account and no session; show the "
        "page as "
        "to a guest, and let the person press 使用完整服务 first.",
        "oauth2/access_token 的应答含 is_snapshotuser: 1 时，不建账号、不给会话；按访客展示页面，引导用户先点击“使用"
        "完整服务”。",
    ),
    probe=_probe,
    requests=9,
    needs=(Need.WEB,),
    cwe=(20,),
    owasp="API10",
    references=(SNAPSHOT,),
)
