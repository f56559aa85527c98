"""Programs in other languages, made ready to run; a runtime that is missing is a failure in CI, a skip elsewhere."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PROGRAMS = Path(__file__).parent / "programs"
SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""A Java that ends within seconds: to compile its code well takes longer than to run it."""


def needs(program: str) -> str:
    """Where ``program`` is."""
    found = shutil.which(program)
    if found is None:
        told = f"{program} is not on this machine, so its clients are NOT tested here; .ci/run installs it"
        if os.environ.get("CI"):
            pytest.fail(told, pytrace=False)
        pytest.skip(told)
    return found


def once(folder: Path, make: Callable[[Path], object]) -> Path:
    """``folder``, made by the first of all the processes that test in parallel."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = folder.with_name(f"{folder.name}.new")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(folder)
    return folder


def run(*command: str, cwd: Path) -> None:
    ran = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


class Runtimes:
    """``folder``: one for all processes of this test run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def python(self, program: str, *args: str) -> list[str]:
        return [sys.executable, str(PROGRAMS / program), *args]

    def node(self, program: str, *args: str) -> list[str]:
        node, npm = needs("node"), needs("npm")

        def install(into: Path) -> None:
            shutil.copy(PROGRAMS / "package.json", into)
            run(npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", cwd=into)

        # Beside the programs, and by the day of the list: a list that changes is installed anew.
        changed = int((PROGRAMS / "package.json").stat().st_mtime)
        modules = once(PROGRAMS / "node_modules" / f"{changed}", install)
        for each in PROGRAMS.glob("*.cjs"):
            if not (modules / each.name).exists():
                shutil.copy(each, modules)
        return [node, str(modules / program), *args]

    def java(self, program: str, *args: str) -> list[str]:
        java, javac = needs("java"), needs("javac")
        compiler = [javac, *(f"-J{option}" for option in SHORT_LIVED)]
        classes = once(
            self._folder / program,
            lambda into: run(*compiler, "-d", str(into), str(PROGRAMS / f"{program}.java"), cwd=into),
        )
        return [java, *SHORT_LIVED, "-cp", str(classes), program, *args]

    def go(self, program: str) -> list[str]:
        go = needs("go")
        built = once(
            self._folder / program,
            lambda into: run(go, "build", "-o", str(into / "call"), str(PROGRAMS / program), cwd=into),
        )
        return [str(built / "call")]

    def php(self, program: str, *args: str) -> list[str]:
        return [needs("php"), str(PROGRAMS / program), *args]

    def ruby(self, program: str, *args: str) -> list[str]:
        return [needs("ruby"), str(PROGRAMS / program), *args]

    def curl(self) -> list[str]:
        return [needs("curl"), "-sS", "https://api.weixin.qq.com/sns/jscode2session?appid=x"]
