"""MockWx: the object that a test holds. All it does, it does through a control client."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Unpack
from urllib.parse import urlsplit

from mockwx.client import (
    AppCredentials,
    ContainerAnswer,
    ControlClient,
    JournalEntry,
    MockWxError,
    MockWxWarning,
    Pushed,
    RuleWords,
    read_scenario,
)
from mockwx.client.durations import spelled
from mockwx.client.rule_keywords import as_rule
from mockwx.core.text.bilingual import both
from mockwx.mock.inside_wechat import InsideWechat
from mockwx.mock.own_server import OwnServer
from mockwx.mock.phone import ContainerCall, Phone

if TYPE_CHECKING:
    import socket
    from datetime import timedelta

    from mockwx.client.scenarios import AnyScenario
    from mockwx.core.people.sessions import KeyHolds
    from mockwx.mock.interception import ProcessInterception
    from mockwx.scenario.scenario import Scenario
    from mockwx.server.call_log import OnCall


class MockWx(InsideWechat):
    """WeChat for a test: a local server, and the hand that makes phones, time and failures do what a test needs.

    ::

        with MockWx() as mockwx:
            code = mockwx.login("alice")

    The server runs in a thread of its own, so a blocking test and an async one are served alike. What cannot be done
    raises :class:`MockWxError`; nothing has changed then.
    """

    def __init__(
        self,
        scenario: AnyScenario | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        any_app: bool = False,
        journal_size: int = 10_000,
        callback_hosts: Collection[str] = (),
        ca_dir: Path | None = None,
        passthrough: str = "",
        allow_hosts: Collection[str] = (),
        relays: Mapping[str, str] | None = None,
        on_call: OnCall | None = None,
    ) -> None:
        """Nothing runs before :meth:`start`.

        :param scenario: what the world begins with: a file, a ready scenario's name or a mapping of the same shape;
            by default the mini program ``shop`` and the users alice and bob.
        :param host: the address to listen at.
        :param port: 0 picks a free one.
        :param any_app: take any appid with any secret, so that a backend keeps its own configuration.
        :param journal_size: how many calls are remembered; the oldest are forgotten first.
        :param callback_hosts: where else than to this machine a phone may deliver callbacks.
        :param ca_dir: the folder that keeps the test CA; by default each server has a CA of its own.
        :param passthrough: which hosts other than WeChat's may be reached through this server as a proxy: ``all``, or
            names with commas between; by default none.
        :param allow_hosts: by what other names than this machine's own the control plane may be asked over HTTP.
        :param relays: where pages' requests to a host go: ``{"https://example.com": "http://127.0.0.1:8000"}``.
        :param on_call: is given a world's name and each journal entry, as a mapping, once its answer has left; in the
            server's thread, which it must not hold up.
        """
        self._scenario = scenario
        self._any_app = any_app
        self._server = OwnServer(
            host,
            port,
            journal_size=journal_size,
            callback_hosts=callback_hosts,
            ca_dir=ca_dir,
            passthrough=passthrough,
            allow_hosts=allow_hosts,
            relays=relays or {},
            on_call=on_call,
        )
        self._client: ControlClient | None = None
        self._url = ""
        self._process_interception: ProcessInterception | None = None

    @classmethod
    def connect(cls, url: str, *, token: str | None = None, world: str | None = None) -> MockWx:
        """The same methods for a server that is already running.

        :param token: where the server asks for one.
        :param world: the name of one of its worlds; the default world otherwise.
        :raises MockWxError: nothing answers there, or something that is no mockwx.
        """
        self = cls()
        self._client = ControlClient.connect(url, token=token, world=world)
        self._url = self._client.url
        return self

    # Life

    def start(self) -> MockWx:
        """Listen; returns when the socket is open. After a stop it listens where it did before: a backend may have read
        the URL once.

        :raises OSError: the address is taken or not this machine's.
        :raises MockWxError: the scenario is wrong: every problem, as file:line:column.
        """
        if self._client is None:
            plane = self._server.start(self._first_scenario())
            self._url = self._server.url
            self._client = ControlClient.in_process(plane)
        return self

    def stop(self) -> None:
        """Stop listening; what was asked is answered or cut off at once. One that was connected just lets go."""
        self._server.stop()
        if self._process_interception is not None:
            self._process_interception.close()
            self._process_interception = None
        self._client = None

    def __enter__(self) -> MockWx:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def __del__(self) -> None:
        if "_server" in vars(self) and self._server.is_running:
            warnings.warn(f"{self!r} was never stopped", ResourceWarning, source=self, stacklevel=1)

    def __repr__(self) -> str:
        return f"<MockWx {self._url or 'not started'}>"

    def listen(self, sock: socket.socket) -> None:
        """Serve on one more socket, which is bound already.

        :raises MockWxError: this one was connected to a server that runs elsewhere.
        """
        if not self._server.is_running:
            raise MockWxError(both("this MockWx has no server of its own", "此 MockWx 没有自己的服务器"))
        self._server.listen(sock)

    @property
    def client(self) -> ControlClient:
        """Every control call and every verb, for what has no method here.

        :raises MockWxError: it is not started.
        """
        if self._client is None:
            raise MockWxError(
                both(
                    "this MockWx is not started; use it in a with statement, or call start()",
                    "此 MockWx 尚未启动；请用 with 语句，或调用 start()",
                )
            )
        return self._client

    # What a backend needs to know

    @property
    def url(self) -> str:
        """What a backend uses in place of ``https://api.weixin.qq.com``; without a slash at the end."""
        return self._url

    def url_for(self, host: str) -> str:
        """What a backend uses in place of ``https://HOST``."""
        return f"{self._url}/{host}"

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        at = urlsplit(self._url)
        return at.hostname or "127.0.0.1", at.port or 80

    @property
    def ca(self) -> str:
        """The test CA's certificate as PEM, for clients that speak TLS with mockwx."""
        return self.client.ca()

    @property
    def apps(self) -> dict[str, AppCredentials]:
        """All apps by name."""
        return self.client.apps()

    @property
    def app(self) -> AppCredentials:
        """The first app."""
        return self.app_named(None)

    def app_named(self, name: str | None) -> AppCredentials:
        """An app by name or appid; the first one for None.

        :raises MockWxError: there is none.
        """
        apps = self.apps
        for app in apps.values():
            if name is None or name in (app.name, app.appid):
                return app
        some = ", ".join(apps)
        raise MockWxError(both(f"there is no app {name!r}; known: {some}", f"没有名为 {name!r} 的 app；可用：{some}"))

    # The phone

    def user(self, name: str) -> Phone:
        """The phone of a user; one that nobody declared is made."""
        return Phone(self, name)

    def login(self, user: str, app: str | None = None, *, key_holds: KeyHolds | None = None) -> str:
        """A fresh login code: what wx.login gives the mini program. ``key_holds``: as in :meth:`Phone.login`."""
        return self.user(user).login(app, key_holds=key_holds)

    def logins(
        self, count: int, *, people: int | None = None, user: str | None = None, app: str | None = None
    ) -> list[str]:
        """``count`` codes at once, of one user or spread over ``people`` users u0, u1, …"""
        return list(self.client.do("phone.login", count=count, people=people, user=user, app=app)["codes"])

    def call_container(self, user: str, path: str, **how: Unpack[ContainerCall]) -> ContainerAnswer:
        """As :meth:`Phone.call_container` of the user's phone."""
        return self.user(user).call_container(path, **how)

    # Time

    def advance(self, by: str | timedelta) -> str:
        """Let ``5m1s`` pass; nobody sleeps. What the clock shows then is returned, in Beijing time."""
        return str(self.client.do("clock.advance", by=spelled(by))["at"])

    def set_clock(self, at: str) -> None:
        """To an ISO 8601 instant with its zone."""
        self.client.do("clock.set", at=at)

    def freeze(self) -> None:
        """Time stands still until it is advanced or flows again."""
        self.client.do("clock.freeze")

    def flow(self) -> None:
        """Time goes on by itself."""
        self.client.do("clock.flow")

    # Failures

    def rule(self, api: str, **words: Unpack[RuleWords]) -> str:
        """A rule, with the words of the scenario language side by side; its name is returned.

        ``mockwx.rule("code2session", call=1, errcode=-1, commit=True)`` is
        ``when: {api: code2session, call: 1}``, ``then: {errcode: -1, commit: true}``.

        :raises MockWxError: such a rule makes no sense, or there is no such word, and what to write instead.
        """
        __tracebackhide__ = True
        added = self.client.add_rule(as_rule(api, words))
        for warning in added["warnings"]:
            warnings.warn(warning, MockWxWarning, stacklevel=2)
        return str(added["name"])

    def refuse(self, api: str, errcode: int | str, *, times: int | None = None, user: str | None = None) -> str:
        """Answer ``api`` with ``errcode``, ``times`` times or for good; the rule's name is returned."""
        __tracebackhide__ = True
        return self.rule(api, errcode=errcode, times=times, user=user)

    def remove_rule(self, name: str) -> None:
        """:raises MockWxError: there is none of that name."""
        self.client.remove_rule(name)

    @property
    def rules(self) -> list[dict[str, Any]]:
        """The rules as in a scenario file, each with how many calls it has ``seen`` and its ``hits``."""
        return self.client.rules()

    @contextmanager
    def untrusted_certificate(self) -> Iterator[None]:
        """As long as it lasts, clients that connect by TLS are shown a certificate of a CA that they were never told to
        trust. A call that comes all the same has ``request["untrusted_certificate"]``: its client checks none."""
        self.client.show_certificate("untrusted")
        try:
            yield
        finally:
            self.client.show_certificate("trusted")

    # What happened

    def pushes(self, event: str | None = None, *, user: str | None = None, app: str | None = None) -> list[Pushed]:
        """What was sent to callbacks, oldest first; secrets are masked."""
        return self.client.pushes(event, user=user, app=app)

    def calls(
        self,
        api: str | None = None,
        *,
        user: str | None = None,
        app: str | None = None,
        errcode: int | str | None = None,
    ) -> list[JournalEntry]:
        """The journal's entries, oldest first."""
        return self.client.journal(api, user=user, app=app, errcode=errcode)

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
        __tracebackhide__ = True  # pytest shows the test's line, not this one
        wanted = {"api": api, "count": count, "user": user, "app": app, "errcode": errcode}
        difference = self.client.difference([{name: value for name, value in wanted.items() if value is not None}])
        if difference is not None:
            raise AssertionError(difference)

    def wait(
        self,
        api: str,
        *,
        count: int = 1,
        timeout: str = "10s",
        user: str | None = None,
        app: str | None = None,
        errcode: int | str | None = None,
    ) -> list[JournalEntry]:
        """Wait in real time until there are ``count`` such calls, for backends that call WeChat on their own.

        :raises AssertionError: they did not come within ``timeout``.
        """
        __tracebackhide__ = True
        entries = self.client.wait(api, count=count, timeout=timeout, user=user, app=app, errcode=errcode)
        if entries is None:
            raise AssertionError(
                both(
                    f"there were not {count} calls of {api} within {timeout}",
                    f"{timeout} 内没有 {count} 次 {api} 调用",
                )
                + f":\n{self.journal()}"
            )
        return entries

    def journal(self) -> str:
        """The journal as text, a line per call, and under it why rules fired or did not; then a line per push.

        It begins with a sentence where entries were dropped for their size.
        """
        note = self.client.journal_note()
        dropped = () if note is None else (note,)
        return "\n".join((*dropped, *_lines(self.client.journal()), *map(str, self.pushes())))

    def export(self, format: str = "scenario") -> Any:  # noqa: A002  the word of the control plane
        """The journal as the text of a scenario file that replays it, or with ``"har"`` as an HTTP archive (a dict).

        :raises MockWxError: the journal is empty.
        """
        return self.client.export(format)

    # Worlds

    def load(self, scenario: AnyScenario) -> None:
        """Begin the world anew with a scenario: a file, a ready scenario's name, or a mapping."""
        self.client.load(scenario)

    def reset(self) -> None:
        """Back to the scenario's first state."""
        self.client.reset()

    def snapshot(self) -> dict[str, Any]:
        """All that the world remembers, with all its secrets, as a value that JSON can carry."""
        return self.client.snapshot()

    def restore(self, snapshot: Mapping[str, Any]) -> None:
        """Begin the world anew as it was when the snapshot was taken; no time has passed since.

        :raises MockWxError: that is no snapshot of this version; nothing has changed.
        """
        self.client.restore(snapshot)

    def renew(
        self, scenario: AnyScenario, *, series: str | None = None, outlived: bool | Literal["tokens"] = False
    ) -> None:
        """Begin the world anew as for another test; a server of one's own forgets its named worlds, too.

        :param series: tells the world's codes and keys apart from those of its like: a test's name, so that the test
            meets the same ones in every run and no other test's.
        :param outlived: access tokens of the former world stay good and time does not go back, for a backend that
            lives through both. With ``"tokens"`` time is the scenario's own all the same, and those tokens begin their
            two hours anew.
        """
        if self._server.is_running:
            for name in self.client.worlds():
                if name:
                    self.client.drop_world(name)
        self.client.load(scenario, series=series, outlived=outlived)

    # Hard-coded hosts

    @contextmanager
    def intercept(self, *, passthrough: str | None = None) -> Iterator[MockWx]:
        """While it lasts, ``https://api.weixin.qq.com`` and WeChat's other hosts are this mockwx: for requests, httpx,
        aiohttp, urllib and whatever else uses Python's sockets here, and for child processes by their environment.

        :param passthrough: which other hosts child processes may reach: ``all`` (default), or names with commas
            between. A server that was connected to decides that by itself.
        :raises MockWxError: it lasts already, or this is one of a server's named worlds.
        """
        from mockwx.intercept.reroute import AlreadyRerouted
        from mockwx.mock.interception import ProcessInterception

        if "/~" in self._url:
            raise MockWxError(
                both(
                    "interception leads to a server's default world; start a MockWx of its own instead",
                    "拦截只通向服务器的默认 world；请另外启动一个 MockWx",
                )
            )
        client = self.client
        if not self._server.is_running and passthrough is not None:
            raise MockWxError(
                both(
                    "a server that runs elsewhere was told at its start which hosts may be reached: mockwx serve "
                    "--passthrough",
                    "对外放行的主机由该服务器启动时决定：mockwx serve --passthrough",
                )
            )
        if self._process_interception is None:
            self._process_interception = ProcessInterception(self._url, self.address, client.ca())
        try:
            with (
                self._process_interception.in_place(),
                self._server.passing("all" if passthrough is None else passthrough),
            ):
                yield self
        except AlreadyRerouted:
            raise MockWxError(
                both(
                    "interception is on already, by this MockWx or by another",
                    "拦截已经开启（由此 MockWx 或另一个）",
                )
            ) from None

    def escaped(self) -> list[str]:
        """What tried to reach WeChat itself during the last :meth:`intercept`, and was stopped."""
        return [] if self._process_interception is None else list(self._process_interception.escaped)

    def _first_scenario(self) -> Scenario:
        from msgspec.structs import replace

        from mockwx.scenario.scenario import Scenario

        match self._scenario:
            case None:
                scenario = Scenario()
            case Scenario():
                scenario = self._scenario
            case _:
                scenario = read_scenario(self._scenario)
        return replace(scenario, any_app=True) if self._any_app else scenario


def _lines(entries: Sequence[JournalEntry]) -> Iterator[str]:
    for entry in entries:
        yield from entry.told()
