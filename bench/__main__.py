"""``make bench``: the table of all measures. Exit 1 where a target is missed."""

from __future__ import annotations

import sys

from bench.held import held_calls
from bench.measures import empty_pytest, fresh_world, startup


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    found = [startup(rounds), empty_pytest(rounds), fresh_world(rounds), held_calls()]
    width = max(len(each.name) for each in found)
    print(f"{'measure':<{width}}  {'mockwx':>10}  {'other':>10}  {'ratio':>6}  {'target':>7}")
    for each in found:
        verdict = "met" if each.met else "MISSED"
        print(
            f"{each.name:<{width}}  {each.ours:>7.2f} ms  {each.other:>7.2f} ms  {each.ratio:>6.2f}"
            f"  {each.target:>7}  {verdict}"
        )
    return 0 if all(each.met for each in found) else 1


if __name__ == "__main__":
    sys.exit(main())
