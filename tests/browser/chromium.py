"""The system's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find() -> str:
    """Its path; where there is none a test says so: in CI it fails."""
    found = os.environ.get("CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is not None:
        return found
    told = f"NO BROWSER: none of {', '.join(NAMES)} is installed, so the pages were not looked at; apt install chromium"
    if os.environ.get("CI"):
        pytest.fail(told)
    pytest.skip(told)


@contextmanager
def chromium(*, direct: bool = True) -> Iterator[Browser]:
    """Without a sandbox, as CI runs as root. ``direct``: whatever the environment says, no proxy is asked."""
    path = find()
    expect.set_options(timeout=60_000)  # a busy machine may draw late
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", *(["--no-proxy-server"] if direct else [])]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()
