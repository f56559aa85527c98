from __future__ import annotations

import re
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from click.testing import CliRunner

from mockwx import MockWx
from mockwx.cli import main

from .conftest import WITH_BIN, Serve

PATH = "/sns/jscode2session"


def exchange(url: str, code: str, appid: str, secret: str) -> dict[str, Any]:
    query = {"appid": appid, "secret": secret, "js_code": code, "grant_type": "authorization_code"}
    return dict(requests.get(url + PATH, params=query, timeout=60).json())


def soon(true: Any) -> bool:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.05)
    return False


def test_the_first_line_says_where_and_the_rest_what_a_newcomer_needs(serve: Serve) -> None:
    served = serve()
    assert re.fullmatch(r"mockwx listening on http://127\.0\.0\.1:\d+\n", served.first)
    assert "appid wx00000000mockshop, secret mockwx-secret-shop" in served.line("app ")
    assert "alice, bob" in served.line("users")
    assert requests.get(f"{served.url}/_mockwx/health", timeout=60).json()["status"] == "ok"


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_the_line_to_paste_logs_alice_in(serve: Serve, host: str) -> None:
    served = serve("--host", host)
    answer = subprocess.run(
        served.line("curl").replace("curl ", "curl --silent --noproxy '*' "),
        shell=True,
        capture_output=True,
        text=True,
        env=WITH_BIN,
        timeout=60,
        check=False,
    )
    assert '"openid":"o' in answer.stdout, answer


def test_a_port_in_use_is_told_and_ends_with_1(serve: Serve) -> None:
    port = urlsplit(serve().url).port or 0
    second = serve(port=port)
    _, said = second.process.communicate(timeout=60)
    assert second.process.returncode == 1
    assert second.first == ""
    assert f"127.0.0.1:{port}" in said
    assert "--port 0" in said
    assert "无法监听" in said
    assert "Traceback" not in said


def test_an_app_of_ones_own_is_usable_and_comes_first(serve: Serve) -> None:
    served = serve("--app", "wxMINE:secret:with:colons", "--app", "wxOTHER:s2")
    connected = MockWx.connect(served.url)
    assert [app.appid for app in connected.apps.values()] == ["wxMINE", "wxOTHER", "wx00000000mockshop"]
    assert "openid" in exchange(served.url, connected.login("alice"), "wxMINE", "secret:with:colons")
    assert exchange(served.url, connected.login("alice"), "wxMINE", "secret")["errcode"] == 40125
    assert "openid" in exchange(served.url, connected.login("alice", app="wxOTHER"), "wxOTHER", "s2")


@pytest.mark.parametrize("wrong", ["wxMINE", "wxMINE:", ":secret", ""])
def test_an_app_that_is_none_is_told(wrong: str) -> None:
    ended = CliRunner().invoke(main, ["serve", "--port", "0", "--app", wrong])
    assert ended.exit_code == 2
    assert "APPID:SECRET" in ended.output


def test_any_app_is_welcome_where_it_is_said(serve: Serve) -> None:
    served = serve("--any-app")
    code = MockWx.connect(served.url).login("alice", app="wxANY")
    assert "openid" in exchange(served.url, code, "wxANY", "whatever")


def test_the_ready_file_holds_the_url_as_long_as_it_serves(serve: Serve, tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    served = serve("--ready-file", str(ready))
    assert soon(ready.exists)
    assert ready.read_text() == f"{served.url}\n"
    served.stop()
    assert not ready.exists()


def test_the_journal_remembers_as_many_calls_as_it_is_told(serve: Serve) -> None:
    served = serve("--journal", "3")
    for _ in range(5):
        requests.get(served.url + PATH, timeout=60)
    assert [each.number for each in MockWx.connect(served.url).calls()] == [3, 4, 5]


def test_calls_are_logged_on_stderr_without_secrets_or_not_at_all(serve: Serve) -> None:
    for arguments, logged in (((), True), (("--quiet",), False)):
        served = serve(*arguments)
        connected = MockWx.connect(served.url)
        exchange(served.url, connected.login("alice"), connected.app.appid, str(connected.app.secret))
        _, said = served.stop()
        assert ("#1 code2session alice 0" in said) is logged
        assert "mockwx-secret" not in said


def test_where_other_machines_can_connect_a_token_is_made_and_printed(serve: Serve) -> None:
    served = serve("--host", "0.0.0.0")
    assert served.process.stdout is not None
    line = served.process.stdout.readline()
    assert "control token: " in line
    token = line.split()[-1]
    assert len(token) >= 20
    login = f"{served.url}/_mockwx/phone/login"
    assert requests.post(login, json={"user": "alice"}, timeout=60).status_code == 401
    headers = {"Authorization": f"Bearer {token}"}
    assert requests.post(login, json={"user": "alice"}, headers=headers, timeout=60).status_code == 200


def test_a_token_of_ones_own_is_taken_on_loopback_too(serve: Serve) -> None:
    served = serve("--token", "mine")
    assert requests.get(f"{served.url}/_mockwx/journal", timeout=60).status_code == 401
    assert MockWx.connect(served.url, token="mine").calls() == []


def test_a_token_of_ones_own_is_not_shown(serve: Serve) -> None:
    served = serve("--host", "0.0.0.0", "--token", "chosen-by-me")
    assert served.process.stdout is not None
    told = "".join([served.first, *served.told, served.process.stdout.readline()])
    assert "control token" in told
    assert '--token "$MOCKWX_TOKEN"' in told
    assert "chosen-by-me" not in told


def test_the_environment_may_bring_the_token(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WITH_BIN, "MOCKWX_TOKEN", "from-outside")
    served = serve()
    assert requests.get(f"{served.url}/_mockwx/journal", timeout=60).status_code == 401
    assert MockWx.connect(served.url, token="from-outside").calls() == []


@pytest.mark.parametrize("blank", ["", " ", "two words", "\t", "令牌"])
def test_a_blank_token_opens_no_server(run: Any, monkeypatch: pytest.MonkeyPatch, blank: str) -> None:
    monkeypatch.setitem(WITH_BIN, "MOCKWX_TOKEN", blank)
    for arguments in (["--host", "0.0.0.0"], ["--token", blank]):
        ended = run("serve", "--port", "0", *arguments)
        assert ended.returncode == 2
        assert "not empty" in ended.stderr
        assert "不能为空" in ended.stderr


def test_a_secret_that_may_be_a_real_one_is_not_shown(serve: Serve) -> None:
    secret = "0123456789abcdef0123456789abcdef"
    served = serve("--app", f"wx0123456789abcdef:{secret}")
    assert secret not in "".join([served.first, *served.told])
    assert "secret ***" in served.line("app ")
    assert "secret mockwx-secret-shop" in "".join(served.told)


def test_a_ready_file_is_its_owners_and_says_the_url(serve: Serve, tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    ready.write_text("http://127.0.0.1:9 of a server that was killed\n")
    served = serve("--ready-file", str(ready))
    assert soon(lambda: ready.exists() and ready.read_text() == f"{served.url}\n")
    assert ready.stat().st_mode & 0o777 == 0o600
    served.stop()
    assert not ready.exists()


def test_a_ready_file_that_cannot_be_written_ends_it_with_a_sentence(run: Any, tmp_path: Path) -> None:
    (tmp_path / "theirs").write_text("precious")
    (tmp_path / "link").symlink_to(tmp_path / "theirs")
    for path, why in ((tmp_path / "no" / "ready", "No such file"), (tmp_path / "link", "symbolic link")):
        ended = run("serve", "--port", "0", "--ready-file", str(path))
        assert ended.returncode == 1
        assert why in ended.stderr
        assert "Traceback" not in ended.stderr
    assert (tmp_path / "theirs").read_text() == "precious"


def test_an_address_of_ipv6_that_stands_for_all_is_told_as_one_that_answers(serve: Serve) -> None:
    served = serve("--host", "::")
    assert requests.get(f"{served.url}/_mockwx/health", timeout=60).status_code == 200


SCENARIO = "mockwx: 1\nname: {name}\napps:\n  {name}: {{kind: miniprogram}}\n"


def test_a_scenario_that_changes_begins_anew_and_a_broken_one_changes_nothing(serve: Serve, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(SCENARIO.format(name="first"))
    served = serve("--watch", "--app", "wxMINE:s", "--any-app", str(file))
    connected = MockWx.connect(served.url)
    assert list(connected.apps) == ["wxMINE", "first"]
    file.write_text("mockwx: 1\napps: [")
    time.sleep(0.8)
    assert list(connected.apps) == ["wxMINE", "first"]
    file.write_text(SCENARIO.format(name="second"))
    assert soon(lambda: "second" in connected.apps)
    assert list(connected.apps) == ["wxMINE", "second"]
    assert len(connected.login("alice", app="wxANY")) == 32
    _, said = served.stop()
    assert "mine.yaml:2:" in said
    assert "begins anew" in said


def test_a_change_of_a_file_that_it_builds_on_begins_it_anew(serve: Serve, tmp_path: Path) -> None:
    base, top = tmp_path / "base.yaml", tmp_path / "top.yaml"
    base.write_text("mockwx: 1\nuse: deepest.yaml\n")
    (tmp_path / "deepest.yaml").write_text(SCENARIO.format(name="first"))
    top.write_text("mockwx: 1\nuse: base.yaml\n")
    connected = MockWx.connect(serve("--watch", str(top)).url)
    assert list(connected.apps) == ["first"]
    (tmp_path / "deepest.yaml").write_text(SCENARIO.format(name="second"))
    assert soon(lambda: list(connected.apps) == ["second"])


def test_each_of_many_scenarios_is_a_world_and_the_first_the_default(serve: Serve, tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / f"{name}.yaml").write_text(SCENARIO.format(name=name))
    served = serve("first.yaml", "second.yaml")
    assert list(MockWx.connect(served.url).apps) == ["first"]
    assert list(MockWx.connect(served.url, world="first").apps) == ["first"]
    assert list(MockWx.connect(served.url, world="second").apps) == ["second"]
    codes = {MockWx.connect(served.url, world=name).login("alice") for name in ("", "first", "second")}
    assert len(codes) == 3


def test_a_ready_scenario_is_served_by_its_name(serve: Serve) -> None:
    assert len(MockWx.connect(serve("throttled-then-well").url).rules) == 1


def test_scenarios_with_problems_are_told_all_at_once_and_end_with_1(run: Any, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("mockwx: 1\nusers: []\n")
    ended = run("serve", "--port", "0", "bad.yaml", "no-such-scenario")
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "bad.yaml:2:" in ended.stderr
    assert "no-such-scenario" in ended.stderr
    assert "Traceback" not in ended.stderr
