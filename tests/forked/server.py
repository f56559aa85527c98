"""The process that has loaded everything, and forks one that runs what a client was given."""

from __future__ import annotations

import array
import gc
import importlib
import io
import marshal
import os
import pkgutil
import runpy
import select
import signal
import socket
import sys
import warnings
from contextlib import suppress
from pathlib import Path

LOADED = ("flask", "httpx", "pytest", "requests", "uvicorn", "wechatpy")
"""What programs of tests need, beside mockwx itself."""
Request = tuple[list[str], dict[str, str], str, list[int]]


def load() -> None:
    import mockwx

    names = [module.name for module in pkgutil.walk_packages(mockwx.__path__, "mockwx.")]
    # pytest wants to load plugins itself.
    for name in (*LOADED, *(name for name in names if "pytest" not in name and not name.endswith("__main__"))):
        importlib.import_module(name)


class ForkServer:
    def __init__(self, address: str) -> None:
        self._listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listening.bind(f"\0{address}")
        self._listening.listen(64)
        self._ended, wake = socket.socketpair()
        wake.setblocking(False)
        self._ended.setblocking(False)
        self._wake = wake
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
        self._clients: dict[socket.socket, int] = {}

    def serve(self) -> Request | None:
        """In each forked process what it shall run; in this one None, when nobody wants it any more."""
        stdin = sys.stdin.fileno()
        while True:
            ready, _, _ = select.select([stdin, self._listening, self._ended, *self._clients], [], [])
            if self._ended in ready:
                self._ended.recv(4096)
                self._tell_ends()
            if stdin in ready:
                for process in self._clients.values():
                    os.kill(process, signal.SIGKILL)
                return None
            for client in ready:
                if client in self._clients:
                    # Whoever is killed takes its process along.
                    os.kill(self._clients[client], signal.SIGKILL)
            if self._listening in ready:
                request = self._fork()
                if request is not None:
                    return request

    def _tell_ends(self) -> None:
        for client, process in list(self._clients.items()):
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                del self._clients[client]
                with client, suppress(OSError):  # it was killed
                    client.sendall(os.waitstatus_to_exitcode(status).to_bytes(4, "big", signed=True))

    def _fork(self) -> Request | None:
        client, _ = self._listening.accept()
        head, rights, _, _ = client.recvmsg(4, socket.CMSG_SPACE(12))
        streams = array.array("i")
        for _, _, numbers in rights:
            streams.frombytes(numbers)
        if len(head) < 4 or len(streams) < 3:
            client.close()
            return None
        request = b""
        while len(request) < int.from_bytes(head, "big"):
            part = client.recv(1 << 20)
            if not part:  # killed before it had said all
                client.close()
                return None
            request += part
        process = os.fork()
        if process:
            client.sendall(process.to_bytes(4, "big"))
            self._clients[client] = process
            for stream in streams:
                os.close(stream)
            return None
        signal.set_wakeup_fd(-1)
        for each in (self._listening, self._ended, self._wake, client, *self._clients):
            each.close()
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        told: Request = marshal.loads(request)
        return told


def become(environment: dict[str, str], folder: str, ignored: list[int]) -> None:
    """All that Python would have made of these at its start."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(number, signal.SIG_DFL)
    for number in ignored:
        signal.signal(number, signal.SIG_IGN)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        stream = standard_stream(number, name, environment)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    warnings.resetwarnings()
    warnings.filters[:] = DEFAULT_FILTERS
    sys.warnoptions[:] = environment["PYTHONWARNINGS"].split(",") if environment.get("PYTHONWARNINGS") else []
    for action in sys.warnoptions:
        warnings.simplefilter(action)  # type: ignore[arg-type]


def standard_stream(number: int, name: str, environment: dict[str, str]) -> io.TextIOWrapper:
    mode = "w" if number else "r"
    unbuffered = bool(number and environment.get("PYTHONUNBUFFERED"))
    # Over a file without a name a stream's own would be its number.
    raw = io.FileIO(number, mode, closefd=False)
    raw.name = f"<{name}>"  # type: ignore[misc]
    buffer = raw if unbuffered else io.BufferedWriter(raw) if number else io.BufferedReader(raw)
    lenient = "PYTHONUTF8" in environment or locale_in(environment).partition(".")[0] == "C"
    stream = io.TextIOWrapper(
        buffer,  # type: ignore[arg-type]
        encoding="utf-8",
        errors="backslashreplace" if number == 2 else "surrogateescape" if lenient else "strict",
        line_buffering=not unbuffered and (number == 2 or os.isatty(number)),
        write_through=unbuffered,
    )
    stream.mode = mode  # type: ignore[misc]
    return stream


def locale_in(environment: dict[str, str]) -> str:
    return next((environment[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environment.get(name)), "C")


def set_path(first: str) -> None:
    folders = [os.path.abspath(folder) for folder in os.environ.get("PYTHONPATH", "").split(os.pathsep) if folder]  # noqa: PTH100 as Python does it
    sys.path[:] = [first, *dict.fromkeys(folder for folder in folders if folder not in sys.path[1:]), *sys.path[1:]]


def run(arguments: list[str]) -> None:
    """``python ARGUMENTS``."""
    if arguments[0] == "-m":
        set_path(str(Path.cwd()))
        sys.argv = arguments[1:]
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
    else:
        set_path(str(Path(arguments[0]).resolve().parent))
        sys.argv = arguments
        runpy.run_path(arguments[0], run_name="__main__")


DEFAULT_FILTERS = list(warnings.filters)

if __name__ == "__main__":
    load()
    gc.collect()
    gc.freeze()
    server = ForkServer(sys.argv[1])
    os.write(1, b"ready\n")
    request = server.serve()
    if request is not None:
        arguments, environment, folder, ignored = request
        become(environment, folder, ignored)
        run(arguments)
