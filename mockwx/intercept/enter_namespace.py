"""The child of ``--via hosts``: it enters the namespaces of ``namespace``, and becomes the command. It stands alone.

Arguments: the hosts file, a socket to the parent, WeChat's address in that file, ``bound`` where its ports are served
there already, the command.
"""

import array
import ctypes
import fcntl
import os
import platform
import socket
import struct
import sys

NEWNS, NEWUSER, NEWNET = 0x00020000, 0x10000000, 0x40000000
BIND, REC, PRIVATE = 4096, 16384, 1 << 18
SET_DUMPABLE = 4
PORTS = (443, 80)
CANNOT_RUN = 127
# By machine: the kernel's name for it in filters, the numbers of seccomp and connect.
MACHINES = {"x86_64": (0xC000003E, 317, 42), "aarch64": (0xC00000B7, 277, 203)}
NEW_FILTER, NEW_LISTENER = 1, 1 << 3
ALLOW, ASK = 0x7FFF0000, 0x7FC00000
LIBC = ctypes.CDLL(None, use_errno=True)


def main() -> None:
    file, parent, address, served, *command = sys.argv[1:]
    with socket.socket(fileno=int(parent)) as wire:
        try:
            take_hosts(file)
            if served == "bound" or (why := why_not_led(wire, address)) is None:
                wire.sendall(b"ready")
            else:
                sockets = leave_network(address)
                os.environ["MOCKWX_URL"] = f"http://{address}"
                send(wire, f"alone {why}", [listening.fileno() for listening in sockets])
                for listening in sockets:
                    listening.close()
        except OSError as error:
            wire.sendall(f"failed {error}".encode())
            sys.exit(1)
        wire.recv(2)
    try:
        os.execvp(command[0], command)  # noqa: S606  the user's own command
    except OSError as error:
        sys.stderr.write(f"mockwx: {command[0]} cannot be started: {error.strerror} | 无法启动 {command[0]}\n")
        sys.exit(CANNOT_RUN)


def take_hosts(file: str) -> None:
    """:raises OSError: the system does not grant it."""
    user, group = os.geteuid(), os.getegid()
    if user != 0 or LIBC.unshare(NEWNS) != 0:
        granted(LIBC.unshare(NEWUSER | NEWNS), "unshare")
        # The command stays who it is.
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            with open(f"/proc/self/{name}", "w") as writing:  # noqa: PTH123
                writing.write(text)
    granted(LIBC.mount(b"none", b"/", None, REC | PRIVATE, None), "mount")
    granted(LIBC.mount(file.encode(), b"/etc/hosts", None, BIND, None), "mount /etc/hosts")


def why_not_led(wire: socket.socket, address: str) -> str | None:
    """Let the parent be asked about every connection; None once one to ``address`` has come through."""
    try:
        listener = filtered()
    except OSError as error:
        return str(error)
    # The parent looks into the memory of whoever connects; with new rights this process was closed to it.
    LIBC.prctl(SET_DUMPABLE, 1, 0, 0, 0)
    send(wire, "redirect", [listener])
    os.close(listener)
    wire.recv(3)
    try:
        socket.create_connection((address, PORTS[0]), timeout=5).close()
    except OSError as error:
        return f"a first one failed: {error.strerror or error}"
    return None


def filtered() -> int:
    """The descriptor at which the kernel asks about each ``connect`` from now on.

    :raises OSError: the kernel does not.
    """
    if platform.machine() not in MACHINES:
        raise OSError(f"not on {platform.machine()}")
    machine, seccomp, connect = MACHINES[platform.machine()]
    load, equal, answer = 0x20, 0x15, 0x06
    instructions = [
        (load, 0, 0, 4),
        (equal, 0, 3, machine),
        (load, 0, 0, 0),
        (equal, 0, 1, connect),
        (answer, 0, 0, ASK),
        (answer, 0, 0, ALLOW),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *instruction) for instruction in instructions))
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(instructions), ctypes.addressof(code)))
    listener = LIBC.syscall(seccomp, NEW_FILTER, NEW_LISTENER, program)
    if listener < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"seccomp: {os.strerror(number)}")
    return int(listener)


def leave_network(address: str) -> "list[socket.socket]":
    """The sockets at which WeChat is to be served in a network with nothing else in it."""
    granted(LIBC.unshare(NEWNET), "unshare")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        up = struct.pack("16sh14x", b"lo", 0x1 | 0x8 | 0x40)
        fcntl.ioctl(any_socket, 0x8914, up)  # the loopback device of the new network
    return [socket.create_server((address, port)) for port in PORTS]


def send(wire: socket.socket, text: str, files: "list[int]") -> None:
    wire.sendmsg([text.encode()], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", files).tobytes())])


def granted(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


if __name__ == "__main__":
    main()
