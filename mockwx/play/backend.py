"""The backend under test: where it listens, how it is asked for a login, and in which words it answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from mockwx.core.ids import appid_for
from mockwx.core.people.accounts import app_called
from mockwx.core.text.bilingual import both, unknown
from mockwx.scenario.language.known import ANYBODY
from mockwx.scenario.language.play_models import (
    ActionEntry,
    AnswerEntry,
    BackendDocument,
    BackendEntry,
    BackendFile,
    Outcome,
)
from mockwx.scenario.language.sentences import check
from mockwx.scenario.reading.bases import read_file
from mockwx.scenario.reading.places import Document, Spot
from mockwx.scenario.reading.plain import plain
from mockwx.scenario.reading.problems import ScenarioError
from mockwx.scenario.scenario import Scenario

_URL = re.compile(r"https?://[^\s/]+\S*")
_CODE = {"code": "$code"}
_SESSION = {"Authorization": "Bearer $session"}
CONVENTION: Mapping[str, Mapping[str, Any]] = {
    "login": {"request": "POST /login", "json": _CODE, "save": {"session": "$.token"}},
    "me": {"request": "GET /me", "headers": _SESSION},
    "phone": {"request": "POST /phone", "json": _CODE, "headers": _SESSION},
    "decrypt": {
        "request": "POST /decrypt",
        "json": {"encryptedData": "$encryptedData", "iv": "$iv"},
        "headers": _SESSION,
    },
}
"""How a backend does it of which only the URL is known."""


class Backend(Struct, frozen=True):
    url: str
    actions: Mapping[str, ActionEntry]
    guessed: frozenset[str]
    """Actions that are tried by the convention: nobody said that the backend has them."""
    outcomes: Mapping[Outcome, Sequence[AnswerEntry]]
    timeout: float
    """Seconds."""
    headers: Mapping[str, Any]

    def why_lacked(self, action: str) -> str | None:
        if action in self.actions:
            return None
        return unknown("action of this backend", "后端动作", action, self.actions)


class GivenBackend(Struct, frozen=True):
    """What the player was told of the backend, to be laid over what each scenario says of its own."""

    said: Mapping[str, Any] = field(default_factory=dict)
    apps: Mapping[str, Any] = field(default_factory=dict)
    """The appids and secrets that it is configured with."""

    @classmethod
    def read(cls, given: str | Path | Mapping[str, Any] | None) -> GivenBackend:
        """A URL, a file, or a mapping as such a file holds it.

        :raises ScenarioError: every problem of the file, with its line.
        """
        if given is None:
            return cls()
        if isinstance(given, str) and _URL.fullmatch(given):
            return cls({"url": given})
        if isinstance(given, Mapping):
            value, findings = plain(given)
            if findings:
                raise ScenarioError(Spot("<backend>").problem(each.path, each.what) for each in findings)
            return _read(Document(value, Spot("<backend>")))
        document = read_file(Path(given))
        if document.broken or document.problems:
            raise ScenarioError(document.problems)
        return _read(document)

    def for_scenario(self, scenario: Scenario) -> Backend:
        """:raises LookupError: nobody says where the backend is."""
        own, said = scenario.backend, self.said
        merged: dict[str, Any] = {**own, **said}
        for key in ("actions", "outcomes", "headers"):
            merged[key] = {**(own.get(key) or {}), **(said.get(key) or {})}
        # Who lists actions has listed them all; of a bare URL the usual ones are guessed.
        guessed = frozenset(CONVENTION) - frozenset(merged["actions"]) if set(said) <= {"url"} else frozenset()
        merged["actions"] = {name: CONVENTION[name] for name in CONVENTION if name in guessed} | merged["actions"]
        entry = BackendEntry.model_validate(merged)
        if entry.url is None:
            raise LookupError(
                both(
                    "nobody says where the backend is; give --backend http://127.0.0.1:8000, or its file with a url",
                    "没有说明后端地址；请用 --backend http://127.0.0.1:8000，或在后端文件里写 url",
                )
            )
        return Backend(
            url=entry.url.rstrip("/"),
            actions=entry.actions,
            guessed=guessed,
            outcomes=entry.outcomes,
            timeout=entry.timeout / 1000,
            headers=entry.headers,
        )

    def into(self, world: Mapping[str, Any]) -> dict[str, Any]:
        """A scenario's mapping with this backend's appid and secret in place of the default ones.

        What a scenario sets on purpose stays, such as the secret that somebody has reset.
        """
        if not self.apps:
            return dict(world)
        apps = dict(world.get("apps") or {}) or {name: {} for name in self.apps}
        for name, given in self.apps.items():
            own = dict(apps.get(name) or {})
            usual = {"appid": appid_for(name), "secret": app_called(name).secret}
            kept = {key: value for key, value in own.items() if value != usual.get(key, ...)}
            apps[name] = {**(given or {}), **kept}
        return {**world, "apps": apps}


def _read(document: Document) -> GivenBackend:
    value = document.value
    below = isinstance(value, dict) and "backend" in value
    model: type[BackendFile | BackendDocument] = BackendDocument if below else BackendFile
    found, findings = check(model, value, ANYBODY, spelled=lambda path: document.spot.at(path).text)
    if found is None or findings:
        raise ScenarioError(document.spot.problem(each.path, each.what, at_key=each.at_key) for each in findings)
    said = dict(value["backend"] if below else value)
    apps = (value if below else said).get("apps") or {}
    said.pop("apps", None)
    return GivenBackend(said, apps)
