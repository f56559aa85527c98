"""pytest-httpserver, the fixture that one would take instead, in a folder that nothing else here looks into."""

from __future__ import annotations

import sys

from bench.peers.peer import FOLDER, run_installer

HTTPSERVER_VERSION = "1.2.0"
HTTPSERVER_PATH = FOLDER / "site-packages"


def install_httpserver() -> None:
    """:raises NotInstalled:"""
    if not (HTTPSERVER_PATH / f"pytest_httpserver-{HTTPSERVER_VERSION}.dist-info").is_dir():
        wanted = f"pytest-httpserver=={HTTPSERVER_VERSION}"
        run_installer(
            [sys.executable, "-m", "pip", "install", "-q", "--upgrade", "--target", str(HTTPSERVER_PATH), wanted]
        )
