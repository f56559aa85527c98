"""The machine and the versions that a run's figures are about."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

import psutil

from bench import peers

_SAYS_ITS_VERSION = {
    "wrk": ["wrk", "-v"],
    "Node.js": ["node", "--version"],
    "Java": ["java", "-version"],
    "Redis": ["redis-server", "--version"],
}


def machine(loop: str) -> dict[str, str]:
    """Each thing with its name or version, in the order in which to tell it."""
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
        **peers.versions(),
    }


def others_busy() -> float:
    """The share of the processors that other programs use just now."""
    return psutil.cpu_percent(interval=2) / 100


def _version(command: list[str]) -> str:
    """wrk says it with exit code 1, Java on stderr."""
    done = subprocess.run(command, capture_output=True, text=True)
    found = re.search(r"\d+(\.\d+)+", done.stdout + done.stderr)
    return found[0] if found else "unknown"


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    found = re.search(r"^model name\s*:\s*(.+)$", cpuinfo.read_text(), re.MULTILINE) if cpuinfo.exists() else None
    return found[1] if found else platform.processor() or "unknown"
