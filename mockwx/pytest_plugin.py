"""The pytest plugin: fixtures ``mockwx`` and ``mockwx_server``, marker ``mockwx(scenario)``, ``*.mockwx.yaml`` files.

Everything else is imported when a test first asks for it: a run that does not use mockwx pays nothing.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from mockwx.mock import MockWx

REPORTED = 50
"""Journal lines in a failing test's report."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("mockwx", "mockwx: WeChat login, offline")
    for name, told in (
        ("backend", "the backend that *.mockwx.yaml files are played against: its URL, or a file about it"),
        ("url", "a running mockwx that this backend points at; by default the fixture mockwx_server's"),
    ):
        group.addoption(f"--mockwx-{name}", dest=f"mockwx_{name}", help=told)
        parser.addini(f"mockwx_{name}", told)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if not file_path.name.endswith(".mockwx.yaml"):
        return None
    from mockwx.pytest_scenarios import ScenarioFile

    return ScenarioFile.from_parent(parent, path=file_path)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "mockwx(scenario, intercept=False): the mockwx fixture begins with this scenario: a file, seen from the test's "
        "folder or the root folder, or a ready scenario's name (see `mockwx scenarios`), or a mapping; with "
        "intercept=True WeChat's own hosts are mockwx during the test",
    )


@pytest.fixture(scope="session")
def mockwx_server() -> Iterator[MockWx]:
    """The one server of this process, for apps that need its URL when they start."""
    from mockwx.mock import MockWx

    with MockWx() as mockwx:
        yield mockwx


@pytest.fixture
def mockwx(mockwx_server: MockWx, request: pytest.FixtureRequest) -> Iterator[MockWx]:
    """WeChat in a fresh world; its URL is the same for all tests of this process."""
    from mockwx.mock import read_scenario
    from mockwx.scenario.scenario import Scenario

    marker = request.node.get_closest_marker("mockwx")
    scenario, intercept = Scenario(), False
    if marker is not None:
        if len(marker.args) > 1 or not (marker.args or marker.kwargs) or marker.kwargs.keys() - {"intercept"}:
            pytest.fail(
                "write @pytest.mark.mockwx(SCENARIO): a file, a ready scenario's name or a mapping; or "
                "@pytest.mark.mockwx(intercept=True), or both",
                False,
            )
        intercept = marker.kwargs.get("intercept", False)
        if marker.args:
            scenario = read_scenario(marker.args[0], [request.path.parent, request.config.rootpath])
    # The test's own name, so that a test meets the same keys and codes in every run, and no other test's.
    mockwx_server.renew(scenario, series=request.node.nodeid)
    with mockwx_server.intercept() if intercept else nullcontext():
        yield mockwx_server


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, None]:
    """A failing test shows what its backend asked WeChat, and why rules did or did not fire."""
    outcome = yield
    report = outcome.get_result()
    if report.when == "call" and report.failed:
        mockwx = getattr(item, "funcargs", {}).get("mockwx")
        if mockwx is not None:
            lines = mockwx.journal().splitlines() or ["the journal is empty: nothing called WeChat"]
            left = len(lines) - REPORTED
            lines = [f"… {left} lines before", *lines[-REPORTED:]] if left > 0 else lines
            report.sections.append(("mockwx journal", "\n".join(lines)))
