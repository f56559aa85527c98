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
    from mockwx.scenario.steps import Expectation

EXPECTED: pytest.StashKey[Expectation] = pytest.StashKey()
"""What must be true at the end of a test."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("mockwx", "mockwx: WeChat login, offline")
    for name, help_text in (
        ("backend", "the backend that *.mockwx.yaml files are played against: its URL, or a file about it"),
        ("url", "a running mockwx that this backend points at; by default the fixture mockwx_server's"),
    ):
        group.addoption(f"--mockwx-{name}", dest=f"mockwx_{name}", help=help_text)
        parser.addini(f"mockwx_{name}", help_text)
    parser.addini("mockwx_app", "APPID:SECRET of an app of your own, the first of every test's world")
    parser.addini("mockwx_intercept", "every test's hard-coded hosts of WeChat's lead to mockwx", "bool", default=False)
    parser.addini(
        "mockwx_unused_rules", "fail: a test whose rules did not all fire fails; allow (default): it does not"
    )
    parser.addini("mockwx_scenario", "what every test's world begins with: a file, or a ready scenario's name")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if not file_path.name.endswith(".mockwx.yaml"):
        return None
    from mockwx.pytest_scenario_files import ScenarioFile

    return ScenarioFile.from_parent(parent, path=file_path)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "mockwx(scenario, intercept=False, fresh_tokens=False, unused_rules='allow'): "
        "the mockwx fixture begins with this scenario: a file, seen from the test's folder or the root folder, or a "
        "ready scenario's name (see `mockwx scenarios`), or a mapping, which is laid over the scenario of the class, "
        "the module or the settings; what a file or a mapping expects is judged at the end of the test, and with "
        "unused_rules='fail' a rule that never fired fails it; with intercept=True WeChat's own hosts are mockwx "
        "during the test; with fresh_tokens=True access_tokens of earlier tests are dead",
    )


@pytest.fixture(scope="session")
def mockwx_server() -> Iterator[MockWx]:
    """The one server of this process, for apps that need its URL when they start."""
    from mockwx.mock import MockWx

    with MockWx() as mockwx:
        yield mockwx


@pytest.fixture
def mockwx_scenario(request: pytest.FixtureRequest) -> Any:
    """What each test's world begins with, where no marker says more: a file, a ready scenario's name, or a mapping.

    Override it; by default it is ``mockwx_scenario`` of the settings.
    """
    return request.config.getini("mockwx_scenario") or None


@pytest.fixture
def mockwx(mockwx_server: MockWx, mockwx_scenario: Any, request: pytest.FixtureRequest) -> Iterator[MockWx]:
    """WeChat in a fresh world; its URL is the same for all tests of this process."""
    from mockwx.pytest_marker import wanted

    world = wanted(request, mockwx_scenario)
    request.node.stash[EXPECTED] = world.expect
    # One that a test stopped listens again, where it did before.
    mockwx_server.start()
    # The test's own name, so that a test meets the same keys and codes in every run, and no other test's.
    mockwx_server.renew(world.scenario, series=request.node.nodeid, outlived=False if world.fresh_tokens else "tokens")
    with mockwx_server.intercept() if world.intercept else nullcontext():
        yield mockwx_server


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """A test that has passed so far fails where its world did not end as its scenario expects."""
    result = yield
    expect = item.stash.get(EXPECTED, None)
    if expect is not None:
        from mockwx.pytest_failures import unmet_expectation

        difference = unmet_expectation(getattr(item, "funcargs", {}).get("mockwx"), expect)
        if difference is not None:
            pytest.fail(difference, pytrace=False)
    return result


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, None]:
    """A failing test shows what its backend asked WeChat, and why rules did or did not fire."""
    outcome = yield
    report = outcome.get_result()
    fixture = getattr(item, "funcargs", {}).get("mockwx")
    if fixture is not None and report.when == "call" and report.failed:
        from mockwx.pytest_failures import journal_section

        section = journal_section(fixture)
        if section is not None:
            report.sections.append(("mockwx journal", section))
