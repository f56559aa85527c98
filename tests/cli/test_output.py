"""Whatever is at the other end of stdout and stderr, mockwx does its work."""

from __future__ import annotations

import os
import re
import resource
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import requests

from mockwx.cli.output import BackgroundWriter

from .conftest import BIN, WITH_BIN

Start = Callable[..., tuple[subprocess.Popen[bytes], str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """`mockwx serve` with a ready file, and any streams; its URL."""
    with ExitStack() as stack:

        def begin(*arguments: str, **how: Any) -> tuple[subprocess.Popen[bytes], str]:
            ready = tmp_path / "ready"
            command = [BIN / "mockwx", "serve", "--port", "0", "--ready-file", str(ready), *arguments]
            process = stack.enter_context(subprocess.Popen(command, cwd=tmp_path, **({"env": WITH_BIN} | how)))
            stack.callback(process.kill)
            until = time.monotonic() + 60
            while not ready.exists():
                assert process.poll() is None, f"it ended with {process.returncode}"
                assert time.monotonic() < until
                time.sleep(0.02)
            return process, ready.read_text().strip()

        yield begin


def call(url: str, times: int) -> None:
    with requests.Session() as session:
        for number in range(times):
            path = f"/sns/jscode2session?appid=wx{'x' * 900}{number}"
            assert session.get(url + path, timeout=60).json()["errcode"] == 40013


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_pipe_that_nobody_reads_holds_no_call(start: Start, unbuffered: str) -> None:
    env = WITH_BIN | {"PYTHONUNBUFFERED": unbuffered}
    process, url = start(stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env)
    for _ in range(200):
        # Far more than a pipe takes: names of unknown paths stand in the log as they came.
        assert requests.get(f"{url}/{'x' * 4000}", timeout=60).status_code in (200, 404)
    assert requests.get(f"{url}/_mockwx/health", timeout=60).status_code == 200
    process.terminate()
    assert process.wait(60) == 0


def test_lines_that_find_no_room_are_counted_and_told() -> None:
    reading, writing = os.pipe()
    got = bytearray()

    def read() -> None:
        while part := os.read(reading, 65536):
            got.extend(part)

    reader = threading.Thread(target=read)
    with os.fdopen(writing, "w", encoding="utf-8") as stream:
        write = BackgroundWriter(stream, room=10_000)
        for number in range(2000):
            write(f"line {number} {'x' * 200}\n")
        reader.start()
        write.flush(60)
        write("the last\n")
        write.flush(60)
    reader.join()
    os.close(reading)
    assert got.endswith(b"the last\n")
    lines = got.decode().splitlines()
    notes = [line for line in lines if "dropped" in line]  # one for each time that there was room again
    dropped = [int(number) for note in notes for number in re.findall(r"(\d+) lines were dropped", note)]
    assert len(dropped) == len(notes) > 0
    assert sum(dropped) + sum(line.startswith("line ") for line in lines) == 2000
    assert all("已丢弃" in note for note in notes)


def test_a_reader_that_goes_away_ends_nothing(start: Start) -> None:
    reading, writing = os.pipe()
    process, url = start(stdout=writing, stderr=writing)
    os.close(writing)
    os.close(reading)
    call(url, 50)
    process.terminate()
    assert process.wait(60) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk_behind_stdout_and_stderr_ends_nothing(start: Start) -> None:
    with Path("/dev/full").open("wb") as full:
        process, url = start(stdout=full, stderr=full)
        call(url, 50)
        process.terminate()
        assert process.wait(60) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk_behind_a_command_is_a_sentence() -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [BIN / "mockwx", "errcode", "40163"], stdout=full, stderr=subprocess.PIPE, env=WITH_BIN, check=False
        )
    assert ended.returncode == 1
    assert b"Traceback" not in ended.stderr
    assert ended.stderr.count(b"\n") == 1
    assert b"cannot be written" in ended.stderr


@pytest.mark.parametrize("loop", ["asyncio", "uvloop"])
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_streams_that_were_closed_before_end_nothing(tmp_path: Path, closed: str, loop: str) -> None:
    ready = tmp_path / "ready"
    env = dict(WITH_BIN)
    if loop == "asyncio":
        (tmp_path / "uvloop.py").write_text("raise ImportError")
        env["PYTHONPATH"] = str(tmp_path)
    command = f'exec "{BIN}/mockwx" serve --port 0 --ready-file "{ready}" {closed}'
    with subprocess.Popen(["/bin/sh", "-c", command], env=env) as process:
        try:
            until = time.monotonic() + 60
            while not ready.exists() and time.monotonic() < until and process.poll() is None:
                time.sleep(0.02)
            call(ready.read_text().strip(), 20)
        finally:
            process.terminate()
        assert process.wait(60) == 0


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp437", "gbk", "ascii"])
def test_an_encoding_without_the_letters_ends_nothing(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "panda.yaml").write_text("mockwx: 1\nname: 🐼 微信\nsteps: [{phone.login: {user: alice}}]\n", "utf-8")
    program = """
import sys
from mockwx.cli import main
for arguments in (["--help"], ["errcode", "40163"], ["check", "panda.yaml"], ["scenarios"]):
    print("@", flush=True)
    try:
        main(arguments)
    except SystemExit as end:
        assert not end.code, arguments
"""
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=WITH_BIN | {"PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    parts = ended.stdout.split(b"@\n")
    assert len(parts) == 5
    assert all(part.strip() for part in parts[1:])


@pytest.mark.parametrize("encoding", ["cp1252", "gbk"])
def test_a_server_serves_in_such_an_encoding(start: Start, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "panda.yaml").write_text("mockwx: 1\nname: panda\nusers: {🐼: {}, é: {}}\n", "utf-8")
    process, url = start(
        "panda.yaml", env=WITH_BIN | {"PYTHONIOENCODING": encoding}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    requests.get(f"{url}/_mockwx/../🐼", timeout=60)
    process.terminate()
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert b"mockwx listening on" in out
    assert b"Traceback" not in err


@pytest.mark.skipif(sys.platform == "win32", reason="limits are those of POSIX")
@pytest.mark.parametrize("loop", ["asyncio", "uvloop"])
def test_running_out_of_descriptors_is_told_in_one_sentence(start: Start, tmp_path: Path, loop: str) -> None:
    env = dict(WITH_BIN)
    if loop == "asyncio":
        (tmp_path / "uvloop.py").write_text("raise ImportError")
        env["PYTHONPATH"] = str(tmp_path)
    process, url = start(
        env=env, stderr=subprocess.PIPE, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    )
    host, port = url.removeprefix("http://").split(":")
    with ExitStack() as stack:
        for _ in range(120):
            stack.enter_context(socket.create_connection((host, int(port)), timeout=60))
        assert process.stderr is not None
        line = process.stderr.readline().decode()
        assert "ulimit -n" in line
        assert "上限" in line
    until = time.monotonic() + 60
    while True:  # the open ones are closed on the other side a little later
        try:
            assert requests.get(f"{url}/_mockwx/health", timeout=60).status_code == 200
            break
        except requests.RequestException:
            assert time.monotonic() < until
    process.terminate()
    _, said = process.communicate(timeout=60)
    assert b"Traceback" not in said
