"""``make dist``: builds all twice, compares the bytes, and tries what was built where there is nothing else."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from release.build import build_wheel_and_sdist, differences, wheel_of_sdist
from release.single_file import build_single_file
from release.trial import serves, try_wheel

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    dist = ROOT / "dist"
    with tempfile.TemporaryDirectory(prefix="mockwx-dist-") as name:
        scratch = Path(name)
        built = build_wheel_and_sdist(ROOT, scratch / "first")
        (wheel,) = (path for path in built if path.suffix == ".whl")
        (sdist,) = (path for path in built if path.suffix == ".gz")
        build_wheel_and_sdist(ROOT, scratch / "second")
        wheel_of_sdist(sdist, scratch / "of-sdist")
        single = build_single_file(wheel, ROOT / "constraints.txt", scratch / "first" / "mockwx.pyz")
        build_single_file(wheel, ROOT / "constraints.txt", scratch / "second" / "mockwx.pyz")
        unlike = differences(scratch / "first", scratch / "second") + differences(
            scratch / "of-sdist", scratch / "first"
        )
        if unlike:
            print("\n".join(f"two builds differ: {path} / 两次构建不同" for path in unlike), file=sys.stderr)
            return 1
        try_wheel(wheel, ROOT / "constraints.txt", scratch / "environment")
        if not serves([sys.executable, str(single)], scratch / "empty"):
            print("mockwx.pyz does not serve / mockwx.pyz 无法启动", file=sys.stderr)
            return 1
        dist.mkdir(exist_ok=True)
        for path in sorted((scratch / "first").iterdir()):
            (dist / path.name).write_bytes(path.read_bytes())
            print(dist / path.name)
    (dist / "mockwx.pyz").chmod(0o755)
    return 0


if __name__ == "__main__":
    sys.exit(main())
