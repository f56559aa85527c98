"""Scenario files as tests: pytest collects ``*.mockwx.yaml`` and plays each against the backend under test."""

from __future__ import annotations

import asyncio
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from mockwx.core.text.bilingual import both
from mockwx.mock import MockWx, MockWxError
from mockwx.play.backend import BackendSettings
from mockwx.play.player import Script, play, scripts
from mockwx.play.report_text import details
from mockwx.play.wechat_side import WechatSide
from mockwx.scenario.reading.problems import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Iterator

FIXTURE = "mockwx_backend"


class ScenarioFile(pytest.File):
    """One ``*.mockwx.yaml``."""

    def collect(self) -> Iterator[pytest.Item]:
        try:
            in_file = scripts(self.path)
        except ScenarioError as error:
            raise self.CollectError(str(error)) from None
        for script in in_file:
            yield ScenarioItem.from_parent(self, name=script.title, callobj=_played(script))


class ScenarioItem(pytest.Function):
    """One scenario, or one of its rules. A function's item, so that fixtures are there as in any test."""

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        return self.path, None, self.name


def _played(script: Script) -> Any:
    def test(request: pytest.FixtureRequest) -> None:
        backend = _backend(request)
        mockwx = _mockwx(request)
        try:
            settings = BackendSettings.read(backend)
            with _turn(request):
                result = asyncio.run(play(settings, WechatSide(mockwx.client), script))
        except (ScenarioError, LookupError, MockWxError) as error:
            pytest.fail(str(error), pytrace=False)
        if result.verdict == "skipped":
            pytest.skip(str(result.reason))
        if result.verdict == "failed":
            pytest.fail("\n".join((str(result.title), *details(result))), pytrace=False)

    return test


@contextmanager
def _turn(request: pytest.FixtureRequest) -> Iterator[None]:
    """Workers of pytest-xdist that share a mockwx and a backend play one after the other."""
    if "PYTEST_XDIST_WORKER" not in os.environ or not _url(request):
        yield
        return
    try:
        import fcntl
    except ImportError:  # Windows
        pytest.fail(
            both(
                "the workers of pytest-xdist share this mockwx and would disturb each other; run these files "
                "without -n",
                "pytest-xdist 的多个进程共用这个 mockwx，会互相干扰；请不要用 -n 运行这些文件",
            ),
            pytrace=False,
        )
    # The folder above a worker's own is that of the whole run.
    folder = request.getfixturevalue("tmp_path_factory").getbasetemp().parent
    with (folder / "mockwx-turn").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _backend(request: pytest.FixtureRequest) -> Any:
    """As the option says, else as the fixture does."""
    config = request.config
    for setting, folder in (
        (config.getoption(FIXTURE), config.invocation_params.dir),
        (config.getini(FIXTURE), config.rootpath),
    ):
        if setting:
            return setting if "://" in setting else folder / setting
    try:
        return request.getfixturevalue(FIXTURE)
    except pytest.FixtureLookupError as error:
        if error.argname != FIXTURE:
            raise
    pytest.skip(
        both(
            "no backend is given: use --mockwx-backend URL|FILE, or write a fixture mockwx_backend",
            "没有给出后端：请用 --mockwx-backend URL|FILE，或编写 fixture mockwx_backend",
        )
    )


def _url(request: pytest.FixtureRequest) -> str:
    return str(request.config.getoption("mockwx_url") or request.config.getini("mockwx_url") or "")


def _mockwx(request: pytest.FixtureRequest) -> MockWx:
    """The one that the backend points at: a running one where its URL is told, else the session's own."""
    url = _url(request)
    if not url:
        mockwx: MockWx = request.getfixturevalue("mockwx_server")
        return mockwx
    try:
        return MockWx.connect(url)
    except MockWxError as error:
        pytest.fail(str(error), pytrace=False)
