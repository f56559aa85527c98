"""What CI makes of tests that fail: a second look at few of them, alone, and no silence about those that pass then."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / ".ci" / "second_look.py"
ONCE = """
import os
from pathlib import Path

import pytest


def fail_once(name, how=lambda: pytest.fail("too late")):
    mark = Path(__file__).with_name(name)
    if not mark.exists():
        mark.touch()
        how()
"""


class Ended:
    def __init__(self, folder: Path, source: str, *arguments: str) -> None:
        (folder / "pytest.ini").write_text("[pytest]\naddopts = -p xdist -p no:logging\n")
        (folder / "once.py").write_text(ONCE)
        source = "import os\nimport pytest\nfrom once import fail_once\n" + textwrap.dedent(source)
        (folder / "test_it.py").write_text(source)
        told = folder / "told"
        ran = subprocess.run(
            [sys.executable, SCRIPT, *arguments],
            cwd=folder,
            env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "FLAKY_TESTS": str(told)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        self.code = ran.returncode
        self.printed = ran.stdout
        self.flaky = told.read_text().splitlines() if told.exists() else []


def test_nothing_is_said_of_tests_that_pass(tmp_path: Path) -> None:
    ended = Ended(tmp_path, "def test_good(): pass")
    assert (ended.code, ended.flaky) == (0, [])
    assert "second look" not in ended.printed


def test_one_that_fails_once_is_forgiven_and_told_with_its_traceback(tmp_path: Path) -> None:
    ended = Ended(
        tmp_path,
        """
        @pytest.mark.parametrize("name", ["a [b] 微信::c", "other"])
        def test_late(name):
            if name != "other":
                fail_once("late")
        """,
    )
    (line,) = ended.flaky
    assert ended.code == 0
    assert line.startswith("FLAKY: test_it.py::test_late[a [b]")
    assert ended.printed.rstrip().endswith(line)
    assert "Failed: too late" in ended.printed


def test_one_whose_fixture_fails_once_is_forgiven_and_told(tmp_path: Path) -> None:
    ended = Ended(
        tmp_path,
        """
        @pytest.fixture
        def server():
            yield
            fail_once("end")

        def test_served(server): pass
        """,
    )
    assert (ended.code, ended.flaky) == (0, ["FLAKY: test_it.py::test_served"])


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            """
            def test_late(): fail_once("late")
            def test_wrong(): assert False
            """,
            id="one of two fails again",
        ),
        pytest.param(
            """
            @pytest.mark.parametrize("n", range(4))
            def test_late(n): fail_once(f"late{n}")
            """,
            id="more than three",
        ),
        pytest.param("fail_once('import')", id="cannot be imported at first"),
        pytest.param(
            """
            def test_skips():
                fail_once("late")
                pytest.skip("not here")
            """,
            id="is skipped then",
        ),
        pytest.param(
            """
            if not os.path.exists("late"):
                def test_late(): fail_once("late")
            def test_good(): pass
            """,
            id="is not there any more",
        ),
    ],
)
def test_nothing_else_is_forgiven(tmp_path: Path, source: str) -> None:
    ended = Ended(tmp_path, source)
    assert ended.code != 0
    assert ended.flaky == []


@pytest.mark.parametrize(("again", "forgiven"), [("pass", True), ("os._exit(3)", False)])
def test_a_worker_that_dies_is_looked_at_as_a_test_that_fails(tmp_path: Path, again: str, forgiven: bool) -> None:
    ended = Ended(
        tmp_path,
        f"""
        def test_deadly():
            fail_once("dead", lambda: os._exit(3))
            {again}
        def test_good(): pass
        """,
        "-n",
        "1",
    )
    assert (ended.code == 0) is forgiven
    assert ended.flaky == (["FLAKY: test_it.py::test_deadly"] if forgiven else [])
