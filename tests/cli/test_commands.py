from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mockwx import MockWx, __version__
from mockwx.cli import main
from mockwx.core import errcodes
from mockwx.products.endpoint_lookup import ENDPOINTS


@pytest.fixture(params=[("-m", "mockwx"), ()], ids=["module", "script"])
def anyhow(request: pytest.FixtureRequest) -> tuple[str, ...]:
    return tuple(request.param)


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_the_script_tells_its_version(run: Any) -> None:
    ended = run("--version")
    assert (ended.returncode, ended.stdout) == (0, f"mockwx {__version__}\n")


def test_help_names_every_command() -> None:
    told = call("--help").output
    for command in ("serve", "check", "login", "advance", "scenarios", "endpoints", "errcode", "schema", "openapi"):
        assert command in told
        assert call(command, "--help").exit_code == 0


def test_an_audit_of_a_backend_that_no_option_names_is_told_how_to_name_it() -> None:
    told = call("audit", "http://127.0.0.1:8000")
    assert told.exit_code == 2
    assert "mockwx audit --backend http://127.0.0.1:8000" in told.output


def test_a_misspelt_command_is_told_with_the_nearest() -> None:
    told = call("sreve")
    assert told.exit_code == 2
    assert "did you mean 'serve'" in told.output


def test_login_prints_a_code_that_logs_in(mockwx: MockWx) -> None:
    told = call("login", "alice", "--url", mockwx.url)
    assert told.exit_code == 0
    assert re.fullmatch(r"0[A-Za-z0-9]{31}\n", told.output)
    assert call("login", "alice", "--url", mockwx.url, "--app", "shop").exit_code == 0
    wrong = call("login", "alice", "--url", mockwx.url, "--app", "shp")
    assert wrong.exit_code == 1
    assert "did you mean 'shop'" in wrong.output


def test_advance_moves_the_clock_and_prints_it(mockwx: MockWx) -> None:
    mockwx.freeze()
    mockwx.set_clock("2026-01-01T08:00:00+08:00")
    told = call("advance", "5m1s", "--url", mockwx.url)
    assert (told.exit_code, told.output) == (0, "2026-01-01T08:05:01.000+08:00\n")
    wrong = call("advance", "soon", "--url", mockwx.url)
    assert wrong.exit_code == 1
    assert "5m1s" in wrong.output


@pytest.mark.parametrize("command", [("login", "alice"), ("advance", "1s")])
@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "nonsense", "http://[::1", "ftp://x.invalid"])
def test_a_server_that_is_not_there_is_told_in_one_line(command: tuple[str, ...], url: str) -> None:
    told = call(*command, "--url", url)
    assert told.exit_code == 1
    assert told.exception is None or isinstance(told.exception, SystemExit)
    assert len(told.output.splitlines()) == 1
    assert url in told.output


@pytest.mark.parametrize("given", ["40163", "code_used", " CODE_USED "])
def test_an_errcode_is_explained_by_number_or_name(given: str) -> None:
    told = call("errcode", given)
    assert told.exit_code == 0
    row = errcodes.BY_CODE[40163]
    for text in ("40163 code_used", "code been used", row.zh, row.en, row.advice_zh, row.advice_en, "code2session"):
        assert text in told.output


def test_a_negative_errcode_is_no_option() -> None:
    told = call("errcode", "-1")
    assert told.exit_code == 0
    assert "system" in told.output


@pytest.mark.parametrize(("wrong", "guess"), [("40166", "4016"), ("code_usd", "code_used"), ("zzzz", "")])
def test_an_unknown_errcode_is_told_with_the_nearest(wrong: str, guess: str) -> None:
    told = call("errcode", wrong)
    assert told.exit_code == 1
    assert wrong in told.output
    assert guess in told.output


def test_without_a_code_all_errcodes_are_listed() -> None:
    lines = call("errcode").output.splitlines()
    assert len(lines) == len(errcodes.ALL)


def test_every_endpoint_is_listed_on_a_line_of_its_own() -> None:
    told = call("endpoints")
    assert told.exit_code == 0
    assert len(ENDPOINTS) >= 24
    for endpoint in ENDPOINTS:
        assert len([line for line in told.output.splitlines() if line.split()[0] == endpoint.api]) == 1
        assert endpoint.path in told.output
    assert call("endpoints", "--markdown").output.startswith("#")


@pytest.mark.parametrize("command", ["schema", "openapi"])
def test_documents_are_json(command: str) -> None:
    assert isinstance(json.loads(call(command).output), dict)


def test_the_ready_scenarios_are_listed_and_each_is_well() -> None:
    listed = call("scenarios")
    assert listed.exit_code == 0
    names = [line.split()[0] for line in listed.output.splitlines()]
    assert {"happy", "throttled-then-well"} <= set(names)
    checked = call("check", *names)
    assert checked.exit_code == 0, checked.output


def test_the_ready_scenarios_are_listed_in_the_language_that_is_asked_for() -> None:
    (chinese,) = (line for line in call("scenarios", "--lang", "zh").output.splitlines() if line.startswith("happy "))
    assert chinese.split() == ["happy", "一切正常"]
    (both,) = (line for line in call("scenarios", "--lang", "both").output.splitlines() if line.startswith("happy "))
    assert both.endswith("  nothing goes wrong | 一切正常")


def test_check_tells_every_problem_of_every_file_with_its_place(tmp_path: Path) -> None:
    good, bad, worse = (tmp_path / f"{name}.yaml" for name in ("good", "bad", "worse"))
    good.write_text("mockwx: 1\n")
    bad.write_text("mockwx: 1\nusers: []\nappz: {}\n")
    worse.write_text("mockwx: 1\nname: [\n")
    told = call("check", str(good), str(bad), str(worse), str(tmp_path / "none.yaml"))
    assert told.exit_code == 1
    for place in ("bad.yaml:2:", "bad.yaml:3:", "worse.yaml:", "none.yaml"):
        assert place in told.output
    assert call("check", str(good)).exit_code == 0


def test_check_without_a_file_is_a_mistake_of_use() -> None:
    assert call("check").exit_code == 2


def test_a_number_that_wecom_shares_with_wechat_is_explained_for_both() -> None:
    told = call("errcode", "40013").output
    assert "40013 invalid_appid\n" in told
    assert "40013 wecom_invalid_corpid\n" in told
    assert "invalid corpid" in told
    for alone in ("60020", "40163", "wecom_invalid_corpid"):
        assert call("errcode", alone).output.count("errmsg") == 1
