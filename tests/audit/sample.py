"""An audit's report with one of everything, from a backend that answers hostile texts; and the checks that it names."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.audit_report import ActionLine, AuditReport
from mockwx.audit.chaos_matrix import Cell
from mockwx.audit.check import AuditCheck, Phase, Proof, Reference, Severity
from mockwx.audit.check_results import AcceptedFinding, CheckResult, ProbeResult, State, passed
from mockwx.audit.finding import AuditFinding, FoundSecret, Observation
from mockwx.audit.grade import grade
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

HOSTILE = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"></pre></details>"
    "</main>]]>&amp;\x1b[31m\u202e::error::" + "x" * 300
)


async def _probe(_lab: Lab) -> ProbeResult:
    return passed()


def check(name: str, area: Area, severity: Severity, en: str, zh: str, *, core: bool = False) -> AuditCheck:
    return AuditCheck(
        id=name,
        area=area,
        severity=severity,
        proof=(Proof.NO_EXCHANGE,),
        phase=Phase.DOORS,
        title=Text(en, zh),
        flaw=Text(f"How {name} comes about.", f"{name} 从何而来。"),
        explanation=Text(f"What is done about {name}.", f"怎样检查 {name}。"),
        advice=Text(f"Mend {name}.\n\nif (wechat.errcode) throw refused()", f"修复 {name}。\n\nif (wechat.errcode) …"),
        probe=_probe,
        no_flaw_if=Text("It is a guest's session.", "是访客会话。"),
        needs=(Need.ME,),
        cwe=(287, 489),
        owasp="API2",
        references=(Reference("Tencent's guide", "https://developers.weixin.qq.com/"), Reference("a thread")),
        core=core,
    )


CHECKS = {
    each.id: each
    for each in (
        check("any-code", Area.IDENTITY, Severity.CRITICAL, "Any code logs in", "任何 code 都能登录", core=True),
        check("magic-code", Area.IDENTITY, Severity.CRITICAL, "A known text logs in", "固定字符串可登录"),
        check("duplicate-accounts", Area.SESSIONS, Severity.HIGH, "One person, two accounts", "一人两个账号"),
        check("key-out", Area.SECRETS, Severity.HIGH, "session_key is handed out", "session_key 外泄"),
        check("no-timeout", Area.RESILIENCE, Severity.HIGH, "A hanging WeChat hangs logins", "微信卡住则登录卡住"),
        check("wrong-message", Area.ANSWERS, Severity.LOW, "The wrong message", "提示语不对"),
        check("rid-lost", Area.ANSWERS, Severity.NOTE, "The rid is lost", "丢失 rid"),
        check("token-herd", Area.TOKENS, Severity.MEDIUM, "A herd of token calls", "token 调用扎堆"),
        check("state-missing", Area.WEB, Severity.HIGH, "There is no state", "没有 state"),
        check("push-unsigned", Area.PUSHES, Severity.HIGH, "Unsigned pushes are taken", "接受未签名的推送"),
    )
}
ANY_CODE = AuditFinding(
    check="any-code",
    cause="any-text",
    severity=Severity.CRITICAL,
    proof=Proof.NO_EXCHANGE,
    what=Text("2 codes that no phone made were let in.", "2 个并非手机生成的 code 登录成功。"),
    observations=(
        Observation(
            title=Text("a code that no phone made", "并非手机生成的 code"),
            request='POST http://127.0.0.1:8000/login {"code": "0a1mockwxNoPhoneMadeThisCode0000"}',
            curl='curl -d \'{"code": "CODE"}\' http://127.0.0.1:8000/login',
            answer=f"HTTP 200 {HOSTILE}",
            outcome="ok",
            seconds=0.02,
            calls=(
                "#7 code2session 40029 invalid code",
                f"#8 code2session {HOSTILE}",
                *(f"#{n} code2session" for n in range(9, 60)),
            ),
        ),
    ),
    seen=2,
    tried=2,
    session_tried=False,
    scenario={
        "mockwx": 1,
        "name": HOSTILE,
        "steps": [{"backend.login": {"code": "0a1"}, "expect": {"outcome": "refused"}}],
    },
    hint=Text("in this configuration (FLASK_DEBUG=1)", "在此配置下（FLASK_DEBUG=1）"),
)
KEY_OUT = AuditFinding(
    check="key-out",
    cause="login-answer",
    severity=Severity.HIGH,
    proof=Proof.CANARY,
    what=Text("login answers with the session_key.", "login 的应答里有 session_key。"),
    observations=(
        Observation(
            title=Text("alice logs in", "alice 登录"),
            request="POST http://127.0.0.1:8000/login",
            answer="HTTP 200 (not shown: it holds a secret)",
            secrets=(FoundSecret("session_key", "shop/alice", "header Set-Cookie", ("percent", "base64")),),
        ),
    ),
)
WRONG_MESSAGE = AuditFinding(
    "wrong-message",
    "outage",
    Severity.LOW,
    Proof.ANSWER,
    Text("-1 is “log in again”.", "-1 被说成“请重新登录”。"),
    seen=3,
    tried=14,
)
RID_LOST = AuditFinding("rid-lost", "log", Severity.NOTE, Proof.CANARY, Text("No rid in the log.", "日志里没有 rid。"))
TWO = AuditFinding(
    "duplicate-accounts", "race", Severity.HIGH, Proof.IMPOSTOR, Text("Two accounts.", "两个账号。"), action="login"
)
RESULTS = (
    CheckResult("any-code", State.FAIL, findings=(ANY_CODE,), seconds=0.5),
    CheckResult("magic-code", State.NOT_TESTED, consequence_of="any-code"),
    CheckResult(
        "duplicate-accounts", State.ACCEPTED, accepted=(AcceptedFinding(TWO, f"known {HOSTILE}", "2030-01-01", "Li"),)
    ),
    CheckResult("key-out", State.FAIL, findings=(KEY_OUT,)),
    CheckResult("no-timeout", State.ERROR, Text.alike(HOSTILE)),
    CheckResult("wrong-message", State.FAIL, findings=(WRONG_MESSAGE,)),
    CheckResult("rid-lost", State.NOTE, findings=(RID_LOST,)),
    CheckResult("token-herd", State.PASS, Text("2 token calls for 10 people", "10 人共 2 次 token 调用")),
    CheckResult("state-missing", State.NOT_TESTED, Need.WEB.missing),
    CheckResult("push-unsigned", State.NOT_APPLICABLE, Need.CALLBACK.missing),
)


def cell(fault: str, outcome: str, severity: Severity | None = None, *, after: bool = False) -> Cell:
    return Cell(
        api="code2session",
        fault=fault,
        fault_class="passing",
        after=after,
        outcome=outcome,
        right=("unavailable",),
        severity=severity,
        check="" if severity is None else "wrong-message",
        calls=1,
        seconds=0.1,
        answer=HOSTILE,
    )


CELLS = (
    cell("errcode -1", "unavailable"),
    cell("errcode -1", "refused", Severity.LOW, after=True),
    cell("net hang", "crashed", Severity.HIGH),
    cell("body truncate", ""),
)
REPORT = AuditReport(
    backend="http://127.0.0.1:8000",
    backend_file="deploy/back end.yaml",
    action_lines={"login": ActionLine(12, 5)},
    wechat="http://127.0.0.1:8780",
    command="python app.py",
    server="Werkzeug/3.0",
    modes={"FLASK_DEBUG": "1"},
    like="production",
    again="mockwx audit --backend 'deploy/back end.yaml' --quick --seed 7 -- python app.py",
    options=("quick",),
    seed=7,
    date="2026-01-01T00:00:00+08:00",
    seconds=12.5,
    requests=345,
    grade=grade(RESULTS, CHECKS),
    results=RESULTS,
    cells=CELLS,
    remarks=(Text("uid names no account.", "uid 不能代表账号。"),),
    unused_baseline=("same-code-race",),
)
