"""The child of ``--via hosts``: it takes its namespaces, and becomes the command. It stands alone.

Arguments: the hosts file, a socket to the parent, ``alone`` where the network is left too, the command.
"""

import array
import ctypes
import fcntl
import os
import socket
import struct
import sys

NEWNS, NEWUSER, NEWNET = 0x00020000, 0x10000000, 0x40000000
BIND, REC, PRIVATE = 4096, 16384, 1 << 18
PORTS = (443, 80)
CANNOT_RUN = 127


def main() -> None:
    file, parent, alone, *command = sys.argv[1:]
    with socket.socket(fileno=int(parent)) as wire:
        try:
            bound = enter(file, alone=alone == "alone")
        except OSError as error:
            wire.sendall(f"failed {error}".encode())
            sys.exit(1)
        files = array.array("i", [each.fileno() for each in bound]).tobytes()
        wire.sendmsg([b"ready"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, files)] if bound else [])
        wire.recv(2)
        for each in bound:
            each.close()
    try:
        os.execvp(command[0], command)  # noqa: S606  the user's own command
    except OSError as error:
        sys.stderr.write(f"mockwx: {command[0]} cannot be started: {error.strerror} | 无法启动 {command[0]}\n")
        sys.exit(CANNOT_RUN)


def enter(file: str, *, alone: bool) -> list[socket.socket]:
    """:raises OSError: the system does not grant it."""
    libc = ctypes.CDLL(None, use_errno=True)

    def ask(granted: int, what: str) -> None:
        if granted != 0:
            number = ctypes.get_errno()
            raise OSError(number, f"{what}: {os.strerror(number)}")

    user, group = os.geteuid(), os.getegid()
    if alone or user != 0:
        ask(libc.unshare(NEWUSER | NEWNS | (NEWNET if alone else 0)), "unshare")
        # The command stays who it is.
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            with open(f"/proc/self/{name}", "w") as writing:  # noqa: PTH123
                writing.write(text)
    else:
        ask(libc.unshare(NEWNS), "unshare")
    ask(libc.mount(b"none", b"/", None, REC | PRIVATE, None), "mount")
    ask(libc.mount(file.encode(), b"/etc/hosts", None, BIND, None), "mount /etc/hosts")
    if not alone:
        return []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        up = struct.pack("16sh14x", b"lo", 0x1 | 0x8 | 0x40)
        fcntl.ioctl(any_socket, 0x8914, up)  # the loopback device of the new network
    return [socket.create_server(("127.0.0.1", port)) for port in PORTS]


if __name__ == "__main__":
    main()
