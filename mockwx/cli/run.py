"""``mockwx run``: play scenarios against a backend and judge it."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import click

from mockwx.core.text.bilingual import both

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockwx.mock import MockWx
    from mockwx.play.backend import BackendSettings
    from mockwx.play.player import Script
    from mockwx.play.results import PlayResult
    from mockwx.play.wechat import WechatSide

COMMAND = "mockwx.command"
USAGE = 2


class WithCommand(click.Command):
    """What follows ``--`` is the backend's own command line."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if "--" in args:
            at = args.index("--")
            args, ctx.meta[COMMAND] = args[:at], args[at + 1 :]
        return super().parse_args(ctx, args)


@click.command(cls=WithCommand, options_metavar="[OPTIONS]", epilog="-- COMMAND starts the backend as well.")
@click.argument("scenarios", nargs=-1, metavar="SCENARIO ... [-- COMMAND ...]")
@click.option("--backend", metavar="URL|FILE", help="The backend under test; its file says how it does a login.")
@click.option("--ready", is_flag=True, help="All ready scenarios (see `mockwx scenarios`), before those named.")
@click.option("--url", help="A running mockwx that the backend points at; by default one is started.")
@click.option("--port", default=8780, show_default=True, type=click.IntRange(0, 65535), help="Of the started one.")
@click.option("--token", envvar="MOCKWX_TOKEN", help="Where the running mockwx asks for one.")
@click.option("--junit", type=click.Path(path_type=Path, dir_okay=False), help="Write a JUnit XML report.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a report for people, one page.")
@click.option("--init", is_flag=True, help="Write a backend file to begin with: mockwx run --init [FILE].")
@click.pass_context
def run(
    ctx: click.Context,
    scenarios: tuple[str, ...],
    backend: str | None,
    ready: bool,
    url: str | None,
    port: int,
    token: str | None,
    junit: Path | None,
    html: Path | None,
    init: bool,
) -> None:
    """Play scenarios against a backend, and judge it.

    A SCENARIO is a file, a folder of files, or a ready scenario's name. Exit 1 if any fails or all are skipped, 2 if a
    file is wrong.
    """
    if init:
        sys.exit(_init(scenarios))
    if ready:
        from mockwx.scenario.ready_scenarios import builtin_names

        scenarios = (*builtin_names(), *scenarios)
    if not scenarios:
        raise click.UsageError(
            both(
                "name a scenario: a file, a folder, or for example happy; --ready plays all ready ones",
                "请给出场景，例如 happy；--ready 运行全部内置场景",
            )
        )
    given, scripts = _read(backend, scenarios)
    command: list[str] = ctx.meta.get(COMMAND, [])
    try:
        results = asyncio.run(_run(given, scripts, url, port, token, command))
    except NothingToPlay as stop:
        click.echo(str(stop), err=True)
        sys.exit(USAGE)
    except KeyboardInterrupt:
        sys.exit(130)
    except asyncio.CancelledError:
        sys.exit(143)
    _write(results, junit, html)
    if all(each.verdict == "skipped" for each in results):
        click.echo(both("nothing was judged: every scenario was skipped", "没有任何判定：所有场景都被跳过"), err=True)
        sys.exit(1)
    sys.exit(1 if any(each.verdict == "failed" for each in results) else 0)


class NothingToPlay(Exception):
    """Nothing can be played; the text says why."""


def _read(backend: str | None, scenarios: tuple[str, ...]) -> tuple[BackendSettings, list[Script]]:
    from mockwx.play.backend import BackendSettings
    from mockwx.play.script_files import find_all
    from mockwx.scenario.reading.problems import ScenarioError

    problems: list[str] = []
    given, scripts = BackendSettings(), []
    try:
        given = BackendSettings.read(backend)
    except ScenarioError as error:
        problems += map(str, error.problems)
    try:
        scripts = find_all(scenarios, backend=backend)
        for each in scripts:
            given.for_scenario(each.scenario)
    except ScenarioError as error:
        problems += map(str, error.problems)
    except LookupError as error:
        if not problems:
            problems.append(str(error))
    if problems:
        click.echo("\n".join(problems), err=True)
        sys.exit(USAGE)
    return given, scripts


async def _run(
    given: BackendSettings, scripts: list[Script], url: str | None, port: int, token: str | None, command: list[str]
) -> list[PlayResult]:
    from mockwx.play.backend_process import BackendNotUp, BackendProcess, answers
    from mockwx.play.wechat import WechatSide

    task = asyncio.current_task()
    if task is not None and hasattr(signal, "SIGTERM"):
        with suppress(NotImplementedError):  # Windows
            # So that a started backend is ended too.
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    urls = list(dict.fromkeys(given.for_scenario(each.scenario).url for each in scripts))
    with _mockwx(url, port, token) as mockwx:
        if not command:
            for each in urls:
                if (why_not := await answers(each)) is not None:
                    raise NothingToPlay(both(f"no backend answers at {each}: {why_not}", f"{each} 没有后端应答"))
            return await _play(given, WechatSide(mockwx.client), scripts)
        with TemporaryFile() as output:
            try:
                async with BackendProcess(command, {"MOCKWX_URL": mockwx.url}, urls, output) as child:
                    results = await _play(given, WechatSide(mockwx.client), scripts)
                    if (dead := child.why_dead()) is not None:
                        click.echo(dead, err=True)
                    return results
            except BackendNotUp as why:
                raise NothingToPlay(str(why)) from None


def _mockwx(url: str | None, port: int, token: str | None) -> MockWx:
    from mockwx.mock import MockWx, MockWxError

    if url is not None:
        try:
            return MockWx.connect(url, token=token)
        except MockWxError as error:
            raise NothingToPlay(str(error)) from None
    mockwx = MockWx(port=port)
    try:
        return mockwx.start()
    except OSError as error:
        raise NothingToPlay(
            both(
                f"mockwx cannot listen on 127.0.0.1:{port}: {error.strerror}; is one running there? then give "
                f"--url http://127.0.0.1:{port}",
                f"无法监听 127.0.0.1:{port}；若已有 mockwx 在运行，请用 --url http://127.0.0.1:{port}",
            )
        ) from None


async def _play(given: BackendSettings, wechat: WechatSide, scripts: list[Script]) -> list[PlayResult]:
    from mockwx.play.player import play
    from mockwx.play.report_text import details, headline, notes, summary

    tell = _teller()
    results = []
    for script in scripts:
        result = await play(given, wechat, script)
        results.append(result)
        tell(headline(result), result.verdict)
        for line in notes(result):
            tell(f"    {line}", "")
    failed = [each for each in results if each.verdict == "failed"]
    for result in failed:
        tell("", "")
        tell(headline(result), result.verdict)
        for line in details(result):
            tell(line, "")
    if failed:
        tell("", "")
    tell(summary(results), "failed" if failed else "passed")
    return results


def _teller() -> Callable[[str, str], None]:
    """Colours for terminals only: a log file must stay readable."""
    if not sys.stdout.isatty():
        return lambda line, _: click.echo(line)
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    styles = {"passed": "green", "failed": "bold red", "skipped": "yellow", "": ""}
    return lambda line, verdict: console.print(Text(line, styles[verdict]))


def _write(results: list[PlayResult], junit: Path | None, html: Path | None) -> None:
    for path, spell in ((junit, _junit), (html, _html)):
        if path is None:
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(spell(results), encoding="utf-8")
        except OSError as error:
            click.echo(both(f"{path} cannot be written: {error.strerror}", f"无法写入 {path}"), err=True)
            sys.exit(USAGE)


def _junit(results: list[PlayResult]) -> str:
    from mockwx.play.report_junit import junit

    return junit(results)


def _html(results: list[PlayResult]) -> str:
    from mockwx.play.report_html import page

    return page(results)


def _init(names: tuple[str, ...]) -> int:
    from mockwx.play.backend_template import TEMPLATE

    if len(names) > 1:
        raise click.UsageError(both("--init writes one file", "--init 只写一个文件"))
    path = Path(names[0] if names else "backend.yaml")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(TEMPLATE)
    except FileExistsError:
        click.echo(both(f"{path} exists already; it is left as it is", f"{path} 已存在，未作改动"), err=True)
        return USAGE
    except OSError as error:
        click.echo(both(f"{path} cannot be written: {error.strerror}", f"无法写入 {path}"), err=True)
        return USAGE
    click.echo(
        both(
            f"{path} is written; adapt it, then: mockwx run happy --backend {path}",
            f"已写入 {path}；修改后运行：mockwx run happy --backend {path}",
        )
    )
    return 0
