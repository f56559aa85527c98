"""Node, with what js/package-lock.json names beside it; a machine without Node is a failure in CI, a skip elsewhere."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

import pytest

JS = Path(__file__).parents[2] / "js"


def program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        what = (
            f"{name} is not on this machine, so the phone's side for JavaScript is NOT tested here; .ci/run installs it"
        )
        if os.environ.get("CI"):
            pytest.fail(what, pytrace=False)
        pytest.skip(what)
    return path


def install() -> None:
    """What the lock file names, by the first of all the processes that test in parallel; once for each lock file."""
    npm, lock, installed = program("npm"), JS / "package-lock.json", JS / "node_modules" / ".package-lock.json"
    with (JS / ".installing").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
            ran = subprocess.run(
                [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                cwd=JS,
                capture_output=True,
                text=True,
                timeout=300,
                check=False,
            )
            assert ran.returncode == 0, ran.stdout + ran.stderr


def run(*arguments: str, cwd: Path = JS, **environment: str) -> subprocess.CompletedProcess[str]:
    """``node ARGUMENTS``; what it prints is the test's own."""
    return subprocess.run(
        [program("node"), *arguments],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
