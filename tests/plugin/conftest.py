"""pytest runs of their own, in a process of their own, with only the plugins that they name."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import forked
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

INI = """
[pytest]
addopts = -p no:cacheprovider -p mockwx.pytest_plugin --strict-markers
filterwarnings = error
"""
EXCHANGING = '''
import json
from urllib.request import urlopen


def exchange(mockwx, code, secret=None):
    """What a backend does with a code."""
    app = mockwx.app
    query = f"appid={app.appid}&secret={secret or app.secret}&js_code={code}&grant_type=authorization_code"
    with urlopen(f"{mockwx.url}/sns/jscode2session?{query}") as answer:
        return json.load(answer)
'''


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here leaves this machine, whatever its environment says."""
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Callable[..., pytest.RunResult]:
    """Run these lines as a test file; ``ini`` is added to the settings."""
    # Loading each installed plugin would take longer than the tests.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")

    def run(source: str, *args: str, ini: str = "") -> pytest.RunResult:
        pytester.makeini(INI + ini)
        pytester.makepyfile(exchanging=EXCHANGING)
        pytester.makepyfile("import pytest\nfrom exchanging import exchange\n" + textwrap.dedent(source))
        # As pytester.runpytest_subprocess does it, in a process that need not load all anew.
        own = f"--basetemp={pytester.path / 'basetemp'}"
        return pytester.run(forked.programs() / "pytest", own, *args, timeout=120)

    return run
