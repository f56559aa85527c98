"""phone-from-client: a phone number in clear logs in, or is bound, without WeChat having told it."""

from __future__ import annotations

from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import GUIDE, SESSION_KEY_CLASS
from mockwx.audit.checks.scenario_steps import NUMBER, REFUSED, STRANGER, VICTIM, logs_in, played, taps, victim_in
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import FRESH, Extra, Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text
from mockwx.play.variables import UnknownVariable

INVENTED = "0a1NobodysPhoneMadeThisCode00000"
NAMES = ("phone", "mobile", "phoneNumber", "purePhoneNumber", "tel")


async def _probe(lab: Lab) -> ProbeResult:
    bob = await lab.person()
    known = await lab.login(bob)
    has_phone = "phone" in lab.backend.actions and "phone" not in lab.backend.guessed
    if has_phone:
        await lab.usual("phone", bob)
    claims = dict.fromkeys(NAMES, bob.phone_number)
    findings: list[AuditFinding] = []
    for title, without, code in (
        (Text("no code", "不带 code"), ("code",), None),
        (Text("an invented code", "编造的 code"), (), lab.invented_code()),
    ):
        extra = Extra(body=claims, without=without)
        login = await lab.login(await lab.person(), FRESH if code is None else code, extra=extra)
        if login.let_in and not login.exchanged:
            whose = "bob's account" if login.uid == known.uid else "an account"
            findings.append(
                lab.finding(
                    "login",
                    Text(
                        f"a phone number in clear logs in as {whose} ({title.en})", f"明文手机号即可登录（{title.zh}）"
                    ),
                    lab.observation(title, login),
                    session_tried=login.session_tried,
                    scenario=_login_scenario(lab, with_number=has_phone, with_code=code is not None),
                )
            )
            break
    if has_phone and (bound := await _bound(lab)) is not None:
        findings.append(bound)
    return failed(findings) if findings else passed(Text("no number in clear was believed", "明文手机号未被采信"))


async def _bound(lab: Lab) -> AuditFinding | None:
    """Whether a number that WeChat never told becomes that of somebody who is logged in."""
    mallory, victim = await lab.person(), await lab.person()
    await lab.login(mallory)
    for without, code in ((("code",), None), ((), lab.invented_code())):
        extra = Extra(body=dict.fromkeys(NAMES, victim.phone_number), without=without)
        try:
            seen = await lab.act("phone", mallory, extra=extra, **({} if code is None else {"code": code}))
        except UnknownVariable:
            continue
        numbers_told = [call for call in seen.calls if call.api == "getuserphonenumber" and call.errcode == 0]
        if not seen.ok or numbers_told:
            continue
        shown = seen
        if lab.learnt.me:
            shown = await lab.act("me", mallory)
        # An answer that merely echoes the request binds nothing; me shows what is kept.
        if victim.phone_number in shown.text and (shown is not seen or "me" not in lab.backend.actions):
            return lab.finding(
                "bound",
                Text("a phone number in clear is bound to an account", "明文手机号被绑定到账号"),
                lab.observation(Text("a number that WeChat never told", "微信从未提供过的手机号"), seen),
                action="phone",
                scenario=_bound_scenario(lab, with_code=code is not None),
            )
    return None


def _login_scenario(lab: Lab, *, with_number: bool, with_code: bool) -> dict[str, Any]:
    number = taps(VICTIM) if with_number else []
    asked = _claiming("login", with_code=with_code)
    users = victim_in(lab)
    return played("a phone number in clear logs nobody in", [*logs_in(VICTIM), *number, asked], users=users)


def _bound_scenario(lab: Lab, *, with_code: bool) -> dict[str, Any]:
    steps = [*logs_in(STRANGER), _claiming("phone", with_code=with_code)]
    if "me" in lab.backend.actions:
        steps.append({"backend.me": {"user": STRANGER}, "expect": {"never_contains": [NUMBER]}})
    return played("a phone number in clear is bound to nobody", steps, users=victim_in(lab))


def _claiming(action: str, *, with_code: bool) -> dict[str, Any]:
    code = {"code": INVENTED} if with_code else {}
    extra: dict[str, Any] = {"json": dict.fromkeys(NAMES, NUMBER)}
    if not with_code:
        extra["without"] = ["code"]
    return {f"backend.{action}": {"user": STRANGER, **code}, "extra": extra, "expect": REFUSED}


CHECK = AuditCheck(
    id="phone-from-client",
    area=Area.IDENTITY,
    severity=Severity.CRITICAL,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.DOORS,
    title=Text("A phone number in clear is believed", "采信客户端给出的明文手机号"),
    flaw=Text(
        "Phone numbers are no secrets. Whoever sends another's in clear is logged in as that person, or has it bound "
        "to his own account.",
        "手机号不是秘密。发送别人的明文手机号就能以其身份登录，或把它绑定到自己的账号。",
    ),
    explanation=Text(
        "Login and phone are sent somebody's number under five names, without a code and with an invented one. The "
        "proof is a session, or me that shows the number, while WeChat told nobody's.",
        "在 login 和 phone 中以五个名称带上某人的手机号，不带 code 或带编造的 code。证据是得到会话，或 me "
        "显示该手机号，而微信从未提供过。",
    ),
    advice=Text(
        "Take the number from getuserphonenumber's answer (or from data opened with the server's own session_key), "
        "never from the request.",
        "手机号取自 getuserphonenumber 的应答（或用服务器自己的 session_key 解密的数据），绝不取自请求。",
    ),
    probe=_probe,
    requests=20,
    needs=(Need.SESSION, Need.ME),
    cwe=(302,),
    owasp="API2",
    references=(SESSION_KEY_CLASS, GUIDE),
    core=True,
    swallowed_by=("any-code", "null-account"),
)
