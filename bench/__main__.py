"""``make bench``: the table of all measures. Exit 1 where a target is missed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from bench import last, table
from bench.full import full_world
from bench.held import held_calls
from bench.machine import machine, others_busy
from bench.measured import Measured
from bench.measures import empty_pytest, fresh_world, plugin_import, startup
from bench.memory import flat, live_codes
from bench.page import page
from bench.picture import draw
from bench.scale import QUICK, SOAK, WHOLE
from bench.throughput import throughput
from bench.workers import offered, workers

QUIET = 0.05
"""The share of the processors that other programs may use without a word about it."""
DOCS = Path(__file__).parents[1] / "docs"


@click.command()
@click.option("--quick", is_flag=True, help="Little more than a minute: small worlds, few rounds, nothing written.")
@click.option("--soak", is_flag=True, help="Ten million logins for the measure of memory; about half an hour.")
@click.option("--without-peers", is_flag=True, help="Leave WireMock, mountebank and Mockoon out; nothing written.")
def main(quick: bool, soak: bool, without_peers: bool) -> None:
    """Measure mockwx beside others, in one run, and judge it by its targets."""
    # As after an install, where Python keeps what it has compiled.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    scale = QUICK if quick else SOAK if soak else WHOLE
    busy = others_busy()
    if busy > QUIET:
        click.echo(f"other programs use {busy:.0%} of the processors: expect noise", err=True)
    speed = throughput(scale, with_peers=not without_peers)
    loop = speed.loop or "asyncio"
    parts: list[Callable[[], Measured | Sequence[Measured]]] = [
        lambda: speed.measures,
        lambda: full_world(scale),
        lambda: live_codes(scale),
        lambda: flat(scale),
        lambda: startup(scale.rounds * 2, loop),
        lambda: fresh_world(scale.rounds),
        lambda: plugin_import(scale.rounds),
        lambda: empty_pytest(scale.rounds),
        lambda: held_calls(scale.held),
    ]
    if offered():
        parts.append(lambda: workers(scale))
    measures: list[Measured] = []
    for part in parts:
        found = part()
        measures += [found] if isinstance(found, Measured) else found
        click.echo(f"{measures[-1].what}: {table.verdict(measures[-1]) or 'done'}", err=True)
    click.echo(table.as_text(measures))
    here = machine(loop)
    click.echo("\n".join(last.changes(last.read(DOCS / "performance.json"), here, measures)))
    if not quick and not without_peers and speed.rates:
        date = datetime.now(UTC).date().isoformat()
        about = f"Python {here['Python']}, {here['event loop']}, {here['processors']}, {date}"
        load = "code2session with a fresh code each, 32 connections. All but mockwx answer with a constant."
        (DOCS / "performance.json").write_text(last.as_json(date, here, speed.rates, measures), encoding="utf-8")
        (DOCS / "performance.svg").write_text(draw(speed.rates, "mockwx", (load, about)), encoding="utf-8")
        (DOCS / "performance.md").write_text(page(date, here, scale.rounds, busy, measures), encoding="utf-8")
    sys.exit(0 if all(each.met is not False for each in measures) else 1)


if __name__ == "__main__":
    main()
