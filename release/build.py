"""Wheel and sdist, equal to the byte however often and wherever they are built."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

EPOCH = "1767225600"
"""2026-01-01: what stands in every archive as its files' time."""


def build_wheel_and_sdist(root: Path, folder: Path, targets: tuple[str, ...] = ("wheel", "sdist")) -> list[Path]:
    """Of the checkout at ``root``, into ``folder``."""
    chosen = [word for target in targets for word in ("-t", target)]
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", *chosen, "-d", str(folder)],
        cwd=root,
        env=os.environ | {"SOURCE_DATE_EPOCH": EPOCH},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return sorted(folder.iterdir())


def wheel_of_sdist(sdist: Path, folder: Path) -> Path:
    """What somebody builds who has the sdist alone."""
    with tempfile.TemporaryDirectory(prefix="mockwx-sdist-") as name:
        with tarfile.open(sdist) as archive:
            archive.extractall(name, filter="data")
        (root,) = Path(name).iterdir()
        (wheel,) = build_wheel_and_sdist(root, folder, ("wheel",))
    return wheel


def differences(here: Path, there: Path) -> list[str]:
    """Names of the files in ``here`` that are not the same in ``there``."""
    return [
        path.name
        for path in sorted(here.iterdir())
        if not (there / path.name).is_file() or (there / path.name).read_bytes() != path.read_bytes()
    ]
