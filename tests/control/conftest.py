"""What the control plane's tests share: a caller, and a picture of everything that a call could change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from mockwx import MockWx

Control = Callable[..., requests.Response]


@pytest.fixture
def web() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.fixture
def control(mockwx: MockWx, web: requests.Session) -> Control:
    """One control call: method, path, JSON or raw text."""

    def call(method: str, path: str, body: Any = None, *, raw: str | bytes | None = None, world: str = "") -> Any:
        prefix = f"/~{world}" if world else ""
        data = raw.encode() if isinstance(raw, str) else raw
        url = f"{mockwx.url}{prefix}/_mockwx/{path}"
        return web.request(method, url, json=body, data=data, timeout=60)

    return call


@pytest.fixture
def everything(mockwx: MockWx) -> Callable[[], dict[str, Any]]:
    """All that can be seen of the world; time stands still so that two pictures can be compared."""
    mockwx.freeze()
    mockwx.refuse("code2session", 45011, times=1)
    mockwx.login("alice")

    def look() -> dict[str, Any]:
        paths = ("clock", "rules", "journal", "apps", "users", "scenario", "worlds", "health")
        return {path: mockwx.client.call("GET", path) for path in paths}

    return look
