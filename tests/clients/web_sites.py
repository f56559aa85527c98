"""Websites with published clients, as programs of their own whose calls to WeChat's hosts are led to mockwx."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mockwx import MockWx

SITES = Path(__file__).parent / "sites"
WORLD = {
    "apps": {"site": {"kind": "website", "owner": "acme", "domain": "127.0.0.1"}},
    "users": {"alice": {"nickname": "小明🐼"}, "bob": {"nickname": "波波"}},
}


@contextmanager
def running(mockwx: MockWx, *command: str, **environment: str) -> Iterator[str]:
    """The site's URL. Nothing but its environment says that WeChat is here."""
    app = mockwx.apps["site"]
    with (
        mockwx.intercept(),
        _listening(*command, WECHAT_APPID=app.appid, WECHAT_SECRET=str(app.secret), **environment) as url,
    ):
        yield url


@contextmanager
def _listening(*command: str, **environment: str) -> Iterator[str]:
    with subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("listening on "), f"{command[-1]} did not start"
            yield line.split()[-1]
        finally:
            process.kill()


@contextmanager
def django(mockwx: MockWx, folder: Path, **environment: str) -> Iterator[str]:
    with running(mockwx, sys.executable, str(SITES / "django_site.py"), str(folder / "db"), **environment) as url:
        yield url


@contextmanager
def node(mockwx: MockWx, program: str, **environment: str) -> Iterator[str]:
    _install()
    with running(mockwx, "node", str(SITES / program), **environment) as url:
        yield url


@contextmanager
def callback(appid: str, token: str, aes_key: str) -> Iterator[str]:
    """The backend of an official account, with the package wechat for Node: where it is pushed to."""
    _install()
    given = {"WECHAT_APPID": appid, "WECHAT_TOKEN": token, "WECHAT_AES_KEY": aes_key}
    with _listening("node", str(SITES / "account_callback.cjs"), **given) as url:
        yield f"{url}/wechat"


def _install() -> None:
    """What package.json names, once for all processes of a test run."""
    with (Path(tempfile.gettempdir()) / "mockwx-test-sites.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = SITES / "node_modules" / ".package-lock.json"
        wanted = SITES / "package.json"
        if done.exists() and done.stat().st_mtime > wanted.stat().st_mtime:
            return
        command = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
        ran = subprocess.run(command, cwd=SITES, capture_output=True, text=True, timeout=300, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        done.touch()
