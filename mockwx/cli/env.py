"""``mockwx env``: the recipe by which programs in one language are led to a running server."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import click

from mockwx.cli.login_advance import ask_server, running
from mockwx.core.text.bilingual import both

_LANGUAGES = ("python", "node", "java", "go", "php", "ruby", "curl", "all", "docker", "github")
INSIDE = Path("/mockwx")
"""Where a container finds the files."""
_NOT_FOR_GITHUB = "NODE_OPTIONS"
"""GitHub refuses it in $GITHUB_ENV and reports an error; a step's own env may have it."""


@click.command()
@click.argument("language", type=click.Choice(_LANGUAGES), default="all")
@click.option(
    "--files",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(".mockwx"),
    show_default=True,
    help="Where the CA and what refers to it are written.",
)
@running
def env(language: str, folder: Path, url: str, token: str | None, world: str | None) -> None:
    """Print what a program's environment must say so that its calls to WeChat arrive at the server that runs at --url.

    For a shell: eval "$(mockwx env python)". docker prints an env file, for --env-file and a volume at /mockwx;
    github prints lines for $GITHUB_ENV.
    """
    from mockwx.intercept.recipes import Files, Recipe, exports, write_files

    ca = ask_server(url, token, world, lambda client: client.ca())
    try:
        files = write_files(folder.absolute(), ca.encode())
    except OSError as error:
        raise click.ClickException(
            both(f"{error.filename or folder} cannot be written: {error.strerror}", f"无法写入 {folder}")
        ) from None
    at = urlsplit(url)
    host, port = at.hostname or "127.0.0.1", at.port or 80
    environment = dict(os.environ)
    if language == "docker":
        files, environment = Files(INSIDE), {}
        host = "host.docker.internal" if host in ("127.0.0.1", "localhost") else host
    recipe = Recipe(
        files, (host, port), f"http://{f'{world}@' if world else ''}{host}:{port}", environment, ca, direct=not world
    )
    if language == "docker":
        click.echo(f"# docker run --env-file THIS --volume {folder.absolute()}:{INSIDE}:ro")
        click.echo(
            "# docker run --add-host host.docker.internal:host-gateway ... (Linux, and mockwx serve --host 0.0.0.0)"
        )
    variables = recipe.all() if language in ("all", "docker", "github") else recipe.of(language)
    if language == "github" and (option := variables.pop(_NOT_FOR_GITHUB, None)):
        click.echo(
            both(
                f"GitHub takes {_NOT_FOR_GITHUB} from no file; give it to the steps that run Node, below env: {option}",
                f"GitHub 不接受文件里的 {_NOT_FOR_GITHUB}；请写在运行 Node 的步骤的 env: 下：{option}",
            ),
            err=True,
        )
    if language in ("docker", "github"):
        click.echo("".join(f"{name}={value}\n" for name, value in variables.items()), nl=False)
    else:
        click.echo(exports(variables), nl=False)
