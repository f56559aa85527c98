"""Throughput: logins per second, each with a fresh code, beside the bare app, the raw protocol and the peers.

``python -m bench.throughput [ROUNDS [SECONDS]]`` compares mockwx with the bare app and the raw protocol alone.
"""

from __future__ import annotations

import contextlib
import statistics
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field

from bench.contenders import Contender, MockWx, bare, compare_answers, mockwx, raw
from bench.load import Round, drive, missing
from bench.machine import event_loop
from bench.measured import Measured, Pairs, Target, alone, compared
from bench.peers import CONSTANT, EMULATORS, PEERS, STRIPE_MOCK
from bench.scale import Scale

RATE, P99, LIMIT = Target("≥", 1.5), Target("≤", 1.0), Target("≥", 0.3)
PEER, EMULATOR = Target("≥", 4.0), Target("≥", 4.0)
LOAD = Target("≤", 0.75)
"""Processors. wrk is one thread here: at 1 it would be the limit itself."""
FASTEST = 50_000
"""Logins per second that no mockwx here exceeds: so many codes a warm-up gets."""
WARM = 7
"""A warm-up is no longer than so many rounds."""
SPARE, LEAST = 3, 5_000
"""A round gets so many times the codes that the round before has taken, and at the least so many."""
AT_REST, LOOK_SECONDS, MOST_LOOKS = 0.05, 0.2, 50
"""Processors that all contenders together keep busy at rest, and how that is waited for."""
LABEL = "logins per second"

Rounds = Mapping[str, Sequence[Round]]


def rounds_of(contenders: Sequence[Contender], rounds: int, seconds: float) -> Rounds:
    """Each contender's rounds, in turn; the warm-up does not count. Who makes no codes gets those of the one before."""
    measured: dict[str, list[Round]] = {contender.name: [] for contender in contenders}
    pace = dict.fromkeys(measured, float(FASTEST))
    codes: list[str] = []
    for nth in range(rounds + 1):
        for contender in contenders:
            lasting = seconds if nth else min(contender.warmup, seconds * WARM)
            if isinstance(contender, MockWx) and contender.call.takes_code:
                codes = contender.codes(max(LEAST, int(pace[contender.name] * lasting)))
            _wait_for_rest(contenders)
            measured[contender.name].append(drive(contender, codes, lasting))
            pace[contender.name] = measured[contender.name][-1].rate * SPARE
    return {name: rounds_with_warmup[1:] for name, rounds_with_warmup in measured.items()}


def _wait_for_rest(contenders: Sequence[Contender]) -> None:
    """Until the last one's compilers and collectors have done, for a while at the most. mockwx comes after a JVM: its
    p99 was 46 ms and is 1.5 ms."""
    busy = sum(contender.process.busy() for contender in contenders)
    for _ in range(MOST_LOOKS):
        time.sleep(LOOK_SECONDS)
        before, busy = busy, sum(contender.process.busy() for contender in contenders)
        if busy - before <= AT_REST * LOOK_SECONDS:
            return


def pairs(rounds: Rounds, ours: str, other: str, figure: str) -> Pairs:
    return [(getattr(a, figure), getattr(b, figure)) for a, b in zip(rounds[ours], rounds[other], strict=True)]


def per_processor(rounds: Rounds, ours: str, other: str) -> Pairs:
    """Calls per second of the servers' processor time."""
    return [(1e6 / a, 1e6 / b) for a, b in pairs(rounds, ours, other, "cost")]


def by_processor_time(key: str, rounds: Rounds, ours: str, other: str) -> Measured:
    """The steadier figure on a busy machine."""
    what = "… by the server's processor time alone"
    return compared(key, what, "/s", per_processor(rounds, ours, other), None)


@dataclass(frozen=True)
class Throughput:
    measures: list[Measured]
    rates: dict[str, float] = field(default_factory=dict)
    """Median of logins per second, by contender; of all that answer our login."""


def throughput(scale: Scale, with_peers: bool) -> Throughput:
    why = missing()
    if why is not None:
        return Throughput([Measured("throughput", LABEL, target=RATE, remark=why)])
    with contextlib.ExitStack() as stack:
        ours, app, limit = _our_own(stack)
        several, absent = _started(stack) if with_peers else ([], {})
        rounds = rounds_of((ours, app, limit, *several), scale.rounds, scale.seconds)
    measures = [*_against_our_own(rounds, ours.name, app.name, limit.name)]
    if with_peers:
        measures += [*_against_peers(rounds, ours.name, absent), *_against_emulators(rounds, ours.name, absent)]
    measures.append(_generator(rounds))
    emulators = {peer.name for peer in EMULATORS}
    rates = {name: statistics.median(each.rate for each in rounds[name]) for name in rounds if name not in emulators}
    return Throughput(measures, rates)


def _our_own(stack: contextlib.ExitStack) -> tuple[MockWx, Contender, Contender]:
    """:raises RuntimeError: they do not run on the same event loop, or do not answer the same."""
    loop = event_loop()
    ours = stack.enter_context(mockwx())
    if sys.platform == "linux" and ours.loop() != loop:
        raise RuntimeError(f"mockwx runs on {ours.loop()}, the bare app on {loop}")
    app, limit = stack.enter_context(bare(loop)), stack.enter_context(raw(loop))
    compare_answers(ours, (app, limit))
    return ours, app, limit


def _started(stack: contextlib.ExitStack) -> tuple[list[Contender], dict[str, str]]:
    """Those that begin, and why the others do not."""
    started, absent = [], {}
    for peer in PEERS:
        try:
            started.append(stack.enter_context(peer.serving()))
        except RuntimeError as error:
            absent[peer.name] = str(error)
    return started, absent


def _against_our_own(rounds: Rounds, ours: str, app: str, limit: str) -> Iterator[Measured]:
    yield compared("throughput", f"{LABEL}, against bare aiohttp", "/s", pairs(rounds, ours, app, "rate"), RATE)
    yield by_processor_time("throughput.cost", rounds, ours, app)
    what = f"{LABEL}, against a raw protocol that parses nothing and writes a constant: the limit"
    yield compared("limit", what, "/s", pairs(rounds, ours, limit, "rate"), LIMIT)
    yield by_processor_time("limit.cost", rounds, ours, limit)
    yield compared("p99", "p99 at 32 connections, against bare aiohttp", "ms", pairs(rounds, ours, app, "p99"), P99)


def _against_peers(rounds: Rounds, ours: str, absent: Mapping[str, str]) -> Iterator[Measured]:
    """The best of them is what counts; all of them must be there to know which it is."""
    present = [peer.name for peer in CONSTANT if peer.name in rounds]
    best = max(present, key=lambda name: statistics.median(each.rate for each in rounds[name]), default=None)
    lacking = "; ".join(f"{peer.name}: {absent[peer.name]}" for peer in CONSTANT if peer.name in absent)
    if best is None or lacking:
        yield Measured("peers", f"{LABEL}, against the best npm or JVM peer", target=PEER, remark=lacking)
    else:
        what = f"{LABEL}, against the best npm or JVM peer, {best}"
        yield compared("peers", what, "/s", pairs(rounds, ours, best, "rate"), PEER)
    for name in present:
        if name != best or lacking:
            yield compared(f"peers.{name}", f"… against {name}", "/s", pairs(rounds, ours, name, "rate"), None)


def _against_emulators(rounds: Rounds, ours: str, absent: Mapping[str, str]) -> Iterator[Measured]:
    """By processor time, since they use several processors and mockwx one."""
    for peer in EMULATORS:
        key = f"emulators.{peer.name}"
        what = f"logins per second of processor time, against calls of {peer.name}"
        target = EMULATOR if peer is STRIPE_MOCK else None
        if peer.name in absent:
            yield Measured(key, what, target=target, remark=absent[peer.name])
        else:
            yield compared(key, what, "/s", per_processor(rounds, ours, peer.name), target)


def _generator(rounds: Rounds) -> Measured:
    """That the figures are the servers', not wrk's."""
    name = max(rounds, key=lambda name: statistics.median(each.load for each in rounds[name]))
    what = f"processors that wrk itself needs, at the most (for {name}), beside the server's"
    busy = statistics.median(each.busy for each in rounds[name])
    return alone("load", what, "", [each.load for each in rounds[name]], LOAD, other=busy)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 3.0
    with contextlib.ExitStack() as stack:
        ours, app, limit = _our_own(stack)
        rounds = rounds_of((ours, app, limit), count, seconds)
    print(f"{'':<14}{'logins/s':>10}{'p99 ms':>9}{'cpu µs':>9}{'busy':>7}{'wrk':>7}")
    for name, each in rounds.items():
        rate, p99, cost, busy, load = (statistics.median(figures) for figures in zip(*map(astuple, each), strict=True))
        print(f"{name:<14}{rate:>10,.0f}{p99:>9.2f}{cost:>9.1f}{busy:>7.2f}{load:>7.2f}")
    for measure in _against_our_own(rounds, ours.name, app.name, limit.name):
        print(f"{measure.value:>10.3f} ± {measure.noise:.1%}  {measure.target or ''}  {measure.what}")


if __name__ == "__main__":
    main()
