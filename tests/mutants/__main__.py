"""Kills mutants: each is made in a copy of the project, and the tests that it names must fail there.

    make mutants                        all of them
    make mutants ARGS="codes redis"     those whose name or file holds one of these words

It fails where a mutant lives, where one that is said to be equivalent dies, where the tests fail without any fault,
and where the list no longer fits the code.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from mutant import ROOT, Mutant, StaleMutant, all_mutants

SECONDS = 300
"""A mutant whose tests never end is seen, too."""
SOUND_SECONDS = 3600
"""All the tests of all mutants, without any fault."""
KILLED, LIVES, BROKEN = "killed", "LIVES", "BROKEN"


class Copy:
    """The project once more, to be spoilt."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        for name in filter(None, listed.stdout.split("\0")):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)

    def test(self, tests: tuple[str, ...], *options: str, seconds: int = SECONDS) -> tuple[int, str]:
        """pytest's exit code, and what it printed; a run that was cut off counts as one that failed."""
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-p",
            "no:cacheprovider",
            "--no-header",
            *options,
            *tests,
        ]
        # The copy's code, not that of the project which is installed here; the same examples each time.
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "CI": "true", "PATH": _path()}
        with subprocess.Popen(
            command,
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                printed, _ = process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                return 1, f"not done after {seconds} seconds"
        return process.returncode, printed

    def judge(self, mutant: Mutant) -> tuple[str, str]:
        """What becomes of it, and what was printed where that needs a look."""
        path = self.folder / mutant.file
        sound = path.read_bytes()
        self.write(path, mutant.applied(self.folder).encode())
        try:
            code, printed = self.test(mutant.tests)
        finally:
            self.write(path, sound)
        if code not in (0, 1):
            return BROKEN, printed
        return (KILLED if code else LIVES), "" if code else printed

    @staticmethod
    def write(path: Path, content: bytes) -> None:
        path.write_bytes(content)
        # Compiled files are told apart by size and second only.
        for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*"):
            compiled.unlink()


def _path() -> str:
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


def main(words: list[str]) -> int:
    mutants = [each for each in all_mutants() if not words or any(word in f"{each.name} {each.file}" for word in words)]
    if not mutants:
        print(f"no mutant's name or file holds any of these words: {' '.join(words)} | 没有匹配的变异体")
        return 1
    try:
        for mutant in mutants:
            mutant.applied()
    except StaleMutant as error:
        print(error)
        return 1
    workers = min(len(mutants), int(os.environ.get("JOBS", os.cpu_count() or 1)))
    with tempfile.TemporaryDirectory(prefix="mockwx-mutants-") as folder:
        copies: SimpleQueue[Copy] = SimpleQueue()
        for nth in range(workers):
            (Path(folder) / str(nth)).mkdir()
            copies.put(Copy(Path(folder) / str(nth)))
        return 0 if _sound(copies, mutants) and _judge(copies, mutants, workers) else 1


def _sound(copies: SimpleQueue[Copy], mutants: list[Mutant]) -> bool:
    """Whether the tests pass without any fault; else a failure would say nothing."""
    copy = copies.get()
    tests = tuple(dict.fromkeys(test for mutant in mutants for test in mutant.tests))
    code, printed = copy.test(tests, "-n", str(os.cpu_count() or 1), seconds=SOUND_SECONDS)
    copies.put(copy)
    if code:
        print(printed, "the tests fail without any fault | 未注入缺陷时测试已失败", sep="\n")
    return code == 0


def _judge(copies: SimpleQueue[Copy], mutants: list[Mutant], workers: int) -> bool:
    def judge(mutant: Mutant) -> bool:
        copy = copies.get()
        try:
            fate, printed = copy.judge(mutant)
        finally:
            copies.put(copy)
        wanted = LIVES if mutant.equivalent else KILLED
        note = f" (equivalent: {mutant.equivalent})" if mutant.equivalent else ""
        print(f"{fate:7} {mutant.file}: {mutant.name}{note}", flush=True)
        if fate != wanted and printed:
            print(printed, f"  why it matters: {mutant.why}", sep="\n", flush=True)
        return fate == wanted

    with ThreadPoolExecutor(workers) as pool:
        as_wanted = list(pool.map(judge, mutants))
    wrong = as_wanted.count(False)
    equivalent = sum(bool(mutant.equivalent) for mutant in mutants)
    print(
        f"{len(mutants)} mutants, {equivalent} of them equivalent; {wrong} not as they must be | "
        f"变异体 {len(mutants)} 个，其中等价 {equivalent} 个；不符合预期 {wrong} 个"
    )
    return wrong == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
