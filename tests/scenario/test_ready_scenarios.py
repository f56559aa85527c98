"""The scenarios that come with mockwx."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec import msgpack
from msgspec.structs import replace

from mockwx.scenario import compiled, ready_scenarios
from mockwx.scenario.loader import ScenarioError, load
from mockwx.scenario.scenario import Scenario

CHINESE = re.compile("[一-鿿]")


@pytest.mark.parametrize("name", ready_scenarios.builtin_names())
def test_every_ready_scenario_loads_without_a_warning(name: str) -> None:
    loaded = load(ready_scenarios.find(name))
    assert loaded.warnings == ()
    assert [(app.name, app.appid, app.owner) for app in loaded.scenario.apps] == [
        ("shop", "wx00000000mockshop", "acme")
    ]
    assert [user.name for user in loaded.scenario.users] == ["alice", "bob"]
    assert loaded.scenario.apps[0].secret == "mockwx-secret-shop" or name == "wrong-secret"
    assert loaded.scenario.steps


@pytest.mark.parametrize("name", ready_scenarios.builtin_names())
def test_every_ready_scenario_says_what_it_is_for_and_what_to_do_in_both_languages(name: str) -> None:
    path = ready_scenarios.find(name)
    assert path.read_text(encoding="utf-8").startswith(
        "# yaml-language-server: $schema=http://127.0.0.1:8780/_mockwx/schema.json\nmockwx: 1\n"
    )
    about = load(path).scenario.about
    for text in (about.zh.name, about.zh.purpose, about.zh.advice):
        assert CHINESE.search(text)
    assert about.zh.advice.startswith("合格的后端")
    assert about.en.purpose
    assert "good backend" in about.en.advice
    assert not CHINESE.search(about.en.purpose.replace("小明", "") + about.en.advice)


@pytest.mark.parametrize("name", ready_scenarios.builtin_names())
def test_every_ready_scenario_is_compiled_as_its_file_says(name: str) -> None:
    path = ready_scenarios.ready(name)
    written = msgpack.decode(compiled.FILE.read_bytes(), type=dict[str, Scenario])[name]
    assert replace(written, path=str(path)) == load(path).scenario, "run make reference"
    assert compiled.load(path) == load(path).scenario


def test_a_ready_scenario_that_was_changed_is_read_as_it_is_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    happy = ready_scenarios.ready("happy").read_text(encoding="utf-8")
    changed = tmp_path / "happy.yaml"
    changed.write_text(happy.replace("nickname: 小明", "nickname: 小强"), encoding="utf-8")
    monkeypatch.setattr(compiled, "folder", lambda: tmp_path)
    assert compiled.load(changed).users[0].nickname == "小强"


def test_there_are_stories_for_every_taste() -> None:
    assert {"happy", "code-expired", "answer-lost", "slow-wechat"} <= set(ready_scenarios.builtin_names())
    assert {"gateway-502", "answer-cut", "wechat-hangs", "connection-reset", "captive-portal"} <= set(
        ready_scenarios.builtin_names()
    )
    assert len(ready_scenarios.builtin_names()) >= 9


def test_each_ready_scenario_says_in_one_line_what_it_is() -> None:
    described = dict(compiled.described(ready_scenarios.builtin_names()))
    assert described["throttled-then-well"].en == "throttled for three calls, then well again"
    assert CHINESE.search(described["throttled-then-well"].zh)
    assert list(described) == list(ready_scenarios.builtin_names())


@pytest.mark.parametrize("name", ["happy", "happy.yaml", "happy.yml"])
def test_a_ready_scenario_is_found_by_name(name: str) -> None:
    assert ready_scenarios.find(name) == ready_scenarios.folder() / "happy.yaml"


def test_a_file_that_exists_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine, here = tmp_path / "near" / "happy.yaml", tmp_path / "here" / "happy.yaml"
    for each in (mine, here):
        each.parent.mkdir()
        each.write_text("mockwx: 1")
    monkeypatch.chdir(here.parent)
    assert ready_scenarios.find("happy.yaml", near=[tmp_path, mine.parent]) == mine
    assert ready_scenarios.find("happy.yaml").resolve() == here
    assert ready_scenarios.find(here) == here
    assert ready_scenarios.find("happy") == ready_scenarios.folder() / "happy.yaml"


@pytest.mark.parametrize("name", ["hapy", "hapy.yaml", "nowhere/none.yaml", "", "a\0b", "x" * 5000])
def test_a_name_that_does_not_exist_is_answered_with_the_nearest(name: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        ready_scenarios.find(name)
    assert "there is no file or ready scenario" in str(raised.value)
    if name.startswith("hapy"):
        assert "did you mean 'happy'?" in str(raised.value)
