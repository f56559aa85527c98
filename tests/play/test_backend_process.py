"""A backend that is started for the plays."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import aiohttp
import pytest
from free_ports import free_port

from mockwx.intercept.prepared_command import PreparedCommand
from mockwx.play import backend_process
from mockwx.play.backend_process import BackendProcess


def command(program: str, *arguments: str) -> Callable[[], PreparedCommand]:
    return lambda: PreparedCommand([sys.executable, "-c", program, *arguments], dict(os.environ))


async def test_a_backend_that_does_not_come_up_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(backend_process, "POLL_SECONDS", 0.01)
    program = "import sys, time; print('still thinking', flush=True); time.sleep(60)"
    started = BackendProcess(command(program), ["http://127.0.0.1:1"], tmp_path / "output", patience=0.2)
    with pytest.raises(backend_process.BackendNotUp, match=r"does not answer at http://127.0.0.1:1 after 0.2 s"):
        async with started:
            pass
    assert started.why_dead() is not None


async def test_who_waits_is_told_how_long_and_what_the_backend_said_last(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(backend_process, "POLL_SECONDS", 0.01)
    port = free_port()
    program = f"""
import pathlib, socketserver, sys, time
print('loading'); print('connecting to the database', flush=True)
while not pathlib.Path({str(tmp_path / "go")!r}).exists():
    time.sleep(0.01)
socketserver.TCPServer(('127.0.0.1', {port}), socketserver.BaseRequestHandler).serve_forever()
"""
    told: list[tuple[float, str]] = []

    def progress(seconds: float, line: str) -> None:
        told.append((seconds, line))
        if line == "connecting to the database":
            (tmp_path / "go").touch()

    url = f"http://127.0.0.1:{port}"
    async with BackendProcess(command(program), [url], tmp_path / "output", progress=progress):
        pass
    assert "connecting to the database" in [line for _, line in told]
    assert [seconds for seconds, _ in told] == sorted(seconds for seconds, _ in told)


async def test_a_backend_is_ready_once_the_request_that_says_so_succeeds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(backend_process, "POLL_SECONDS", 0.01)
    port = free_port()
    program = f"""
import http.server
asked = 0
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        global asked
        asked += self.path == '/health'
        self.send_response(503 if asked < 3 else 200)
        self.end_headers()
        self.wfile.write(str(asked).encode())
http.server.HTTPServer(('127.0.0.1', {port}), Handler).serve_forever()
"""
    url = f"http://127.0.0.1:{port}"
    async with (
        BackendProcess(command(program), [url], tmp_path / "output", ready=("GET", "/health")),
        aiohttp.ClientSession() as http,
        http.get(url) as answer,
    ):
        assert await answer.text() == "3"


async def test_a_backend_that_does_not_want_to_end_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(backend_process, "END_SECONDS", 0.2)
    port = free_port()
    program = (
        "import signal, socket, sys\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "server = socket.create_server(('127.0.0.1', int(sys.argv[1])))\n"
        "while True: server.accept()[0].close()\n"
    )
    ignoring = command(program, str(port))
    async with BackendProcess(ignoring, [f"http://127.0.0.1:{port}"], tmp_path / "output") as started:
        assert started.why_dead() is None
    assert f"the backend ended with -{signal.SIGKILL:d}" in str(started.why_dead())


async def test_a_backend_that_runs_already_may_take_long_for_its_first_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backend_process, "ANSWER_SECONDS", 0.05)

    async def answer_late(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await asyncio.sleep(0.2)
        writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(answer_late, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        assert await backend_process.answers(url) == "nothing within 0.05 s"
        assert await backend_process.answers(url, patience=60) is None
