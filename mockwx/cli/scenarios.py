"""``mockwx scenarios``: the ready scenarios in a list, one as it is written, or copies to change."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mockwx.cli import completion
from mockwx.cli.language import language_option
from mockwx.core.text.bilingual import Language, both
from mockwx.files import FOR_ALL, write_first

USAGE = 2


@click.command()
@click.argument("name", required=False, shell_complete=completion.ready)
@click.option(
    "--copy",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Copy the files into this folder; what is there already is left alone.",
)
@language_option
def scenarios(name: str | None, folder: Path | None, language: Language) -> None:
    """List the ready scenarios; with NAME show the file of one.

    `mockwx serve NAME` and `mockwx check NAME` take the names, too.
    """
    from mockwx.scenario import compiled, ready_scenarios
    from mockwx.scenario.reading.problems import ScenarioError

    names = ready_scenarios.builtin_names() if name is None else (name.removesuffix(".yaml"),)
    try:
        paths = [ready_scenarios.ready(name) for name in names]
    except ScenarioError as error:
        click.echo("\n".join(problem.what for problem in error.problems), err=True)
        sys.exit(1)
    if folder is not None:
        sys.exit(_copy(paths, folder))
    if name is not None:
        click.echo(paths[0].read_text(encoding="utf-8"), nl=False)
        return
    width = max(map(len, names))
    for name, story in compiled.described(names):
        click.echo(f"{name:<{width}}  {story.told(language)}")


def _copy(paths: list[Path], folder: Path) -> int:
    """0, or 2 where one could not be written: the others are."""
    failed = 0
    for path in paths:
        copy = folder / path.name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_first(copy, path.read_bytes(), mode=FOR_ALL)
        except FileExistsError:
            click.echo(both(f"{copy} exists already; it is left as it is", f"{copy} 已存在，未作改动"), err=True)
            failed = USAGE
        except OSError as error:
            click.echo(both(f"{copy} cannot be written: {error.strerror}", f"无法写入 {copy}"), err=True)
            failed = USAGE
        else:
            click.echo(str(copy))
    return failed
