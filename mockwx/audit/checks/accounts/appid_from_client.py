"""appid-from-client: the request says which app it is, and another tenant answers."""

from __future__ import annotations

from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.accounts.two_apps import AppLogin, app_logins, log_in
from mockwx.audit.checks.scenario_steps import REFUSED, logs_in, played
from mockwx.audit.lab import Extra, Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

NAMES = ("appid", "appId", "app_id", "AppID")


async def _probe(lab: Lab) -> ProbeResult:
    first, second = app_logins(lab)
    apps = lab.shared.client.apps()
    crossed = []
    for there, other in ((first, second), (second, first)):
        # A code of the other app at this one's login is refused, unless the request may say which app it is.
        if (await log_in(lab, there, await lab.person(), code_of=other.app)).ok:
            continue
        fields = dict.fromkeys(NAMES, apps[other.app].appid)
        for extra in (Extra(body=fields), Extra(query=fields)):
            seen = await log_in(lab, there, await lab.person(), code_of=other.app, extra=extra)
            if seen.ok and seen.succeeded():
                crossed.append((there, other, seen, extra))
                break
    if not crossed:
        return passed(Text("each login is of its own app", "每个登录只属于自己的应用"))
    there, other, seen, extra = crossed[0]
    title = Text("another app's code, with its appid beside it", "另一个应用的 code，并附上其 appid")
    return failed(
        [
            lab.finding(
                "appid",
                Text(
                    f"the login of {there.app} let in a code of {other.app}, because the request said its appid",
                    f"{there.app} 的登录接受了 {other.app} 的 code，只因请求写了它的 appid",
                ),
                lab.observation(title, seen),
                action=there.action,
                scenario=_scenario(there, other, extra),
                seen=len(crossed),
                tried=2,
            )
        ]
    )


def _scenario(there: AppLogin, other: AppLogin, extra: Extra) -> dict[str, Any]:
    said = {"query": dict(extra.query)} if extra.query else {"json": dict(extra.body)}
    steps = logs_in("alice", action=there.action, app=other.app, extra=said, expect=REFUSED)
    apps: dict[str, Any] = {login.app: {} for login in (there, other)}
    return played("the request does not say which app it is", steps, apps=apps)


CHECK = AuditCheck(
    id="appid-from-client",
    area=Area.ACCOUNTS,
    severity=Severity.MEDIUM,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.SESSIONS,
    title=Text("The client picks the app", "由客户端选择应用"),
    flaw=Text(
        "An appid in the request decides with which secret a code is traded. People of one tenant get accounts of "
        "another, whose prices, roles or discounts they were never to see.",
        "请求里的 appid 决定用哪个 secret 兑换 code。一个租户的用户会得到另一个租户的账号，看到本不该看到的价格、"
        "角色或优惠。",
    ),
    explanation=Text(
        "A code of the one app is sent to the login of the other, with the former's appid under the usual names, both "
        "ways. The proof is that it is let in, and was refused without.",
        "把一个应用的 code 发送到另一个应用的登录接口，并以常见名称附上前者的 appid，两个方向都试。"
        "证据是附上后被接受，而不附时被拒绝。",
    ),
    advice=Text(
        "Take the app from the route or host by which the request came, and let accounts of one app not be used in "
        "another.",
        "由请求的路由或域名决定应用，并且一个应用的账号不能在另一个应用中使用。",
    ),
    probe=_probe,
    requests=6,
    needs=(Need.SESSION, Need.TWO_APPS),
    cwe=(639,),
    owasp="API1",
    after=("any-code",),
)
