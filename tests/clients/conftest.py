"""Real clients, unmodified, against a running mockwx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from wechatpy import WeChatClient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockwx import MockWx


class Redirected(WeChatClient):  # type: ignore[misc]  # wechatpy has no types
    """wechatpy at another host: its class attributes, and the one URL that is a literal in a method."""

    def __init__(self, mockwx: MockWx, **given: Any) -> None:
        super().__init__(mockwx.app.appid, mockwx.app.secret, **given)
        self._url = mockwx.url
        self.API_BASE_URL = f"{mockwx.url}/cgi-bin/"
        self.wxa.API_BASE_URL = f"{mockwx.url}/"

    def fetch_access_token(self) -> Any:
        params = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret}
        return self._fetch_access_token(f"{self._url}/cgi-bin/token", params)

    def close(self) -> None:
        self._http.close()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here leaves this machine, whatever its environment says."""
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def wechat(mockwx: MockWx) -> Iterator[Redirected]:
    client = Redirected(mockwx)
    yield client
    client.close()


@pytest.fixture
def exchange(mockwx: MockWx) -> dict[str, str]:
    """The query of code2session, all but the code."""
    app = mockwx.app
    return {"appid": app.appid, "secret": str(app.secret), "grant_type": "authorization_code"}
