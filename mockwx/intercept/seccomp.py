"""Connections of a command of any language, redirected by the kernel (Linux, seccomp): WeChat's are made from here.

So a user who may not bind port 443 still serves it to one command, which keeps all of this machine's network. The
process that connects is stopped meanwhile; its socket is borrowed, connected, and it goes on as if it had done it.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import select
import socket
import struct
import threading
from ipaddress import IPv4Address

RECEIVE, ANSWER = 0xC0502100, 0xC0182101
"""The ioctls of SECCOMP_IOCTL_NOTIF_RECV and SECCOMP_IOCTL_NOTIF_SEND."""
GO_ON = 1
"""SECCOMP_USER_NOTIF_FLAG_CONTINUE: as if nobody had asked."""
PIDFD_GETFD = 438
_QUESTION, _REPLY = struct.Struct("QIIiIQ6Q"), struct.Struct("QqiI")
_LONGEST_ADDRESS = 128


class SeccompRedirect:
    """Connections to one of ``ports`` of ``address`` lead to ``here``; all others go where they went.

    ``listener``: the descriptor at which the kernel asks; it is this object's own.
    """

    def __init__(self, listener: int, address: str, ports: tuple[int, ...], here: tuple[str, int]) -> None:
        self._listener = listener
        self._address = IPv4Address(address).packed
        self._ports = ports
        self._here = here
        self._stop, self._stopping = os.pipe()
        self._thread = threading.Thread(target=self._serve, name="mockwx-redirect", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """What connects from now on fails."""
        os.close(self._stopping)
        self._thread.join()
        os.close(self._listener)
        os.close(self._stop)

    def _serve(self) -> None:
        poll = select.poll()
        poll.register(self._listener, select.POLLIN)
        poll.register(self._stop, select.POLLIN)
        while True:
            ready = dict(poll.poll())
            if self._stop in ready:
                return
            if not ready[self._listener] & select.POLLIN:
                return  # nobody is left who could ask
            question = bytearray(_QUESTION.size)
            try:
                fcntl.ioctl(self._listener, RECEIVE, question)
            except OSError:
                continue  # whoever asked is gone
            number, thread, _, _, _, _, descriptor, pointer, size, *_ = _QUESTION.unpack(question)
            try:
                failure, flags = self._answer(thread, descriptor, pointer, size)
            except (OSError, ValueError):
                # A process that may not be looked into, or that is gone.
                failure, flags = 0, GO_ON
            with contextlib.suppress(OSError):
                fcntl.ioctl(self._listener, ANSWER, _REPLY.pack(number, 0, -failure, flags))

    def _answer(self, thread: int, descriptor: int, pointer: int, size: int) -> tuple[int, int]:
        """The error of the connection, or 0; and the flags of the reply."""
        memory = os.open(f"/proc/{thread}/mem", os.O_RDONLY)
        try:
            asked = os.pread(memory, min(size, _LONGEST_ADDRESS), pointer)
        finally:
            os.close(memory)
        here = self._instead_of(asked)
        if here is None:
            return 0, GO_ON
        with socket.socket(fileno=_borrowed(_process_of(thread), descriptor)) as theirs:
            return theirs.connect_ex(here), 0

    def _instead_of(self, asked: bytes) -> tuple[str, int] | None:
        if len(asked) < 8:
            return None
        family = int.from_bytes(asked[:2], "little" if struct.pack("=H", 1)[0] else "big")
        port = int.from_bytes(asked[2:4], "big")
        if port not in self._ports:
            return None
        host, here = self._here
        if family == socket.AF_INET and asked[4:8] == self._address:
            return host, here
        # How Java and others write it, whose sockets speak IPv6 first.
        if family == socket.AF_INET6 and asked[8:24] == b"\0" * 10 + b"\xff\xff" + self._address:
            return f"::ffff:{host}", here
        return None


def _process_of(thread: int) -> int:
    with open(f"/proc/{thread}/status", encoding="ascii", errors="replace") as reading:  # noqa: PTH123
        for line in reading:
            name, _, value = line.partition(":")
            if name == "Tgid":
                return int(value)
    raise ProcessLookupError(errno.ESRCH, os.strerror(errno.ESRCH))


def _borrowed(process: int, descriptor: int) -> int:
    """A descriptor here of what is open there."""
    pidfd = os.pidfd_open(process)
    try:
        borrowed = ctypes.CDLL(None, use_errno=True).syscall(
            PIDFD_GETFD, pidfd, ctypes.c_int(descriptor & 0xFFFFFFFF), 0
        )
    finally:
        os.close(pidfd)
    if borrowed < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return int(borrowed)
