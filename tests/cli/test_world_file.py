"""Worlds that `mockwx serve` begins with and keeps: --world, --restore and --save-on-exit."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
import requests

from mockwx import MockWx

from .conftest import Serve

BUSY = """\
mockwx: 1
rules:
  - when: {api: code2session}
    then: {errcode: -1}
"""


def exchange(mockwx: MockWx, code: str) -> dict[str, Any]:

    query = {
        "appid": mockwx.app.appid,
        "secret": mockwx.app.secret,
        "js_code": code,
        "grant_type": "authorization_code",
    }
    return dict(requests.get(f"{mockwx.url}/sns/jscode2session", params=query, timeout=60).json())


def test_each_named_world_is_its_scenario_and_the_default_one_is_untouched(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "busy.yaml").write_text(BUSY, encoding="utf-8")
    served = serve("--world", "ci-1=busy.yaml", "--world", "ci-2=happy")
    answers = [exchange(mockwx, mockwx.login("alice")) for mockwx in _worlds(served.url, "", "ci-1", "ci-2")]
    assert [answer.get("errcode", 0) for answer in answers] == [0, -1, 0]
    assert served.process.stdout is not None
    assert f"{served.url}/~ci-1, {served.url}/~ci-2" in served.process.stdout.readline()


def shown(url: str) -> object:
    return requests.get(f"{url}/_mockwx/clock", timeout=60).json()


def _worlds(url: str, *names: str) -> list[MockWx]:
    return [MockWx.connect(url, world=name or None) for name in names]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--world", "busy"), "'busy' is not NAME=SCENARIO"),
        (("--world", "=happy"), "'=happy' is not NAME=SCENARIO"),
        (("--world", "a b=happy"), "'a b=happy' is not NAME=SCENARIO"),
        (("--world", "busy="), "'busy=' is not NAME=SCENARIO"),
        (("--world", "a=happy", "--world", "a=happy"), "there are two worlds 'a'"),
        (("happy", "throttled", "--world", "happy=throttled"), "there are two worlds 'happy'"),
        (("--restore", "none.json"), "none.json"),
        (("--save-on-exit", "no/folder/world.json"), "no/folder"),
        (("--restore", "list.json"), "that is no snapshot of mockwx"),
        (("--restore", "half.json"), "it cannot be read"),
        (("--redis", "redis://127.0.0.1:9", "--restore", "list.json"), "--redis"),
    ],
)
def test_a_world_that_cannot_be_had_is_told_before_anything_is_served(
    run: Any, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    (tmp_path / "list.json").write_text("[]", encoding="utf-8")
    (tmp_path / "half.json").write_text("{", encoding="utf-8")
    ended = run("serve", "--port", "0", *arguments)
    assert ended.returncode == 2, ended
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""


def test_a_world_outlives_the_server_in_a_file_of_its_own(serve: Serve, tmp_path: Path) -> None:
    options = ("--app", "wxMINE:mock-secret", "--restore", "world.json", "--save-on-exit", "world.json")
    first = serve(*options)  # the file is not there yet, and that is well
    mockwx = MockWx.connect(first.url)
    openid = exchange(mockwx, spent := mockwx.login("alice"))["openid"]
    mockwx.advance("1h")
    mockwx.freeze()
    at = shown(first.url)
    assert first.stop()[0] == 0
    assert stat.S_IMODE((tmp_path / "world.json").stat().st_mode) == 0o600
    second = serve(*options)
    mockwx = MockWx.connect(second.url)
    assert shown(second.url) == at
    assert exchange(mockwx, spent)["errcode"] == 40163
    assert exchange(mockwx, mockwx.login("alice"))["openid"] == openid


def test_a_pinned_world_begins_every_time_as_it_was_pinned(serve: Serve, tmp_path: Path) -> None:
    first = serve("--save-on-exit", "pinned.json")
    code = MockWx.connect(first.url).login("alice")
    first.stop()
    pinned = (tmp_path / "pinned.json").read_bytes()
    for _ in range(2):
        served = serve("--restore", "pinned.json")
        assert "openid" in exchange(MockWx.connect(served.url), code)
        assert served.stop()[0] == 0
    assert (tmp_path / "pinned.json").read_bytes() == pinned


def test_an_app_that_the_restored_world_lacks_is_told(serve: Serve, run: Any, tmp_path: Path) -> None:
    serve("--save-on-exit", "world.json").stop()
    ended = run("serve", "--port", "0", "--restore", "world.json", "--app", "wxMINE:mock-secret")
    assert (ended.returncode, "has no app wxMINE" in ended.stderr) == (2, True), ended
    ended = run("serve", "--port", "0", "--restore", "world.json", "--any-app")
    assert (ended.returncode, "takes no unknown appids" in ended.stderr) == (2, True), ended


def test_what_was_saved_before_stays_where_the_end_cannot_be_written(serve: Serve, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    served = serve("--save-on-exit", "kept/world.json")
    (folder / "world.json").mkdir()  # in the file's place, after the start
    code, said = served.stop()
    assert code == 1
    assert "--save-on-exit: " in said
    assert "Traceback" not in said


def test_a_saved_world_is_what_mockwx_restore_takes(serve: Serve, tmp_path: Path, run: Any) -> None:
    first = serve("--save-on-exit", "world.json")
    code = MockWx.connect(first.url).login("alice")
    first.stop()
    assert json.loads((tmp_path / "world.json").read_text(encoding="utf-8"))["mockwx_snapshot"] == 1
    second = serve()
    assert run("restore", "world.json", "--url", second.url).returncode == 0
    assert "openid" in exchange(MockWx.connect(second.url), code)
