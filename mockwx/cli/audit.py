"""``mockwx audit``: the scorecard of a login backend."""

from __future__ import annotations

import asyncio
import shlex
import sys
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from mockwx.cli.audit_input import CANNOT_JUDGE, log_of, read_accepted, read_backend
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
from mockwx.cli.started_backend import StartedBackend
from mockwx.cli.wrapped_command import COMMAND, WithCommand
from mockwx.core.clock import spell_instant
from mockwx.core.text.bilingual import both
from mockwx.core.text.did_you_mean import unknown
from mockwx.server.real_clock import wall

if TYPE_CHECKING:
    from mockwx.audit.audit_report import AuditReport
    from mockwx.audit.check_runner import AuditProgress
    from mockwx.audit.options import AuditOptions
    from mockwx.core.text.bilingual import Language
    from mockwx.intercept.prepare import Via
    from mockwx.intercept.prepared_command import PreparedCommand
    from mockwx.play.play_all import RunningBackend

FOUND = 1
_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)
LEVELS = ("critical", "high", "medium", "low", "never")


def _names(_ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Ids and areas, with commas or repeated.

    :raises click.BadParameter: there is none of that name.
    """
    from mockwx.audit.areas import Area
    from mockwx.audit.catalogue import BY_ID

    names = tuple(name.strip() for words in value for name in words.split(",") if name.strip())
    names_of_all = [*BY_ID, *(area.value for area in Area)]
    for name in names:
        if name not in names_of_all:
            raise click.BadParameter(unknown("check or area", "检查项或领域", name, names_of_all))
    return names


@click.command(cls=WithCommand, options_metavar="[OPTIONS]", epilog="-- COMMAND starts the backend as well.")
@click.argument("unnamed", nargs=-1, metavar="[-- COMMAND ...]")
@click.option("--backend", metavar="URL|FILE", help="The backend under test; its file says how it does a login.")
@click.option("--quick", is_flag=True, help="Back doors, secrets, sessions and sealed data only.")
@click.option("--deep", is_flag=True, help="Ten rounds of races in place of three.")
@click.option("--only", multiple=True, metavar="ID,…", callback=_names, help="Only these checks or areas.")
@click.option("--skip", multiple=True, metavar="ID,…", callback=_names, help="Without these checks or areas.")
@click.option("--doors", is_flag=True, help="Also ask for other routes than the file's, such as /dev/login.")
@click.option("--restart", is_flag=True, help="Also start COMMAND without each variable of audit.environment.")
@click.option(
    "--fail-on",
    type=click.Choice(LEVELS),
    default="high",
    show_default=True,
    help="Exit 1 from which severity on.",
)
@click.option("--seed", type=int, help="What the probes choose by chance; by default the backend's own.")
@click.option("--log", type=click.Path(path_type=Path, dir_okay=False), help="The file that the backend logs to.")
@click.option("--baseline", type=_FILE, help="Findings that are accepted, each with a reason and a last day.")
@click.option("--write-baseline", "new_baseline", type=_FILE, help="Write one that accepts what is found now.")
@click.option("--html", type=_FILE, help="Write a report for people, one page.")
@click.option("--sarif", type=_FILE, help="Write SARIF for code scanning: findings at their lines of the backend file.")
@click.option("--sarif-root", type=_FOLDER, help="The repository's root folder; by default the current one.")
@click.option("--junit", type=_FILE, help="Write a JUnit XML report.")
@click.option("--json", "json_file", type=_FILE, help="Write the report as JSON.")
@click.option("--badge", type=_FILE, help="Write a badge with grade and coverage, as SVG.")
@click.option("--write-scenarios", type=_FOLDER, help="Write each finding as a scenario for `mockwx run`.")
@click.option("--list", "listed", is_flag=True, help="List the checks.")
@click.option("--markdown", is_flag=True, help="With --list: as the documentation's page.")
@click.option("--explain", metavar="ID", help="What a check tries, what proves the flaw, and how to mend it.")
@click.option("--host", "hosts", multiple=True, help="A host other than this machine that may be audited; repeatable.")
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
@language_option
@click.pass_context
def audit(
    ctx: click.Context,
    unnamed: tuple[str, ...],
    backend: str | None,
    quick: bool,
    deep: bool,
    only: tuple[str, ...],
    skip: tuple[str, ...],
    doors: bool,
    restart: bool,
    fail_on: str,
    seed: int | None,
    log: Path | None,
    baseline: Path | None,
    new_baseline: Path | None,
    html: Path | None,
    sarif: Path | None,
    sarif_root: Path | None,
    junit: Path | None,
    json_file: Path | None,
    badge: Path | None,
    write_scenarios: Path | None,
    listed: bool,
    markdown: bool,
    explain: str | None,
    hosts: tuple[str, ...],
    via: Via | None,
    wait: str | None,
    url: str | None,
    port: int,
    token: str | None,
    language: Language,
) -> None:
    """Try the flaws of login backends on one, and grade it.

    Exit 1 if anything is found from --fail-on on, 2 if it could not be judged.
    """
    from mockwx.audit.auditing import announced_requests, seed_of
    from mockwx.audit.options import AuditOptions

    if listed:
        from mockwx.cli.audit_catalogue import list_checks

        sys.exit(list_checks(language, markdown=markdown))
    if explain is not None:
        from mockwx.cli.audit_catalogue import explain_check

        sys.exit(explain_check(explain, language))
    if unnamed:
        hint = f"mockwx audit --backend {unnamed[0]}"
        raise click.UsageError(both(f"the backend is named by --backend: {hint}", f"后端用 --backend 指定：{hint}"))
    command: list[str] = ctx.meta.get(COMMAND, [])
    patience = patience_of(wait)
    if via is not None and not command:
        raise click.UsageError(
            both(
                "--intercept is about a backend that is started here; write its command behind --",
                "--intercept 针对由此启动的后端；请把命令写在 -- 之后",
            )
        )
    if backend is None:
        raise click.UsageError(both("give --backend FILE or --backend URL", "请给出 --backend 文件 或 --backend 地址"))
    audited = read_backend(backend, hosts)
    accepted = (*audited.backend.audit.accept, *read_accepted(baseline, new_baseline))
    options = AuditOptions(
        quick=quick,
        deep=deep,
        doors=doors,
        restart=restart,
        only=only,
        skip=skip,
        seed=seed_of(backend) if seed is None else seed,
    )
    most = announced_requests(audited, options)
    click.echo(
        both(f"at most {most} requests to {audited.backend.url}", f"最多向 {audited.backend.url} 发送 {most} 个请求"),
        err=True,
    )
    began = spell_instant(wall() // 1000 * 1000).replace(".000", "")
    try:
        with (
            mockwx_to_ask(url, port, token) as (mockwx, destination),
            ExitStack() as lasting,
            TemporaryDirectory(prefix="mockwx-") as folder,
            Progress() as progress,
        ):
            from mockwx.audit.auditing import audit as run_audit
            from mockwx.cli.leave_verdict import leave_audit
            from mockwx.intercept.prepare import prepared

            output = Path(folder) / "output"

            without: set[str] = set()

            def prepare() -> PreparedCommand:
                whole = lasting.enter_context(prepared(command, destination, via))
                # What goes elsewhere in clear is to be seen, too.
                plain = {"HTTP_PROXY": destination.url, "http_proxy": destination.url} if via == "proxy" else {}
                variables = environment_of(audited.settings, mockwx, via)
                env = {name: value for name, value in (whole.env | plain | variables).items() if name not in without}
                return replace(whole, env=env)

            if command:
                well_for_a_start(audited.settings, mockwx)

            async def judge(running: RunningBackend) -> AuditReport:
                progress.end()
                return await run_audit(
                    mockwx.client,
                    audited,
                    options,
                    again=_again(backend, options, via, command),
                    command=command,
                    date=began,
                    log=log or log_of(audited, backend) or (output if command else None),
                    speaks_tls=via is not None,
                    process=StartedBackend(running, without) if command else None,
                    tell=lambda step: progress.show(_progress(step, language)),
                )

            report = asyncio.run(with_backend([audited.backend], judge, prepare if command else None, patience, output))
            leave_audit(mockwx.client, report, began)
    except NothingToPlay as stop:
        click.echo(str(stop), err=True)
        sys.exit(CANNOT_JUDGE)
    except KeyboardInterrupt:
        sys.exit(130)
    except asyncio.CancelledError:
        sys.exit(143)
    except _cannot_judge() as stop:
        click.echo(str(stop), err=True)
        sys.exit(CANNOT_JUDGE)
    from mockwx.audit.baseline import baseline_of, with_baseline
    from mockwx.audit.catalogue import BY_ID
    from mockwx.cli.audit_reports import ReportFiles, tell, write, write_document

    today = datetime.now().astimezone().date()
    report = with_baseline(report, accepted, today, BY_ID)
    tell(report, language)
    written = write(report, ReportFiles(html, sarif, sarif_root, junit, json_file, badge, write_scenarios), language)
    if new_baseline is not None:
        written = write_document(new_baseline, lambda: baseline_of(report, accepted, today)) and written
    sys.exit(exit_code(report, fail_on) if written else CANNOT_JUDGE)


def exit_code(report: AuditReport, fail_on: str) -> int:
    """0: nothing at or above ``fail_on``; 1: something; 2: an error of the audit's own, or its core was not tested."""
    from mockwx.audit.check import Severity
    from mockwx.audit.check_results import State

    if fail_on != "never" and report.worst_at_least(Severity(fail_on)):
        return FOUND
    if report.with_state(State.ERROR) or (report.complete and report.grade.untested_core):
        return CANNOT_JUDGE
    return 0


def _cannot_judge() -> type[Exception]:
    from mockwx.audit.audit_stopped import AuditStopped

    return AuditStopped


def _again(backend: str, options: AuditOptions, via: Via | None, command: list[str]) -> str:
    words = ["mockwx", "audit", "--backend", backend, "--seed", str(options.seed), *" ".join(options.said).split()]
    words += [f"--intercept={via}"] if via is not None else []
    words += ["--", *command] if command else []
    return shlex.join(words)


def _progress(step: AuditProgress, language: Language) -> str:
    again = both(" (again)", "（重试）") if step.again else ""
    return f"{step.number}/{step.of}  {step.check.area.heading.told(language)}: {step.check.id}{again}"
