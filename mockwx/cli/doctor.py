"""``mockwx doctor``: why does a backend not arrive? What is looked at, and what to do about it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from mockwx.cli.diagnosis import Diagnosis, Verdict, problem
from mockwx.cli.language import language_option
from mockwx.cli.login_advance import running
from mockwx.core.text.bilingual import Language, Text, both
from mockwx.core.text.output_escaping import printable

if TYPE_CHECKING:
    from mockwx.client import ControlClient
    from mockwx.play.backend import BackendSettings

_MARKS: dict[Verdict, Text] = {
    "ok": Text("ok", "正常"),
    "note": Text("note", "注意"),
    "problem": Text("PROBLEM", "问题"),
}


@click.command()
@running
@click.option(
    "--backend", metavar="URL|FILE", help="The backend itself: alice logs in there, and her call is looked for."
)
@click.option("--base-url", metavar="URL", help="Where the backend takes WeChat to be; by default its variables say.")
@click.option("--appid", metavar="APPID", help="What the backend uses; by default its variables say.")
@click.option(
    "--env-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The backend's variables as lines NAME=VALUE, beside those of this shell.",
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@language_option
def doctor(
    url: str,
    token: str | None,
    world: str | None,
    backend: str | None,
    base_url: str | None,
    appid: str | None,
    env_file: Path | None,
    as_json: bool,
    language: Language,
) -> None:
    """Find out why a backend's calls do not arrive at the server at --url, and say what to do.

    Run it where the backend runs: in its shell, container or CI job. Exit 1 if there is a problem.
    """
    environment = dict(os.environ) | ({} if env_file is None else read_variables(env_file))
    settings = None if backend is None else _read_backend(backend)
    findings = list(_examine(environment, url.rstrip("/"), token, world, base_url, appid, settings))
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(findings), indent=2).decode())
    else:
        _show(findings, language)
    sys.exit(any(finding.verdict == "problem" for finding in findings))


def _examine(
    environment: dict[str, str],
    url: str,
    token: str | None,
    world: str | None,
    base_url: str | None,
    appid: str | None,
    settings: BackendSettings | None,
) -> Iterator[Diagnosis]:
    from mockwx.cli.diagnosis import well
    from mockwx.cli.doctor_environment import check_appids, check_base_url, check_cas, check_proxies, check_versions
    from mockwx.cli.doctor_server import check_arrivals, check_clock, check_port
    from mockwx.client import ControlClient, MockWxError

    server, _, named = url.partition("/~")
    ca, client = None, None
    try:
        client = ControlClient.connect(url, token=token, world=world)
        running = str(client.health()["version"])
    except MockWxError as error:
        yield from check_versions(None)
        yield check_port(server, error) if error.status is None else _refused("port", error)
    else:
        yield from check_versions(running)
        yield well("port", f"mockwx answers at {client.url}", f"{client.url} 有 mockwx 应答")
        ca = client.ca()
    yield from check_base_url(environment, server, base_url, () if settings is None else settings.url_variables())
    yield from check_proxies(environment, server)
    yield from check_cas(environment, ca)
    if client is None:
        if settings is not None:
            yield from _examine_backend(settings, None)
        return
    try:
        known = {app.appid: name for name, app in client.apps().items()}
        yield from check_appids(environment, known, appid)
        yield from check_clock(client)
        if settings is not None:
            yield from _examine_backend(settings, client)
        if settings is None or client.journal(limit=1):
            yield from check_arrivals(client, world or named)
    except MockWxError as error:
        yield _refused("control", error)


def _examine_backend(settings: BackendSettings, client: ControlClient | None) -> Iterator[Diagnosis]:
    """``client``: None where no mockwx answers."""
    from mockwx.cli.doctor_backend import check_apps, check_login, check_reach

    url = settings.described.url
    if url is None:
        yield problem(
            "backend",
            ("the backend file does not say where it is", "后端文件没有写明地址"),
            ("write url: http://127.0.0.1:8000", "请写 url: http://127.0.0.1:8000"),
        )
        return
    reach = check_reach(url)
    yield reach
    if client is not None:
        yield from check_apps(settings, {app.appid: app for app in client.apps().values()})
        if reach.verdict == "ok":
            yield from check_login(settings, client)


def _read_backend(backend: str) -> BackendSettings:
    from mockwx.play.backend import BackendSettings
    from mockwx.scenario.reading.problems import ScenarioError

    try:
        return BackendSettings.read(backend)
    except ScenarioError as error:
        click.echo("\n".join(map(str, error.problems)), err=True)
        sys.exit(2)


def _refused(about: str, error: Exception) -> Diagnosis:
    """What the server itself has said, with its own advice in it."""
    said = Text.of(str(error))
    return problem(
        about,
        (said.en, said.zh),
        (
            "where it asks for a token: --token or MOCKWX_TOKEN with the one that mockwx serve printed",
            "需要令牌时：用 --token 或 MOCKWX_TOKEN 给出 mockwx serve 打印的令牌",
        ),
    )


def read_variables(path: Path) -> dict[str, str]:
    """Of lines ``NAME=VALUE``, as docker's env files and .env have them; ``export`` and quotes are passed over."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise click.BadParameter(
            both(f"{path} cannot be read: {error}", f"无法读取 {path}"), param_hint="--env-file"
        ) from None
    variables = {}
    for line in lines:
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and not name.startswith("#"):
            variables[name.strip()] = value.strip().strip("'\"")
    return variables


def _show(findings: Iterable[Diagnosis], language: Language) -> None:
    for finding in findings:
        mark = _MARKS[finding.verdict].told(language)
        click.echo(f"{mark}  {finding.about}: {printable(finding.seen.told(language))}")
        if finding.advice is not None:
            click.echo(f"    → {printable(finding.advice.told(language))}")
