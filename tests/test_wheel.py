"""The wheel carries all that `pip install` must bring: code, pictures, types and the ready scenarios."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing in it but what the wheel holds."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("mockwx-*.whl")
    site = folder / "site"
    zipfile.ZipFile(wheel).extractall(site)
    return site


def run(installed: Path, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "mockwx", *arguments],
        cwd=installed,
        env=os.environ | {"PYTHONPATH": str(installed)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def test_the_wheel_holds_every_ready_scenario(installed: Path) -> None:
    here = {path.name for path in (ROOT / "scenarios").glob("*.yaml")}

    assert here
    assert {path.name for path in (installed / "mockwx" / "_scenarios").glob("*.yaml")} == here


def test_the_ready_scenarios_of_an_installed_wheel_are_found_and_well(installed: Path) -> None:
    names = [line.split()[0] for line in run(installed, "scenarios").splitlines()]

    assert "happy" in names
    assert len(run(installed, "check", *names).splitlines()) == len(names)


def test_an_installed_wheel_prints_the_script_for_pages(installed: Path) -> None:
    assert run(installed, "wx") == (ROOT / "js" / "wx" / "wx.cjs").read_text(encoding="utf-8")


def test_the_wheel_holds_types_and_pictures_and_no_tests(installed: Path) -> None:
    assert (installed / "mockwx" / "py.typed").is_file()
    assert (installed / "mockwx" / "verbs" / "pictures" / "0.jpg").is_file()
    assert not (installed / "tests").exists()
