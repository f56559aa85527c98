"""``mockwx run``: play scenarios against a backend and judge it."""

from __future__ import annotations

import asyncio
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click
from msgspec.structs import replace

from mockwx.cli import completion
from mockwx.cli.backend_under_test import (
    NothingToPlay,
    environment_of,
    mockwx_to_ask,
    patience_of,
    well_for_a_start,
    with_backend,
)
from mockwx.cli.language import language_option
from mockwx.cli.progress import Progress
from mockwx.cli.wrapped_command import COMMAND, WithCommand
from mockwx.core.clock import spell_instant
from mockwx.core.text.bilingual import both
from mockwx.core.text.output_escaping import printable
from mockwx.files import FOR_ALL, write_first
from mockwx.server.real_clock import wall

if TYPE_CHECKING:
    from mockwx.core.text.bilingual import Language
    from mockwx.intercept.prepare import Via
    from mockwx.intercept.prepared_command import PreparedCommand
    from mockwx.mock import MockWx
    from mockwx.play.backend import BackendSettings
    from mockwx.play.play_all import RunningBackend
    from mockwx.play.player import Script
    from mockwx.play.results import PlayResult
    from mockwx.play.trial import Trial

T = TypeVar("T")
USAGE = 2
OUTPUT_LINES = 20


@click.command(cls=WithCommand, options_metavar="[OPTIONS]", epilog="-- COMMAND starts the backend as well.")
@click.argument("scenarios", nargs=-1, metavar="SCENARIO ... [-- COMMAND ...]", shell_complete=completion.scenarios)
@click.option("--backend", metavar="URL|FILE", help="The backend under test; its file says how it does a login.")
@click.option("--ready", is_flag=True, help="All ready scenarios (see `mockwx scenarios`), before those named.")
@click.option(
    "--intercept",
    "via",
    type=click.Choice(["proxy", "hosts"]),
    help="Lead COMMAND's calls of WeChat's own hosts here, as `mockwx exec` does; alone it means proxy.",
)
@click.option("--wait", metavar="DURATION", help="How long COMMAND may take until it answers; by default 2m.")
@click.option("--url", help="A running mockwx that the backend points at; by default MOCKWX_URL's, or one is started.")
@click.option("--port", default=8780, show_default=True, type=click.IntRange(0, 65535), help="Of the started one.")
@click.option("--token", envvar="MOCKWX_TOKEN", help="Where the running mockwx asks for one.")
@click.option("--junit", type=click.Path(path_type=Path, dir_okay=False), help="Write a JUnit XML report.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a report for people, one page.")
@language_option
@click.option("--try", "tried", is_flag=True, help="Log in once well and once with a bad code, and show both answers.")
@click.option("--init", is_flag=True, help="Write a backend file to begin with: mockwx run --init [FILE].")
@click.pass_context
def run(
    ctx: click.Context,
    scenarios: tuple[str, ...],
    backend: str | None,
    ready: bool,
    via: Via | None,
    wait: str | None,
    url: str | None,
    port: int,
    token: str | None,
    junit: Path | None,
    html: Path | None,
    language: Language,
    tried: bool,
    init: bool,
) -> None:
    """Play scenarios against a backend, and judge it.

    A SCENARIO is a file, a folder of files, or a ready scenario's name. Exit 1 if any fails or all are skipped, 2 if a
    file is wrong.
    """
    command: list[str] = ctx.meta.get(COMMAND, [])
    patience = patience_of(wait)
    if via is not None and not command:
        raise click.UsageError(
            both(
                "--intercept is about a backend that is started here; write its command behind --",
                "--intercept 针对由此启动的后端；请把命令写在 -- 之后",
            )
        )
    if init:
        sys.exit(_init(scenarios))
    if ready:
        from mockwx.scenario.ready_scenarios import builtin_names

        scenarios = (*builtin_names(), *scenarios)
    if tried and scenarios:
        raise click.UsageError(both("--try plays no scenario", "--try 不运行场景"))
    if not scenarios and not tried:
        raise click.UsageError(
            both(
                "name a scenario: a file, a folder, or for example happy; --ready plays all ready ones",
                "请给出场景，例如 happy；--ready 运行全部内置场景",
            )
        )
    from mockwx.cli.leave_verdict import leave_run
    from mockwx.cli.run_reports import tell, write
    from mockwx.intercept.prepare import prepared
    from mockwx.play.flaws import FlawKind
    from mockwx.play.report import Report
    from mockwx.play.trial import Trial

    settings, scripts = _read(backend, scenarios, tried=tried)
    settings.run.via = via
    began = spell_instant(wall() // 1000 * 1000).replace(".000", "")
    try:
        with mockwx_to_ask(url, port, token) as (mockwx, destination), ExitStack() as lasting:

            def prepare() -> PreparedCommand:
                well_for_a_start(settings, mockwx)
                whole = lasting.enter_context(prepared(command, destination, via))
                return replace(whole, env=whole.env | environment_of(settings, mockwx, via))

            async def judge(backend: RunningBackend) -> tuple[list[PlayResult] | Trial, str]:
                playing = _try(settings, mockwx, backend) if tried else _play(settings, mockwx, scripts, backend)
                return await playing, backend.last_words()

            backends = [settings.for_scenario(script.scenario) for script in scripts]
            judged, last_words = asyncio.run(with_backend(backends, judge, prepare if command else None, patience))
            if not isinstance(judged, Trial):
                leave_run(mockwx.client, judged, began)
    except NothingToPlay as stop:
        click.echo(str(stop), err=True)
        sys.exit(USAGE)
    except KeyboardInterrupt:
        sys.exit(130)
    except asyncio.CancelledError:
        sys.exit(143)
    if isinstance(judged, Trial):
        for line in judged.lines(language):
            click.echo(line)
        if not judged.is_sound:
            _tell_output(last_words)
        sys.exit(0 if judged.is_sound else 1)
    report = Report.of(judged, date=began, language=language)
    tell(report)
    if any(cause.flaw.kind is FlawKind.UNREACHED for cause in report.causes):
        _tell_output(last_words)
    write(report, junit, html)
    if all(result.verdict == "skipped" for result in judged):
        click.echo(both("nothing was judged: every scenario was skipped", "没有任何判定：所有场景都被跳过"), err=True)
        sys.exit(1)
    sys.exit(1 if any(result.verdict == "failed" for result in judged) else 0)


def _tell_output(last_words: str) -> None:
    """What a backend says that did not get as far as WeChat is mostly the reason."""
    if last_words:
        lines = last_words.splitlines()[-OUTPUT_LINES:]
        click.echo(both("the backend said last:", "后端最后的输出："), err=True)
        click.echo("\n".join(f"    {printable(line)}" for line in lines), err=True)


def _read(backend: str | None, scenarios: tuple[str, ...], *, tried: bool) -> tuple[BackendSettings, list[Script]]:
    from mockwx.play.backend import BackendSettings
    from mockwx.play.script_files import find_all
    from mockwx.scenario.reading.problems import ScenarioError

    problems: list[str] = []
    settings, scripts = BackendSettings(), []
    try:
        settings = BackendSettings.read(backend)
    except ScenarioError as error:
        problems += map(str, error.problems)
    try:
        scripts = [_trial()] if tried else find_all(scenarios, backend=backend)
        for script in scripts:
            settings.for_scenario(script.scenario)
    except ScenarioError as error:
        problems += map(str, error.problems)
    except LookupError as error:
        if not problems:
            problems.append(str(error))
    if problems:
        click.echo("\n".join(problems), err=True)
        sys.exit(USAGE)
    return settings, scripts


async def _play(
    settings: BackendSettings, mockwx: MockWx, scripts: list[Script], backend: RunningBackend
) -> list[PlayResult]:
    from mockwx.play.play_all import play_all
    from mockwx.play.wechat_side import WechatSide

    with Progress() as progress:
        return await play_all(settings, WechatSide(mockwx.client), scripts, backend, progress.show)


def _trial() -> Script:
    from mockwx.play.player import Script
    from mockwx.play.trial import TRIED

    return Script("", TRIED, TRIED.as_mapping())


async def _try(settings: BackendSettings, mockwx: MockWx, backend: RunningBackend) -> Trial:
    from mockwx.core.text.bilingual import Text
    from mockwx.play.trial import try_login
    from mockwx.play.wechat_side import WechatSide

    trial = await try_login(settings, WechatSide(mockwx.client))
    if not trial.crashed or (why := await backend.why_gone(ends=True)) is None:
        return trial
    return replace(trial, ended=Text.of(why.splitlines()[0]))


def _init(names: tuple[str, ...]) -> int:
    from mockwx.play.backend_template import backend_template
    from mockwx.scenario.language import schema

    if len(names) > 1:
        raise click.UsageError(both("--init writes one file", "--init 只写一个文件"))
    path = Path(names[0] if names else "backend.yaml")
    try:
        write_first(path, backend_template(schema.FILE).encode(), mode=FOR_ALL)
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
