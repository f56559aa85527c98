"""What was measured: a figure of mockwx, one beside it, and whether the target is met."""

from __future__ import annotations

import operator
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

_SIGNS = {"≥": operator.ge, "≤": operator.le, "<": operator.lt}


@dataclass(frozen=True, slots=True)
class Target:
    sign: str
    limit: float

    def met(self, value: float) -> bool:
        return bool(_SIGNS[self.sign](value, self.limit))

    def __str__(self) -> str:
        return f"{self.sign} {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Measured:
    key: str
    """The same in every run."""
    what: str
    value: float | None = None
    """What the target is about, a ratio or ``ours``; None: not measured."""
    target: Target | None = None
    """None: told for what it is worth."""
    unit: str = ""
    """Of ``ours`` and ``other``."""
    ours: float | None = None
    other: float | None = None
    noise: float = 0.0
    """Half of the middle half of all rounds' values, as a share of the median."""
    remark: str = ""
    """Which way was measured; or why it was not."""

    @property
    def met(self) -> bool | None:
        """None where there is no target."""
        if self.target is None:
            return None
        return self.value is not None and self.target.met(self.value)

    @property
    def is_doubtful(self) -> bool:
        """Whether another run may well judge otherwise: the limit lies within the noise."""
        if self.target is None or self.value is None:
            return False
        return abs(self.value - self.target.limit) < self.noise * self.value

    @property
    def is_ratio(self) -> bool:
        return self.value != self.ours


Pairs = Sequence[tuple[float, float]]


def in_turn(ours: Callable[[], float], other: Callable[[], float], rounds: int) -> Pairs:
    """Both measured in turn, after one round that does not count."""
    return [(ours(), other()) for _ in range(rounds + 1)][1:]


def compared(key: str, what: str, unit: str, pairs: Pairs, target: Target | None, remark: str = "") -> Measured:
    """The medians, and the median of each round's ratio: what slows a machine down for a while slows both."""
    ours, other = (statistics.median(each) for each in zip(*pairs, strict=True))
    ratios = [mine / its for mine, its in pairs]
    return Measured(key, what, statistics.median(ratios), target, unit, ours, other, _noise(ratios), remark)


def alone(
    key: str, what: str, unit: str, values: Iterable[float], target: Target | None, *, other: float | None = None
) -> Measured:
    """A figure that is its own measure; ``other`` is only there to give an idea."""
    found = list(values)
    middle = statistics.median(found)
    return Measured(key, what, middle, target, unit, middle, other, _noise(found))


def _noise(values: Sequence[float]) -> float:
    if len(values) < 2:
        return 0.0
    first, _, third = statistics.quantiles(values, n=4, method="inclusive")
    return (third - first) / 2 / statistics.median(values)
