"""Each fault on a raw socket, byte by byte, below /sns, /cgi-bin and /wxa."""

from __future__ import annotations

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from eventually import once_in

from mockwx.core.rules.faults import TEMPLATES

from .calls import CALLS, FROZEN, Calling
from .wire import Heard, speak

if TYPE_CHECKING:
    from mockwx import MockWx

pytestmark = [pytest.mark.mockwx(FROZEN), pytest.mark.parametrize("calling", CALLS, ids=str)]
HEADERS = {"Content-Type", "Content-Length", "Date", "Connection", "X-Mockwx-Trace"}


def bent_and_plain(mockwx: MockWx, calling: Calling, silence: bool = False, **then: object) -> tuple[Heard, Heard]:
    """The first call, which the rule bends, and the same one again."""
    request = calling.request(mockwx)
    mockwx.rule(calling.api, name="bent", call=1, **then)
    bent = speak(mockwx, request, silence=silence)
    return bent, speak(mockwx, request)


def test_a_status_comes_with_the_page_of_the_machine_that_says_it(mockwx: MockWx, calling: Calling) -> None:
    bent, plain = bent_and_plain(mockwx, calling, http=502)
    page = TEMPLATES["nginx-502"][1]
    assert bent.status_line == "HTTP/1.1 502 Bad Gateway"
    assert bent.headers["Content-Type"] == "text/html"
    assert bent.headers["Content-Length"] == str(len(page))
    assert bent.headers["X-Mockwx-Trace"].endswith("; rule=bent")
    assert set(bent.headers) == HEADERS
    assert (bent.body, bent.end) == (page.encode(), "FIN")
    assert b"<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>" in bent.body
    assert calling.is_first(plain.json)


@pytest.mark.parametrize(
    ("status", "title"),
    [(500, "500 Internal Server Error"), (503, "503 Service Temporarily Unavailable"), (599, "599")],
)
def test_a_status_without_a_body_has_a_page_that_names_it(
    mockwx: MockWx, calling: Calling, status: int, title: str
) -> None:
    bent, _ = bent_and_plain(mockwx, calling, http=status)
    assert bent.status_line.startswith(f"HTTP/1.1 {status} ")
    assert f"<title>{title}</title>".encode() in bent.body


def test_a_status_comes_with_a_text_of_ones_own(mockwx: MockWx, calling: Calling) -> None:
    bent, _ = bent_and_plain(mockwx, calling, http=429, body="慢一点")
    assert (bent.status_line, bent.body) == ("HTTP/1.1 429 Too Many Requests", "慢一点".encode())
    assert bent.headers["Content-Type"] == "text/html"


def test_a_status_comes_with_a_body_of_any_type(mockwx: MockWx, calling: Calling) -> None:
    given = {"raw": '{"error":"busy"}', "content_type": "application/json"}
    bent, _ = bent_and_plain(mockwx, calling, http=503, body=given)
    assert (bent.headers["Content-Type"], bent.body) == ("application/json", b'{"error":"busy"}')


def test_a_status_comes_with_a_template_that_keeps_to_the_status(mockwx: MockWx, calling: Calling) -> None:
    bent, _ = bent_and_plain(mockwx, calling, http=200, body={"template": "nginx-504"})
    assert (bent.status_line, bent.body) == ("HTTP/1.1 200 OK", TEMPLATES["nginx-504"][1].encode())


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_alone_brings_its_own_status(mockwx: MockWx, calling: Calling, name: str) -> None:
    bent, _ = bent_and_plain(mockwx, calling, body={"template": name})
    status, page = TEMPLATES[name]
    assert bent.status_line.split()[1] == str(status)
    assert (bent.headers["Content-Type"], bent.body) == ("text/html", page.encode())


def test_hang_says_nothing_until_the_client_gives_up(mockwx: MockWx, calling: Calling) -> None:
    bent, plain = bent_and_plain(mockwx, calling, silence=True, net="hang")
    assert (bent.received, bent.end) == (b"", "silence")
    assert calling.is_first(plain.json)


def test_reset_is_a_true_reset_before_any_byte(mockwx: MockWx, calling: Calling) -> None:
    bent, plain = bent_and_plain(mockwx, calling, net="reset")
    assert (bent.received, bent.end) == (b"", "RST")
    assert calling.is_first(plain.json)


def test_empty_closes_without_a_byte_and_without_a_reset(mockwx: MockWx, calling: Calling) -> None:
    bent, plain = bent_and_plain(mockwx, calling, net="empty")
    assert (bent.received, bent.end) == (b"", "FIN")
    assert calling.is_first(plain.json)


@pytest.mark.parametrize(("net", "end"), [("reset", "RST"), ("empty", "FIN"), ("hang", "silence")])
@pytest.mark.parametrize("at", [0, 10])
def test_the_wire_breaks_after_so_many_bytes_of_the_body(
    mockwx: MockWx, calling: Calling, net: str, end: str, at: int
) -> None:
    bent, plain = bent_and_plain(mockwx, calling, silence=end == "silence", net=net, body={"truncate": at})
    assert bent.end == end
    assert bent.status_line == "HTTP/1.1 200 OK"
    assert bent.headers["Content-Length"] == plain.headers["Content-Length"]
    assert bent.body == plain.body[:at]


@pytest.mark.parametrize("at", [0, 1, 40])
def test_a_cut_body_ends_before_the_length_that_was_promised(mockwx: MockWx, calling: Calling, at: int) -> None:
    bent, plain = bent_and_plain(mockwx, calling, body={"truncate": at})
    assert bent.end == "FIN"
    assert set(bent.headers) == HEADERS
    assert bent.headers["Content-Length"] == plain.headers["Content-Length"] == str(len(plain.body))
    assert bent.headers["Content-Type"] == calling.content_type
    assert bent.body == plain.body[:at]


def test_a_cut_behind_the_end_still_takes_the_last_byte(mockwx: MockWx, calling: Calling) -> None:
    bent, plain = bent_and_plain(mockwx, calling, body={"truncate": 5000})
    assert (bent.body, bent.end) == (plain.body[:-1], "FIN")


@pytest.mark.parametrize("at", [0, 40, 5000])
def test_a_chunked_body_is_cut_before_the_last_chunk(mockwx: MockWx, calling: Calling, at: int) -> None:
    bent, plain = bent_and_plain(mockwx, calling, body={"truncate": at, "chunked": True})
    assert bent.end == "FIN"
    assert bent.headers["Transfer-Encoding"] == "chunked"
    assert "Content-Length" not in bent.headers
    part = plain.body[:at]
    assert bent.body == (b"%x\r\n%b\r\n" % (len(part), part) if part else b"")


def test_another_body_keeps_the_label_or_brings_its_own(mockwx: MockWx, calling: Calling) -> None:
    bent, _ = bent_and_plain(mockwx, calling, body={"raw": "小明\n"})
    assert (bent.status_line, bent.body) == ("HTTP/1.1 200 OK", "小明\n".encode())
    assert bent.headers["Content-Type"] == calling.content_type
    mockwx.rule(calling.api, body={"raw": "", "content_type": "text/xml"})
    bent = speak(mockwx, calling.request(mockwx))
    assert (bent.headers["Content-Type"], bent.headers["Content-Length"], bent.body) == ("text/xml", "0", b"")


def test_keys_are_dropped_and_added_and_the_rest_keeps_its_spelling(mockwx: MockWx, calling: Calling) -> None:
    added = {"extra": {"深": [1, None, "a/b"]}}
    bent, plain = bent_and_plain(mockwx, calling, body={"drop": ["errmsg", "unionid", "none"], "add": added})
    wanted = {name: value for name, value in plain.json.items() if name not in ("errmsg", "unionid")}
    assert bent.json == wanted | added
    assert "深".encode() in bent.body
    # A slash is escaped below /sns, where WeChat does so, and nowhere else.
    assert (b"a\\/b" in bent.body) is (calling.api == "code2session")
    assert b": " not in bent.body


def test_a_key_is_replaced_where_it_stood(mockwx: MockWx, calling: Calling) -> None:
    first = next(iter(speak(mockwx, calling.request(mockwx)).json))
    bent, plain = bent_and_plain(mockwx, calling, body={"add": {first: None}})
    assert bent.json == plain.json | {first: None}
    assert [*bent.json] == [*plain.json]


def test_another_type_is_the_label_alone(mockwx: MockWx, calling: Calling) -> None:
    request = calling.request(mockwx)
    mockwx.rule(calling.api, body={"content_type": "text/html"})
    bent = speak(mockwx, request)
    assert bent.headers["Content-Type"] == "text/html"
    assert calling.is_first(bent.json)


def test_another_charset_is_said_beside_the_type_that_was(mockwx: MockWx, calling: Calling) -> None:
    request = calling.request(mockwx)
    mockwx.rule(calling.api, body={"charset": "gbk"})
    bent = speak(mockwx, request)
    assert bent.headers["Content-Type"] == f"{calling.content_type.partition(';')[0]}; charset=gbk"
    assert calling.is_first(bent.json)


def test_another_charset_replaces_one_that_was_given(mockwx: MockWx, calling: Calling) -> None:
    mockwx.rule(calling.api, body={"content_type": "text/html; charset=utf-8", "charset": "gbk"})
    assert speak(mockwx, calling.request(mockwx)).headers["Content-Type"] == "text/html; charset=gbk"


def test_a_slow_body_comes_in_portions_and_a_pace_twice_as_large_takes_less(mockwx: MockWx, calling: Calling) -> None:
    def compared() -> bool:
        requests = [calling.request(mockwx) for _ in range(2)]
        mockwx.client.call("DELETE", "rules")
        mockwx.rule(calling.api, name="slow", call=1, body={"slow": {"bytes_per_second": 200}})
        mockwx.rule(calling.api, name="fast", call=2, body={"slow": {"bytes_per_second": 400}})
        # Side by side, so that a busy machine holds both up alike.
        with ThreadPoolExecutor(2) as both:
            one, other = both.map(lambda request: speak(mockwx, request), requests)
        slow, fast = sorted((one, other), key=lambda heard: "rule=slow" not in heard.headers["X-Mockwx-Trace"])
        assert len(fast.body) == len(slow.body) == int(slow.headers["Content-Length"])
        return 3 < len(fast.portions) < len(slow.portions) and fast.took < 0.8 * slow.took

    assert once_in(5, compared)


def test_late_is_late_and_otherwise_well(mockwx: MockWx, calling: Calling) -> None:
    request = calling.request(mockwx)
    mockwx.rule(calling.api, name="late", call=1, latency="900ms")
    mockwx.rule(calling.api, name="soon", latency="50ms")
    late = speak(mockwx, request)
    assert late.json.get("errcode", 0) == 0
    assert late.took > 0.8
    assert once_in(5, lambda: speak(mockwx, request).took < late.took / 2)


def test_late_and_then_broken(mockwx: MockWx, calling: Calling) -> None:
    request = calling.request(mockwx)
    mockwx.rule(calling.api, call=1, net="reset", latency="1h")
    assert speak(mockwx, request, silence=True).end == "silence"
    mockwx.rule(calling.api, net="empty", latency="20ms")
    assert (speak(mockwx, request).received, speak(mockwx, request).end) == (b"", "FIN")


def test_whoever_asks_on_the_same_connection_is_answered_after_a_status(mockwx: MockWx, calling: Calling) -> None:
    """A status does not end the connection, as nginx's does not."""
    mockwx.rule(calling.api, call=1, http=502)
    head, _, body = calling.request(mockwx).partition(b"\r\n\r\n")
    method, target, _ = head.decode().split("\r\n")[0].split()
    connection = http.client.HTTPConnection(urlsplit(mockwx.url).netloc, timeout=60)
    try:
        found = []
        for _ in range(2):
            connection.request(method, target, body or None, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            found.append((answer.status, answer.read()))
            assert answer.headers["Connection"] == "keep-alive"
    finally:
        connection.close()
    assert [status for status, _ in found] == [502, 200]
    assert calling.is_first(json.loads(found[1][1]))
