"""pytest with a second look: up to three tests that failed are run again alone; those that pass then are called FLAKY.

A failure that the machine caused (a late thread, a full pipe) must not refuse a change that is right. Neither may it
hide: it is told at the end of every run, with its traceback above, until its cause is mended.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

MOST = 3
"""Tests that fail together are no accident."""
TESTS_FAILED = 1
"""pytest's exit code; the others (an interruption, an error while collecting, wrong usage) get no second look."""


def run(*arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], check=False).returncode


def failed_in(cache: Path) -> list[str]:
    """What pytest remembers of a run's failures: names of tests, and of files that could not be imported."""
    remembered = cache / "v" / "cache" / "lastfailed"
    return list(json.loads(remembered.read_text(encoding="utf-8"))) if remembered.exists() else []


def skipped(results: Path) -> int:
    return sum(int(suite.get("skipped", "0")) for suite in ElementTree.parse(results).getroot().iter("testsuite"))


def tell(line: str) -> None:
    print(line, flush=True)


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        cache, results = Path(folder, "cache"), Path(folder, "results.xml")
        settings = [*arguments, "-o", f"cache_dir={cache}"]
        code = run(*settings)
        failed = failed_in(cache)
        if code != TESTS_FAILED or not 0 < len(failed) <= MOST:
            return code
        tell(f"\nA second look at {len(failed)} of the tests, alone / 单独重新运行 {len(failed)} 项失败的测试:")
        code = run(*settings, "--last-failed", "--last-failed-no-failures=none", "-n", "0", f"--junitxml={results}")
        if code or failed_in(cache) or skipped(results):  # it forgets those that pass, and none that were not there
            return code or TESTS_FAILED
    flaky = [f"FLAKY: {name}" for name in failed]
    tell("\n".join(flaky))
    if "FLAKY_TESTS" in os.environ:
        with Path(os.environ["FLAKY_TESTS"]).open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in flaky)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
