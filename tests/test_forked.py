"""What ``forked`` makes is a process as Python itself would have started it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import forked
import pytest

TELLS = """
import json, os, signal, sys, warnings
numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE, signal.SIGCHLD, signal.SIGUSR1)
streams = (sys.stdin, sys.stdout, sys.stderr)
told = {
    "argv": sys.argv, "path": sys.path, "folder": os.getcwd(), "name": __name__, "file": __file__,
    "environment": dict(os.environ), "executable": sys.executable, "warnoptions": sys.warnoptions,
    "filters": [str(each) for each in warnings.filters], "threads": len(os.listdir("/proc/self/task")),
    "signals": [str(signal.getsignal(number)).partition(" at ")[0] for number in numbers],
    "blocked": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, ())),
    "streams": [(each.fileno(), each.name, each.encoding, each.errors, each.line_buffering, each.mode)
                for each in streams],
    "read": sys.stdin.read(),
}
print(json.dumps(told))
print("and this", file=sys.stderr)
raise SystemExit(7)
"""
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")


def tells(python: str, folder: Path, **environment: str) -> tuple[int, str, dict[str, object]]:
    file = folder / "below" / "tells.py"
    file.parent.mkdir(exist_ok=True)
    file.write_text(TELLS, encoding="utf-8")
    ran = subprocess.run(
        [python, str(file), "one", "two 三"],
        cwd=folder,
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
        input="read me 三",
        encoding="utf-8",
        capture_output=True,
        timeout=60,
        check=False,
    )
    return ran.returncode, ran.stderr, json.loads(ran.stdout)


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"PYTHONWARNINGS": "error"},
        {"PYTHONUNBUFFERED": "1", "NEW": "三"},
        {"PYTHONPATH": "relative:/nowhere"},
        {"LC_ALL": "C"},
    ],
)
def test_all_that_a_program_sees_of_its_process_is_as_ever(tmp_path: Path, environment: dict[str, str]) -> None:
    real = tells(sys.executable, tmp_path, **environment)
    assert real[:2] == (7, "and this\n")
    assert tells(forked.python(), tmp_path, **environment) == real


def test_a_module_has_the_folder_where_it_is_started_and_nothing_else_of_the_server(tmp_path: Path) -> None:
    (tmp_path / "told.py").write_text(TELLS, encoding="utf-8")
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    told = [
        subprocess.run(
            [python, "-m", "told", "one"],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
        ).stdout
        for python in (sys.executable, forked.python())
    ]
    assert json.loads(told[1]) == json.loads(told[0])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signals_arrive_and_a_death_by_one_is_told(tmp_path: Path, number: signal.Signals) -> None:
    program = tmp_path / "waits.py"
    program.write_text(
        f"import signal, time\nsignal.signal({number:d}, signal.SIG_DFL)\nprint('up', flush=True)\ntime.sleep(60)"
    )
    with subprocess.Popen([forked.python(), str(program)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        process.send_signal(number)
        assert process.wait(60) == -number


def test_who_is_killed_leaves_no_process_behind(tmp_path: Path) -> None:
    program = tmp_path / "waits.py"
    program.write_text("import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(60)")
    with subprocess.Popen([forked.python(), str(program)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        inner = int(process.stdout.readline())
        process.kill()
        assert process.wait(60) == -signal.SIGKILL
        until = time.monotonic() + 60
        while Path(f"/proc/{inner}").exists():
            assert time.monotonic() < until
            time.sleep(0.02)
