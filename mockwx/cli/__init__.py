"""The command line."""

from __future__ import annotations

import gc
import importlib
import os
from typing import Any

import click

from mockwx.cli.click_texts import speak_chinese
from mockwx.cli.help_texts import helped, parameter_in, short
from mockwx.cli.language import language_of
from mockwx.cli.output import FULL, end_with_full_stdout, fill_closed_descriptors, never_fail_to_encode

_COMMANDS = {
    "serve": ("serve", "Serve WeChat on this machine."),
    "exec": ("execute", "Run a command whose calls to WeChat's own hosts arrive here."),
    "env": ("env", "Print how a program in some language is led here."),
    "ca": ("ca", "Print the test CA that vouches for WeChat's hosts."),
    "check": ("check", "Check scenario files: every problem, as file:line:column."),
    "run": ("run", "Play scenarios against a backend, and judge it."),
    "audit": ("audit", "Try the flaws of login backends on one, and grade it."),
    "login": ("login_advance", "Print a fresh login code from a running server."),
    "advance": ("login_advance", "Move a running server's clock."),
    "doctor": ("doctor", "Find out why a backend does not arrive, and say what to do."),
    "export": ("export", "Write what a running server has seen as a scenario, or as HAR."),
    "snapshot": ("snapshot", "Write all that a running server's world remembers to a file."),
    "restore": ("snapshot", "Let a running server's world begin anew as a snapshot."),
    "scenarios": ("scenarios", "List, show or copy the ready scenarios."),
    "endpoints": ("endpoints_errcodes", "List every endpoint with evidence and errcodes."),
    "errcode": ("endpoints_errcodes", "Explain an errcode, and what a backend should do."),
    "wx": ("documents", "Print wx.js, the phone's side for JavaScript."),
    "schema": ("documents", "Print the JSON Schema of a scenario file."),
    "openapi": ("documents", "Print the OpenAPI document of WeChat's paths."),
}


class _Commands(click.Group):
    """Loads a command's module when it is called: `mockwx login` needs no server."""

    def main(self, *arguments: Any, **more: Any) -> Any:
        fill_closed_descriptors()
        never_fail_to_encode()
        speak_chinese()
        try:
            return super().main(*arguments, **more)
        except OSError as error:
            if error.errno not in FULL or error.filename is not None:
                raise
            end_with_full_stdout(error)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        gc.disable()  # what is loaded stays: looking for garbage meanwhile takes time and finds none
        try:
            module = importlib.import_module(f"mockwx.cli.{_COMMANDS[name][0]}")
        finally:
            gc.enable()
        command: click.Command = getattr(module, "execute" if name == "exec" else name)
        return helped(command, name, language_of(os.environ))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from mockwx.core.text.did_you_mean import unknown

            ctx.fail(unknown("command", "命令", args[0], _COMMANDS))
        return super().resolve_command(ctx, args)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        return [parameter_in(language_of(os.environ), parameter) for parameter in super().get_params(ctx)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        language = language_of(os.environ)
        with formatter.section("命令" if language == "zh" else "Commands"):
            formatter.write_dl([(name, short(name, about, language)) for name, (_, about) in _COMMANDS.items()])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mockwx", message="mockwx %(version)s")
def main(**_: Any) -> None:
    """WeChat login, offline: a local server that behaves like WeChat's login hosts, and can refuse like them.

    微信登录，离线可用：在本机模拟微信登录接口，也能按需拒绝。
    """
