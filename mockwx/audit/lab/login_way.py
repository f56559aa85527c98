"""LoginWay: how people log in to the audited backend: whose code it takes, and which api of WeChat's vouches for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from msgspec import Struct

from mockwx.core.text.bilingual import Text
from mockwx.scenario.web_actions import CALLBACK, START

CODE2SESSION = "code2session"
ACCESS_TOKEN = "oauth2_access_token"
USERINFO = "sns_userinfo"
_SCANNED = "/connect/qrconnect"
_MINI_KINDS = ("miniprogram", "minigame")


class LoginKind(StrEnum):
    MINIPROGRAM = "miniprogram"
    """The code is that of wx.login."""
    MOBILE = "mobile"
    """The code is that of the Open SDK."""
    SITE = "site"
    """WeChat's page leads to the site's own page, whose script brings the code to the action ``login``."""
    BROWSER = "browser"
    """WeChat's page leads to the backend's callback: ``web`` of the backend file."""

    @property
    def has_session_key(self) -> bool:
        return self is LoginKind.MINIPROGRAM

    @property
    def says(self) -> Text:
        return _SAYS[self]


_SAYS = {
    LoginKind.MINIPROGRAM: Text("a mini program's login", "小程序登录"),
    LoginKind.MOBILE: Text("a mobile app's login", "移动应用登录"),
    LoginKind.SITE: Text("a site's login", "网站登录"),
    LoginKind.BROWSER: Text("a site's login", "网站登录"),
}


class LoginWay(Struct, frozen=True):
    kind: LoginKind = LoginKind.MINIPROGRAM
    app: str | None = None
    """None: the world's first mini program."""
    app_kind: str = ""
    """In the words of a scenario's ``apps``."""
    owner: str = ""
    """Of the app; empty: it has none, so that nobody has a unionid there."""
    suffix: str = ""
    """Of the web login's actions, where the browser's is the way."""
    link: str = ""
    """To WeChat's page, where that is the way: with it a phone makes codes that no browser has asked for."""

    @property
    def exchange(self) -> str:
        """The api that trades the code for who somebody is."""
        return CODE2SESSION if self.kind.has_session_key else ACCESS_TOKEN

    def scenario(self, written: Mapping[str, Any]) -> dict[str, Any]:
        """The scenario, which is written for a mini program's login, as people log in to this backend."""
        if self.kind is LoginKind.MINIPROGRAM:
            return dict(written)
        changed = _Rewriting(self)
        layers = {
            key: changed.steps(value) if key == "steps" else changed.apis(value) for key, value in written.items()
        }
        owner = {"owner": self.owner} if self.owner else {}
        scenario = {"apps": {self.app: {"kind": self.app_kind, **owner}}, **layers}
        return as_scanned(scenario) if is_scanned(self.link) else scenario


def kind_of(app_kind: str) -> LoginKind | None:
    """Of an action ``login`` of such an app; None: nobody logs in to it by a code of these."""
    if app_kind in _MINI_KINDS:
        return LoginKind.MINIPROGRAM
    return {"mobile": LoginKind.MOBILE, "website": LoginKind.SITE, "official": LoginKind.SITE}.get(app_kind)


def link_for(app_kind: str, appid: str, back: str) -> str:
    """To WeChat's page, as a site's own page makes it."""
    page, scope = ("qrconnect", "snsapi_login") if app_kind == "website" else ("oauth2/authorize", "snsapi_userinfo")
    query = {"appid": appid, "redirect_uri": back, "response_type": "code", "scope": scope, "state": "mockwx"}
    return f"https://open.weixin.qq.com/connect/{page}?{urlencode(query)}#wechat_redirect"


def is_scanned(link: str) -> bool:
    """Whether the page shows a QR code, which a phone scans."""
    return _SCANNED in urlsplit(link).path


def query_of(url: str) -> dict[str, str]:
    """The first value of each parameter."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query, keep_blank_values=True).items()}


def as_scanned(scenario: Mapping[str, Any]) -> dict[str, Any]:
    """Of a site whose page shows a QR code: what opens it inside WeChat scans it instead."""
    return {**scenario, "steps": [scanned for step in scenario["steps"] for scanned in _scanned(step)]}


def _scanned(step: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    said = step.get("phone.authorize")
    if said is None:
        yield dict(step)
        return
    yield {"phone.scan": {"user": said["user"], "url": said["url"]}}
    yield {"phone.confirm": {"user": said["user"], "as": said["as"]}}


class _Rewriting:
    """Steps of ``phone.login`` and ``backend.login`` in those of another way; what is kept as a code keeps its name."""

    def __init__(self, way: LoginWay) -> None:
        self._way = way
        self._codes: set[str] = set()
        self._begun = 0

    def steps(self, steps: Any) -> list[Any]:
        return [changed for step in steps for changed in self._step(step)]

    def apis(self, value: Any) -> Any:
        """With the api that this way asks in place of code2session."""
        if isinstance(value, Mapping):
            return {key: self.apis(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self.apis(inner) for inner in value]
        return value.replace(CODE2SESSION, self._way.exchange) if isinstance(value, str) else value

    def _step(self, step: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        if "phone.login" in step:
            yield from self._phone(step)
        elif "backend.login" in step and self._way.kind is LoginKind.BROWSER:
            yield from self._callback(step)
        else:
            yield {key: self._filled(value) for key, value in step.items()}

    def _phone(self, step: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        said = dict(step["phone.login"])
        said.pop("key_holds", None)
        kept = said.get("as") or step.get("as") or "code"
        self._codes.add(kept)
        user = said["user"]
        if self._way.kind is LoginKind.MOBILE:
            yield {"phone.sendAuth": {"user": user, "app": self._way.app, "as": kept}}
            return
        if self._way.kind is LoginKind.BROWSER:
            yield from self._begun_by(user, kept)
        else:
            yield from self._agreed(user, self._way.link, kept)

    def _begun_by(self, user: str, kept: str) -> Iterator[dict[str, Any]]:
        yield {f"backend.{START}{self._way.suffix}": {"user": user, "as": f"{kept}_start"}}
        yield from self._agreed(user, f"${kept}_start.link", kept)

    def _agreed(self, user: str, link: str, kept: str) -> Iterator[dict[str, Any]]:
        yield {"phone.authorize": {"user": user, "url": link, "as": kept}}

    def _callback(self, step: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        said = dict(step["backend.login"])
        beside = {key: self._filled(value) for key, value in step.items() if key != "backend.login"}
        action = f"backend.{CALLBACK}{self._way.suffix}"
        branches = beside.get("parallel")
        if isinstance(branches, list):
            yield {action: said, **beside, "parallel": [self._opened(branch) for branch in step["parallel"]]}
            return
        if "code" in said and self._kept(said["code"]) is None:
            # An invented code comes back to the browser that began the login, so that its state is a good one.
            user, self._begun = said.get("user", "alice"), self._begun + 1
            begun = f"begun{self._begun}"
            yield from self._begun_by(user, begun)
            said = {**said, "code": self._filled(said["code"]), "state": f"${begun}.state"}
            yield {action: said, **beside}
            return
        yield {action: self._opened(said, by_url="extra" not in beside), **beside}

    def _opened(self, said: Mapping[str, Any], *, by_url: bool = True) -> dict[str, Any]:
        """``by_url``: as WeChat's page leads there; else by the file's own request, which can be changed."""
        kept = self._kept(said.get("code"))
        if kept is None:
            return dict(said)
        brings = {"url": f"${kept}.url"} if by_url else {"code": f"${kept}.code", "state": f"${kept}.state"}
        return {**{key: value for key, value in said.items() if key != "code"}, **brings}

    def _kept(self, code: Any) -> str | None:
        """The name under which a phone's code is kept; None: it is another text."""
        return code[1:] if isinstance(code, str) and code[:1] == "$" and code[1:] in self._codes else None

    def _filled(self, value: Any) -> Any:
        """A kept code stands in an answer here, not by itself."""
        if isinstance(value, Mapping):
            return {key: self._filled(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self._filled(inner) for inner in value]
        if isinstance(value, str):
            for name in self._codes:
                if value == f"${name}" or value.startswith(f"${name}&"):
                    return value.replace(f"${name}", f"${{{name}.code}}", 1)
        return self.apis(value)
