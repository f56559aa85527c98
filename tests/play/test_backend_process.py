"""A backend that is started for the plays."""

from __future__ import annotations

import signal
import socket
import sys
from pathlib import Path

import pytest

from mockwx.play import backend_process


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


async def test_a_backend_that_does_not_come_up_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(backend_process, "PATIENCE", 0.2)
    monkeypatch.setattr(backend_process, "PAUSE", 0.01)
    program = "import sys, time; print('still thinking', flush=True); time.sleep(60)"
    with (tmp_path / "output").open("w+b") as output:
        started = backend_process.BackendProcess([sys.executable, "-c", program], {}, ["http://127.0.0.1:1"], output)
        with pytest.raises(backend_process.BackendNotUp, match=r"does not answer at http://127.0.0.1:1 after 0.2 s"):
            async with started:
                pass
        assert started.why_dead() is not None


async def test_a_backend_that_does_not_want_to_end_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(backend_process, "GRACE", 0.2)
    port = free_port()
    program = (
        "import signal, socket, sys\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "server = socket.create_server(('127.0.0.1', int(sys.argv[1])))\n"
        "while True: server.accept()[0].close()\n"
    )
    command = [sys.executable, "-c", program, str(port)]
    with (tmp_path / "output").open("w+b") as output:
        async with backend_process.BackendProcess(command, {}, [f"http://127.0.0.1:{port}"], output) as started:
            assert started.why_dead() is None
        assert f"the backend ended with -{signal.SIGKILL:d}" in str(started.why_dead())
