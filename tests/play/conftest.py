"""A mockwx, a good backend that points at it, and a way to play a scenario's text."""

from __future__ import annotations

import asyncio
import textwrap
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from mockwx import MockWx
from mockwx.play.backend import BackendSettings
from mockwx.play.player import play, scripts
from mockwx.play.results import PlayResult
from mockwx.play.wechat_side import WechatSide

from .good_backend import Backend

if TYPE_CHECKING:
    from pathlib import Path

Play = Callable[..., list[PlayResult]]
SAYS = {
    "actions": {
        "login": {
            "request": "POST /login",
            "json": {"code": "$code"},
            "save": {"session": "$.token", "uid": "$.user.id"},
        },
        "me": {"request": "GET /me", "headers": {"Authorization": "Bearer $session"}},
        "phone": {"request": "POST /phone", "json": {"code": "$code"}},
    }
}
"""What a file about the good backend says."""
LOGIN = "steps:\n  - phone.login: {user: alice, as: code}\n  - backend.login: {code: $code}\n"


@pytest.fixture(scope="session")
def wechat() -> Iterator[MockWx]:
    with MockWx() as mockwx:
        yield mockwx


@pytest.fixture
def backend(wechat: MockWx) -> Iterator[Backend]:
    with Backend(wechat.url) as backend:
        yield backend


@pytest.fixture
def told(wechat: MockWx, backend: Backend, tmp_path: Path) -> Play:
    """Play a scenario's text; ``said`` is what is known of the backend beside its URL."""

    def played(text: str, said: Any = SAYS, url: str = backend.url) -> list[PlayResult]:
        path = tmp_path / "played.yaml"
        path.write_text("mockwx: 1\nname: it\n" + textwrap.dedent(text), encoding="utf-8")
        given = BackendSettings.read({"url": url, **said} if said is not None else url)

        async def all_of_them() -> list[PlayResult]:
            return [await play(given, WechatSide(wechat.client), script) for script in scripts(path)]

        return asyncio.run(all_of_them())

    return played


@pytest.fixture
def one(told: Play) -> Callable[..., PlayResult]:
    def played(text: str, **more: Any) -> PlayResult:
        (result,) = told(text, **more)
        return result

    return played


def wrong(result: PlayResult) -> list[tuple[str, str]]:
    """Everything that was expected and what came instead."""
    found = [each for step in result.steps for each in step.differences]
    return [(each.expected.en, each.came.en) for each in (*found, *result.differences)]
