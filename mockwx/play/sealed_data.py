"""Sealed data as the backend opens it: whichever of getPhoneNumber's and getUserInfo's its file says."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec.structs import replace

from mockwx.scenario.language.play_values import variables
from mockwx.scenario.steps import Step

DECRYPT = "decrypt"
SEALED_BY = {"phone_sealed": "phone.getPhoneNumber", "profile": "phone.getUserInfo"}
"""What opens sealed data, and what the phone seals for it. A file that has both is asked for the first."""


def for_backend(steps: Sequence[Step], actions: Collection[str]) -> tuple[Step, ...]:
    """The steps with this backend's own action in place of ``decrypt``, and what the phone seals for that one."""
    if DECRYPT in actions:
        # As it was before there were two: the file says decrypt, and means the phone number.
        return tuple(_with_action(step, DECRYPT if step.action == "phone_sealed" else step.action) for step in steps)
    name = next((name for name in SEALED_BY if name in actions), None)
    if name is None:
        return tuple(steps)
    opened = {kept for step in steps if step.action == DECRYPT for kept in _kept_names(step)}
    return tuple(
        replace(step, verb=SEALED_BY[name])
        if step.verb == "phone.getPhoneNumber" and step.keep in opened
        else _with_action(step, name if step.action == DECRYPT else step.action)
        for step in steps
    )


def _with_action(step: Step, action: str | None) -> Step:
    return step if action is None else replace(step, verb=f"backend.{action}")


def _kept_names(step: Step) -> Iterator[str]:
    for _, variable in variables([dict(step.args), *map(dict, step.branches)]):
        name, dot, _ = variable.partition(".")
        if dot:
            yield name
