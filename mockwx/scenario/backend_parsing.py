"""A backend's description from what a scenario, or a file of its own, says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import UNSET

from mockwx.scenario.language.backend_models import (
    ActionEntry,
    AnswerEntry,
    AnythingElseEntry,
    BackendEntry,
    LongActionEntry,
    RequestEntry,
    requests_of,
)
from mockwx.scenario.plays import (
    Action,
    ActionRequest,
    AnswerPattern,
    AnswerPatterns,
    BackendDescription,
    BackendStart,
)


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
    )


def action_of(entry: ActionEntry | LongActionEntry) -> Action:
    return Action(tuple(_request(request) for request in requests_of(entry)), tuple(entry.before))


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
