"""What a shell meets: help in the reader's language, completion, ready scenarios to take, checks of folders."""

from __future__ import annotations

import subprocess
from pathlib import Path

import click
import forked
import pytest
from click.testing import CliRunner, Result

from mockwx.cli import _COMMANDS, main
from mockwx.cli.help_texts import COMMANDS, OPTIONS
from mockwx.scenario import ready_scenarios

from .conftest import BIN, WITH_BIN


def call(*arguments: str, lang: str = "C") -> Result:
    return CliRunner().invoke(main, list(arguments), env={"LC_ALL": lang})


def spoken(command: str, *, lang: str) -> str:
    """Its help without line breaks and blanks."""
    return "".join(call(command, "--help", lang=lang).output.split())


def own_options(name: str) -> list[click.Option]:
    """With the English text that stands in the code."""
    from importlib import import_module

    module = import_module(f"mockwx.cli.{_COMMANDS[name][0]}")
    command = getattr(module, "execute" if name == "exec" else name)
    return [parameter for parameter in command.params if isinstance(parameter, click.Option)]


@pytest.mark.parametrize("name", _COMMANDS)
def test_every_command_and_option_has_help_in_both_languages(name: str) -> None:
    assert COMMANDS.get(name), "no Chinese help in cli/help_texts.py"
    untold = [option.opts[-1] for option in own_options(name) if (option.help or "") not in OPTIONS]
    assert untold == [], "these options have no help, or none in Chinese, in cli/help_texts.py"


def test_no_translation_is_left_behind_by_a_text_that_changed() -> None:
    texts = {option.help for name in _COMMANDS for option in own_options(name)}
    texts |= {"Show this message and exit.", "Show the version and exit."}  # click's own
    assert set(OPTIONS) - texts == set()
    assert set(COMMANDS) == set(_COMMANDS)


def test_help_speaks_the_language_of_the_locale_or_both() -> None:
    english, chinese = "Whichserver.", "哪个服务器。"
    assert english in spoken("login", lang="en_US.UTF-8")
    assert chinese not in spoken("login", lang="en_US.UTF-8")
    assert chinese in spoken("login", lang="zh_CN.UTF-8")
    assert english not in spoken("login", lang="zh_CN.UTF-8")
    assert english + chinese in spoken("login", lang="C")
    assert "运行中" in call("--help", lang="zh_CN.UTF-8").output


@pytest.mark.parametrize(
    ("command", "variable"),
    [("serve", "MOCKWX_TOKEN"), ("serve", "MOCKWX_REDIS"), ("login", "MOCKWX_URL"), ("run", "MOCKWX_TOKEN")],
)
def test_help_names_the_variables_that_an_option_heeds(command: str, variable: str) -> None:
    assert f"envvar:{variable}" in spoken(command, lang="en")


ENCODINGS = ["ascii", "cp1252", "cp437", "latin-1", "gbk"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    "arguments", [("--help",), ("run", "--help"), ("errcode", "40163"), ("scenarios",), ("check", "happy")]
)
def test_an_encoding_without_the_letters_breaks_no_command(encoding: str, arguments: tuple[str, ...]) -> None:
    ended = CliRunner(charset=encoding).invoke(main, arguments, env={"LC_ALL": "zh_CN.UTF-8"})
    assert (ended.exit_code, ended.exception) == (0, None)
    assert ended.stdout_bytes


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_an_encoding_without_the_letters_breaks_no_process(encoding: str) -> None:
    environment = WITH_BIN | {"PYTHONIOENCODING": encoding, "LC_ALL": "zh_CN.UTF-8"}
    ended = subprocess.run([BIN / "mockwx", "scenarios"], env=environment, capture_output=True, check=False, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout


def completed(*words: str, shell: str = "bash", cwd: Path | None = None) -> list[str]:
    """What the shell is told of the last word."""
    environment = WITH_BIN | {
        "_MOCKWX_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": " ".join(("mockwx", *words)),
        "COMP_CWORD": str(len(words)),
    }
    told = subprocess.run(
        [forked.programs() / "mockwx"], env=environment, cwd=cwd, capture_output=True, text=True, check=True, timeout=60
    )
    return [line.partition(",")[2] for line in told.stdout.splitlines()]


@pytest.mark.parametrize("command", ["serve", "check", "run", "exec"])
def test_scenarios_are_completed_ready_ones_and_files(command: str, tmp_path: Path) -> None:
    (tmp_path / "throttled.yaml").write_text("mockwx: 1\n", encoding="utf-8")
    (tmp_path / "throng").mkdir()
    (tmp_path / "thread.txt").touch()
    words = completed(command, "thro", cwd=tmp_path)
    assert {"throttled.yaml", "throng/", "throttled-then-well"} <= set(words)
    assert "thread.txt" not in words
    (tmp_path / "throng" / "one.yml").touch()
    assert completed(command, "throng/", cwd=tmp_path) == ["throng/one.yml"]


def test_apis_errcodes_and_names_of_ready_scenarios_are_completed() -> None:
    assert completed("endpoints", "code2") == ["code2session"]
    assert "40163" in completed("errcode", "401")
    assert completed("errcode", "code_us") == ["code_used"]
    assert completed("scenarios", "throttled") == ["throttled-then-well"]
    assert set(completed("sc")) == {"scenarios", "schema"}


def test_one_endpoint_is_told_by_name_or_path_and_a_wrong_one_with_the_nearest() -> None:
    for name in ("code2session", "/sns/jscode2session"):
        rows = call("endpoints", name).output.splitlines()
        assert [row.split()[0] for row in rows] == ["api", "code2session"]
    wrong = call("endpoints", "code2sesion")
    assert wrong.exit_code == 1
    assert "did you mean 'code2session'" in wrong.output


def test_a_ready_scenario_is_shown_as_it_is_written() -> None:
    told = call("scenarios", "happy")
    assert (told.exit_code, told.output) == (0, ready_scenarios.ready("happy").read_text(encoding="utf-8"))
    wrong = call("scenarios", "hapy")
    assert wrong.exit_code == 1
    assert "did you mean 'happy'" in wrong.output


def test_ready_scenarios_are_copied_and_nothing_is_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert call("scenarios", "happy", "--copy", str(folder)).output == f"{folder / 'happy.yaml'}\n"
    (folder / "happy.yaml").write_text("mine", encoding="utf-8")
    again = call("scenarios", "--copy", str(folder))
    assert again.exit_code == 2
    assert "exists already" in again.output
    assert (folder / "happy.yaml").read_text(encoding="utf-8") == "mine"
    assert {path.stem for path in folder.iterdir()} == set(ready_scenarios.builtin_names())


def test_check_takes_folders(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "well.yaml").write_text("mockwx: 1\n", encoding="utf-8")
    (tmp_path / "deep" / "wrong.yml").write_text("mockwx: 1\nsed: 1\n", encoding="utf-8")
    told = call("check", str(tmp_path), lang="en")
    assert told.exit_code == 1
    well, wrong = told.output.splitlines()
    assert well == f"{tmp_path / 'well.yaml'}: well"
    assert wrong.startswith(f"{tmp_path / 'deep' / 'wrong.yml'}:2:1: ")
    (tmp_path / "empty").mkdir()
    assert "no *.yaml" in call("check", str(tmp_path / "empty")).output


def test_what_init_writes_is_well_and_leads_editors_to_the_schema(tmp_path: Path) -> None:
    file = tmp_path / "backend.yaml"
    assert call("run", "--init", str(file)).exit_code == 0
    assert call("check", str(file), lang="en").output == f"{file}: well\n"
    first = file.read_text(encoding="utf-8").splitlines()[0]
    key, _, schema = first.partition("=")
    assert key == "# yaml-language-server: $schema"
    assert Path(schema).is_file()


@pytest.mark.parametrize(
    ("url", "start"),
    [
        ("http://127.0.0.1:9", "start one: mockwx serve --port 9 "),
        ("http://localhost:9", "请先启动：mockwx serve --port 9"),
    ],
)
def test_login_without_a_server_says_what_to_start(url: str, start: str) -> None:
    told = call("login", "alice", "--url", url)
    assert told.exit_code == 1
    assert start in told.output


def test_of_another_machine_nothing_is_said_about_starting() -> None:
    told = call("login", "alice", "--url", "http://127.0.0.2:9")
    assert told.exit_code == 1
    assert "start one" not in told.output
