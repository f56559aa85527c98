# ruff: noqa: F821, PTH109, PTH110, PTH119
"""Stands for a Python process that the server forks: passes its streams and all it was given, signals, and the end.

Above this text the one who writes the program puts ``SERVER`` and ``BEGINS``. It runs before anything is loaded, so it
loads as little as it can.
"""

import _signal as signal
import _socket as socket
import marshal
import os
import sys

FORWARDED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2)
HARMLESS = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONUNBUFFERED", "PYTHONWARNINGS", "PYTHONUTF8")
LOADED_FIRST = ("sitecustomize.py", "usercustomize.py")


def can_be_forked(arguments, environment):
    """Whether nothing that was said changes how Python starts."""
    if not arguments or arguments == ["-m"] or (arguments[0].startswith("-") and arguments[0] != "-m"):
        return False
    if any(name.startswith("PYTHON") and name not in HARMLESS for name in environment):
        return False
    # pytest warns of packages of plugins that were loaded before it could change their assertions.
    program = arguments[1 if arguments[0] == "-m" else 0]
    if os.path.basename(program) == "pytest" and not environment.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD"):
        return False
    folders = filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))
    if any(os.path.exists(f"{folder}/{name}") for folder in folders for name in LOADED_FIRST):
        return False
    if environment.get("PYTHONUTF8", "1") != "1" or ":" in environment.get("PYTHONWARNINGS", ""):
        return False
    if "PYTHONUTF8" in environment:
        return True
    locale = next((environment[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environment.get(name)), "")
    return locale == "C" or locale.upper().endswith(("UTF-8", "UTF8"))


def number_from(server):
    told = server.recv(4, socket.MSG_WAITALL)
    if len(told) < 4:
        raise SystemExit("the server of forked processes has ended")
    return int.from_bytes(told, "big", signed=True)


def main():
    arguments, environment = [*BEGINS, *sys.argv[1:]], dict(os.environ)
    ignored = [number for number in FORWARDED if signal.getsignal(number) == signal.SIG_IGN]
    if not can_be_forked(arguments, environment):
        os.execv(sys.executable, [sys.executable, *arguments])
    signal.pthread_sigmask(signal.SIG_BLOCK, FORWARDED)
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        server.connect(f"\0{SERVER}")
    except OSError:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, FORWARDED)
        os.execv(sys.executable, [sys.executable, *arguments])
    request = marshal.dumps((arguments, environment, os.getcwd(), ignored))
    streams = b"".join(number.to_bytes(4, sys.byteorder) for number in (0, 1, 2))
    head = len(request).to_bytes(4, "big")
    server.sendmsg([head], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, streams)])
    server.sendall(request)
    process = number_from(server)
    # Also those that it begins by ignoring: it may change its mind.
    for number in FORWARDED:
        signal.signal(number, lambda number, _: os.kill(process, number))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, FORWARDED)
    # A command may look whether anybody still reads what it writes.
    for stream in (0, 1, 2):
        os.close(stream)
    ended = number_from(server)
    if ended < 0:
        if -ended in FORWARDED:
            signal.signal(-ended, signal.SIG_DFL)
        os.kill(os.getpid(), -ended)
    os._exit(ended)


main()
