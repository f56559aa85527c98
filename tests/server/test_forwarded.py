"""Behind a reverse proxy, pages and scripts name the address by which the browser came."""

from __future__ import annotations

import pytest
import requests

from mockwx import MockWx

SCRIPT = "/res.wx.qq.com/connect/zh_CN/htmledition/js/wxLogin.js"


@pytest.mark.parametrize(
    ("headers", "origin"),
    [
        ({"X-Forwarded-Proto": "https", "X-Forwarded-Host": "wx.dev.example"}, "https://wx.dev.example/"),
        ({"X-Forwarded-Proto": "https", "Host": "wx.dev.example"}, "https://wx.dev.example/"),
        ({"X-Forwarded-Proto": "HTTPS, http", "X-Forwarded-Host": "a.example:8443, b"}, "https://a.example:8443/"),
        ({"X-Forwarded-Proto": "javascript", "Host": "wx.dev.example"}, "http://wx.dev.example/"),
        ({"X-Forwarded-Host": "'+alert(1)+'", "Host": "wx.dev.example"}, "http://wx.dev.example/"),
    ],
)
def test_scripts_name_the_address_by_which_the_browser_came(
    mockwx: MockWx, headers: dict[str, str], origin: str
) -> None:
    script = requests.get(mockwx.url + SCRIPT, headers=headers, timeout=60).text
    assert origin in script
    assert "alert(1)" not in script
