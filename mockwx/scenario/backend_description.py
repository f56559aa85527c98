"""What is said of a backend, as a value: where it is, how it is started and asked, and what its answers mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from mockwx.scenario.audit_settings import AuditSettings
from mockwx.scenario.backend_actions import (
    Action,
    ActionRequest,
    AnswerPattern,
    AnswerPatterns,
)


class BackendStart(Struct, frozen=True):
    """How one knows that a backend that was started is up; None where nothing is said of it."""

    timeout: int | None = None
    """Milliseconds of real time that it may take."""
    ready: tuple[str, str] | None = None
    """Method and path of a request that is answered with less than 400 then; else any answer will do."""


class WebLogin(Struct, frozen=True):
    """A login in a browser. The callback's variables are ``$code`` and ``$state``."""

    start: ActionRequest
    callback: ActionRequest
    poll: ActionRequest | None = None
    app: str | None = None
    """None: the first app that has such a page."""


class BackendDescription(Struct, frozen=True):
    """What is said of a backend; None where nothing is."""

    url: str | None = None
    timeout: int | None = None
    """Milliseconds of real time."""
    headers: Mapping[str, Any] | None = None
    actions: Mapping[str, Action] | None = None
    outcomes: AnswerPatterns | None = None
    start: BackendStart | None = None
    pace: int | None = None
    """Milliseconds of real time from one request to the next."""
    address: str | None = None
    """The header by which the backend knows a client's address; each user has one of their own in it."""
    guest: tuple[AnswerPattern, ...] | None = None
    """Answers of ``me`` that are ok although nobody is logged in."""
    web: tuple[WebLogin, ...] | None = None
    audit: AuditSettings | None = None

    def over(self, other: BackendDescription) -> BackendDescription:
        """Both together; where they differ, this one is right. Headers, actions and outcomes differ one by one."""
        return BackendDescription(
            url=self.url if self.url is not None else other.url,
            timeout=self.timeout if self.timeout is not None else other.timeout,
            headers={**(other.headers or {}), **(self.headers or {})},
            actions={**(other.actions or {}), **(self.actions or {})},
            outcomes={**(other.outcomes or {}), **(self.outcomes or {})},
            start=self.start if self.start is not None else other.start,
            pace=self.pace if self.pace is not None else other.pace,
            address=self.address if self.address is not None else other.address,
            guest=self.guest if self.guest is not None else other.guest,
            web=self.web if self.web is not None else other.web,
            audit=self.audit if self.audit is not None else other.audit,
        )

    @property
    def only_its_url(self) -> bool:
        """Nothing but where it is, how fast and how it starts: then its actions are the usual ones."""
        return all(setting is None for setting in (self.timeout, self.headers, self.actions, self.outcomes, self.web))
