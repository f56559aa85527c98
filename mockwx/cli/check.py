"""``mockwx check``: every problem of scenario files at once."""

from __future__ import annotations

import sys

import click

from mockwx.cli.language import language_option
from mockwx.core.text.bilingual import Language, Text


@click.command()
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO ...")
@language_option
def check(scenarios: tuple[str, ...], language: Language) -> None:
    """Check scenario files: every problem, as file:line:column. Exit 1 if there is any."""
    from mockwx.scenario import loader, ready_scenarios

    problems: list[str] = []
    for given in scenarios:
        try:
            path = ready_scenarios.find(given)
            loaded = loader.load(path)
        except loader.ScenarioError as error:
            problems += (each.told(language) for each in error.problems)
        except LookupError as error:
            problems.append(Text.of(str(error.args[0])).told(language))
        else:
            for warning in loaded.warnings:
                what = Text(f"{warning.told('en')} (warning)", f"{warning.told('zh')}（警告）")
                click.echo(f"{warning} (warning) | 警告" if language == "both" else what.told(language), err=True)
            click.echo(f"{given}: {Text('well', '没有问题').told(language)}")
    for problem in problems:
        click.echo(problem)
    sys.exit(1 if problems else 0)
