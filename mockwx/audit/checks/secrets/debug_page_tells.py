"""debug-page-tells: a page for developers shows WeChat's keys to everybody."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.scenario_steps import STRANGER, logs_in, played, taps
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

PAGES = (
    "/actuator/env", "/actuator/heapdump", "/actuator/configprops", "/.env", "/phpinfo.php", "/debug/pprof",
    "/swagger.json", "/api/token", "/wechat/token", "/getAccessToken", "/config.json",
)  # fmt: skip


async def _probe(lab: Lab) -> ProbeResult:
    if "phone" in lab.backend.actions:  # so that there is a token to give away
        alice = await lab.person()
        await lab.login(alice)
        await lab.usual("phone", alice)
    stranger = await lab.person()
    findings: list[AuditFinding] = []
    for page in PAGES:
        seen = await lab.request(stranger, "GET", page)
        secrets = lab.secrets_in(seen)
        if secrets:
            names = ", ".join(dict.fromkeys(secret.what for secret in secrets))
            findings.append(
                lab.finding(
                    urlsplit(page).path,
                    Text(f"{page} shows the {names} to everybody", f"任何人访问 {page} 都能看到 {names}"),
                    lab.observation(Text.alike(page), seen),
                    scenario=_scenario(lab, page),
                )
            )
    return (
        failed(findings) if findings else passed(Text(f"{len(PAGES)} pages were asked", f"请求了 {len(PAGES)} 个页面"))
    )


def _scenario(lab: Lab, page: str) -> dict[str, Any]:
    """Whatever such a page answers, none of WeChat's secrets may be in it."""
    number = taps("alice") if "phone" in lab.backend.actions else []
    asked = {"backend.page": {"user": STRANGER}, "expect": {"outcome": ["ok", "refused", "unavailable"]}}
    page_action = {"page": {"request": f"GET {page}"}}
    return played(f"{page} tells no secrets", [*logs_in("alice"), *number, asked], backend={"actions": page_action})


CHECK = AuditCheck(
    id="debug-page-tells",
    area=Area.SECRETS,
    severity=Severity.CRITICAL,
    proof=(Proof.CANARY,),
    phase=Phase.SECRETS,
    title=Text("A debug page shows keys", "调试页面泄漏密钥"),
    flaw=Text(
        "A page of the framework, a file of the deployment or a route that hands tokens out can be read by everybody.",
        "框架的调试页面、部署文件，或发放 token 的接口，任何人都能读取。",
    ),
    explanation=Text(
        "Only with --doors: eleven well-known pages are asked without a session. The proof is a secret of this run in "
        "the answer.",
        "仅在 --doors 时：不带会话请求十一个众所周知的页面。证据是应答里有本次运行的密钥。",
    ),
    advice=Text(
        "Switch such pages off in production (management.endpoints.web.exposure.include=health), serve no dot files, "
        "and put token services behind authentication.",
        "正式环境关闭这类页面（management.endpoints.web.exposure.include=health），不要对外提供点文件，token "
        "接口要鉴权。",
    ),
    probe=_probe,
    requests=5 + len(PAGES),
    needs=(Need.DOORS,),
    cwe=(215,),
    owasp="API8",
)
