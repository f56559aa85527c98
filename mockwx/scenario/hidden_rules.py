"""Rules that can never fire, because one above takes every call that they are for."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from mockwx.core.rules.rules import Rule, When
from mockwx.scenario.language.call_numbers import covers


def hidden_rules(rules: Mapping[int, Rule], names: Container[str] | None = None) -> Iterator[tuple[int, Rule]]:
    """The index of each hidden rule, of those named or of all, with the first one that hides it."""
    for nth, rule in rules.items():
        if names is not None and rule.name not in names:
            continue
        for above, other in rules.items():
            if above >= nth:
                break
            if _hides(other, rule):
                yield nth, other
                break


def _hides(above: Rule, below: Rule) -> bool:
    wide, narrow = above.when, below.when
    if above.times is not None or (wide.chance is not None and wide.chance < 1):
        return False
    if wide.api != narrow.api or wide.app not in (None, narrow.app) or wide.user not in (None, narrow.user):
        return False
    if wide.between is not None and not (
        narrow.between is not None and wide.between[0] <= narrow.between[0] and narrow.between[1] <= wide.between[1]
    ):
        return False
    # Call numbers can be compared only where both rules count the same calls.
    return covers(wide.call, narrow.call if _count_alike(wide, narrow) else None)


def _count_alike(one: When, other: When) -> bool:
    return (one.app, one.user, one.count_by) == (other.app, other.user, other.count_by)
