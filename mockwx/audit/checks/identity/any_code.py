"""any-code: a code that no phone made logs somebody in, and by which account it is seen whether the code picks it."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import API2, GUIDE, LOGIN
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

TRIED = 2


async def _probe(lab: Lab) -> ProbeResult:
    logins = []
    for _ in range(TRIED):
        login = await lab.login(await lab.person(), lab.invented_code())
        if login.let_in and not login.exchanged:
            logins.append(login)
    if not logins:
        return passed(Text("codes that no phone made were refused", "并非手机生成的 code 被拒绝"))
    title = Text("a code that no phone made", "并非手机生成的 code")
    return failed(
        [
            lab.finding(
                "any-code",
                Text(
                    "it logged somebody in with a code that no phone made, and WeChat had not vouched for anybody",
                    "用并非手机生成的 code 也能登录，而微信从未确认过任何人的身份",
                ),
                *(lab.observation(title, login) for login in logins),
                seen=len(logins),
                tried=TRIED,
                session_tried=logins[0].session_tried,
                scenario={
                    "name": "a code that no phone made logs nobody in",
                    "steps": [
                        {
                            "backend.login": {"user": "mallory", "code": "0a1NobodysPhoneMadeThisCode00000"},
                            "expect": {"outcome": ["refused", "unavailable"]},
                        }
                    ],
                },
            )
        ]
    )


CHECK = AuditCheck(
    id="any-code",
    area=Area.IDENTITY,
    severity=Severity.CRITICAL,
    proof=(Proof.NO_EXCHANGE,),
    phase=Phase.DOORS,
    title=Text("Any code logs in", "任意 code 都能登录"),
    flaw=Text(
        "Any text is a valid code: a mock of WeChat is what runs by default, or the answer is not looked at. Whoever "
        "can reach the backend is logged in.",
        "任何文本都被当作有效的 code：默认启用了模拟微信，或根本没有查看微信的应答。能访问后端的人都能登录。",
    ),
    explanation=Text(
        "Two well-formed codes that no phone made are sent while WeChat is well; it answers 40029. The proof is a "
        "session that me accepts, while the journal has no exchange that succeeded.",
        "在微信一切正常时发送两个格式正确、但没有手机生成过的 code，微信会返回 40029。证据是：得到了 me 接受的会话，"
        "而日志里没有任何成功的兑换。",
    ),
    advice=Text(
        "Log somebody in only with an openid that WeChat's answer to this very code holds: no openid or any errcode "
        "other than 0 is a refusal (401). Delete mock gateways from production code, and test with mockwx instead.",
        "只有微信对该 code 的应答里带有 openid 才允许登录：没有 openid 或 errcode 非 0 一律拒绝（401）。"
        "从正式代码中删除模拟微信的实现，改用 mockwx 测试。",
    ),
    probe=_probe,
    requests=2 * TRIED,
    no_flaw_if=Text(
        "The session is a guest's on purpose: me shows no account, or guest in the backend file describes such an "
        "answer.",
        "有意给游客会话：me 不显示账号，或后端文件的 guest 描述了这种应答。",
    ),
    needs=(Need.SESSION,),
    cwe=(287, 489),
    owasp="API2",
    references=(GUIDE, LOGIN, API2),
    core=True,
    swallowed_by=("null-account",),
)
