"""How people log in to a backend, found out from its file and from where its web login leads."""

from __future__ import annotations

from urllib.parse import urlsplit

from msgspec.structs import replace

from mockwx.audit.audit_stopped import AuditStopped
from mockwx.audit.lab import ACCESS_TOKEN, Lab, LoginKind, LoginSeen, LoginWay, kind_of, link_for, query_of
from mockwx.client import AppCredentials
from mockwx.core.text.bilingual import Text
from mockwx.play.backend import Backend
from mockwx.play.opened_urls import path_and_query
from mockwx.scenario.backend_actions import Action, ActionRequest
from mockwx.scenario.language.play_values import variables
from mockwx.scenario.web_actions import CALLBACK, START


async def find_login_way(lab: Lab) -> None:
    """Notes it in ``lab.shared.way``; of a login in a browser alone an action ``login`` is made.

    :raises AuditStopped: people log in in no way that an audit knows, or the file does not say enough of it.
    """
    shared = lab.shared
    shared.apps = shared.client.apps()
    if "login" in lab.backend.actions:
        shared.way = _way_of_action(lab, lab.backend.actions["login"])
    elif lab.backend.web:
        shared.way = await _way_of_browser(lab)
        shared.backend = _with_login(shared.backend, shared.way)
    else:
        raise AuditStopped(_NO_LOGIN)


def why_other_way(lab: Lab, login: LoginSeen) -> Text | None:
    """That WeChat refused a code because the backend's login is another than its file says; None: it did not."""
    asked = next((call for call in login.calls if call.api == ACCESS_TOKEN), None)
    if lab.way.kind is LoginKind.MINIPROGRAM and asked is not None:
        appid = (asked.request.get("query") or {}).get("appid") or "APPID"
        apps = f"apps: {{game: {{kind: mobile, appid: {appid}, secret: SECRET}}}}"
        return Text(
            "the backend asked /sns/oauth2/access_token, which takes the codes of a mobile app or a site, and a mini "
            f"program's was given. Say whose login it is: login: {{app: game, …}}, and beside backend {apps}; a site "
            "has the kind website or official",
            "后端调用的是 /sns/oauth2/access_token，它接受移动应用或网站的 code，而这里给的是小程序的 code。请写明"
            f"是谁的登录：login: {{app: game, …}}，并在 backend 旁边写 {apps}；网站的 kind 为 website 或 official",
        )
    if lab.way.kind is not LoginKind.MINIPROGRAM and any(call.api == "code2session" for call in login.calls):
        return Text(
            f"login is that of {lab.way.app}, but the backend asked code2session, which takes a mini program's codes. "
            "Name the mini program as the login's app in the backend file",
            f"login 属于 {lab.way.app}，但后端调用的是只接受小程序 code 的 code2session。请在后端文件里把 login 的 app "
            "写成小程序",
        )
    return None


def _way_of_action(lab: Lab, action: Action) -> LoginWay:
    app = _app_of(lab, action)
    if app is None:
        return LoginWay()
    kind = kind_of(app.kind)
    if kind is None:
        raise AuditStopped(
            Text(
                f"login is that of {app.name}, whose kind is {app.kind}: an audit begins with the login of a mini "
                "program, a mobile app, a website or an official account. Name such an app: login: {app: NAME, …}",
                f"login 属于 {app.name}，类型为 {app.kind}：audit 从小程序、移动应用、网站或公众号的登录开始。请写这类"
                "应用：login: {app: 名称, …}",
            )
        )
    if kind is LoginKind.MINIPROGRAM:
        return LoginWay()
    if not _sends_code(action):
        raise AuditStopped(
            Text(
                f"login of {app.name} sends no $code, so nothing can be said of codes. Write json: {{code: $code}} (or "
                "form: or query:); the phone's code is put there, and before: needs no step for it",
                f"{app.name} 的 login 没有发送 $code，无法判断与 code 有关的问题。请写 json: {{code: $code}}"
                "（或 form:、query:）；手机产生的 code 会填在那里，before: 不必为此写步骤",
            )
        )
    link = ""
    if kind is LoginKind.SITE:
        domain = lab.shared.client.app(app.name)["domain"] or "127.0.0.1"
        link = link_for(app.kind, app.appid, f"http://{domain}/")
    return LoginWay(kind, app.name, app.kind, app.owner or "", link=link)


def _app_of(lab: Lab, action: Action) -> AppCredentials | None:
    """None: the world's first mini program, as where nobody says anything."""
    apps = lab.shared.apps
    if action.app is not None:
        return lab.shared.app(action.app)
    if any(kind_of(app.kind) is LoginKind.MINIPROGRAM for app in apps.values()):
        return None
    return next((app for app in apps.values() if kind_of(app.kind) is not None), None)


def _sends_code(action: Action) -> bool:
    return any(
        name.partition(".")[0] == "code"
        for request in action.requests
        for part in (request.headers, request.query or {}, request.form or {}, [request.path], [request.body])
        for _, name in variables(part)
    )


async def _way_of_browser(lab: Lab) -> LoginWay:
    """The first of its web logins that is no corp's and whose callback logs the browser in."""
    apps, backend = lab.shared.apps, lab.backend
    logins = [
        (f"_{login.app}" if index else "", login)
        for index, login in enumerate(backend.web)
        if login.poll is None and not (login.app in apps and apps[str(login.app)].kind == "wecom")
    ]
    if not logins:
        raise AuditStopped(_NO_USUAL_LOGIN)
    suffix, _ = logins[0]
    seen = await lab.act(START + suffix, await lab.person())
    link = str(seen.saved.get("link") or "")
    if not link:
        shown = seen.answer.shown()
        raise AuditStopped(
            Text(
                f"the start of the web login shows no link to WeChat's page ({shown}). Say under save of start where "
                "it stands: start: {request: GET /wx/login, save: {link: $.url}}",
                f"网页登录的起点没有给出微信页面的链接（{shown}）。请在 start 的 save 里写明它在哪里："
                "start: {request: GET /wx/login, save: {link: $.url}}",
            )
        )
    appid = query_of(link).get("appid", "")
    app = next((app for app in apps.values() if app.appid == appid), None)
    if app is None or kind_of(app.kind) is not LoginKind.SITE:
        kind = "website" if "qrconnect" in urlsplit(link).path else "official"
        raise AuditStopped(
            Text(
                f"the web login's link has the appid {appid!r}, which is no site of the backend file. Write beside "
                f"backend: apps: {{site: {{kind: {kind}, appid: {appid or 'APPID'}, secret: SECRET}}}}",
                f"网页登录的链接里 appid 为 {appid!r}，不属于后端文件里的网站。请在 backend 旁边写："
                f"apps: {{site: {{kind: {kind}, appid: {appid or 'APPID'}, secret: SECRET}}}}",
            )
        )
    return LoginWay(LoginKind.BROWSER, app.name, app.kind, app.owner or "", suffix, link)


def _with_login(backend: Backend, way: LoginWay) -> Backend:
    """Its callback as an action like any other login: ``$code`` is a phone's, ``$state`` that of the browser."""
    action = backend.actions[CALLBACK + way.suffix]
    request = replace(action.requests[-1], opens_url=False)
    if _is_led_back_to(request, way.link, urlsplit(backend.url).path):
        # With what the address in the link brings of its own.
        request = replace(request, path="$back")
    login = Action((request,), app=way.app)
    return replace(backend, actions={**backend.actions, "login": login})


def _is_led_back_to(request: ActionRequest, link: str, base: str) -> bool:
    back = path_and_query(query_of(link).get("redirect_uri", "")).partition("?")[0]
    return request.method == "GET" and back == base + request.path.partition("?")[0]


_NO_LOGIN = Text(
    "the backend's file has neither an action login nor a web login. Write login: {request: POST /login, json: {code: "
    "$code}, save: {session: $.token}} below actions, for a mobile app with app: NAME; or, beside actions, "
    "web: {start: GET /wx/login, callback: GET /wx/callback}",
    "后端文件里既没有 login 动作，也没有网页登录。请在 actions 下写 login: {request: POST /login, json: {code: $code}, "
    "save: {session: $.token}}，移动应用再加 app: 名称；或在 actions 旁边写 "
    "web: {start: GET /wx/login, callback: GET /wx/callback}",
)
_NO_USUAL_LOGIN = Text(
    "the only logins of the file are those of a WeCom corp, or of a QR code whose page polls: an audit cannot begin "
    "with them. Add another login (an action login, or a web login whose callback logs the browser in), or judge them "
    "by scenarios: mockwx run",
    "文件里只有企业微信登录，或由页面轮询的扫码登录：audit 无法从它们开始。请再写一个登录（login 动作，或由 callback "
    "直接登录浏览器的网页登录），或用场景判断：mockwx run",
)
