"""The backend under test: where it listens, how it is asked for a login, and in which words it answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from mockwx.core.ids import appid_for
from mockwx.core.people.accounts import app_called
from mockwx.core.text.bilingual import both
from mockwx.core.text.did_you_mean import unknown
from mockwx.core.web.hosts import API_HOST
from mockwx.play.run_state import RunState
from mockwx.scenario.audit_settings import AuditSettings
from mockwx.scenario.backend_actions import Action, AnswerPattern, AnswerPatterns
from mockwx.scenario.backend_description import BackendDescription, BackendStart, WebLogin
from mockwx.scenario.backend_parsing import action_of, description_of
from mockwx.scenario.language.backend_models import ActionEntry, BackendDocument, BackendFile
from mockwx.scenario.language.names import ANYBODY
from mockwx.scenario.language.pydantic_errors import check
from mockwx.scenario.reading.places import Place, SourceDocument
from mockwx.scenario.reading.problems import ScenarioError
from mockwx.scenario.reading.python_values import plain
from mockwx.scenario.reading.use_merging import read_file
from mockwx.scenario.scenario import Scenario
from mockwx.scenario.web_actions import OPEN, OPENING, web_actions

_URL = re.compile(r"https?://[^\s/]+\S*")
_CODE = {"code": "$code"}
_SESSION = {"Authorization": "Bearer $session"}
_CONVENTION: Mapping[str, Mapping[str, Any]] = {
    "login": {"request": "POST /login", "json": _CODE, "save": {"session": "$.token"}},
    "me": {"request": "GET /me", "headers": _SESSION},
    "phone": {"request": "POST /phone", "json": _CODE, "headers": _SESSION},
    "decrypt": {
        "request": "POST /decrypt",
        "json": {"encryptedData": "$encryptedData", "iv": "$iv"},
        "headers": _SESSION,
    },
}
CONVENTION = {name: action_of(ActionEntry.model_validate(written)) for name, written in _CONVENTION.items()}
"""How a backend does it of which only the URL is known."""
SHOP = "shop"
"""The app where a file names none."""
TIMEOUT = 10_000
"""Milliseconds, where nobody says how long to wait for an answer."""


class Backend(Struct, frozen=True):
    url: str
    actions: Mapping[str, Action]
    guessed: frozenset[str]
    """Actions that are tried by the convention: nobody said that the backend has them."""
    outcomes: AnswerPatterns
    timeout: float
    """Seconds."""
    headers: Mapping[str, Any]
    start: BackendStart = BackendStart()
    pace: float = 0.0
    """Seconds from one request to the next."""
    address: str | None = None
    """The header in which each user has an address of their own."""
    guest: tuple[AnswerPattern, ...] = ()
    """Answers of ``me`` that are ok although nobody is logged in."""
    web: tuple[WebLogin, ...] = ()
    audit: AuditSettings = AuditSettings()

    def why_missing(self, action: str) -> str | None:
        if action in self.actions:
            return None
        return unknown("action of this backend", "后端动作", action, self.actions)


class BackendSettings(Struct, frozen=True):
    """What the player was told of the backend, to be laid over what each scenario says of its own."""

    described: BackendDescription = BackendDescription()
    apps: Mapping[str, Any] = field(default_factory=dict)
    """The appids and secrets that it is configured with, as a scenario's ``apps`` are written."""
    run: RunState = field(default_factory=RunState)
    """What is learnt of it from play to play."""

    @classmethod
    def read(cls, backend: str | Path | Mapping[str, Any] | None) -> BackendSettings:
        """A URL, a file, or a mapping as such a file holds it.

        :raises ScenarioError: every problem of the file, with its line.
        """
        if backend is None:
            return cls()
        if isinstance(backend, str) and _URL.fullmatch(backend):
            return cls(BackendDescription(url=backend.rstrip("/")))
        if isinstance(backend, Mapping):
            value, findings = plain(backend)
            if findings:
                raise ScenarioError(Place("<backend>").problem(finding.path, finding.what) for finding in findings)
            return _parse(SourceDocument(value, Place("<backend>")))
        return cls.of(read_file(Path(backend)))

    @classmethod
    def of(cls, document: SourceDocument) -> BackendSettings:
        """:raises ScenarioError: every problem of the file, with its line."""
        if document.broken or document.problems:
            raise ScenarioError(document.problems)
        return _parse(document)

    def for_scenario(self, scenario: Scenario) -> Backend:
        """:raises LookupError: nobody says where the backend is."""
        described = self.described.over(scenario.backend)
        if described.url is None:
            raise LookupError(
                both(
                    "nobody says where the backend is; give --backend http://127.0.0.1:8000, or its file with a url",
                    "没有说明后端地址；请用 --backend http://127.0.0.1:8000，或在后端文件里写 url",
                )
            )
        actions = described.actions or {}
        # Who lists actions has listed them all; of a bare URL the usual ones are guessed.
        guessed = CONVENTION.keys() - actions.keys() if self.described.only_its_url else frozenset()
        return Backend(
            url=described.url,
            actions={OPEN: OPENING}
            | {name: action for name, action in CONVENTION.items() if name in guessed}
            | web_actions(described.web or ())
            | dict(actions),
            guessed=frozenset(guessed),
            outcomes=described.outcomes or {},
            timeout=(TIMEOUT if described.timeout is None else described.timeout) / 1000,
            headers=described.headers or {},
            start=described.start or BackendStart(),
            pace=(described.pace or 0) / 1000,
            address=described.address,
            guest=described.guest or (),
            web=described.web or (),
            audit=described.audit or AuditSettings(),
        )

    def environment(self, wechat: str | None) -> dict[str, str]:
        """The variables that ``audit.environment`` names, with their values.

        ``wechat``: the mockwx that is asked in place of WeChat; None: WeChat's own hosts are led to it.

        What an app does not have, such as a callback's key, is left away.
        """
        audit = self.described.audit or AuditSettings()
        first = next(iter(self.apps), SHOP)
        variables = {}
        for variable, setting in audit.environment.items():
            of = setting.of
            value = _url(wechat, of) if setting.name == "url" else self._setting(of or first, setting.name)
            if value is not None:
                variables[variable] = value
        return variables

    def url_variables(self) -> tuple[str, ...]:
        """Those that tell the backend where api.weixin.qq.com is."""
        environment = (self.described.audit or AuditSettings()).environment
        return tuple(variable for variable, setting in environment.items() if str(setting) == "url")

    def _setting(self, app: str, name: str) -> str | None:
        written = self.apps.get(app) or {}
        if name in ("token", "aes_key"):
            return (written.get("callback") or {}).get(name)
        usual = appid_for(app) if name == "appid" else app_called(app).secret
        return written.get(name, usual)

    def into(self, world: Mapping[str, Any]) -> dict[str, Any]:
        """A scenario's mapping with this backend's appid and secret in place of the default ones.

        What a scenario sets on purpose stays, such as the secret that somebody has reset.
        """
        if not self.apps:
            return dict(world)
        apps = dict(world.get("apps") or {}) or {name: {} for name in self.apps}
        for name, app in self.apps.items():
            own = dict(apps.get(name) or {})
            usual = {"appid": appid_for(name), "secret": app_called(name).secret}
            kept = {key: value for key, value in own.items() if value != usual.get(key, ...)}
            apps[name] = {**(app or {}), **kept}
        return {**world, "apps": apps}


def _url(wechat: str | None, host: str | None) -> str:
    if wechat is None:
        return f"https://{host or API_HOST}"
    return wechat if host is None else f"{wechat}/{host}"


def _parse(document: SourceDocument) -> BackendSettings:
    value = document.value
    below = isinstance(value, dict) and "backend" in value
    model: type[BackendFile | BackendDocument] = BackendDocument if below else BackendFile
    entry, findings = check(model, value, ANYBODY, spelled=lambda path: document.place.at(path).text)
    if entry is None or findings:
        raise ScenarioError(
            document.place.problem(finding.path, finding.what, at_key=finding.at_key) for finding in findings
        )
    backend = entry.backend if isinstance(entry, BackendDocument) else entry
    # Apps are sent on as they are written, below those of a scenario.
    return BackendSettings(description_of(backend), value.get("apps") or {})
