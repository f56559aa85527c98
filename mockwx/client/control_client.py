"""ControlClient: every control call of one world, in process or over HTTP; ``do`` sends any verb."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from msgspec import convert

from mockwx.client.errors import MockWxError
from mockwx.client.records import AppCredentials, JournalEntry, Pushed, UnmetCalls
from mockwx.client.scenarios import as_document
from mockwx.client.transport import InProcess, Transport
from mockwx.core.text.bilingual import both
from mockwx.scenario.scenario import Scenario

if TYPE_CHECKING:
    from mockwx.client.scenarios import AnyScenario
    from mockwx.control.control_routes import ControlPlane

POLL_SECONDS = 0.01
"""Seconds between two looks at the journal of a server in this process."""
ALL = 10**9
"""More entries than any journal keeps."""


class ControlClient:
    """Drives one world of a mockwx server, as all of its tools do: MockWx, the player and the command line.

    Whatever it is asked that cannot be done raises :class:`MockWxError`, with the control plane's own words and its
    HTTP status; nothing has changed then. Nothing here is kept: each method is one control call.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @classmethod
    def in_process(cls, plane: ControlPlane, *, world: str = "") -> ControlClient:
        """For a server of this very process."""
        return cls(InProcess(plane, world))

    @classmethod
    def connect(cls, url: str, *, token: str | None = None, world: str | None = None) -> ControlClient:
        """For a server that runs already, at its URL; ``token`` where it asks for one, ``world`` one of its worlds.

        :raises MockWxError: nothing answers there, or something that is no mockwx.
        """
        # Loaded on first use: a test with a server of its own speaks no HTTP with it.
        from mockwx.client.over_http import OverHttp

        server, _, named = url.rstrip("/").partition("/~")
        client = cls(OverHttp(server, token, world or named))
        health = client.call("GET", "health")
        if not isinstance(health, Mapping) or "clock" not in health:
            raise MockWxError(both(f"that is no mockwx at {client.url}", f"{client.url} 不是 mockwx"))
        return client

    def __repr__(self) -> str:
        return f"<ControlClient of {self.url}>"

    @property
    def url(self) -> str:
        """The world's URL: what a backend uses in place of ``https://api.weixin.qq.com``."""
        return self._transport.url

    def in_world(self, name: str) -> ControlClient:
        """The same for another world of the server; the default world's name is empty."""
        return ControlClient(self._transport.to_world(name))

    def call(self, method: str, path: str, body: object = None, *, query: Mapping[str, object] | None = None) -> Any:
        """Any control call by its path below ``/_mockwx/``, quoted as in a URL; what is None in ``query`` is left out.

        JSON comes as a value, a text as str, another document as bytes.
        """
        said = {name: str(value) for name, value in (query or {}).items() if value is not None}
        return self._transport.call(method, path, said, body)

    def do(self, verb: str, /, **args: object) -> dict[str, Any]:
        """Any verb, in the words of a scenario's steps: ``do("phone.login", user="alice")``.

        What is None is left out. The answer is the verb's own: what ``wx.*`` gives, or what has changed.
        """
        body = {name: value for name, value in args.items() if value is not None}
        return dict(self.call("POST", verb.replace(".", "/", 1), body))

    # Time

    def health(self) -> dict[str, Any]:
        """``status``, ``version``, ``clock`` and ``world``; of one of several servers on a Redis also its ``pid``."""
        return dict(self.call("GET", "health"))

    def clock(self) -> dict[str, Any]:
        """``at`` in Beijing time, ``unix`` in seconds, ``mode``: frozen or flowing."""
        return dict(self.call("GET", "clock"))

    def set_clock(self, at: str | None = None, mode: Literal["frozen", "flowing"] | None = None) -> dict[str, Any]:
        """``at``: an ISO 8601 instant with its zone. Answers as :meth:`clock`."""
        said = {name: value for name, value in (("at", at), ("mode", mode)) if value is not None}
        return dict(self.call("PUT", "clock", said))

    # Worlds

    def worlds(self) -> list[str]:
        """The names of all worlds of the server; the default world's is empty."""
        return list(self.call("GET", "worlds")["worlds"])

    def make_world(self, name: str | None = None, scenario: AnyScenario | None = None) -> dict[str, Any]:
        """A world beside this one: its ``name``, ``base_url``, ``apps`` and ``users``; a free name is found for it.

        :raises MockWxError: with status 409 where there is one of that name.
        """
        said = {"name": name, "scenario": None if scenario is None else as_document(scenario)}
        return dict(self.call("POST", "worlds", {key: value for key, value in said.items() if value is not None}))

    def drop_world(self, name: str) -> None:
        self.call("DELETE", f"worlds/{quote(name, safe='')}")

    def load(
        self, scenario: AnyScenario, *, outlived: bool | Literal["tokens"] = False, series: str | None = None
    ) -> None:
        """Begin the world anew: with a scenario file, a ready scenario's name, or a mapping of the same shape.

        ``outlived``: one backend lives through both worlds, so access tokens that it may keep stay good, and time does
        not go back; with ``"tokens"`` time is the scenario's own all the same, and those tokens begin their two hours
        anew. ``series`` tells the world's codes and keys apart from those of its like; equal ones in every run
        for the same series.
        """
        # A file is read here and its world is built there: both ends may be different machines.
        as_it_is = isinstance(scenario, Scenario) and isinstance(self._transport, InProcess)
        query = {"outlived": "true" if outlived is True else outlived or None, "series": series}
        self.call("PUT", "scenario", scenario if as_it_is else as_document(scenario), query=query)

    def scenario(self) -> dict[str, Any]:
        """The scenario that the world began with, as one JSON object."""
        return dict(self.call("GET", "scenario"))

    def scenario_text(self) -> str:
        """The same as the text that it was written in."""
        return str(self.call("GET", "scenario", query={"format": "yaml"}))

    def reset(self) -> None:
        """Back to the scenario's first state; only codes, keys and tokens are new ones."""
        self.call("POST", "reset")

    def snapshot(self) -> dict[str, Any]:
        """All that the world remembers, with all its secrets, as a value that JSON can carry."""
        return dict(self.call("GET", "snapshot"))

    def restore(self, snapshot: Mapping[str, Any]) -> None:
        """Begin the world anew as it was when the snapshot was taken; no time has passed since.

        :raises MockWxError: that is no snapshot of this version.
        """
        self.call("PUT", "snapshot", snapshot)

    # Apps and users

    def apps(self) -> dict[str, AppCredentials]:
        """All apps by name, in the scenario's order."""
        return {name: AppCredentials.of(app) for name, app in self.call("GET", "apps").items()}

    def app(self, name: str) -> dict[str, Any]:
        """All that is known of an app, by name or appid, in the words of a scenario's ``apps``."""
        return dict(self.call("GET", f"apps/{quote(name, safe='')}"))

    def put_app(self, name: str, **changes: object) -> dict[str, Any]:
        """Add or change an app, in the words of a scenario's ``apps``; what is not said stays as it is."""
        return dict(self.call("PUT", f"apps/{quote(name, safe='')}", changes))

    def users(self) -> dict[str, dict[str, Any]]:
        """Users by name, at most 1000, each as :meth:`user`."""
        return dict(self.call("GET", "users"))

    def user(self, name: str, *, drawn: bool = False) -> dict[str, Any]:
        """A user as declared, with ``openids`` by app and ``unionids`` by owner.

        ``drawn``: what nobody declared (phone, nickname, gender, city, province) is told as the user's phone tells it,
        drawn from the world's seed; else it is None.

        :raises MockWxError: with status 404 where nobody declared or made the user.
        """
        query = {"drawn": "true" if drawn else None}
        return dict(self.call("GET", f"users/{quote(name, safe='')}", query=query))

    def put_user(self, name: str, **changes: object) -> dict[str, Any]:
        """Add or change a user, in the words of a scenario's ``users``; what is not said stays as it is."""
        return dict(self.call("PUT", f"users/{quote(name, safe='')}", changes))

    # Rules

    def rules(self) -> list[dict[str, Any]]:
        """The rules as in a scenario file, each with how many calls it has ``seen`` and its ``hits``."""
        return list(self.call("GET", "rules")["rules"])

    def add_rule(self, rule: Mapping[str, Any]) -> dict[str, Any]:
        """Below the others; one of the same name is replaced where it stands.

        It comes back as in :meth:`rules`, with ``warnings``, such as that it can never fire.
        """
        return dict(self.call("POST", "rules", rule))

    def replace_rules(self, rules: Iterable[Mapping[str, Any]]) -> list[str]:
        """These in place of all others; a sentence for each that can never fire is returned."""
        return list(self.call("PUT", "rules", {"rules": list(rules)})["warnings"])

    def remove_rule(self, name: str) -> None:
        self.call("DELETE", f"rules/{quote(name, safe='')}")

    def remove_rules(self) -> list[str]:
        """All of them; their names are returned."""
        return list(self.call("DELETE", "rules")["removed"])

    # What happened

    def journal(
        self,
        api: str | None = None,
        *,
        user: str | None = None,
        app: str | None = None,
        errcode: int | str | None = None,
        since: int | None = None,
        limit: int | None = None,
    ) -> list[JournalEntry]:
        """Entries, oldest first, with secrets masked: those after number ``since``, the last ``limit`` of them."""
        query = {
            "api": api, "user": user, "app": app, "errcode": errcode, "since": since,
            "limit": ALL if limit is None else limit,
        }  # fmt: skip
        return [JournalEntry.of(entry) for entry in self.call("GET", "journal", query=query)["entries"]]

    def journal_note(self) -> str | None:
        """A sentence about entries that were dropped for their size; None where none was."""
        note: str | None = self.call("GET", "journal", query={"limit": 1}).get("note")
        return note

    def wait(
        self,
        api: str | None = None,
        *,
        count: int = 1,
        timeout: str = "10s",
        user: str | None = None,
        app: str | None = None,
        errcode: int | str | None = None,
    ) -> list[JournalEntry] | None:
        """Wait in real time until there are ``count`` such entries; None: they did not come within ``timeout``."""
        query = {"api": api, "count": count, "timeout": timeout, "user": user, "app": app, "errcode": errcode}
        try:
            answer = self.call("GET", "journal/wait", query=query)
            # A server that is reached over HTTP has waited already.
            from mockwx.server.real_clock import monotonic

            until = monotonic() + answer["timeout_ms"] / 1000
            while not answer["enough"] and monotonic() < until:
                time.sleep(POLL_SECONDS)
                answer = self.call("GET", "journal/wait", query=query)
        except MockWxError as error:
            if error.status == 408:
                return None
            raise
        return [JournalEntry.of(entry) for entry in answer["entries"]] if answer["enough"] else None

    def clear_journal(self) -> None:
        """Forget all entries; numbers go on."""
        self.call("DELETE", "journal")

    def difference(self, calls: Iterable[Mapping[str, Any]]) -> str | None:
        """Why it is not so that these calls came; None where it is so. The words are those of ``expect.calls``."""
        refusal = self._verify(calls)
        return None if refusal is None else refusal.what

    def unmet_calls(self, calls: Iterable[Mapping[str, Any]]) -> UnmetCalls | None:
        """The same for programs."""
        refusal = self._verify(calls)
        return None if refusal is None else convert(refusal.more, UnmetCalls)

    def _verify(self, calls: Iterable[Mapping[str, Any]]) -> MockWxError | None:
        try:
            self.call("POST", "verify", {"calls": [dict(call) for call in calls]})
        except MockWxError as error:
            if error.status == 409:
                return error
            raise
        return None

    def pushes(
        self,
        event: str | None = None,
        *,
        user: str | None = None,
        app: str | None = None,
        since: int | None = None,
        limit: int | None = None,
    ) -> list[Pushed]:
        """What was sent to callbacks, oldest first; secrets are masked. ``since``, ``limit``: as in :meth:`journal`."""
        query = {"event": event, "user": user, "app": app, "since": since, "limit": ALL if limit is None else limit}
        return [Pushed.of(push) for push in self.call("GET", "pushes", query=query)["pushes"]]

    def leaks(self, text: str) -> list[dict[str, Any]]:
        """The world's secrets that stand in a text from elsewhere, also where they are escaped or encoded.

        Each with ``what`` it is, whose (``app`` and ``user``), the ``decodings`` that had to be undone, from the
        outside in (empty: it stands there as it is), and ``line`` and ``column``, from 1.
        """
        return list(self.call("POST", "leaks", {"text": text})["leaks"]) if text else []

    def export(self, format: str = "scenario") -> Any:  # noqa: A002  the word of the control plane
        """The journal as the text of a scenario file that replays it, or with ``"har"`` as an HTTP archive (a dict).

        :raises MockWxError: with status 409 where the journal is empty.
        """
        return self.call("GET", "export", query={"format": format})

    # Documents

    def ca(self) -> str:
        """The test CA's certificate as PEM, for clients that speak TLS with mockwx."""
        return str(self.call("GET", "ca.pem"))

    def certificate(self) -> str:
        """Whose certificate clients are shown that speak TLS with mockwx: ``trusted`` or ``untrusted``."""
        return str(self.call("GET", "interception")["certificate"])

    def show_certificate(self, certificate: Literal["trusted", "untrusted"]) -> None:
        """Whose certificate clients see whose TLS connections begin from now on; for all worlds of the server.

        ``untrusted``: of a CA that no client was told to trust. A call that comes all the same is in the journal with
        ``untrusted_certificate``: its client checks no certificates.
        """
        self.call("PUT", "interception", {"certificate": certificate})

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document of the data plane."""
        return dict(self.call("GET", "openapi.json"))

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of a scenario file."""
        return dict(self.call("GET", "schema.json"))

    def fidelity(self) -> dict[str, Any]:
        """How every behaviour is known: documented, observed or assumed."""
        return dict(self.call("GET", "fidelity"))

    def vocabulary(self) -> dict[str, Any]:
        """What can be named: ``apis`` with their errcodes, ``errcodes`` with advice, ``verbs``, ``scenarios``."""
        return dict(self.call("GET", "vocabulary"))

    def verdict(self) -> dict[str, Any] | None:
        """The last one that was left in this world."""
        verdict: dict[str, Any] | None = self.call("GET", "verdict")["verdict"]
        return verdict

    def leave_verdict(self, verdict: Mapping[str, Any]) -> dict[str, Any]:
        """For the console: ``kind``, ``title``, ``state`` (``passed``, ``failed``), ``at``, and ``parts``, each with
        ``name``, ``state`` and ``what``."""
        return dict(self.call("PUT", "verdict", verdict)["verdict"])

    def phone_about(self, user: str, *, app: str | None = None) -> dict[str, Any]:
        """What a phone that runs JavaScript knows without asking WeChat: ``appid``, ``base_library``, the world's time
        as ``unix`` (seconds), and the hosts whose requests are relayed (``relays``).

        :raises MockWxError: with status 404 where there is no such app.
        """
        return dict(self.call("GET", "phone/about", query={"user": user, "app": app}))

    def wx_script(self) -> str:
        """The phone's side for JavaScript, wx.js."""
        return str(self.call("GET", "wx.js"))

    def picture(self, path: str) -> bytes:
        """The JPEG of a chosen avatar; ``path`` as ``picture`` in the answer of ``phone.chooseAvatar``."""
        return bytes(self.call("GET", path.removeprefix("/_mockwx/")))
