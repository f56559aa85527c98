"""A private /etc/hosts for one command (Linux): WeChat's names are this machine there, and nowhere else.

A child process leaves the mount namespace that all share, puts a hosts file of its own in place, and becomes the
command. Ports 443 and 80 are served on a loopback address that no other command has. Where they cannot be, the kernel
asks mockwx about each connection of the command, and those to WeChat's address are led here; only where it does not do
that either, the child leaves the network as well, binds the ports there, and hands the sockets over.
"""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from ipaddress import IPv4Address
from pathlib import Path

from mockwx.core.text.bilingual import both
from mockwx.intercept.hosts import WECHAT
from mockwx.intercept.prepared_command import NotIntercepted, PreparedCommand
from mockwx.intercept.seccomp import SeccompRedirect

HOSTS = "/etc/hosts"
FIRST_ADDRESS = IPv4Address("127.73.88.86")
"""On the network that all share, where others may have port 443 of 127.0.0.1."""
MOST_ADDRESSES = 256
PORTS = (443, 80)
_MARK = "\n# mockwx\n"

Listen = Callable[[socket.socket], object]


class NotBound(Exception):
    """The ports are not served on the network that all share; the text says why, as the beginning of a sentence."""


def hosts_file(address: str, former: str) -> str:
    # Inside another command that was led here there is a part of this kind already.
    return f"{former.partition(_MARK)[0].rstrip()}{_MARK}{address} {' '.join(WECHAT)}\n"


@contextlib.contextmanager
def with_private_hosts(
    command: list[str], env: Mapping[str, str], folder: Path, listen: Listen
) -> Iterator[PreparedCommand]:
    """``listen`` is given the sockets to serve on.

    :raises NotIntercepted: it cannot be; here, or from :meth:`PreparedCommand.started`.
    """
    if sys.platform != "linux":
        raise NotIntercepted(both("--via hosts works on Linux only", "--via hosts 只支持 Linux"))
    former = _former()
    try:
        address, sockets = bound(PORTS)
        why_not_bound = ""
    except NotBound as why:
        # Any will do that is not led elsewhere already, as inside another command of this kind.
        address = next(address for address in _addresses() if address not in former)
        sockets, why_not_bound = [], str(why)
    for sock in sockets:
        listen(sock)
    file = folder / "hosts"
    file.write_text(hosts_file(address, former), encoding="utf-8")
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    child = _Child(ours, theirs, listen, address, why_not_bound)
    enter = [sys.executable, "-I", str(Path(__file__).with_name("enter_namespace.py"))]
    arguments = [str(file), str(theirs.fileno()), address, "bound" if sockets else "unbound"]
    try:
        yield PreparedCommand([*enter, *arguments, *command], dict(env), (theirs.fileno(),), child.started)
    finally:
        child.close()


class _Child:
    """The conversation with the child, from its start until it becomes the command."""

    def __init__(
        self, ours: socket.socket, theirs: socket.socket, listen: Listen, address: str, why_not_bound: str
    ) -> None:
        self._ours = ours
        self._theirs = theirs
        self._listen = listen
        self._address = address
        self._why_not_bound = why_not_bound
        self._redirect: SeccompRedirect | None = None

    def started(self) -> bool:
        """Whether the command shares this machine's network.

        :raises NotIntercepted: the system does not grant what it takes.
        """
        self._theirs.close()
        word, why, files = self._received()
        if word == "redirect":
            sock = socket.create_server(("127.0.0.1", 0))
            here = sock.getsockname()
            self._listen(sock)
            self._redirect = SeccompRedirect(files[0], self._address, PORTS, here)
            self._ours.sendall(b"try")
            word, why, files = self._received()
        if word not in ("ready", "alone"):
            raise NotIntercepted(
                both(
                    f"--via hosts needs namespaces of its own, which the system does not grant here ({why}); it does "
                    "for root, and in a container with --cap-add SYS_ADMIN; otherwise use --via proxy",
                    "--via hosts 需要独立的命名空间，当前系统不允许；请以 root 运行，或给容器加 --cap-add SYS_ADMIN，"
                    "或改用 --via proxy",
                )
            )
        for descriptor in files:
            self._listen(socket.socket(fileno=descriptor))
        if word == "alone":
            sys.stderr.write(f"mockwx: {_in_a_network_of_its_own(self._why_not_bound, why)}\n")
        self._ours.sendall(b"go")
        return word == "ready"

    def close(self) -> None:
        self._ours.close()
        self._theirs.close()
        if self._redirect is not None:
            self._redirect.close()

    def _received(self) -> tuple[str, str, list[int]]:
        message, files, _, _ = socket.recv_fds(self._ours, 4096, len(PORTS))
        word, _, why = message.decode("utf-8", "replace").partition(" ")
        return word, why, files


def _in_a_network_of_its_own(why_not_bound: str, why_not_led: str) -> str:
    return both(
        f"{why_not_bound}, and the kernel leads no connection here ({why_not_led}), so the command has a network of "
        "its own with nothing in it but WeChat: it reaches no database on localhost and no other machine, and neither "
        "pushes nor `mockwx run` reach it; run as root, or after: sysctl net.ipv4.ip_unprivileged_port_start=80",
        "无法监听 443 端口，内核也不能转接连接，因此命令在独立的网络中运行，其中只有微信：连不上本机数据库和其他机器，"
        "推送和 mockwx run 也到不了它；请以 root 运行，或先执行 sysctl net.ipv4.ip_unprivileged_port_start=80",
    )


def _former() -> str:
    try:
        return Path(HOSTS).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "127.0.0.1 localhost\n::1 localhost\n"


def bound(ports: tuple[int, ...]) -> tuple[str, list[socket.socket]]:
    """The first loopback address, from 127.73.88.86 on, at which all ``ports`` are free, and the sockets there.

    :raises NotBound: there is none, or this user may not bind them.
    """
    for address in _addresses():
        with contextlib.ExitStack() as opened:
            try:
                sockets = [opened.enter_context(socket.create_server((address, port))) for port in ports]
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    continue
                raise NotBound(_why_not_bound(error)) from None
            opened.pop_all()
            return address, sockets
    raise NotBound("port 443 or 80 is taken at all of mockwx's loopback addresses, as by a server at 0.0.0.0")


def _addresses() -> Iterator[str]:
    return (str(FIRST_ADDRESS + number) for number in range(MOST_ADDRESSES))


def _why_not_bound(error: OSError) -> str:
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"user {os.getuid()} may not serve port 443"
    return f"port 443 cannot be served: {error.strerror}"
