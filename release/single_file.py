"""``mockwx.pyz``: mockwx and all that it needs in one file that any Python 3.11 or newer of this platform runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from release.build import EPOCH

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
"""Compiled modules carry their Python's name, so that those of all lie side by side."""


def build_single_file(wheel: Path, constraints: Path, output: Path, pythons: tuple[str, ...] = PYTHONS) -> Path:
    with tempfile.TemporaryDirectory(prefix="mockwx-pyz-") as name:
        site = Path(name) / "site"
        for python in pythons:
            one = Path(name) / python
            subprocess.run(
                [
                    *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
                    *("--target", str(one), "--python-version", python, "--only-binary=:all:", "--no-compile"),
                    *("--constraint", str(constraints), str(wheel)),
                ],
                check=True,
                stderr=subprocess.DEVNULL if os.environ.get("MOCKWX_DIST_QUIET") else None,
            )
            shutil.copytree(one, site, dirs_exist_ok=True)
        return pack(site, output)


def pack(site: Path, output: Path) -> Path:
    """``site``: a folder as pip fills it. Unpacked below ``~/.shiv`` (``SHIV_ROOT``) when it runs first."""
    for installed in (*site.glob("*.dist-info/direct_url.json"), *site.glob("*.dist-info/RECORD")):
        installed.unlink()  # they name the builder's folders
    shutil.rmtree(site / "bin", ignore_errors=True)
    subprocess.run(
        [
            *(sys.executable, "-m", "shiv.cli", "--site-packages", str(site), "--output-file", str(output)),
            *("--entry-point", "mockwx.cli:main", "--python", "/usr/bin/env python3", "--reproducible"),
        ],
        env=os.environ | {"SOURCE_DATE_EPOCH": EPOCH},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return output
