"""empty-config-mode: without its appid or secret it starts all the same, and lets people in."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_tested, passed
from mockwx.audit.checks.references import cve
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    process = lab.shared.process
    if process is None:
        return not_tested(Need.COMMAND.missing)
    findings: list[AuditFinding] = []
    try:
        for variable in lab.said.environment:
            if not await process.restart_without((variable,)):
                continue  # it refuses to start, which is right
            for title, code in (
                (Text("an invented code", "编造的 code"), lab.invented_code()),
                (Text("a good code", "有效的 code"), None),
            ):
                person = await lab.person()
                login = await (lab.login(person) if code is None else lab.login(person, code))
                if login.let_in and not login.exchanged:
                    findings.append(
                        lab.finding(
                            f"without {variable}",
                            Text(
                                f"without {variable} it starts and logs in without WeChat ({title.en})",
                                f"没有 {variable} 也能启动，并且不经微信即可登录（{title.zh}）",
                            ),
                            lab.observation(title, login),
                            session_tried=login.session_tried,
                        )
                    )
                    break
    finally:
        await process.restart()
    if not findings:
        names = ", ".join(lab.said.environment)
        return passed(Text(f"without {names} it lets nobody in", f"没有 {names} 时不放行任何人"))
    return failed(findings)


CHECK = AuditCheck(
    id="empty-config-mode",
    area=Area.IDENTITY,
    severity=Severity.CRITICAL,
    proof=(Proof.NO_EXCHANGE,),
    phase=Phase.RESTARTS,
    title=Text("Without its secret it lets people in", "缺少密钥配置时放行登录"),
    flaw=Text(
        "Where the appid or secret is missing it turns to a mock mode, or compares with an empty secret: one forgotten "
        "variable opens production.",
        "缺少 appid 或密钥时切换到模拟模式，或与空密钥比较：忘记一个环境变量就让正式环境门户大开。",
    ),
    explanation=Text(
        "Only with --restart: it is started once without each variable of audit.environment. Right is that it does not "
        "start, or logs nobody in.",
        "仅在 --restart 时：逐个去掉 audit.environment 中的变量启动一次。正确的是拒绝启动，或不放行任何登录。",
    ),
    advice=Text(
        "Read the configuration once at the start and end with an error where it is missing; no default.",
        "启动时一次读完配置，缺少就报错退出；不要默认值。",
    ),
    probe=_probe,
    requests=40,
    needs=(Need.RESTART, Need.SESSION),
    cwe=(1188, 453),
    owasp="API8",
    references=(cve("2024-9106"),),
)
