"""What the documents show in JavaScript is run as a reader would run it, beside the example's backend."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from free_ports import free_port

from . import node
from .conftest import EXAMPLE, wait_for

if TYPE_CHECKING:
    from mockwx import MockWx

ROOT = Path(__file__).parents[2]
FILE = re.compile(r"^<!-- file: (\S+) -->\n```(?:js|json)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def project() -> Iterator[Path]:
    """A reader's folder, with the example's mini program, where the packages are installed."""
    node.install()
    with TemporaryDirectory(prefix="mockwx-page-", dir=node.JS) as folder:
        shutil.copytree(EXAMPLE / "miniprogram", Path(folder) / "miniprogram")
        yield Path(folder)


@pytest.mark.parametrize("page", ["README.md", "docs/front-end.md"])
def test_the_javascript_of_a_page_passes(page: str, project: Path, mockwx: MockWx) -> None:
    files = FILE.findall((ROOT / page).read_text(encoding="utf-8"))
    assert files
    for name, text in files:
        (project / name).write_text(text, encoding="utf-8")
    ours = [str(path) for path in project.glob("*.test.mjs")]
    ran = node.run("--test", *ours, cwd=project, MOCKWX_URL=mockwx.url)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert f"# pass {len(ours)}\n" in ran.stdout
    for path in project.glob("*.test.js"):
        jest = str(node.JS / "node_modules" / "jest" / "bin" / "jest.js")
        ran = node.run(jest, "--runTestsByPath", str(path), cwd=project, MOCKWX_URL=mockwx.url)
        assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_example_passes_its_own_tests(project: Path, mockwx: MockWx) -> None:
    tests = [shutil.copy(path, project) for path in EXAMPLE.glob("*.test.mjs")]
    ran = node.run("--test", *tests, cwd=project, MOCKWX_URL=mockwx.url)

    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_one_command_starts_the_example_whole() -> None:
    node.install()
    ports = {name: str(free_port()) for name in ("WECHAT_PORT", "BACKEND_PORT", "PAGE_PORT")}
    process = subprocess.Popen(
        [sys.executable, str(EXAMPLE / "start.py")],
        env=os.environ | ports,
        # In the background a shell lets SIGINT be ignored from the beginning.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        for path in (f"{ports['WECHAT_PORT']}/_mockwx/health", f"{ports['BACKEND_PORT']}/docs", ports["PAGE_PORT"]):
            wait_for(f"http://127.0.0.1:{path}")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
