"""Starts all of it: mockwx, the backend beside this file, and the mini program in a browser; Ctrl-C ends it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
RUNNER = HERE.parents[1] / "js" / "page" / "src" / "cli.js"
WECHAT = os.environ.get("WECHAT_PORT", "8780")
BACKEND = os.environ.get("BACKEND_PORT", "8000")
PAGE = os.environ.get("PAGE_PORT", "8781")
URL = f"http://127.0.0.1:{WECHAT}"
MAP = f"https://example.com=http://127.0.0.1:{BACKEND}"

os.chdir(HERE)
os.environ["WECHAT_URL"] = URL
programs = [
    subprocess.Popen([sys.executable, "-m", "mockwx", "serve", "--port", WECHAT, "--map", MAP]),
    subprocess.Popen([sys.executable, "-m", "uvicorn", "backend:app", "--port", BACKEND, "--log-level", "warning"]),
    subprocess.Popen(["node", str(RUNNER), str(HERE), "--port", PAGE, "--url", URL]),
]
with contextlib.suppress(KeyboardInterrupt):
    programs[0].wait()
for program in programs:
    program.terminate()
for program in programs:
    program.wait()
