"""What was built is tried where there is nothing else: no checkout, no home, no variables."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
import venv
from collections.abc import Sequence
from pathlib import Path

_DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def try_wheel(wheel: Path, constraints: Path, folder: Path) -> None:
    """:raises subprocess.CalledProcessError: it cannot be installed into an empty environment, or does not serve."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "--constraint", str(constraints), str(wheel)], check=True)
    subprocess.run([str(python), "-m", "pip", "check"], check=True, stdout=subprocess.DEVNULL)
    if not serves([str(python), "-m", "mockwx"], folder / "empty"):
        raise subprocess.CalledProcessError(1, f"{python} -m mockwx serve")


def serves(command: Sequence[str], folder: Path) -> bool:
    """Whether ``command serve`` logs alice in, in an empty folder that is its home too."""
    folder.mkdir()
    # TMPDIR: what is made in passing goes along with the folder.
    environment = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "TMPDIR": str(folder), "LANG": "C.UTF-8"}
    with subprocess.Popen(
        [*command, "serve", "--port", "0", "--quiet"], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            listening = re.fullmatch(r"mockwx listening on (http://\S+)\n", server.stdout.readline())
            if listening is None:
                return False
            url = listening[1]
            ended = subprocess.run(
                [*command, "login", "alice", "--url", url],
                cwd=folder,
                env=environment,
                capture_output=True,
                text=True,
                check=True,
            )
            query = "appid=wx00000000mockshop&secret=mockwx-secret-shop&grant_type=authorization_code"
            asked = f"{url}/sns/jscode2session?{query}&js_code={ended.stdout.strip()}"
            with _DIRECTLY.open(asked, timeout=30) as answer:
                return b'"openid":"o' in answer.read()
        finally:
            server.terminate()
            server.communicate(timeout=30)
