"""identity-from-client: an openid, unionid, user id or phone number of the request decides who somebody is."""

from __future__ import annotations

from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import CLOUDRUN, GUIDE, OAUTH_DEMYSTIFIED, cve
from mockwx.audit.checks.scenario_steps import (
    NUMBER,
    OPENID,
    REFUSED,
    STRANGER,
    UNIONID,
    VICTIM,
    is_known,
    is_not,
    played,
    victim_in,
)
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import Extra, Lab, LabPerson, LoginSeen
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

OPENIDS = ("openid", "openId", "open_id", "wx_openid", "dev_openid", "mock_openid", "userInfo.openId")
UNIONIDS = ("unionid", "unionId")
UIDS = ("userId", "user_id", "uid", "id")
PHONES = ("mobile", "phone", "phoneNumber")
HEADERS = ("X-WX-OPENID", "X-OPENID")
MOST = 50
"""So many fields of the file's own."""


async def _probe(lab: Lab) -> ProbeResult:
    bob = await lab.person()
    known = await lab.login(bob)
    if not known.let_in:
        return passed()
    findings: list[AuditFinding] = []
    claims = _claims(lab, bob, known.uid)
    for with_code in (True, False):
        for place, fields in claims.items():
            if await _is_bob(lab, _extra(place, fields, with_code=with_code), known) is None:
                continue
            for name, value in fields.items():  # all at once hit: now which one
                login = await _is_bob(lab, _extra(place, {name: value}, with_code=with_code), known)
                if login is None:
                    continue
                findings.append(_finding(lab, place, name, login, with_code=with_code))
                break
    causes = {finding.cause: finding for finding in reversed(findings)}
    return (
        failed(list(causes.values())[:5])
        if findings
        else passed(Text("no claim was believed", "客户端声称的身份均未被采信"))
    )


def _claims(lab: Lab, bob: LabPerson, uid: Any) -> dict[str, dict[str, Any]]:
    own = dict.fromkeys(lab.said.fields[:MOST], bob.openid)
    fields: dict[str, Any] = {
        **dict.fromkeys(OPENIDS, bob.openid),
        **dict.fromkeys(UNIONIDS, bob.unionid or bob.openid),
        **dict.fromkeys(UIDS, uid),
        **dict.fromkeys(PHONES, bob.phone_number),
        **own,
    }
    flat = {name: str(value) for name, value in fields.items() if "." not in name}
    claims = {"body": fields, "query": flat, "cookie": flat, "header": {"X-OPENID": bob.openid}}
    if lab.backend.actions["login"].requests[-1].method == "GET":
        del claims["body"]  # there the query is all that there is
    if not lab.said.cloudrun:
        claims["cloud header"] = {"X-WX-OPENID": bob.openid, "X-WX-UNIONID": bob.unionid or bob.openid}
    return claims


def _extra(place: str, fields: dict[str, Any], *, with_code: bool) -> Extra:
    without = () if with_code else ("code",)
    match place:
        case "body":
            return Extra(body=fields, without=without)
        case "query":
            return Extra(query=fields, without=without)
        case "cookie":
            return Extra(cookies=fields, without=without)
        case _:
            return Extra(headers=fields, without=without)


async def _is_bob(lab: Lab, extra: Extra, known: LoginSeen) -> LoginSeen | None:
    """Somebody else's login with bob's names in it; None where it is not bob who is in."""
    login = await lab.login(await lab.person(), extra=extra)
    return login if login.let_in and login.uid == known.uid else None


def _finding(lab: Lab, place: str, name: str, login: LoginSeen, *, with_code: bool) -> AuditFinding:
    beside = ("beside another's good code", "与他人的有效 code 一起") if with_code else ("without a code", "不带 code")
    cloud = place == "cloud header"
    return lab.finding(
        f"{place} {name}",
        Text(
            f"the {place}'s {name} decides who is logged in ({beside[0]})",
            f"{place} 里的 {name} 决定了登录身份（{beside[1]}）",
        ),
        lab.observation(Text(f"bob's value as {name} in the {place}", f"在 {place} 中以 {name} 传入 bob 的值"), login),
        severity=Severity.MEDIUM if cloud else None,
        session_tried=login.session_tried,
        scenario=_scenario(lab, place, name, with_code=with_code),
        hint=Text(
            "behind callContainer with public access closed this is right: say audit.cloudrun: true in the file",
            "若只能通过 callContainer 访问且已关闭公网，则这是正确的：请在文件里写 audit.cloudrun: true",
        )
        if cloud
        else None,
    )


def _scenario(lab: Lab, place: str, name: str, *, with_code: bool) -> dict[str, Any]:
    part = {"body": "json", "query": "query", "cookie": "cookies"}.get(place, "headers")
    claims: dict[str, Any] = {part: {name: _claimed(name)}}
    if with_code:
        steps = is_not(lab, STRANGER, VICTIM, extra=claims)
    else:
        claims["without"] = ["code"]
        steps = [{"backend.login": {"user": STRANGER}, "extra": claims, "expect": REFUSED}]
    users = victim_in(lab)
    return played("nobody becomes somebody else by saying so", [*is_known(lab, VICTIM), *steps], users=users)


def _claimed(name: str) -> str:
    if name in UIDS:
        return f"${VICTIM}.uid"
    if name in PHONES:
        return NUMBER
    return UNIONID if "union" in name.lower() else OPENID


CHECK = AuditCheck(
    id="identity-from-client",
    area=Area.IDENTITY,
    severity=Severity.CRITICAL,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.DOORS,
    title=Text("The client says who it is, and is believed", "客户端自称是谁，后端就信谁"),
    flaw=Text(
        "An openid, unionid, user id or phone number in the request decides who is logged in. None of them is a "
        "secret: whoever knows another's becomes that person.",
        "请求里的 openid、unionid、用户 id 或手机号决定登录身份。它们都不是秘密：知道别人的值就能变成那个人。",
    ),
    explanation=Text(
        "Bob logs in, so that his account is known. Then somebody else's fresh good code is sent with bob's values "
        "under about twenty names in body, query, cookies and headers, and once more without a code. The proof is "
        "bob's account.",
        "先让 bob 登录以得知其账号；再用另一个人的全新有效 code，在请求体、查询参数、cookie 和请求头里以约二十个名称"
        "带上 bob 的值，之后不带 code 再试一次。证据是登录成了 bob 的账号。",
    ),
    advice=Text(
        "Take the openid from WeChat's answer and from nowhere else; ignore every such field of the request. "
        "X-WX-OPENID may be trusted only where nothing but callContainer reaches the backend.",
        "openid 只能取自微信的应答，忽略请求里的同类字段。只有当后端仅能经 callContainer 访问时，才能信任 "
        "X-WX-OPENID。",
    ),
    probe=_probe,
    requests=2 + 2 * 2 * (5 + 20),
    more_requests=lambda said: 4 * len(said.fields[:MOST]),
    no_flaw_if=Text(
        "uid does not tell accounts apart; the audit has tried that before. X-WX-OPENID behind WeChat's cloud hosting.",
        "uid 不能区分账号（audit 会先验证）；或后端位于微信云托管之后，由微信写入 X-WX-OPENID。",
    ),
    needs=(Need.SESSION, Need.UID),
    cwe=(302, 290),
    owasp="API2",
    references=(GUIDE, CLOUDRUN, cve("2024-8485"), cve("2024-9106"), OAUTH_DEMYSTIFIED),
    core=True,
    after=("any-code",),
)
