"""Redirects: whose host a callback's URL has, read by the one strict parser."""

from __future__ import annotations

import pytest

from mockwx.core.web.redirects import host_of, site_of


@pytest.mark.parametrize(
    ("url", "host", "site"),
    [
        ("https://Shop.example.com/callback?x=1", "shop.example.com", "shop.example.com"),
        ("http://shop.example.com:8000?x", "shop.example.com", "shop.example.com:8000"),
        ("http://shop.example.com:80/", "shop.example.com", "shop.example.com:80"),
        ("http://[::1]:8000/callback", "::1", "[::1]:8000"),
        ("http://[::1]/callback", "::1", "[::1]"),
    ],
)
def test_a_url_has_a_host_and_perhaps_a_port(url: str, host: str, site: str) -> None:
    assert (host_of(url), site_of(url)) == (host, site)


@pytest.mark.parametrize(
    "url",
    [
        "http://[::1].evil.com/",
        "https://shop.example.com\\@evil.com/",
        "https://shop.example.com@evil.com/",
        "https://evil.com\t.shop.example.com/",
        "http://shop.example.com:99999/",
        "http://shop.example.com:٨٠/",
        "//shop.example.com/",
        "javascript://shop.example.com/",
        "http:///callback",
        "http://[",
    ],
)
def test_what_two_readers_would_read_in_two_ways_has_none(url: str) -> None:
    assert (host_of(url), site_of(url)) == (None, None)
