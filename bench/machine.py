"""The machine and the versions that a run's figures are about."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import psutil

from bench.peers import PEERS

_SAYS_ITS_VERSION = {
    "wrk": ["wrk", "-v"],
    "Node.js": ["node", "--version"],
    "Java": ["java", "-version"],
    "Go": ["go", "version"],
    "Redis": ["redis-server", "--version"],
}


def event_loop() -> str:
    """What mockwx runs on here, and so what the servers that it is compared with are given."""
    return "uvloop" if find_spec("uvloop") else "asyncio"


def machine() -> dict[str, str]:
    """Each thing with its name or version, in the order in which to tell it."""
    loop = event_loop()
    tools = {name: _version(command) for name, command in _SAYS_ITS_VERSION.items() if shutil.which(command[0])}
    return {
        "processors": f"{psutil.cpu_count()} × {_processor()}",
        "memory": f"{psutil.virtual_memory().total / 1e9:.0f} GB",
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "event loop": loop if loop != "uvloop" else f"uvloop {version('uvloop')}",
        "mockwx": version("mockwx"),
        "aiohttp": version("aiohttp"),
        **tools,
        **{peer.name: peer.version for peer in PEERS},
    }


def others_busy() -> float:
    """The share of the processors that other programs use just now."""
    return psutil.cpu_percent(interval=2) / 100


def _version(command: list[str]) -> str:
    """wrk says it with exit code 1, Java on stderr."""
    done = subprocess.run(command, capture_output=True, text=True)
    number = re.search(r"\d+(\.\d+)+", done.stdout + done.stderr)
    return number[0] if number else "unknown"


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    model = re.search(r"^model name\s*:\s*(.+)$", cpuinfo.read_text(), re.MULTILINE) if cpuinfo.exists() else None
    return model[1] if model else platform.processor() or "unknown"
