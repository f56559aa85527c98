"""MockWx: the object that a test holds. All it does, it does through the control plane."""

from __future__ import annotations

import time
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from mockwx.control.answer import ControlError
from mockwx.core.text.durations import spell_duration
from mockwx.mock.errors import MockWxError, MockWxWarning
from mockwx.mock.line import InProcess, Line, OverHttp
from mockwx.mock.phone import Phone
from mockwx.mock.reading import read_scenario
from mockwx.mock.seen import App, Entry, Pushed, entry_of, pushed

if TYPE_CHECKING:
    import socket

    from mockwx.mock.interception import ProcessInterception
    from mockwx.scenario.scenario import Scenario
    from mockwx.server.http import HttpServer
    from mockwx.server.thread import ServerThread

_WHEN = ("app", "user", "call", "count_by", "chance", "between")
_RULE = ("name", "times")


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
        callback_hosts: Collection[str] = (),
        ca_dir: Path | None = None,
        passthrough: str = "",
        allow_hosts: Collection[str] = (),
    ) -> None:
        """``callback_hosts``: where else than to this machine a phone may deliver callbacks.

        ``allow_hosts``: by what other names than this machine's own the control plane may be asked over HTTP.
        """
        self._callback_hosts = callback_hosts
        self._allow_hosts = allow_hosts
        self._given = (scenario, any_app)
        self._address = (host, port)
        self._journal_size = journal_size
        self._tls = (ca_dir, passthrough)
        self._server: HttpServer | None = None
        self._process_interception: ProcessInterception | None = None
        self._thread: ServerThread | None = None
        self._line: Line | None = None
        self._url = ""
        self._worlds: Any = None

    @classmethod
    def connect(cls, url: str, *, token: str | None = None, world: str | None = None) -> MockWx:
        """The same methods for a server that is already running; ``world`` names one of its worlds."""
        self = cls()
        self._url = url.rstrip("/") + (f"/~{world}" if world else "")
        self._line = OverHttp(self._url, token)
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
        from mockwx.store.memory.worlds import MemoryWorlds

        if self._line is not None:
            return self
        self._worlds = MemoryWorlds(journal_size=self._journal_size)
        self._worlds.put("", self._scenario(*self._given), wall=wall())
        ca_dir, passthrough = self._tls
        server = HttpServer(
            self._worlds,
            callback_hosts=self._callback_hosts,
            ca_dir=ca_dir,
            passthrough=passthrough,
            allow_hosts=self._allow_hosts,
        )
        thread = ServerThread(server)
        thread.start(*self._address)
        self._thread = thread
        self._server = server
        self._url = server.url
        self._line = InProcess(server.plane)
        return self

    def stop(self) -> None:
        if self._thread is not None:
            self._thread.stop()
            self._thread = None
        if self._process_interception is not None:
            self._process_interception.close()
            self._process_interception = None
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

    @property
    def ca(self) -> str:
        """The test CA's certificate as PEM, for clients that speak TLS with mockwx."""
        return str(self._call("GET", "ca.pem"))

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        at = urlsplit(self._url)
        return at.hostname or "127.0.0.1", at.port or 80

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

    # Pushes

    def push(
        self,
        event: str,
        user: str | None = None,
        app: str | None = None,
        *,
        revoke_info: str | None = None,
        plugin: str | None = None,
        send: bool = True,
        tries: int | None = None,
        timeout: str | None = None,
    ) -> Pushed:
        """Let something happen that WeChat tells the backend about, and tell it.

        ``event`` is user_info_modified, user_authorization_revoke, user_authorization_cancellation or
        component_verify_ticket. ``send=False`` loses the push on its way. A backend that fails, or takes longer than
        ``timeout`` (5s), is tried ``tries`` (3) times in all.
        """
        given = {"revoke_info": revoke_info, "plugin": plugin, "send": send, "tries": tries, "timeout": timeout}
        return pushed(self._do("wechat.push", event=event, user=user, app=app, **given))

    def authorize_app(self, app: str | None = None, component: str | None = None, *, send: bool = True) -> str:
        """An administrator authorises a third-party platform to act for an app; the auth_code of the callback.

        A platform that has a callback is told: authorized, or updateauthorized if the app had authorised it already.
        """
        return str(self._do("wechat.authorize_app", app=app, component=component, send=send)["auth_code"])

    def unauthorize_app(self, app: str | None = None, component: str | None = None, *, send: bool = True) -> None:
        """The administrator takes that back, and the platform is told: unauthorized."""
        self._do("wechat.unauthorize_app", app=app, component=component, send=send)

    def verify_url(self, app: str | None = None, *, tries: int | None = None, timeout: str | None = None) -> Pushed:
        """Check the callback's URL, as WeChat does when it is entered in the console."""
        return pushed(self._do("wechat.verify_url", app=app, tries=tries, timeout=timeout))

    def pushes(self, event: str | None = None, *, user: str | None = None, app: str | None = None) -> list[Pushed]:
        """What was sent to callbacks, oldest first; secrets are masked."""
        query = {name: value for name, value in {"event": event, "user": user, "app": app}.items() if value}
        return [pushed(each) for each in self._call("GET", "pushes", query=query)["pushes"]]

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
        return [entry_of(each) for each in self._call("GET", "journal", query=query)["entries"]]

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
        self,
        api: str,
        *,
        count: int = 1,
        timeout: str = "10s",
        user: str | None = None,
        app: str | None = None,
        errcode: int | str | None = None,
    ) -> list[Entry]:
        """Wait in real time until there are ``count`` such calls, for backends that call WeChat on their own.

        :raises AssertionError: they did not come within ``timeout``.
        """
        chosen = {"api": api, "count": count, "timeout": timeout, "user": user, "app": app, "errcode": errcode}
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
        return [entry_of(each) for each in found["entries"]]

    def journal(self) -> str:
        """The journal as text, a line per call, and under it why rules fired or did not; then a line per push."""
        pushes = (str(each) for each in self.pushes())
        return "\n".join((*_lines(self._call("GET", "journal")["entries"]), *pushes))

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

    def snapshot(self) -> dict[str, Any]:
        """All that the world remembers, with all its secrets, as a value that JSON can carry."""
        return dict(self._call("GET", "snapshot"))

    def restore(self, snapshot: Mapping[str, Any]) -> None:
        """Begin the world anew as it was when the snapshot was taken; no time has passed since.

        :raises MockWxError: that is no snapshot of this version; nothing has changed.
        """
        self._call("PUT", "snapshot", snapshot)

    def renew(self, scenario: Scenario, *, series: str | None = None) -> None:
        """Begin the world anew; ``series`` tells its codes apart from those of its like. For the pytest fixture."""
        from mockwx.server.wall import wall

        for name in self._worlds.names():
            if name:
                self._worlds.drop(name)
        self._worlds.put("", scenario, wall=wall(), series=series)

    # Hard-coded hosts

    @contextmanager
    def intercept(self, *, passthrough: str = "all") -> Iterator[MockWx]:
        """While it lasts, ``https://api.weixin.qq.com`` and WeChat's other hosts are this mockwx: for requests, httpx,
        aiohttp, urllib and whatever else uses Python's sockets here, and for child processes by their environment.

        ``passthrough``: which other hosts child processes may reach: ``all``, or names with commas between.

        :raises MockWxError: it lasts already, or this is one of a server's named worlds.
        """
        from mockwx.intercept.reroute import AlreadyRerouted
        from mockwx.mock.interception import ProcessInterception

        if "/~" in self._url:
            raise MockWxError("interception leads to a server's default world; start a MockWx of its own instead")
        if self._process_interception is None:
            self._process_interception = ProcessInterception(self._url, self.address, self.ca)
        try:
            with self._process_interception.in_place(), self._passing(passthrough):
                yield self
        except AlreadyRerouted:
            raise MockWxError("interception is on already, by this MockWx or by another") from None

    def escaped(self) -> list[str]:
        """What tried to reach WeChat itself during the last :meth:`intercept`, and was stopped."""
        return [] if self._process_interception is None else list(self._process_interception.escaped)

    @contextmanager
    def _passing(self, passthrough: str) -> Iterator[None]:
        from mockwx.intercept.passthrough import Passthrough

        interception = None if self._server is None else self._server.interception
        former = None if interception is None else interception.passthrough
        if interception is not None:
            interception.passthrough = Passthrough(passthrough)
        try:
            yield
        finally:
            if interception is not None and former is not None:
                interception.passthrough = former

    def _listen(self, sock: socket.socket) -> None:
        """Serve on one more socket, which is bound already."""
        if self._thread is None:
            raise MockWxError("this MockWx has no server of its own")
        self._thread.listen(sock)

    # Inside

    @staticmethod
    def _scenario(given: str | Path | Mapping[str, Any] | None, any_app: bool) -> Scenario:
        from msgspec.structs import replace

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

    def _line_open(self) -> Line:
        if self._line is None:
            raise MockWxError("this MockWx is not started; use it in a with statement, or call start()")
        return self._line


def _lines(entries: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for each in entries:
        yield each["line"]
        yield from (f"    rule {why}" for why in each["trace"])
