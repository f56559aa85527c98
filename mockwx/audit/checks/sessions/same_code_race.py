"""same-code-race: one code that comes several times at once crashes the backend."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.lab import Lab
from mockwx.audit.options import USUAL_ROUNDS
from mockwx.core.text.bilingual import Text

TIMES = 5


async def _probe(lab: Lab) -> ProbeResult:
    for number in range(lab.options.rounds):
        person = await lab.person()
        code = await lab.code(person)
        seen = await lab.together([lab.order("login", person, code=code)] * TIMES)
        crashed = [login for login in seen if login.crashed]
        if crashed:
            title = Text("one of equal logins at the same moment", "同时到达的相同登录之一")
            return failed(
                [
                    lab.finding(
                        "same-code",
                        Text(
                            f"of {TIMES} equal logins at the same moment {len(crashed)} crashed",
                            f"同时到达的 {TIMES} 个相同登录中有 {len(crashed)} 个崩溃",
                        ),
                        *(lab.observation(title, login) for login in crashed[:2]),
                        seen=len(crashed),
                        tried=TIMES * (number + 1),
                        scenario=SCENARIO,
                    )
                ]
            )
    return passed(Text("nobody crashed", "没有崩溃"))


SCENARIO = {
    "name": "one code that comes several times at once",
    "steps": [
        {"phone.login": {"user": "alice", "as": "code"}},
        {"backend.login": {"code": "$code"}, "parallel": TIMES, "expect": {"outcomes": {"crashed": 0}}},
    ],
}
CHECK = AuditCheck(
    id="same-code-race",
    area=Area.SESSIONS,
    severity=Severity.MEDIUM,
    proof=(Proof.ANSWER,),
    phase=Phase.RACES,
    title=Text("A double submit crashes", "重复提交导致崩溃"),
    flaw=Text(
        "A double tap or a client that repeats sends one code several times at once. WeChat lets one exchange pass, "
        "the "
        "others end in an exception that nobody expected.",
        "双击或客户端重发会让同一个 code 同时到达多次。微信只放行一次兑换，其余的触发了没有预料到的异常。",
    ),
    explanation=Text(
        f"The same code is sent {TIMES} times at the same moment, in rounds. What is wrong is a crash (HTTP 500, or no "
        "answer): one login may be ok and the others refused, or all may share one.",
        f"同一个 code 在同一时刻发送 {TIMES} 次，重复数轮。只有崩溃（HTTP 500 或没有应答）算问题：一个成功其余被拒绝，"
        "或共用一次结果，都是对的。",
    ),
    advice=Text(
        "Answer 40163 (code used) as a refusal like any other, and let the insert of the account or session that loses "
        "the race find the row that won.",
        "把 40163（code 已使用）当作普通的拒绝；插入账号或会话时输掉竞争的一方，应读取已存在的那一行。",
    ),
    probe=_probe,
    requests=TIMES * USUAL_ROUNDS,
    no_flaw_if=Text(
        'SQLite says "database is locked" in this configuration, and production has another database.',
        "此配置下 SQLite 报“database is locked”，而正式环境用的是其他数据库。",
    ),
    cwe=(362,),
    owasp="API4",
    swallowed_by=("errcode-unseen",),
)
