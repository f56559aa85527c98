"""Rules: when → then. What WeChat does wrong, to whom, and how often.

Rules of this file: the first rule that matches wins, top to bottom. Every rule counts all the calls that its api,
app and user fit, also those that an earlier rule takes: the third call is the third call. Chance is a draw from
seed, rule, counter scope and n, so it does not depend on what other users do. A rule that does not fire says why.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from mockwx.core.ids import fraction
from mockwx.core.rules.faults import Fault, Unreachable
from mockwx.core.rules.hold_count import Gatherings, Hold
from mockwx.core.tables.table import OpenTable
from mockwx.core.text.durations import spell_duration
from mockwx.core.wire import Held, RuleTrace

CountBy = Literal["rule", "user", "app", "code"]


class Calls(Struct, frozen=True):
    """Which calls, counted from 1: ``first`` to ``last`` (None: for ever), one of the ``listed``, or every n-th."""

    text: str
    first: int = 1
    last: int | None = None
    listed: tuple[int, ...] | None = None
    every: int | None = None

    def __contains__(self, nth: int) -> bool:
        if self.every is not None:
            return nth % self.every == 0
        if self.listed is not None:
            return nth in self.listed
        return self.first <= nth and (self.last is None or nth <= self.last)


class When(Struct, frozen=True):
    api: str
    app: str | None = None
    user: str | None = None
    call: Calls | None = None
    count_by: CountBy = "rule"
    chance: float | None = None
    between: tuple[int, int] | None = None
    """Milliseconds since the world's clock started."""


class Latency(Struct, frozen=True):
    """Real milliseconds. Where ``p99`` differs from ``p50`` they are drawn from the log-normal through both."""

    p50: int
    p99: int

    def draw(self, *parts: object) -> int:
        if self.p50 == self.p99 or self.p50 == 0:
            return self.p50
        # Loaded on first use: it takes a while, and few rules draw.
        from statistics import NormalDist

        spread = math.log(self.p99 / self.p50) / NormalDist().inv_cdf(0.99)
        where = NormalDist().inv_cdf(min(max(fraction(*parts), 1e-6), 1 - 1e-6))
        return round(self.p50 * math.exp(spread * where))


class Rule(Struct, frozen=True):
    name: str
    when: When
    fault: Fault | None = None
    """None: WeChat answers as ever (and only late)."""
    latency: Latency | None = None
    commit: bool = False
    """WeChat does its work, then the answer fails."""
    times: int | None = None
    """Fires at most so often."""
    hold: Hold | None = None
    """The answer waits for those of other calls on which the rule fires."""


class Subject(Struct, frozen=True):
    """What a call is about, as far as can be told before WeChat looks at it."""

    api: str
    path: str
    app: str | None
    appid: str | None
    user: str | None
    code: str | None
    secure: bool = False
    """The call came over TLS."""


class Decision(Struct, frozen=True):
    rule: Rule | None
    trace: tuple[RuleTrace, ...]
    delay: int = 0
    held: Held | None = None


class Tally(Struct, frozen=True):
    """What a rule has seen: calls that it fits, and how often it fired."""

    seen: int = 0
    hits: int = 0


UNMOVED = Decision(None, ())


class Rules:
    def __init__(self, open_table: OpenTable, seed: str) -> None:
        self._rules = open_table("rules", tuple[Rule, ...])
        self._tallies = open_table("tallies", Tally)
        self.gatherings = Gatherings(open_table)
        self._seed = seed

    def all(self) -> tuple[Rule, ...]:
        return self._rules.get("all") or ()

    def replace_all(self, rules: Iterable[Rule]) -> None:
        """The new rules start to count from zero."""
        for rule in self.all():
            self.remove(rule.name)
        self._rules.put("all", tuple(rules))

    def add(self, rule: Rule) -> None:
        """Below the others; a rule of the same name is replaced where it stands and counts from zero."""
        rules = list(self.all())
        names = [former.name for former in rules]
        if rule.name in names:
            self._forget(rule.name)
            rules[names.index(rule.name)] = rule
        else:
            rules.append(rule)
        self._rules.put("all", tuple(rules))

    def remove(self, name: str) -> bool:
        rules = self.all()
        left = tuple(rule for rule in rules if rule.name != name)
        self._forget(name)
        self._rules.put("all", left)
        return len(left) < len(rules)

    def _forget(self, name: str) -> None:
        """What the rule has counted, also for each user, app or code."""
        for key, _ in list(self._tallies.items()):
            if key == name or key.startswith(f"{name}\x1f"):
                self._tallies.drop(key)
        self.gatherings.forget(name)

    def tally(self, name: str) -> Tally:
        return self._tallies.get(name) or Tally()

    def decide(self, about: Subject, now: int, start: int, wall: int = 0) -> Decision:
        """The first rule that matches, with the trace of each rule on this api. Counts the call.

        ``wall``: real milliseconds, for answers that are held.
        """
        chosen: Rule | None = None
        held: Held | None = None
        delay = 0
        trace: list[RuleTrace] = []
        for rule in self.all():
            if rule.when.api != about.api:
                continue
            why = _misfit(rule.when, about) or _no_connection(rule.fault, about)
            if why is None:
                nth = self._count(rule, about)
                if chosen is not None:
                    why = f"{chosen.name} came first"
                else:
                    why = self._why_not_now(rule, about, nth, now, start)
                if why is None:
                    chosen = rule
                    self._hit(rule)
                    if rule.latency is not None:
                        delay = rule.latency.draw(self._seed, rule.name, "latency", nth)
                    why = f"fired on call {nth}"
                    if rule.hold is not None:
                        held = self.gatherings.join(_key(rule, about), rule.hold, wall)
                        why += _waits(held)
            trace.append(RuleTrace(rule.name, why))
        return Decision(chosen, tuple(trace), delay, held) if trace else UNMOVED

    def decide_connection(self, apis: Collection[str], now: int, start: int) -> Decision:
        """Whether a new connection over TLS to the host of ``apis`` comes to be; rules about that count connections."""
        chosen: Rule | None = None
        trace: list[RuleTrace] = []
        for rule in self.all():
            if not isinstance(rule.fault, Unreachable) or rule.when.api not in apis:
                continue
            about = Subject(rule.when.api, "", None, None, None, None)
            nth = self._count(rule, about)
            why = f"{chosen.name} came first" if chosen is not None else self._why_not_now(rule, about, nth, now, start)
            if why is None:
                chosen = rule
                self._hit(rule)
                why = f"fired on connection {nth}"
            trace.append(RuleTrace(rule.name, why))
        return Decision(chosen, tuple(trace)) if trace else UNMOVED

    def _why_not_now(self, rule: Rule, about: Subject, nth: int, now: int, start: int) -> str | None:
        when = rule.when
        if when.call is not None and nth not in when.call:
            return f"this is call {nth}, not {when.call.text}"
        if when.between is not None and not when.between[0] <= now - start < when.between[1]:
            since, until = map(spell_duration, when.between)
            return f"it is {spell_duration(now - start)} since the start, not between {since} and {until}"
        if rule.times is not None and self.tally(rule.name).hits >= rule.times:
            return f"it has fired {rule.times} times already"
        if when.chance is not None:
            draw = fraction(self._seed, rule.name, _scope(when, about), nth)
            if draw >= when.chance:
                return f"chance {when.chance:g}: drew {draw:.3f}"
        return None

    def _count(self, rule: Rule, about: Subject) -> int:
        key = _key(rule, about)
        tally = self._tallies.get(key) or Tally()
        self._tallies.put(key, replace(tally, seen=tally.seen + 1))
        if key != rule.name:
            total = self.tally(rule.name)
            self._tallies.put(rule.name, replace(total, seen=total.seen + 1))
        return tally.seen + 1

    def _hit(self, rule: Rule) -> None:
        tally = self.tally(rule.name)
        self._tallies.put(rule.name, replace(tally, hits=tally.hits + 1))


def _misfit(when: When, about: Subject) -> str | None:
    """Why the call is not one that the rule counts."""
    if when.app is not None and when.app not in (about.app, about.appid):
        return f"app was {about.app or 'unknown'}, not {when.app}"
    if when.user is not None and when.user != about.user:
        return f"user was {about.user or 'unknown'}, not {when.user}"
    return None


def _no_connection(fault: Fault | None, about: Subject) -> str | None:
    """Why a call is none for a rule about new connections."""
    if isinstance(fault, Unreachable) and about.secure:
        return "it is about new connections, and this one is there already"
    if isinstance(fault, Unreachable) and fault.kind == "tls":
        return "this call came without TLS, which cannot break then"
    return None


def _waits(held: Held) -> str:
    """Of an answer that is held, for the journal."""
    if held.is_last:
        return f"; the last of {held.calls}, all answers go out"
    return f"; held until {held.calls} calls are there, {spell_duration(held.left)} at most ({held.arrived} came)"


def _key(rule: Rule, about: Subject) -> str:
    scope = _scope(rule.when, about)
    return f"{rule.name}\x1f{scope}" if scope else rule.name


def _scope(when: When, about: Subject) -> str:
    match when.count_by:
        case "rule":
            return ""
        case "user":
            return about.user or "?"
        case "app":
            return about.app or "?"
        case "code":
            return about.code or "?"
