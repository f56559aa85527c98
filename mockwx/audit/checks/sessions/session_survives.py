"""session-survives: after a logout, or after the person has left WeChat, the session is still one."""

from __future__ import annotations

import asyncio

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_tested, passed
from mockwx.audit.checks.references import API2
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import ActionSeen, Lab, LabPerson, LoginSeen
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

GRACE = 5.0
"""Seconds that a backend may take to forget somebody."""
PAUSE = 0.5
CANCELLED = "user_authorization_cancellation"
REVOKED = "user_authorization_revoke"


async def _probe(lab: Lab) -> ProbeResult:
    findings: list[AuditFinding] = []
    ended = []
    if lab.has(Need.LOGOUT):
        ended.append("logout")
        findings += await _after_logout(lab)
    app = _app_that_pushes(lab)
    if app is not None:
        ended.append("cancellation")
        findings += await _after_push(lab, app)
    if not ended:
        return not_tested(
            Text(
                "neither an action logout nor a callback of the app that logs in",
                "既没有 logout 动作，登录的应用也没有 callback",
            )
        )
    return failed(findings) if findings else passed(Text(f"ended by {', '.join(ended)}", "会话已结束"))


async def _after_logout(lab: Lab) -> list[AuditFinding]:
    person = await lab.person()
    login = await lab.login(person)
    if not login.let_in or not (await lab.act("logout", person)).ok:
        return []
    seen = await _still_in(lab, person, login, 0)
    if seen is None:
        return []
    what = Text("the session is accepted after the logout", "退出登录后会话仍然有效")
    return [
        lab.finding(
            "logout",
            what,
            lab.observation(Text("me, after the logout", "退出后请求 me"), seen),
            action="logout",
            scenario={
                "name": "after a logout the session is over",
                "steps": [
                    {"phone.login": {"user": "alice", "as": "code"}},
                    {"backend.login": {"code": "$code"}, "as": "login"},
                    {"backend.logout": {}},
                    {"backend.me": {"session": "$login.session"}, "expect": {"outcome": "refused"}},
                ],
            },
        )
    ]


async def _after_push(lab: Lab, app: str) -> list[AuditFinding]:
    for event in (CANCELLED, REVOKED):
        person = await lab.person()
        login = await lab.login(person)
        if not login.let_in:
            return []
        await lab.do("wechat.push", event=event, user=person.name, app=app)
        seen = await _still_in(lab, person, login, GRACE)
        if seen is not None:
            what = Text(
                f"{GRACE:g} seconds after WeChat told {event} the session is still accepted",
                f"微信推送 {event} 之后 {GRACE:g} 秒，会话仍然有效",
            )
            title = Text(f"me, after {event}", f"{event} 之后请求 me")
            return [lab.finding("push", what, lab.observation(title, seen), action="me")]
    return []


async def _still_in(lab: Lab, person: LabPerson, login: LoginSeen, grace: float) -> ActionSeen | None:
    """The answer by which somebody is still in when time is up; None: the session is over."""
    loop = asyncio.get_running_loop()
    until = loop.time() + grace
    while True:
        seen = await lab.act("me", person)
        uid = (login.me or login).saved.get("uid")
        if not seen.ok or seen.saved.get("uid") != uid:
            return None
        if loop.time() >= until:
            return seen
        await asyncio.sleep(PAUSE)


def _app_that_pushes(lab: Lab) -> str | None:
    """The app that ``login`` is of, where WeChat pushes to it."""
    apps = lab.shared.settings.apps
    name = lab.backend.actions["login"].app or next(iter(apps), None)
    written = apps.get(name) if name is not None else None
    return name if written and written.get("callback") else None


CHECK = AuditCheck(
    id="session-survives",
    area=Area.SESSIONS,
    severity=Severity.MEDIUM,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.SESSIONS,
    title=Text("Sessions outlive the logout", "退出后会话仍然有效"),
    flaw=Text(
        "Logging out only makes the mini program forget the session, which the backend accepts on. And where a person "
        "takes a grant back, or leaves WeChat, the backend is told by a push and must delete what it knows.",
        "退出登录只是让小程序忘掉会话，后端仍然接受。用户撤回授权或注销微信账号时，微信会推送通知，"
        "后端必须删除相关数据。",
    ),
    explanation=Text(
        f"A session is used at me after a logout, and up to {GRACE:g} seconds after {CANCELLED} and {REVOKED} were "
        "pushed. The proof is me that still shows the account.",
        f"退出登录后用原会话请求 me；推送 {CANCELLED} 和 {REVOKED} 后在 {GRACE:g} 秒内请求 me。证据是 me "
        f"仍然显示该账号。",
    ),
    advice=Text(
        "Keep sessions on the server and delete them there: one at a logout, all of the person at a push. With JWTs, "
        "keep a number of the user's tokens (token_version) that both raise, and compare it at each request.",
        "会话保存在服务器上，并在服务器上删除：退出时删一个，收到推送时删除此人的全部会话。若用 JWT，"
        "为用户保存令牌版本号 "
        "(token_version)，二者都使其加一，每次请求时比较。",
    ),
    probe=_probe,
    requests=3 + 2 * (2 + int(GRACE / PAUSE) + 2),
    no_flaw_if=Text(
        "The session ends by itself within minutes, and nothing personal is shown until then.",
        "会话会在几分钟内自行失效，且期间不显示个人信息。",
    ),
    needs=(Need.SESSION, Need.ME),
    needs_any=(Need.LOGOUT, Need.CALLBACK),
    cwe=(613,),
    owasp="API2",
    references=(API2,),
    after=("any-code", "anonymous-in"),
    swallowed_causes=(("push", "push-wrong-person"),),
)
