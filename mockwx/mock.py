"""MockWx: the object that a test holds. All it does, it does through the control plane, in process or over HTTP."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote, unquote, urlencode

from mockwx.control.answer import ControlError
from mockwx.core.durations import spell_duration

if TYPE_CHECKING:
    from mockwx.scenario.scenario import Scenario
    from mockwx.server.thread import ServerThread

_WHEN = ("app", "user", "call", "count_by", "chance", "between")
_RULE = ("name", "times")


class MockWxError(Exception):
    """Something was asked of mockwx that it cannot do; the text says what, where and what to write instead."""


class MockWxWarning(UserWarning):
    """Something was done that can hardly be meant, such as a rule that can never fire."""


@dataclass(frozen=True, slots=True)
class App:
    """An app as a backend needs it."""

    name: str
    appid: str
    secret: str | None
    kind: str
    owner: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One call in the journal. ``answer`` is the JSON that was sent, with secrets masked."""

    number: int
    at: str
    api: str | None
    app: str | None
    user: str | None
    errcode: int | None
    """None where a fault kept any errcode from the backend."""
    rule: str | None
    fault: str | None
    reason: str | None
    rid: str | None
    status: int
    request: Mapping[str, Any]
    answer: Any
    trace: tuple[str, ...] = ()


class _Line(Protocol):
    """A way to the control plane."""

    def call(self, method: str, path: str, query: Mapping[str, str], body: Any) -> Any:
        """:raises ControlError: refused, with the control plane's own words."""


@dataclass(frozen=True, slots=True)
class _InProcess:
    plane: Any
    world: str = ""

    def call(self, method: str, path: str, query: Mapping[str, str], body: Any) -> Any:
        answer = self.plane.call(method, unquote(path), world=self.world, query=query, body=body)
        if answer.status >= 400:
            raise ControlError(answer.value["error"], answer.value["where"], answer.status)
        return answer.value.decode() if isinstance(answer.value, bytes) else answer.value


@dataclass(frozen=True, slots=True)
class _OverHttp:
    url: str
    token: str | None = field(default=None, repr=False)

    def call(self, method: str, path: str, query: Mapping[str, str], body: Any) -> Any:
        timeout = 660 if path == "journal/wait" else 60
        url = f"{self.url}/_mockwx/{path}" + (f"?{urlencode(query)}" if query else "")
        headers = {"Content-Type": "application/json"}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        text = None if body is None else json.dumps(body).encode()
        # No proxy: the control plane is never on the other side of one.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            request = urllib.request.Request(url, text, headers, method=method)  # noqa: S310  the caller's own server
            with opener.open(request, timeout=timeout) as response:
                found = response.read().decode()
                is_json = response.headers.get_content_type() == "application/json"
                return json.loads(found) if is_json else found
        except urllib.error.HTTPError as error:
            with error:
                raise _refused(error.code, error.read()) from None
        except (OSError, HTTPException, ValueError) as error:
            why = getattr(error, "reason", error)
            raise MockWxError(f"no mockwx answers at {self.url}: {why}") from None


def _refused(status: int, text: bytes) -> Exception:
    try:
        found = json.loads(text)
        return ControlError(found["error"], found["where"], status)
    except (ValueError, KeyError, TypeError):
        return MockWxError(f"that is no mockwx: HTTP {status}: {text[:200]!r}")


class Phone:
    """One user's WeChat. You get one by calling :meth:`MockWx.user`.

    Every method answers as ``wx.*`` does on a phone, with ``errMsg``; ``deny=True`` lets the user refuse.
    """

    def __init__(self, mockwx: MockWx, name: str) -> None:
        self._mockwx = mockwx
        self.name = name

    def __repr__(self) -> str:
        return f"<phone of {self.name}>"

    def _do(self, verb: str, app: str | None, **given: Any) -> dict[str, Any]:
        return self._mockwx._do(verb, user=self.name, app=app, **given)

    def login(self, app: str | None = None) -> str:
        """A fresh login code."""
        return str(self._do("phone.login", app)["code"])

    def plugin_login(self, app: str | None = None) -> str:
        """A fresh code of wx.pluginLogin."""
        return str(self._do("phone.pluginLogin", app)["code"])

    def check_session(self, app: str | None = None) -> bool:
        """Whether wx.checkSession passes."""
        return str(self._do("phone.checkSession", app)["errMsg"]) == "checkSession:ok"

    def get_user_info(
        self,
        app: str | None = None,
        *,
        lang: str | None = None,
        with_credentials: bool = True,
        deny: bool | str = False,
    ) -> dict[str, Any]:
        return self._do("phone.getUserInfo", app, lang=lang, withCredentials=with_credentials, deny=deny or None)

    def get_user_profile(
        self,
        desc: str = "用于完善会员资料",
        app: str | None = None,
        *,
        lang: str | None = None,
        deny: bool | str = False,
    ) -> dict[str, Any]:
        return self._do("phone.getUserProfile", app, desc=desc or None, lang=lang, deny=deny or None)

    def get_phone_number(self, app: str | None = None, *, deny: bool | str = False) -> dict[str, Any]:
        """``code`` for getuserphonenumber; after a login also ``encryptedData`` and ``iv``."""
        return self._do("phone.getPhoneNumber", app, deny=deny or None)

    def choose_avatar(self, app: str | None = None, *, deny: bool | str = False) -> dict[str, Any]:
        """``avatarUrl`` is a path on the phone; mockwx serves the picture at ``picture`` below its URL."""
        return self._do("phone.chooseAvatar", app, deny=deny or None)

    def nickname(self, value: str | None = None, *, passes: bool = True, timeout: bool = False) -> dict[str, Any]:
        """What the nickname input's form submits, after its review."""
        return self._do("phone.nickname", None, value=value, timeout=timeout, **{"pass": passes})

    def get_latest_user_key(self, app: str | None = None) -> dict[str, Any]:
        return self._do("phone.getLatestUserKey", app)

    def openid(self, app: str | None = None) -> str:
        return str(self._account()["openids"][self._mockwx._app_named(app).name])

    def unionid(self, app: str | None = None) -> str | None:
        """None where the app has no owner."""
        owner = self._mockwx._app_named(app).owner
        return None if owner is None else str(self._account()["unionids"][owner])

    def rotate_session_key(self, app: str | None = None) -> None:
        """WeChat makes a new key on its own; the backend's is stale from now on."""
        self._do("wechat.rotate_session_key", app)

    def pay(self, app: str | None = None) -> dict[str, str]:
        """A payment that getpaidunionid knows for five minutes: transaction_id, mch_id, out_trade_no."""
        return self._do("wechat.pay", app)

    def block(self, *, blocked: bool = True) -> None:
        """WeChat intercepts the user's login (40226), or lets it through again."""
        self._mockwx._do("wechat.block_user", user=self.name, blocked=blocked)

    def _account(self) -> dict[str, Any]:
        path = f"users/{quote(self.name, safe='')}"
        try:
            return dict(self._mockwx._call("GET", path))
        except MockWxError:
            return dict(self._mockwx._call("PUT", path, {}))


class MockWx:
    """WeChat for a test: a local server, and the hand that makes phones, time and failures do what a test needs.

    ::

        with MockWx() as mockwx:
            code = mockwx.login("alice")

    ``scenario`` is a file, a ready scenario's name or a mapping of the same shape. The server runs in a thread of
    its own, so a blocking test and an async one are served alike.
    """

    def __init__(
        self,
        scenario: str | Path | Mapping[str, Any] | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        any_app: bool = False,
        journal_size: int = 10_000,
    ) -> None:
        self._given = (scenario, any_app)
        self._address = (host, port)
        self._journal_size = journal_size
        self._thread: ServerThread | None = None
        self._line: _Line | None = None
        self._url = ""
        self._worlds: Any = None

    @classmethod
    def connect(cls, url: str, *, token: str | None = None, world: str | None = None) -> MockWx:
        """The same methods for a server that is already running; ``world`` names one of its worlds."""
        self = cls()
        self._url = url.rstrip("/") + (f"/~{world}" if world else "")
        self._line = _OverHttp(self._url, token)
        health = self._call("GET", "health")
        if not isinstance(health, Mapping) or "clock" not in health:
            raise MockWxError(f"that is no mockwx at {self._url}")
        return self

    # Life

    def start(self) -> MockWx:
        # Imported here: `import mockwx` and a test run that starts no server must not pay for aiohttp.
        from mockwx.server.http import HttpServer
        from mockwx.server.thread import ServerThread
        from mockwx.server.wall import wall
        from mockwx.store.worlds import Worlds

        if self._line is not None:
            return self
        self._worlds = Worlds(journal_size=self._journal_size)
        self._worlds.put("", self._scenario(*self._given), wall=wall())
        server = HttpServer(self._worlds)
        thread = ServerThread(server)
        thread.start(*self._address)
        self._thread = thread
        self._url = server.url
        self._line = _InProcess(server.plane)
        return self

    def stop(self) -> None:
        if self._thread is not None:
            self._thread.stop()
            self._thread = None
        self._line = None

    def __enter__(self) -> MockWx:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def __del__(self) -> None:
        if getattr(self, "_thread", None) is not None:
            warnings.warn(f"{self!r} was never stopped", ResourceWarning, source=self, stacklevel=1)

    def __repr__(self) -> str:
        return f"<MockWx {self._url or 'not started'}>"

    # What a backend needs to know

    @property
    def url(self) -> str:
        """What a backend uses in place of ``https://api.weixin.qq.com``; without a slash at the end."""
        return self._url

    def url_for(self, host: str) -> str:
        """What a backend uses in place of ``https://HOST``."""
        return f"{self._url}/{host}"

    @property
    def apps(self) -> dict[str, App]:
        return {
            name: App(name, each["appid"], each["secret"], each["kind"], each["owner"])
            for name, each in self._call("GET", "apps").items()
        }

    @property
    def app(self) -> App:
        """The first app."""
        return self._app_named(None)

    def _app_named(self, name: str | None) -> App:
        apps = self.apps
        for app in apps.values():
            if name is None or name in (app.name, app.appid):
                return app
        raise MockWxError(f"there is no app {name!r}; known: {', '.join(apps)}")

    # The phone

    def user(self, name: str) -> Phone:
        """The phone of a user; one that nobody declared is made."""
        return Phone(self, name)

    def login(self, user: str, app: str | None = None) -> str:
        """A fresh login code: what wx.login gives the mini program."""
        return self.user(user).login(app)

    def logins(self, count: int, *, people: int | None = None, user: str | None = None) -> list[str]:
        """Many codes at once, of one user or spread over u0, u1, …"""
        return list(self._do("phone.login", count=count, people=people, user=user)["codes"])

    # Time

    def advance(self, by: str) -> str:
        """Let ``5m1s`` pass; nobody sleeps. What the clock shows then is returned, in Beijing time."""
        return str(self._do("clock.advance", by=by)["at"])

    def set_clock(self, at: str) -> None:
        """To an ISO 8601 instant with its zone."""
        self._do("clock.set", at=at)

    def freeze(self) -> None:
        """Time stands still until it is advanced or flows again."""
        self._do("clock.freeze")

    def flow(self) -> None:
        self._do("clock.flow")

    # Failures

    def rule(self, api: str, **given: Any) -> str:
        """A rule, with the words of the scenario language; its name is returned.

        ``mockwx.rule("code2session", call=1, errcode=-1, commit=True)`` is
        ``when: {api: code2session, call: 1}``, ``then: {errcode: -1, commit: true}``.
        """
        when = {"api": api} | {name: given.pop(name) for name in _WHEN if given.get(name) is not None}
        rule = {name: given.pop(name) for name in _RULE if given.get(name) is not None}
        then = {name: value for name, value in given.items() if value is not None}
        for name in ("latency",):
            if isinstance(then.get(name), int):
                then[name] = spell_duration(then[name])
        made = self._call("POST", "rules", {**rule, "when": when, "then": then})
        for warning in made["warnings"]:
            warnings.warn(warning, MockWxWarning, stacklevel=2)
        return str(made["name"])

    def refuse(self, api: str, errcode: int | str, *, times: int | None = None, user: str | None = None) -> str:
        """Answer ``api`` with ``errcode``, ``times`` times or for good; the rule's name is returned."""
        return self.rule(api, errcode=errcode, times=times, user=user)

    def remove_rule(self, name: str) -> None:
        self._call("DELETE", f"rules/{quote(name, safe='')}")

    @property
    def rules(self) -> list[dict[str, Any]]:
        """The rules as in a scenario file, each with how many calls it ``seen`` and its ``hits``."""
        return list(self._call("GET", "rules")["rules"])

    def other_holder(self, app: str | None = None, fetches: str = "token") -> None:
        """Another holder of the AppSecret fetches an access_token."""
        self._do("wechat.other_holder", app=app, fetches=fetches)

    def revoke_token(self, app: str | None = None) -> None:
        """WeChat kills the app's access tokens at once."""
        self._do("wechat.revoke_token", app=app)

    # What happened

    def calls(
        self,
        api: str | None = None,
        *,
        user: str | None = None,
        app: str | None = None,
        errcode: int | str | None = None,
    ) -> list[Entry]:
        """The journal's entries, oldest first."""
        chosen = {"api": api, "user": user, "app": app, "errcode": errcode}
        query = {name: str(value) for name, value in chosen.items() if value is not None}
        return [_entry(each) for each in self._call("GET", "journal", query=query)["entries"]]

    def verify(
        self,
        api: str,
        *,
        count: int | None = None,
        user: str | None = None,
        app: str | None = None,
        errcode: int | str | None = None,
    ) -> None:
        """Assert that there were ``count`` such calls, or at least one.

        :raises AssertionError: what was expected, what came, and the nearest entries.
        """
        call = {"api": api, "count": count, "user": user, "app": app, "errcode": errcode}
        call = {name: value for name, value in call.items() if value is not None}
        __tracebackhide__ = True  # pytest shows the test's line, not this one
        try:
            self._line_open().call("POST", "verify", {}, {"calls": [call]})
        except ControlError as error:
            if error.status == 409:
                raise AssertionError(error.what) from None
            raise MockWxError(str(error)) from None

    def wait(
        self, api: str, *, count: int = 1, timeout: str = "10s", user: str | None = None, errcode: int | None = None
    ) -> list[Entry]:
        """Wait in real time until there are ``count`` such calls, for backends that call WeChat on their own.

        :raises AssertionError: they did not come within ``timeout``.
        """
        chosen = {"api": api, "count": count, "timeout": timeout, "user": user, "errcode": errcode}
        query = {name: str(value) for name, value in chosen.items() if value is not None}
        try:
            found = self._line_open().call("GET", "journal/wait", query, None)
            until = time.monotonic() + found["timeout_ms"] / 1000
            while not found["enough"] and time.monotonic() < until:
                time.sleep(0.01)
                found = self._line_open().call("GET", "journal/wait", query, None)
        except ControlError as error:
            if error.status != 408:
                raise MockWxError(str(error)) from None
            found = {"enough": False}
        if not found["enough"]:
            raise AssertionError(f"there were not {count} calls of {api} within {timeout}:\n{self.journal()}")
        return [_entry(each) for each in found["entries"]]

    def journal(self) -> str:
        """The journal as text, a line per call, and under it why rules fired or did not."""
        return "\n".join(_lines(self._call("GET", "journal")["entries"]))

    def export(self, format: str = "scenario") -> Any:  # noqa: A002  the word of the control plane
        """The journal as the text of a scenario file that replays it, or with ``"har"`` as an HTTP archive (a dict).

        :raises MockWxError: the journal is empty.
        """
        return self._call("GET", "export", query={"format": format})

    # Worlds

    def load(self, scenario: str | Path | Mapping[str, Any]) -> None:
        """Begin the world anew with a scenario: a file, a ready scenario's name, or a mapping."""
        if isinstance(scenario, Mapping):
            # Over HTTP this is the text of a file, which must say its version; a mapping may leave it away.
            self._call("PUT", "scenario", {"mockwx": 1, **scenario})
        else:
            # The file is read here and its world is built there: both ends may be different machines.
            self._call("PUT", "scenario", self._as_given(scenario))

    def reset(self) -> None:
        """Back to the scenario's first state."""
        self._call("POST", "reset")

    def renew(self, scenario: Scenario, *, series: str | None = None) -> None:
        """Begin the world anew; ``series`` tells its codes apart from those of its like. For the pytest fixture."""
        from mockwx.server.wall import wall

        for name in self._worlds.names():
            if name:
                self._worlds.drop(name)
        self._worlds.put("", scenario, wall=wall(), series=series)

    # Inside

    @staticmethod
    def _scenario(given: str | Path | Mapping[str, Any] | None, any_app: bool) -> Scenario:
        from dataclasses import replace

        from mockwx.scenario.scenario import Scenario

        scenario = Scenario() if given is None else read_scenario(given)
        return replace(scenario, any_app=True) if any_app else scenario

    @staticmethod
    def _as_given(scenario: str | Path) -> Any:
        from mockwx.scenario import library, loader

        try:
            return loader.merged(library.find(scenario))
        except (loader.ScenarioError, LookupError) as error:
            raise MockWxError(str(error)) from None

    def _do(self, verb: str, **given: Any) -> dict[str, Any]:
        group, _, name = verb.partition(".")
        body = {name: value for name, value in given.items() if value is not None}
        return dict(self._call("POST", f"{group}/{name}", body))

    def _call(self, method: str, path: str, body: Any = None, *, query: Mapping[str, str] | None = None) -> Any:
        try:
            return self._line_open().call(method, path, query or {}, body)
        except ControlError as error:
            raise MockWxError(str(error)) from None

    def _line_open(self) -> _Line:
        if self._line is None:
            raise MockWxError("this MockWx is not started; use it in a with statement, or call start()")
        return self._line


def read_scenario(given: str | Path | Mapping[str, Any], near: Sequence[Path] = ()) -> Scenario:
    """A scenario from a file, a ready scenario's name or a mapping; relative files are looked for in ``near`` too.

    :raises MockWxError: every problem, as file:line:column.
    """
    from mockwx.scenario import library, loader

    try:
        if isinstance(given, Mapping):
            return loader.from_mapping(given).scenario
        return loader.load(library.find(given, near=list(near))).scenario
    except (loader.ScenarioError, LookupError) as error:
        raise MockWxError(str(error)) from None


def _entry(found: Mapping[str, Any]) -> Entry:
    names = ("number", "at", "api", "app", "user", "errcode", "rule", "fault", "reason", "rid")
    return Entry(
        **{name: found[name] for name in names},
        status=found["response"]["status"],
        request=found["request"],
        answer=found["response"]["body"],
        trace=tuple(found["trace"]),
    )


def _lines(entries: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for each in entries:
        yield each["line"]
        yield from (f"    rule {why}" for why in each["trace"])
