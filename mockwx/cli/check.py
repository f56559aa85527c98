"""``mockwx check``: every problem of scenario files at once."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mockwx.cli import completion
from mockwx.cli.language import language_option
from mockwx.core.text.bilingual import Language, Text


@click.command()
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO ...", shell_complete=completion.scenarios)
@language_option
def check(scenarios: tuple[str, ...], language: Language) -> None:
    """Check scenario files: every problem, as file:line:column.

    A SCENARIO is a file, a folder of files, or a ready scenario's name. Exit 1 if there is any problem.
    """
    from mockwx.play.script_files import files_of
    from mockwx.scenario import loader

    problems: list[str] = []
    for wanted in scenarios:
        try:
            paths = files_of(wanted)
        except loader.ScenarioError as error:
            problems += (problem.told(language) for problem in error.problems)
            continue
        for path in paths:
            # A ready one is called as it was asked for, a file of a folder as it lies.
            problems += _problems(
                path, wanted if len(paths) == 1 and not Path(wanted).is_dir() else str(path), language
            )
    for problem in problems:
        click.echo(problem)
    sys.exit(1 if problems else 0)


def _problems(path: Path, name: str, language: Language) -> list[str]:
    """Of one file; where it has none, that is told, and what it is warned of."""
    from mockwx.scenario import loader

    try:
        loaded = loader.load(path)
    except loader.ScenarioError as error:
        return [problem.told(language) for problem in error.problems]
    except LookupError as error:
        return [Text.of(str(error.args[0])).told(language)]
    for warning in loaded.warnings:
        what = Text(f"{warning.told('en')} (warning)", f"{warning.told('zh')}（警告）")
        click.echo(f"{warning} (warning) | 警告" if language == "both" else what.told(language), err=True)
    click.echo(f"{name}: {Text('well', '没有问题').told(language)}")
    return []
