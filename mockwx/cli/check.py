"""``mockwx check``: every problem of scenario files at once."""

from __future__ import annotations

import sys

import click

from mockwx.core.text.bilingual import both


@click.command()
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO ...")
def check(scenarios: tuple[str, ...]) -> None:
    """Check scenario files: every problem, as file:line:column. Exit 1 if there is any."""
    from mockwx.scenario import loader, ready_scenarios

    problems: list[str] = []
    for given in scenarios:
        try:
            path = ready_scenarios.find(given)
            loaded = loader.load(path)
        except loader.ScenarioError as error:
            problems += map(str, error.problems)
        except LookupError as error:
            problems.append(str(error.args[0]))
        else:
            for warning in loaded.warnings:
                click.echo(both(f"{warning} (warning)", "警告"), err=True)
            click.echo(both(f"{given}: well", "没有问题"))
    for problem in problems:
        click.echo(problem)
    sys.exit(1 if problems else 0)
