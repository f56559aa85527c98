"""A backend's description from what a scenario, or a file of its own, says of it."""

from __future__ import annotations

from msgspec import UNSET

from mockwx.scenario.language.play_models import ActionEntry, BackendEntry
from mockwx.scenario.plays import Action, AnswerPattern, BackendDescription


def description_of(entry: BackendEntry | None) -> BackendDescription:
    if entry is None:
        return BackendDescription()
    said = entry.model_fields_set
    return BackendDescription(
        url=None if entry.url is None else entry.url.rstrip("/"),
        timeout=entry.timeout if "timeout" in said else None,
        headers=entry.headers if "headers" in said else None,
        actions={name: action_of(action) for name, action in entry.actions.items()} if "actions" in said else None,
        outcomes={
            outcome: tuple(AnswerPattern(each.status, tuple(each.values.items())) for each in answers)
            for outcome, answers in entry.outcomes.items()
        }
        if "outcomes" in said
        else None,
    )


def action_of(entry: ActionEntry) -> Action:
    method, path = entry.request
    return Action(
        method=method,
        path=path,
        body=entry.body if entry.has_json else UNSET,
        form=entry.form,
        query=entry.query,
        headers=entry.headers or {},
        save=entry.save,
    )
