"""session-fixed: a cookie of before the login is the session after it."""

from __future__ import annotations

from typing import Any

from yarl import URL

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_applicable, not_tested, passed
from mockwx.audit.checks.references import API2
from mockwx.audit.checks.scenario_steps import REFUSED, STRANGER, played, web_login
from mockwx.audit.checks.web_flow import ACTION, REQUESTS, WebFlow, flow_of
from mockwx.audit.lab import Extra, Lab, LabPerson, session_names
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    flow = flow_of(lab)
    if flow.polls:
        return not_applicable(Text("the login is another device's", "登录在另一台设备上完成"))
    if (why := await flow.why_untested()) is not None:
        return not_tested(why)
    mallory = await lab.person()
    own = await flow.whole(mallory)
    names = [name for name, value in own.answer.cookies if value]
    if not names:
        return not_applicable(Text("a web login sets no cookie", "网页登录不设置 cookie"))
    planted = {name: f"mockwx-{lab.draw(name, lab.shared.run.new_play()).hex()}" for name in names}
    victim = await lab.person()
    _plant(lab, victim, planted)
    login = await flow.whole(victim)
    if not login.let_in or login.me is None:
        return passed(Text("with a planted cookie nobody is let in", "带有植入的 cookie 时不放行"))
    knowing = await lab.person()
    _plant(lab, knowing, planted)
    seen = await lab.act("me", knowing, extra=Extra(without=("session", *session_names(lab.backend))))
    if not seen.ok or seen.saved.get("uid") != login.me.saved.get("uid"):
        return passed(Text("after the login the cookie is another", "登录后 cookie 已更换"))
    return failed(
        [
            lab.finding(
                "planted",
                Text(
                    "whoever planted a cookie before the login is in the account after it",
                    "在登录前植入 cookie 的人，登录后就在该账号中",
                ),
                lab.observation(Text("a login with a planted cookie", "带有植入 cookie 的登录"), login),
                lab.observation(Text("me, with nothing but that cookie", "仅用该 cookie 请求 me"), seen),
                action=ACTION,
                scenario=_scenario(lab, flow, names),
            )
        ]
    )


def _scenario(lab: Lab, flow: WebFlow, names: list[str]) -> dict[str, Any]:
    planted = {"cookies": dict.fromkeys(names, "a-cookie-that-mallory-planted")}
    without = list(dict.fromkeys(("session", *session_names(lab.backend))))
    asked = {"backend.me": {"user": STRANGER}, "extra": {**planted, "without": without}, "expect": REFUSED}
    return played(
        "a cookie of before the login is no session", [*web_login("alice", flow.suffix, extra=planted), asked]
    )


def _plant(lab: Lab, person: LabPerson, cookies: dict[str, str]) -> None:
    person.client.http.cookie_jar.update_cookies(cookies, URL(lab.backend.url))


CHECK = AuditCheck(
    id="session-fixed",
    area=Area.SESSIONS,
    severity=Severity.MEDIUM,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.OTHERS,
    title=Text("A session of before the login lives on", "登录前的会话在登录后继续有效"),
    flaw=Text(
        "The login marks the cookie that the browser brought as logged in. Whoever could set it there before, by a "
        "subdomain or a borrowed computer, knows the session.",
        "登录只是把浏览器带来的 cookie 标记为已登录。能事先植入它的人（通过子域名或借用的电脑）就知道了会话。",
    ),
    explanation=Text(
        "The cookies that a web login sets are planted with values of one's own in another browser, which then logs "
        "in. "
        "The proof is me that shows the account to nothing but the planted cookie.",
        "在另一个浏览器里事先植入网页登录会设置的 cookie，值由审计选定，然后登录。证据是仅凭植入的 cookie 请求 me "
        "就显示该账号。",
    ),
    advice=Text(
        "Make a new session id at the moment of the login: session.regenerate() in Express, cycle_key() in Django, "
        "changeSessionId() in Servlets (Spring Security does it).",
        "登录的那一刻换一个新的会话 id：Express 用 session.regenerate()，Django 用 cycle_key()，Servlet 用 "
        "changeSessionId()"
        "（Spring Security 默认如此）。",
    ),
    probe=_probe,
    requests=3 * REQUESTS + 1,
    no_flaw_if=Text("The cookie only carried the state.", "该 cookie 只用于保存 state。"),
    needs=(Need.SESSION, Need.ME, Need.WEB),
    cwe=(384,),
    owasp="API2",
    references=(API2,),
    after=("anonymous-in",),
)
