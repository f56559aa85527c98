"""A uid that changes between two logins of one person is found before it is compared, and told once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from mockwx import MockWx
from mockwx.play.backend import BackendSettings
from mockwx.play.player import play, scripts
from mockwx.play.results import PlayResult
from mockwx.play.wechat_side import WechatSide

from .conftest import SAYS, wrong
from .good_backend import Backend, Reply

if TYPE_CHECKING:
    from pathlib import Path

COMPARES = """mockwx: 1
name: it
steps:
  - phone.login: {user: alice, as: code}
  - backend.login: {code: $code, as: first}
  - phone.login: {user: alice, as: code}
  - backend.login: {code: $code}
    expect: {outcome: ok, same: {uid: $first.uid}}
expect: {calls: [{api: code2session, count: 2}]}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "it.yaml"
    file.write_text(COMPARES, encoding="utf-8")
    return file


def played(path: Path, wechat: MockWx, backend: Backend, times: int) -> list[PlayResult]:
    """The same scenario several times in one run."""
    settings = BackendSettings.read({"url": backend.url, **SAYS})

    async def all_of_them() -> list[PlayResult]:
        (script,) = scripts(path)
        return [await play(settings, WechatSide(wechat.client), script) for _ in range(times)]

    return asyncio.run(all_of_them())


def test_it_is_told_once_and_the_rest_is_judged(path: Path, wechat: MockWx, backend: Backend) -> None:
    made = iter(range(1, 100))

    def login(request: dict[str, Any]) -> Reply:
        status, reply = backend.login(request)
        return status, {**reply, "user": {"id": next(made)}}

    backend.routes["POST /login"] = login
    first, second, third = played(path, wechat, backend, 3)
    ((expected, came),) = wrong(first)
    assert (expected.split(" | ")[0], came) == ("the same uid in two logins of one person", "1, 2")
    assert [(each.verdict, wrong(each)) for each in (second, third)] == [("passed", []), ("passed", [])]
    assert second.steps[3].notes[0].en.startswith("not checked: uid changes from login to login")


def test_a_uid_that_stays_is_looked_at_once_in_a_run(path: Path, wechat: MockWx, backend: Backend) -> None:
    assert [wrong(result) for result in played(path, wechat, backend, 2)] == [[], []]
    assert [request["path"] for request in backend.seen] == ["/login"] * 6


def test_where_the_logins_are_not_well_the_scenario_itself_tells(path: Path, wechat: MockWx, backend: Backend) -> None:
    backend.routes["POST /login"] = lambda _: (401, {})
    (result,) = played(path, wechat, backend, 1)
    assert result.verdict == "failed"
    assert not any("uid in two logins" in expected for expected, _ in wrong(result))


def test_a_uid_that_the_file_looks_for_in_the_wrong_place_is_noted_and_is_no_flaw(
    tmp_path: Path, wechat: MockWx, backend: Backend
) -> None:
    file = tmp_path / "it.yaml"
    again = COMPARES.replace("same: {uid: $first.uid}", "same: [uid]")
    file.write_text(again, encoding="utf-8")
    login = {**SAYS["actions"]["login"], "save": {"uid": "$.user.nowhere"}}  # type: ignore[dict-item]
    settings = BackendSettings.read({"url": backend.url, "actions": {"login": login}})
    (script,) = scripts(file)
    result = asyncio.run(play(settings, WechatSide(wechat.client), script))
    assert (result.verdict, wrong(result)) == ("passed", [])
    assert [note.en for step in result.steps for note in step.notes] == [
        "not checked: the answer holds no uid where the backend's file looks for it"
    ]
