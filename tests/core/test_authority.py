from __future__ import annotations

import pytest

from mockwx.core.pushes.callback_hosts import is_allowed
from mockwx.core.web.authority import is_this_machine, parse_http_url, split_authority


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("localhost", "localhost", 80),
        ("LocalHost:8780", "localhost", 8780),
        ("[::1]", "::1", 80),
        ("[::1]:443", "::1", 443),
        ("例子.中国:1", "例子.中国", 1),
    ],
)
def test_a_name_or_an_address_with_or_without_a_port_is_an_authority(text: str, host: str, port: int) -> None:
    assert split_authority(text, 80) == (host, port)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":80",
        "a:b",
        "a:0",
        "a:65536",
        "a:-1",
        "a:1:2",
        "::1",
        "[::1",
        "[::1].evil.com",
        "[127.0.0.1]",
        "[::1%lo]",
        "user@127.0.0.1",
        "127.0.0.1\\@evil.com",
        "a b",
        "a\tb",
        "a\r\nb",
        "a\x00b",
        "127.0.0.1%2eevil.com",
    ],
)
def test_whatever_two_readers_could_read_in_two_ways_is_none(text: str) -> None:
    with pytest.raises(ValueError):
        split_authority(text, 80)


@pytest.mark.parametrize(
    "url",
    [
        "http://[::1].evil.com/",
        "http://127.0.0.1@evil.com/",
        "http://evil.com\\@127.0.0.1/",
        "http://127.0.0.1.evil.com/",
        "http://localhost.evil.com/",
        "http://evillocalhost/",
        "http://169.254.169.254/",
        "ftp://127.0.0.1/",
        "//127.0.0.1/",
        "http:///127.0.0.1",
        "http://evil.com#@127.0.0.1/",
        "http://evil.com?@127.0.0.1/",
    ],
)
def test_what_only_looks_like_this_machine_is_not_sent_to(url: str) -> None:
    assert not is_allowed(url, ())


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.9.9.9:1/x",
        "https://[::1]:8/",
        "http://[::ffff:127.0.0.1]/",
        "HTTP://LOCALHOST",
        "http://shop.localhost:3000/?a=1#b",
    ],
)
def test_this_machine_is_sent_to(url: str) -> None:
    assert is_allowed(url, ())
    assert is_this_machine(parse_http_url(url).host)


def test_a_url_is_read_into_what_is_connected_to_and_what_is_asked_there() -> None:
    assert parse_http_url("http://[::1]:8080?a=b#c") == ("http", "::1", 8080, "[::1]:8080", "/?a=b")
    assert parse_http_url("https://Shop.Example/p") == ("https", "shop.example", 443, "Shop.Example", "/p")
