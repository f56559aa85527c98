"""Throughput: logins per second, with a fresh code each, beside the bare app and the peers.

``python -m bench.throughput [ROUNDS [SECONDS]]`` compares mockwx with the bare app alone.
"""

from __future__ import annotations

import contextlib
import statistics
import sys
from collections.abc import Sequence

from bench.contenders import Contender, MockWx, bare, mockwx
from bench.load import Round, drive

SPARE = 1.4
"""So many times the codes that the fastest contender could take."""


def rounds_of(ours: MockWx, contenders: Sequence[Contender], rounds: int, seconds: float) -> dict[str, list[Round]]:
    """Each contender's rounds, in turn, with the same codes for all in one round. The first ones do not count."""
    fastest = 20_000.0
    found: dict[str, list[Round]] = {each.name: [] for each in contenders}
    for nth in range(rounds + 1):
        codes = ours.codes(int(fastest * seconds * SPARE))
        for each in contenders:
            found[each.name].append(drive(each, codes, seconds))
        if nth == 0:
            fastest = max(each[0].rate for each in found.values())
    return {name: each[1:] for name, each in found.items()}


def middle(rounds: Sequence[Round], figure: str) -> float:
    return statistics.median(float(getattr(each, figure)) for each in rounds)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 3.0
    with contextlib.ExitStack() as stack:
        ours = stack.enter_context(mockwx())
        other = stack.enter_context(bare(ours.loop()))
        found = rounds_of(ours, (ours, other), rounds, seconds)
        print(f"event loop: {ours.loop()}")
    print(f"{'':<14}{'logins/s':>10}{'p99 ms':>9}{'cpu µs':>9}{'busy':>7}{'wrk':>7}")
    for name, each in found.items():
        print(
            f"{name:<14}{middle(each, 'rate'):>10,.0f}{middle(each, 'p99'):>9.2f}{middle(each, 'cost'):>9.1f}"
            f"{middle(each, 'busy'):>7.2f}{middle(each, 'load'):>7.2f}"
        )
    pairs = list(zip(*found.values(), strict=True))
    print(f"ratio of logins/s         {statistics.median(a.rate / b.rate for a, b in pairs):.3f}  (at least 0.80)")
    print(f"ratio by processor time   {statistics.median(b.cost / a.cost for a, b in pairs):.3f}")
    print(f"ratio of p99              {statistics.median(a.p99 / b.p99 for a, b in pairs):.3f}  (at most 2)")


if __name__ == "__main__":
    main()
