"""Throughput: logins per second, each with a fresh code, beside the bare app and the peers.

``python -m bench.throughput [ROUNDS [SECONDS]]`` compares mockwx with the bare app alone.
"""

from __future__ import annotations

import contextlib
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass

from bench import peers
from bench.contenders import Contender, MockWx, bare, compare_answers, mockwx
from bench.load import Round, drive, missing
from bench.measured import Measured, Pairs, Target, alone, compared
from bench.scale import Scale

RATE, P99, PEER = Target("≥", 0.80), Target("≤", 2.0), Target("≥", 5.0)
LOAD = Target("≤", 0.75)
"""Processors. wrk is one thread here: at 1 it would be the limit itself."""
FASTEST = 30_000
"""Logins per second that no server here exceeds: so many codes a warm-up gets."""
WARM = 7
"""A warm-up is no longer than so many rounds."""
SPARE = 3
"""So many times the codes that the round before has taken."""

Rounds = Mapping[str, Sequence[Round]]


def rounds_of(contenders: Sequence[Contender], rounds: int, seconds: float) -> Rounds:
    """Each contender's rounds, in turn; the warm-up does not count. Who makes no codes gets those of the one before."""
    found: dict[str, list[Round]] = {each.name: [] for each in contenders}
    pace = dict.fromkeys(found, float(FASTEST))
    codes: list[str] = []
    for nth in range(rounds + 1):
        for each in contenders:
            lasting = seconds if nth else min(each.warmup, seconds * WARM)
            if isinstance(each, MockWx):
                codes = each.codes(int(pace[each.name] * lasting))
            found[each.name].append(drive(each, codes, lasting))
            pace[each.name] = found[each.name][-1].rate * SPARE
    return {name: each[1:] for name, each in found.items()}


def pairs(found: Rounds, ours: str, other: str, figure: str) -> Pairs:
    return [(getattr(a, figure), getattr(b, figure)) for a, b in zip(found[ours], found[other], strict=True)]


def by_processor_time(key: str, found: Rounds, ours: str, other: str) -> Measured:
    """The steadier figure on a busy machine."""
    costs = pairs(found, ours, other, "cost")
    return compared(key, "… by the server's processor time alone", "/s", [(1e6 / a, 1e6 / b) for a, b in costs], None)


@dataclass(frozen=True)
class Throughput:
    measures: list[Measured]
    rates: dict[str, float]
    """Median of logins per second, by contender."""
    loop: str
    """Which event loop mockwx and the bare app ran on."""


def throughput(scale: Scale, with_peers: bool) -> Throughput:
    why, absent = missing(), peers.missing() if with_peers else None
    if why is not None:
        return Throughput([Measured("throughput", "logins per second", target=RATE, remark=why)], {}, "")
    with contextlib.ExitStack() as stack:
        ours = stack.enter_context(mockwx())
        loop = ours.loop()
        other = stack.enter_context(bare(loop))
        compare_answers(ours, other)
        several, failed = _started(stack) if with_peers and absent is None else ([], {})
        found = rounds_of((ours, other, *several), scale.rounds, scale.seconds)
    rates = {name: statistics.median(each.rate for each in some) for name, some in found.items()}
    mine = (ours.name, other.name)
    measures = [
        compared("throughput", "logins per second, against bare aiohttp", "/s", pairs(found, *mine, "rate"), RATE),
        by_processor_time("throughput.cost", found, *mine),
        compared("p99", "p99 at 32 connections, against bare aiohttp", "ms", pairs(found, *mine, "p99"), P99),
    ]
    if with_peers:
        lacking = absent or "; ".join(f"{name}: {each}" for name, each in failed.items())
        measures += _against_peers(found, ours.name, [each.name for each in several], lacking)
    measures.append(_generator(found))
    return Throughput(measures, rates, loop)


def _started(stack: contextlib.ExitStack) -> tuple[list[Contender], dict[str, str]]:
    """Those that begin, and why the others do not."""
    started, failed = [], {}
    for name, peer in peers.PEERS.items():
        try:
            started.append(stack.enter_context(peer()))
        except RuntimeError as error:
            failed[name] = str(error)
    return started, failed


def _against_peers(found: Rounds, ours: str, several: Sequence[str], lacking: str) -> Iterator[Measured]:
    """The best of them is what counts; all of them must be there to know which it is."""
    best = max(several, key=lambda name: statistics.median(each.rate for each in found[name]), default=None)
    if best is None or lacking:
        yield Measured("peers", "logins per second, against the best npm peer", target=PEER, remark=lacking)
    else:
        what = f"logins per second, against the best npm peer, {best}"
        yield compared("peers", what, "/s", pairs(found, ours, best, "rate"), PEER)
    for name in several:
        if name != best or lacking:
            yield compared(f"peers.{name}", f"… against {name}", "/s", pairs(found, ours, name, "rate"), None)


def _generator(found: Rounds) -> Measured:
    """That the figures are the servers', not wrk's."""
    name = max(found, key=lambda name: statistics.median(each.load for each in found[name]))
    what = f"processors that wrk itself needs, at the most (for {name}), beside the server's"
    busy = statistics.median(each.busy for each in found[name])
    return alone("load", what, "", [each.load for each in found[name]], LOAD, other=busy)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 3.0
    with contextlib.ExitStack() as stack:
        ours = stack.enter_context(mockwx())
        loop = ours.loop()
        other = stack.enter_context(bare(loop))
        compare_answers(ours, other)
        found = rounds_of((ours, other), rounds, seconds)
    print(f"event loop: {loop}")
    print(f"{'':<14}{'logins/s':>10}{'p99 ms':>9}{'cpu µs':>9}{'busy':>7}{'wrk':>7}")
    for name, each in found.items():
        rate, p99, cost, busy, load = (statistics.median(some) for some in zip(*map(astuple, each), strict=True))
        print(f"{name:<14}{rate:>10,.0f}{p99:>9.2f}{cost:>9.1f}{busy:>7.2f}{load:>7.2f}")
    for what, figure, target in (("logins/s", "rate", RATE), ("cpu µs", "cost", None), ("p99 ms", "p99", P99)):
        measured = compared(figure, what, "", pairs(found, ours.name, other.name, figure), target)
        print(f"{what:<14}{measured.value:>10.3f} ± {measured.noise:.1%}  {target or ''}")


if __name__ == "__main__":
    main()
