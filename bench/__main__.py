"""``make bench``: the table of all measures. Exit 1 where a target is missed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from bench import last, table
from bench.apis import apis
from bench.audits import audits
from bench.full import full_world
from bench.held import held_calls
from bench.interception import interception
from bench.machine import event_loop, machine, others_busy
from bench.measured import Measured, Target
from bench.memory import flat, live_codes
from bench.page import page
from bench.picture import draw
from bench.pytest_runs import empty_pytest, first_test, fresh_world, plugin_import
from bench.scale import QUICK, SOAK, WHOLE, Scale
from bench.startup import commands, startup
from bench.throughput import Throughput, throughput
from bench.workers import workers

QUIET = 0.05
"""The share of the processors that other programs may use without a word about it."""
DOCS = Path(__file__).parents[1] / "docs"


class Run:
    """One run of the benchmark: its parts, by the name that ``--only`` takes."""

    def __init__(self, scale: Scale, with_peers: bool) -> None:
        self.scale = scale
        self.with_peers = with_peers
        self.throughput = Throughput([])

    @property
    def parts(self) -> Mapping[str, Callable[[], Iterable[Measured]]]:
        """In the order of the table. The first one is measured while nothing else has warmed the machine up."""
        scale = self.scale
        return {
            "throughput": self._throughput,
            "apis": lambda: apis(scale),
            "full": lambda: full_world(scale),
            "memory": lambda: [live_codes(scale), flat(scale)],
            "startup": lambda: startup(scale, self.with_peers),
            "commands": lambda: commands(scale),
            "pytest": lambda: [
                *first_test(scale.rounds),
                fresh_world(scale.rounds),
                plugin_import(scale.rounds),
                empty_pytest(scale.rounds),
            ],
            "held": lambda: [held_calls(scale.held)],
            "interception": lambda: interception(scale),
            "audit": lambda: audits(scale),
            "workers": lambda: workers(scale),
        }

    def _throughput(self) -> list[Measured]:
        self.throughput = throughput(self.scale, self.with_peers)
        return self.throughput.measures


NAMES = tuple(Run(WHOLE, with_peers=False).parts)


@click.command()
@click.option("--quick", is_flag=True, help="A few minutes: small worlds, few rounds, nothing written.")
@click.option("--soak", is_flag=True, help="Ten million logins for the measure of memory; about half an hour.")
@click.option("--without-peers", is_flag=True, help="Leave other people's servers out; nothing written.")
@click.option("--only", multiple=True, type=click.Choice(NAMES), help="These measures alone; nothing written.")
def main(quick: bool, soak: bool, without_peers: bool, only: tuple[str, ...]) -> None:
    """Measure mockwx beside others, in one run, and judge it by its targets."""
    # As after an install, where Python keeps what it has compiled.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    run = Run(QUICK if quick else SOAK if soak else WHOLE, with_peers=not without_peers)
    busy = others_busy()
    if busy > QUIET:
        click.echo(f"other programs use {busy:.0%} of the processors: expect noise", err=True)
    measures: list[Measured] = []
    for name, part in run.parts.items():
        if only and name not in only:
            continue
        for measure in _measured(name, part):
            measures.append(measure)
            click.echo(f"{measure.what}: {table.verdict(measure) or 'done'}", err=True)
    click.echo(table.as_text(measures))
    here = machine()
    click.echo("\n".join(last.changes(last.read(DOCS / "performance.json"), here, measures)))
    if not quick and not without_peers and not only and run.throughput.rates:
        _write(run, here, busy, measures)
    sys.exit(0 if all(measure.met is not False for measure in measures) else 1)


def _measured(name: str, part: Callable[[], Iterable[Measured]]) -> Iterable[Measured]:
    """One part that fails does not end a run of many minutes."""
    try:
        yield from part()
    except RuntimeError as error:
        yield Measured(name, f"the rest of {name}", target=Target("≥", 1), remark=" ".join(str(error).split())[-300:])


def _write(run: Run, here: Mapping[str, str], busy: float, measures: list[Measured]) -> None:
    rates = run.throughput.rates
    date = datetime.now(UTC).date().isoformat()
    about = f"Python {here['Python']}, {event_loop()}, {here['processors']}, {date}"
    load = "code2session with a fresh code each, 32 connections. All but mockwx answer with a constant."
    (DOCS / "performance.json").write_text(last.as_json(date, here, rates, measures), encoding="utf-8")
    (DOCS / "performance.svg").write_text(draw(rates, "mockwx", (load, about)), encoding="utf-8")
    (DOCS / "performance.md").write_text(page(date, here, run.scale.rounds, busy, measures), encoding="utf-8")


if __name__ == "__main__":
    main()
