"""ticket-forged: an unsigned component_verify_ticket takes the place of the good one, and all tenants stop."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_tested, passed
from mockwx.audit.checks.pushes.push_unsigned import FORGERIES
from mockwx.audit.checks.references import TICKETS
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import Lab, LoginSeen
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

TICKET = "component_verify_ticket"
TOKEN_API = "api_component_token"
TOKEN_LIFE = "2h1m"
WRONG_TICKET = 61006


async def _probe(lab: Lab) -> ProbeResult:
    platform = _platform_of(lab)
    await lab.do("wechat.push", event=TICKET, app=platform)
    first = await lab.login(await lab.person())
    if not any((call.api or "").startswith(("component_", TOKEN_API)) for call in first.calls):
        return not_tested(Text("its login does not go by the platform", "其登录不经过第三方平台"))
    renewed = await _after_the_tokens_life(lab)
    if not renewed.let_in or not any(call.api == TOKEN_API for call in renewed.calls):
        return not_tested(
            Text(
                "after two hours of WeChat's clock it does not buy a new component_access_token",
                "微信时钟过去两小时后，后端没有换取新的 component_access_token",
            )
        )
    findings: list[AuditFinding] = []
    for forge, title in FORGERIES.items():
        finding = await _judged(lab, platform, forge, title)
        findings += [] if finding is None else [finding]
    return failed(findings) if findings else passed(Text("forged tickets were not used", "伪造的 ticket 没有被使用"))


async def _judged(lab: Lab, platform: str, forge: str, title: Text) -> AuditFinding | None:
    await lab.do("wechat.push", event=TICKET, app=platform, forge=forge)
    login = await _after_the_tokens_life(lab)
    await lab.do("wechat.push", event=TICKET, app=platform)  # so that it is well again
    if not any(call.api == TOKEN_API and call.errcode == WRONG_TICKET for call in login.calls):
        return None
    return lab.finding(
        forge,
        Text(
            f"a ticket with {title.en} is used for {TOKEN_API}: WeChat answers {WRONG_TICKET}, and nobody logs in",
            f"{title.zh}的 ticket 被用于 {TOKEN_API}：微信返回 {WRONG_TICKET}，所有人都无法登录",
        ),
        lab.observation(Text("a login after it", "此后的登录"), login),
    )


async def _after_the_tokens_life(lab: Lab) -> LoginSeen:
    await lab.do("clock.advance", by=TOKEN_LIFE)
    return await lab.login(await lab.person())


def _platform_of(lab: Lab) -> str:
    apps = lab.shared.settings.apps
    return next(
        name for name, said in apps.items() if said and said.get("kind") == "component" and said.get("callback")
    )


CHECK = AuditCheck(
    id="ticket-forged",
    area=Area.PUSHES,
    severity=Severity.HIGH,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.OTHERS,
    title=Text("A forged ticket replaces the platform's", "伪造的 ticket 会替换平台的 ticket"),
    flaw=Text(
        "The component_verify_ticket is what a platform buys its token with. Where its push is not checked, a "
        "stranger puts "
        "any text in its place: at the next renewal WeChat answers 61006, and no tenant's users can log in until "
        "WeChat "
        "pushes again.",
        "第三方平台用 component_verify_ticket 换取 token。若不检查该推送，陌生人就能用任意文本替换它：下次续期时微信"
        "返回 61006，"
        "在微信再次推送之前，所有租户的用户都无法登录。",
    ),
    explanation=Text(
        "A ticket that WeChat never issued comes without a signature, with one of another token and with one of the "
        "empty "
        "token; then the world's clock passes the life of the token, and somebody logs in. The proof is 61006 in the "
        "journal.",
        "发来微信从未签发的 ticket：没有签名、用别的 token 签名、用空 token 签名；再让时钟越过 token 的有效期，并让一"
        "个人登录。"
        "证据是日志中的 61006。",
    ),
    advice=Text(
        "Check msg_signature and the appid at the end of the envelope before the ticket is stored, and keep the one "
        "before "
        "until the new one has bought a token.",
        "保存 ticket 之前检查 msg_signature 和密文末尾的 appid；在新 ticket 成功换到 token 之前保留上一个。",
    ),
    probe=_probe,
    requests=10,
    needs=(Need.PLATFORM,),
    cwe=(345,),
    owasp="API2",
    references=(TICKETS,),
)
