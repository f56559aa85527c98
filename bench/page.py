"""docs/performance.md: the table of the last whole run, and how to read it. What stays is in page.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.measured import Measured
from bench.peers import PEERS
from bench.table import as_markdown

PAGE = Path(__file__).with_suffix(".md")


def page(date: str, machine: Mapping[str, str], rounds: int, busy: float, measures: Sequence[Measured]) -> str:
    targets = [each.met for each in measures if each.target is not None]
    return PAGE.read_text(encoding="utf-8").format(
        verdict=f"{sum(map(bool, targets))} of {len(targets)} targets are met.",
        table=as_markdown(measures),
        date=date,
        machine=", ".join(f"{name} {what}" for name, what in machine.items()),
        rounds=rounds,
        busy=f"{busy:.0%}",
        advantages="\n".join(f"  {peer.name}: {peer.settings}." for peer in PEERS),
    )
