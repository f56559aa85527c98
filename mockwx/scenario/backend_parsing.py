"""A backend's description from what a scenario, or a file of its own, says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import UNSET
from msgspec.structs import replace

from mockwx.scenario.audit_settings import Acceptance, AuditSettings
from mockwx.scenario.backend_actions import (
    Action,
    ActionRequest,
    AnswerPattern,
    AnswerPatterns,
)
from mockwx.scenario.backend_description import BackendDescription, BackendStart, WebLogin
from mockwx.scenario.language.audit_models import AuditEntry
from mockwx.scenario.language.backend_models import (
    ActionEntry,
    BackendEntry,
    LongActionEntry,
    WebLoginEntry,
    requests_of,
)
from mockwx.scenario.language.request_models import AnswerEntry, AnythingElseEntry, RequestEntry


def description_of(entry: BackendEntry | None) -> BackendDescription:
    if entry is None:
        return BackendDescription()
    written = entry.model_fields_set
    return BackendDescription(
        url=None if entry.url is None else entry.url.rstrip("/"),
        timeout=entry.timeout if "timeout" in written else None,
        headers=entry.headers if "headers" in written else None,
        actions={name: action_of(action) for name, action in entry.actions.items()} if "actions" in written else None,
        outcomes=_patterns(entry.outcomes) if "outcomes" in written else None,
        start=None if entry.start is None else BackendStart(entry.start.timeout, entry.start.ready),
        pace=entry.pace,
        address=entry.address,
        guest=tuple(map(_pattern, entry.guest)) if "guest" in written else None,
        web=tuple(map(_web_login, entry.web)) if "web" in written else None,
        audit=None if entry.audit is None else _audit_settings(entry.audit),
    )


def action_of(entry: ActionEntry | LongActionEntry) -> Action:
    return Action(tuple(_request(request) for request in requests_of(entry)), tuple(entry.before), entry.app)


def _web_login(entry: WebLoginEntry) -> WebLogin:
    callback = _request(entry.callback)
    if callback.query is None and callback.form is None and callback.body is UNSET:
        # As WeChat's own page does it.
        callback = replace(callback, query={"code": "$code", "state": "$state"})
    return WebLogin(_request(entry.start), callback, None if entry.poll is None else _request(entry.poll), entry.app)


def _audit_settings(entry: AuditEntry) -> AuditSettings:
    return AuditSettings(
        codes=tuple(entry.codes),
        doors=tuple(entry.doors),
        fields=tuple(entry.fields),
        log=entry.log,
        environment=entry.environment,
        pace=entry.pace,
        reset=None if entry.reset is None else _request(entry.reset),
        accept=tuple(Acceptance(**accepted.model_dump()) for accepted in entry.accept),
        outsiders=entry.outsiders,
        cloudrun=entry.cloudrun,
        like=entry.like,
    )


def _request(entry: RequestEntry) -> ActionRequest:
    method, path = entry.request
    return ActionRequest(
        method=method,
        path=path,
        body=entry.body if entry.has_json else UNSET,
        form=entry.form,
        query=entry.query,
        headers=entry.headers or {},
        save=entry.save,
        outcomes=_patterns(entry.outcomes),
    )


def _patterns(outcomes: Mapping[str, Sequence[AnswerEntry]]) -> AnswerPatterns:
    return {name: tuple(_pattern(answer) for answer in answers) for name, answers in outcomes.items()}


def _pattern(entry: AnswerEntry) -> AnswerPattern:
    if isinstance(entry, AnythingElseEntry):
        return AnswerPattern(means=entry.means)
    return AnswerPattern(entry.status, tuple(entry.values.items()), tuple(entry.headers.items()), entry.text)
