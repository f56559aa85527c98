"""``mockwx run``: exit codes, what it prints and writes, and the backend that it starts and ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import forked
import pytest
from free_ports import free_port
from play import good_backend
from play.good_backend import Backend

from mockwx import MockWx
from mockwx.play.backend import BackendSettings
from mockwx.scenario import ready_scenarios
from mockwx.scenario.scenario import Scenario

BACKEND = [sys.executable, str(Path(good_backend.__file__))]
FAILS = """
mockwx: 1
name: it fails
steps:
  - phone.login: {user: alice, as: code}
  - backend.login: {code: $code}
    expect: {outcome: refused}
"""
PASSES = FAILS.replace("refused", "ok").replace("fails", "passes")


def mockwx_run(*args: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [forked.python(), "-m", "mockwx", "run", *map(str, args)],
        cwd=cwd,
        env={**os.environ, "PYTHONUTF8": "1", **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def wechat() -> Iterator[MockWx]:
    with MockWx() as mockwx:
        yield mockwx


@pytest.fixture
def backend(wechat: MockWx) -> Iterator[Backend]:
    with Backend(wechat.url) as backend:
        yield backend


def test_a_good_backend_passes_and_each_scenario_has_its_line(wechat: MockWx, backend: Backend, tmp_path: Path) -> None:
    ran = mockwx_run("happy", "throttled-then-well", "--backend", backend.url, "--url", wechat.url, cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    lines = ran.stdout.splitlines()
    assert lines[0] == f"backend | 后端: {backend.url}"
    assert lines[3] == "passed | 通过: 2 / 2"
    assert lines[5].startswith("passed  通过  ")
    assert lines[5].endswith("  nothing goes wrong | 一切正常")
    assert lines[-1].startswith("2 passed, 0 failed, 0 skipped in ")
    assert "\x1b" not in ran.stdout


def test_a_failure_exits_1_and_explains_itself_in_every_report(
    wechat: MockWx, backend: Backend, tmp_path: Path
) -> None:
    (tmp_path / "all" / "below").mkdir(parents=True)
    (tmp_path / "all" / "b.yaml").write_text(FAILS, encoding="utf-8")
    (tmp_path / "all" / "below" / "a.yaml").write_text(PASSES, encoding="utf-8")
    (tmp_path / "all" / "notes.txt").write_text("no scenario", encoding="utf-8")
    about = f"url: {backend.url}\nactions: {{login: {{request: POST /login, json: {{code: $code}}}}}}\n"
    (tmp_path / "all" / "backend.yaml").write_text(about, encoding="utf-8")
    ran = mockwx_run(
        "all", "--backend", "all/backend.yaml", "--url", wechat.url, "--junit", "out/junit.xml", "--html", "out/r.html",
        cwd=tmp_path,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (1, "")
    lines = ran.stdout.splitlines()
    assert lines[6].startswith("  1. logs somebody in where WeChat is well: 1 scenario (b)")
    scenarios = [line.split("s  ")[-1] for line in lines if line.startswith(("passed  ", "FAILED  "))]
    assert scenarios == ["it fails", "it passes", "it fails"]
    assert "      expected 期望  outcome refused | 结果为 refused\n" in ran.stdout
    assert "#1 code2session alice 0" in ran.stdout
    root = ET.parse(tmp_path / "out" / "junit.xml").getroot()
    assert [each.get("name") for each in root] == [str(Path("all", "b.yaml")), str(Path("all", "below", "a.yaml"))]
    assert "outcome refused" in (tmp_path / "out" / "r.html").read_text(encoding="utf-8")


def test_every_problem_of_every_file_is_told_at_once_and_nothing_is_played(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("mockwx: 1\nstps: []\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("mockwx: 1\nsteps: [{phone.logn: alice}]\n", encoding="utf-8")
    (tmp_path / "backend.yaml").write_text("urll: x\n", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    ran = mockwx_run("a.yaml", "b.yaml", "hapy", "empty", "--backend", "backend.yaml", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    told = [line.split(" | ")[0] for line in ran.stderr.splitlines()]
    assert told == [
        "backend.yaml:1:1: urll: there is no key 'urll'; did you mean 'url'?",
        "a.yaml:2:1: stps: there is no key 'stps'; did you mean 'steps'?",
        "b.yaml:2:22: steps[0]['phone.logn']: there is no phone step 'logn'; did you mean 'login'?",
        "hapy: there is no file or ready scenario 'hapy'; did you mean 'happy'?",
        "empty: there is no *.yaml in this folder",
    ]


@pytest.mark.parametrize(
    ("args", "what"),
    [
        ([], "name a scenario"),
        (["happy"], "nobody says where the backend is"),
        (["happy", "--backend", "nowhere.yaml"], "nowhere.yaml: there is no such file"),
        (["happy", "--backend", "http://127.0.0.1:1", "--port", "0"], "no backend answers at http://127.0.0.1:1"),
        (["happy", "--backend", "http://x", "--url", "http://127.0.0.1:1"], "no mockwx answers at http://127.0.0.1:1"),
        (["happy", "--backend", "http://127.0.0.1:1", "--port", "0", "--", "no-such-program"], "cannot be started"),
        (["--init", "a.yaml", "b.yaml"], "--init writes one file"),
    ],
)
def test_what_cannot_be_played_exits_2_with_the_reason(tmp_path: Path, args: list[str], what: str) -> None:
    ran = mockwx_run(*args, cwd=tmp_path)
    assert ran.returncode == 2
    assert what in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_port_that_is_taken_leads_to_the_mockwx_that_has_it(wechat: MockWx, backend: Backend, tmp_path: Path) -> None:
    port = wechat.url.rsplit(":", 1)[1]
    ran = mockwx_run("happy", "--backend", backend.url, "--port", port, cwd=tmp_path)
    assert ran.returncode == 2
    assert f"then give --url http://127.0.0.1:{port}" in ran.stderr


def test_a_report_that_cannot_be_written_exits_2(wechat: MockWx, backend: Backend, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = mockwx_run("happy", "--backend", backend.url, "--url", wechat.url, "--html", "file/r.html", cwd=tmp_path)
    assert ran.returncode == 2
    assert "r.html cannot be written" in ran.stderr


def test_a_backend_that_points_elsewhere_is_told_so(backend: Backend, tmp_path: Path) -> None:
    ran = mockwx_run("happy", "--backend", backend.url, "--port", "0", cwd=tmp_path)
    assert ran.returncode == 1
    assert "1. nothing called mockwx: 1 scenario (happy)" in ran.stdout
    assert "The backend must use http://127.0.0.1:" in ran.stdout
    assert "--intercept" in ran.stdout


def test_the_url_may_stand_in_the_scenario(wechat: MockWx, backend: Backend, tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(f"{PASSES}backend: {{url: '{backend.url}'}}\n", encoding="utf-8")
    assert mockwx_run("s.yaml", "--url", wechat.url, cwd=tmp_path).returncode == 0


def test_skipped_scenarios_are_shown_with_their_reason(wechat: MockWx, backend: Backend, tmp_path: Path) -> None:
    ran = mockwx_run("session-key-rotates", "happy", "--backend", backend.url, "--url", wechat.url, cwd=tmp_path)
    assert ran.returncode == 0
    assert "skipped 跳过" in ran.stdout
    assert "the backend has no POST /decrypt (HTTP 404)" in ran.stdout


def test_a_run_in_which_everything_was_skipped_has_judged_nothing_and_fails(
    wechat: MockWx, backend: Backend, tmp_path: Path
) -> None:
    ran = mockwx_run("session-key-rotates", "--backend", backend.url, "--url", wechat.url, cwd=tmp_path)
    assert ran.returncode == 1
    assert "nothing was judged" in ran.stderr


def test_ready_plays_every_ready_scenario(wechat: MockWx, backend: Backend, tmp_path: Path) -> None:
    ran = mockwx_run("--ready", "--backend", backend.url, "--url", wechat.url, cwd=tmp_path)
    told = re.findall(r"^(passed|skipped|FAILED) ", ran.stdout, re.MULTILINE)
    assert len(told) >= len(ready_scenarios.builtin_names())


# The backend's own command


def test_a_backend_is_started_with_the_url_of_mockwx_and_ended_with_all_that_it_started(tmp_path: Path) -> None:
    port = free_port()
    script = tmp_path / "starter.py"
    script.write_text(
        "import os, subprocess, sys\n"
        f"child = subprocess.Popen([*{BACKEND!r}, sys.argv[1]])\n"
        "open('told', 'w').write(f'{os.getpid()} {os.environ[\"MOCKWX_URL\"]}')\n"
        "child.wait()\n"
    )
    args = ["--backend", f"http://127.0.0.1:{port}", "--port", "0", "--", sys.executable, "starter.py", str(port)]
    ran = mockwx_run("happy", *args, cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    own, url = (tmp_path / "told").read_text().split()
    assert url.startswith("http://127.0.0.1:")
    with pytest.raises(ProcessLookupError):
        os.kill(int(own), 0)
    with socket.socket() as client:
        assert client.connect_ex(("127.0.0.1", port)) != 0


def test_a_backend_that_dies_early_shows_what_it_said(tmp_path: Path) -> None:
    program = "print('no database'); raise SystemExit(3)"
    args = ["--backend", f"http://127.0.0.1:{free_port()}", "--port", "0", "--", sys.executable, "-c", program]
    ran = mockwx_run("happy", *args, cwd=tmp_path)
    assert ran.returncode == 2
    assert "the backend ended with 3" in ran.stderr
    assert "no database" in ran.stderr


def test_a_backend_that_runs_already_is_not_taken_for_the_started_one(backend: Backend, tmp_path: Path) -> None:
    args = ["--backend", backend.url, "--port", "0", "--", sys.executable, "-c", "import time; time.sleep(60)"]
    ran = mockwx_run("happy", *args, cwd=tmp_path)
    assert ran.returncode == 2
    assert f"something answers at {backend.url} already" in ran.stderr


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_stopped_ends_its_backend(tmp_path: Path, sign: signal.Signals) -> None:
    fifo = tmp_path / "up"
    os.mkfifo(fifo)
    program = f"import os, time; open({str(fifo)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    args = ["happy", "--backend", f"http://127.0.0.1:{free_port()}", "--port", "0"]
    run = [sys.executable, "-m", "mockwx", "run", *args, "--", sys.executable, "-c", program]
    with subprocess.Popen(
        run,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # In the background a shell lets SIGINT be ignored from the beginning.
        preexec_fn=lambda: signal.signal(sign, signal.SIG_DFL),
    ) as running:
        pid = int(fifo.read_text())  # waits until the backend writes it
        running.send_signal(sign)
        assert running.wait(60) in (130, 143)
        assert running.stderr is not None
        assert b"Traceback" not in running.stderr.read()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


# The file to begin with


@pytest.mark.parametrize("name", [None, "ours.yaml"])
def test_init_writes_a_file_that_works_and_overwrites_none(
    wechat: MockWx, backend: Backend, tmp_path: Path, name: str | None
) -> None:
    path = tmp_path / (name or "backend.yaml")
    ran = mockwx_run("--init", *([name] if name else []), cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert f"mockwx run happy --backend {path.name}" in ran.stdout
    written = path.read_text(encoding="utf-8")
    assert BackendSettings.read(path).for_scenario(Scenario()).url == "http://127.0.0.1:8000"

    again = mockwx_run("--init", *([name] if name else []), cwd=tmp_path)
    assert again.returncode == 2
    assert "exists already" in again.stderr
    assert path.read_text(encoding="utf-8") == written

    path.write_text(written.replace("http://127.0.0.1:8000", backend.url), encoding="utf-8")
    ran = mockwx_run("happy", "--backend", path.name, "--url", wechat.url, cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "not checked" not in ran.stdout


def test_a_terminal_gets_colours(wechat: MockWx, backend: Backend, tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", buffering=0) as read:
        args = ["happy", "--backend", backend.url, "--url", wechat.url]
        env = {**os.environ, "TERM": "xterm", "PYTHONUTF8": "1"}
        env.pop("NO_COLOR", None)
        with subprocess.Popen(
            [sys.executable, "-m", "mockwx", "run", *args],
            cwd=tmp_path,
            env=env,
            stdout=theirs,
            stdin=subprocess.DEVNULL,
        ) as running:
            os.close(theirs)
            text = _all(read)
            assert running.wait(60) == 0
    assert b"\x1b[32mpassed" in text


def _all(read: IO[bytes]) -> bytes:
    text = b""
    try:
        while part := read.read(4096):
            text += part
    except OSError:  # the other end is closed
        pass
    return text


def test_help_tells_the_whole_story(tmp_path: Path) -> None:
    ran = mockwx_run("--help", cwd=tmp_path)
    assert ran.returncode == 0
    for part in ("--backend", "--junit", "--html", "--init", "-- COMMAND"):
        assert part in ran.stdout
