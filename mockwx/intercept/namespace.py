"""A private /etc/hosts for one command (Linux): WeChat's names are this machine there, and nowhere else.

A child process leaves the mount namespace that all share, puts a hosts file of its own in place, and becomes the
command. Port 443 is served on a loopback address of its own; where this user may not bind it, the child leaves the
network as well, binds it there, and hands the socket over.
"""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from mockwx.core.text.bilingual import both
from mockwx.intercept.hosts import WECHAT

HOSTS = "/etc/hosts"
ADDRESS = "127.73.88.86"
"""On the network that all share, where others may have port 443 of 127.0.0.1."""
PORTS = (443, 80)


class NoNamespace(Exception):
    """This system or user cannot have one; the text says what can be done instead."""


def hosts_file(address: str, former: str) -> str:
    return f"{former.rstrip()}\n# mockwx\n{address} {' '.join(WECHAT)}\n"


@contextlib.contextmanager
def entered(
    command: list[str], env: Mapping[str, str], folder: Path, listen: Callable[[socket.socket], object]
) -> Iterator[subprocess.Popen[bytes]]:
    """The command, running; ``listen`` is given the sockets to serve on.

    :raises NoNamespace: it cannot be.
    """
    if sys.platform != "linux":
        raise NoNamespace(both("--via hosts works on Linux only", "--via hosts 只支持 Linux"))
    address, sockets = ADDRESS, _bound(ADDRESS)
    alone = not sockets
    if alone:
        address = "127.0.0.1"
        env = {**env, "MOCKWX_URL": f"http://{address}"}
        sys.stderr.write(
            both(
                "mockwx: this user may not serve port 443, so the command has a network of its own, with nothing in it "
                "but WeChat",
                "当前用户不能监听 443 端口，命令将在独立的网络中运行，其中只有微信",
            )
            + "\n"
        )
    file = folder / "hosts"
    file.write_text(hosts_file(address, _former()), encoding="utf-8")
    for each in sockets:
        listen(each)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    with ours:
        with theirs:
            told = [str(file), str(theirs.fileno()), "alone" if alone else "-"]
            process = subprocess.Popen(  # noqa: S603  the user's own command
                [sys.executable, "-I", str(Path(__file__).with_name("enter.py")), *told, *command],
                env=dict(env),
                pass_fds=[theirs.fileno()],
            )
        try:
            for each in _received(ours):
                listen(each)
            ours.sendall(b"go")
        except NoNamespace:
            process.wait()
            raise
        yield process


def _former() -> str:
    try:
        return Path(HOSTS).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "127.0.0.1 localhost\n::1 localhost\n"


def _bound(address: str) -> list[socket.socket]:
    """Empty where this user may not bind 443."""
    found: list[socket.socket] = []
    try:
        for port in PORTS:
            found.append(socket.create_server((address, port)))  # noqa: PERF401  what was bound is closed below
    except OSError:
        for each in found:
            each.close()
        return []
    return found


def _received(ours: socket.socket) -> list[socket.socket]:
    """The sockets that the child has bound, once it has its hosts file."""
    message, files, _, _ = socket.recv_fds(ours, 4096, len(PORTS))
    word, _, why = message.decode("utf-8", "replace").partition(" ")
    if word != "ready":
        raise NoNamespace(
            both(
                f"--via hosts needs namespaces of its own, which the system does not grant here ({why}); it does for "
                "root, and in a container with --cap-add SYS_ADMIN; otherwise use --via proxy",
                "--via hosts 需要独立的命名空间，当前系统不允许；请以 root 运行，或给容器加 --cap-add SYS_ADMIN，"
                "或改用 --via proxy",
            )
        )
    return [socket.socket(fileno=each) for each in files]
