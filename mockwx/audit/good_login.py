"""Good logins: the control before and after every check, and what the first ones show of the backend."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from mockwx.audit.areas import Area
from mockwx.audit.audit_stopped import AuditStopped
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, passed
from mockwx.audit.lab import ActionSeen, AuditState, Extra, Lab, LabPerson, LoginKind, LoginSeen
from mockwx.audit.login_ways import find_login_way, why_other_way
from mockwx.audit.refusals_of_sites import refusal_of_site
from mockwx.client import MockWxError
from mockwx.core.text.bilingual import Text
from mockwx.core.text.output_escaping import printable
from mockwx.play.causes import how_to_reach
from mockwx.play.json_paths import NOTHING
from mockwx.play.opened_urls import path_and_query
from mockwx.play.variables import UnknownVariable
from mockwx.scenario.web_actions import CALLBACK

NOTHING_SAID = Text.alike("")
TOUR = ("phone", "decrypt", "phone_sealed", "profile")
WARM_UP = 3
"""Logins that nobody times: JIT, lazy pools, first connections."""
REQUESTS_TO_LEARN = 40
REQUESTS_OF_A_CONTROL = 8


async def _nothing(_lab: Lab) -> ProbeResult:
    return passed()


CONTROL = AuditCheck(
    "control",
    Area.IDENTITY,
    Severity.NOTE,
    (Proof.ANSWER,),
    Phase.DOORS,
    NOTHING_SAID,
    NOTHING_SAID,
    NOTHING_SAID,
    NOTHING_SAID,
    _nothing,
)
"""No check of the catalogue: it gives the people of good logins their name."""


async def why_no_login(shared: AuditState) -> LoginSeen | None:
    """A good login of somebody new, WeChat being well; None where it is one, else how it was not."""
    async with Lab(shared, CONTROL) as lab:
        seen = await lab.login(await lab.person())
    # Where the file tells of no session, there is none to be proven by.
    is_good = seen.let_in if shared.learnt.session else seen.ok
    return None if is_good and seen.exchanged else seen


async def learn(shared: AuditState) -> None:
    """Logs people in, and notes in ``shared.learnt`` what can be relied on.

    :raises AuditStopped: nobody gets in, or WeChat is not asked, or good and bad logins are told alike.
    """
    try:
        async with Lab(shared, CONTROL) as lab:
            await find_login_way(lab)
        await _learn(shared)
    except MockWxError as error:
        why = Text.of(str(error))
        raise AuditStopped(Text(f"nobody can log in: {why.en}", f"无法登录：{why.zh}")) from None


async def _learn(shared: AuditState) -> None:
    await _forget_what_is_not_there(shared)
    async with Lab(shared, CONTROL) as lab:
        learnt = shared.learnt
        first = await lab.login(await lab.person())
        _stop_if_unreached(shared, first)
        if not first.ok:
            raise await _why_refused(lab, first)
        for _ in range(WARM_UP - 1):
            await lab.login(await lab.person())
        alice, bob = await lab.person(), await lab.person()
        logins = [await lab.login(alice), await lab.login(alice), await lab.login(bob)]
        learnt.seconds = max(login.answer.seconds for login in logins)
        learnt.server = next((value for name, value in logins[0].answer.headers if name.lower() == "server"), "")
        learnt.session = all(login.session for login in logins)
        learnt.jwt = _is_jwt(logins[0].session)
        learnt.me = all(login.me is not None and login.me.ok for login in logins)
        uids = [login.uid for login in logins]
        learnt.uid = None not in uids and uids[0] == uids[1] != uids[2]
        if learnt.me:
            learnt.me_tells = not await _anybody_is_somebody(lab, await lab.person())
        seen = [*logins, *await _tour(lab, bob)]
        learnt.apis = tuple(dict.fromkeys(call.api for login in seen for call in login.calls if call.api))
        shared.remarks += _refused_though_good(logins)
        bad = await lab.login(await lab.person(), lab.invented_code())
        if (learnt_of := refusal_of_site(shared.backend, CALLBACK + lab.way.suffix, logins, bad)) is not None:
            shared.backend, remark = learnt_of
            shared.remarks.append(remark)
            return
        # Whoever is told ok and gets nothing was refused, in words that nobody has told us.
        nothing_given = not bad.let_in if lab.way.kind is LoginKind.BROWSER else not bad.session
        learnt.outcomes = not (bad.ok and nothing_given and bad.calls and not bad.exchanged and learnt.session)
        if bad.ok and not bad.exchanged and bad.calls and not bad.session and not learnt.session and not learnt.me:
            raise AuditStopped(_ALIKE)


async def _forget_what_is_not_there(shared: AuditState) -> None:
    """A login must be judged without a ``me`` that accepts nobody who has just logged in: of a bare URL it is guessed,
    and a file may be wrong."""
    if "me" not in shared.backend.actions:
        return
    async with Lab(shared, CONTROL) as lab:
        logins = [await lab.login(await lab.person()) for _ in range(2)]
    refusals = [login.me for login in logins if login.me is not None and not login.me.ok]
    if len(refusals) < len(logins):
        return
    is_guessed = "me" in shared.backend.guessed
    if is_guessed and refusals[0].status not in (404, 405):
        return
    actions = {name: action for name, action in shared.backend.actions.items() if name != "me"}
    shared.backend = replace(shared.backend, actions=actions)
    if not is_guessed:
        shown = f"{refusals[0].answer.shown()} after a login with {_shown_with_place(logins[0])}"
        shared.remarks.append(
            Text(
                f"me accepts nobody who has just logged in ({shown}), so logins are judged without it; mend me in the "
                "backend file, or the backend. A step that must follow a login, such as the binding of a phone number, "
                "must be switched off for the audit, or be one of the requests of login",
                f"me 不接受刚登录的人（{shown}），因此不用它来判断登录；请修改后端文件里的 me，或修改后端。登录之后还"
                "必须完成的步骤（如绑定手机号），请在 audit 期间关闭，或写进 login 的 requests",
            )
        )


def _stop_if_unreached(shared: AuditState, first: LoginSeen) -> None:
    if first.status is None and not first.calls:
        raise AuditStopped(
            Text(
                f"the backend does not answer a login: {first.answer.error}",
                f"后端没有应答登录请求：{first.answer.error}",
            )
        )
    if not first.calls:
        advice = how_to_reach(shared.wechat.url)
        shown = _shown_with_place(first)
        raise AuditStopped(
            Text(
                f"the backend did not ask mockwx at a login ({shown}). {advice.en} A captcha or another step that only "
                "a person can take must be switched off for the audit",
                f"后端登录时没有询问 mockwx（{shown}）。{advice.zh}验证码等只有人能完成的步骤，请在 audit 期间关闭",
            )
        )


def _refused_though_good(logins: Sequence[LoginSeen]) -> list[Text]:
    """What WeChat refuses in every good login, such as userinfo where the link's scope is too small."""
    refused = {call.api: call for login in logins for call in login.calls if call.errcode not in (0, None)}
    return [
        Text(
            f"in a good login WeChat refused a call: {call.line}; look at the scope of the link and the app's rights",
            f"正常登录时微信也拒绝了一个调用：{call.line}；请检查链接的 scope 和应用的权限",
        )
        for call in refused.values()
    ]


def _shown_with_place(login: LoginSeen) -> str:
    """The answer on one line, and where it leads."""
    location = next((value for name, value in login.answer.headers if name.lower() == "location"), "")
    place = path_and_query(location).partition("?")[0]
    return f"{login.answer.shown()} to {printable(place)}" if place else login.answer.shown()


async def _why_refused(lab: Lab, first: LoginSeen) -> AuditStopped:
    """What would make a good login succeed, found out by bending WeChat's good answer in the ways of popular mocks."""
    if (why := why_other_way(lab, first)) is not None:
        return AuditStopped(why)
    if not first.succeeded():
        lines = "; ".join(call.line for call in first.calls)
        return AuditStopped(
            Text(
                f"WeChat refused a good code: {lines}. Is the backend configured with the appid and secret of its "
                "file's apps (by default wx00000000mockshop and mockwx-secret-shop)?",
                f"微信拒绝了有效的 code：{lines}。后端配置的 appid 和 secret 与文件 apps 中的一致吗"
                "（默认 wx00000000mockshop 和 mockwx-secret-shop）？",
            )
        )
    for check, change, why in _LADDER:
        person = await lab.person()
        name = lab.rule(lab.exchange, person, then={"body": change, "commit": True})
        seen = await lab.login(person)
        lab.remove_rule(name)
        if seen.ok:
            return AuditStopped(why, check, lab.observation(GOOD_LOGIN, first))
    shown = first.answer.shown()
    return AuditStopped(
        Text(
            f"a good login is not taken for ok: {first.outcome}, {shown}. Say under outcomes how this backend says so, "
            "or mend the request of its file; mockwx run --try shows both answers",
            f"正常登录没有被视为 ok：{first.outcome}，{shown}。请在 outcomes 里写明后端如何表示成功，"
            "或修正文件里的请求；mockwx run --try 会显示两种应答",
        )
    )


GOOD_LOGIN = Text("a good login", "正常登录")
_LADDER = (
    (
        "needs-errcode-zero",
        {"add": {"errcode": 0, "errmsg": "ok"}},
        Text(
            "a good login succeeds only once WeChat's answer holds errcode 0; WeChat sends none with success, so "
            "nobody can log in",
            "只有当微信应答带有 errcode 0 时登录才成功；微信成功时不返回 errcode，因此没有人能登录",
        ),
    ),
    (
        "text-plain-unread",
        {"content_type": "application/json"},
        Text(
            "a good login succeeds only once WeChat's answer says application/json; WeChat says text/plain, so nobody "
            "can log in",
            "只有当微信应答的 Content-Type 为 application/json 时登录才成功；微信返回 text/plain，因此没有人能登录",
        ),
    ),
)
_ALIKE = Text(
    "a good login and one with a code that no phone made are both taken for ok, and nothing tells them apart: say "
    "under outcomes how this backend refuses a login, or save its session",
    "有效与无效的登录都被视为 ok，且无从区分：请在 outcomes 里写明后端如何拒绝登录，或用 save 保存会话",
)


async def _tour(lab: Lab, person: LabPerson) -> list[ActionSeen]:
    """Each of the other actions once, all being well."""
    seen = []
    for action in TOUR:
        if action in lab.backend.actions and action not in lab.backend.guessed:
            try:
                seen.append(await lab.usual(action, person))
            except UnknownVariable:
                continue
    return seen


async def _anybody_is_somebody(lab: Lab, stranger: LabPerson) -> bool:
    """Whether ``me`` accepts who has never logged in."""
    try:
        seen = await lab.act("me", stranger, extra=Extra(without=("session", *_saved_names(lab))))
    except UnknownVariable:
        return False
    return seen.ok and not seen.saved.get("uid") and seen.json not in (NOTHING, None)


def _saved_names(lab: Lab) -> tuple[str, ...]:
    return tuple(lab.backend.actions["login"].saves)


def _is_jwt(session: str) -> bool:
    return session.count(".") == 2 and session.startswith("eyJ")
