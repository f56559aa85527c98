"""Random calls, ordinary and odd ones, for a server with the short way and one without; and how far they must agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from .both_ways import APP, Outcome, stands_still

PATHS = (
    *("/sns/jscode2session", "/api.weixin.qq.com/sns/jscode2session", "/~other/sns/jscode2session"),
    *("/~nowhere/sns/jscode2session", "/cgi-bin/token", "/cgi-bin/stable_token", "/wxa/business/getuserphonenumber"),
    *(
        "/sns/oauth2/access_token",
        "/connect/oauth2/authorize",
        "/qyapi.weixin.qq.com/cgi-bin/gettoken",
        "/wxa/checksession",
    ),
    *("/nowhere", "/", "/favicon.ico", "//sns/jscode2session", "/sns/%6ascode2session", "/_mockwx/health", "/_mockwx/"),
    *(
        "/_mockwx/phone/login",
        "/_mockwx/canary/x",
        "/sns/jscode2session#x",
        "http://api.weixin.qq.com/sns/jscode2session",
    ),
)
HEADERS = (
    *("User-Agent: MicroMessenger/8.0", "user-agent:python-requests/2.34", "Accept: text/html", "Accept: */*"),
    *("Connection: keep-alive", "connection: Keep-Alive", "Connection: close", "Connection: upgrade, close"),
    *("Expect: 100-continue", "Upgrade: websocket", "X-Forwarded-Host: example.com", "X-Forwarded-Proto: https"),
    *("X-Forwarded-Host: ,", "Content-Type: application/json", "Content-Encoding: gzip", "X-Long: " + "x" * 9000),
    *("Origin: https://example.com", "Sec-Fetch-Site: cross-site", "Proxy-Authorization: Basic b3RoZXI6"),
    *("X-Tab:\ta\t", "X-Space:  a  ", "X-Empty:", "X-Name: 小程序", "Bad Name: x", "No-Colon", "X: \x01", " folded: x"),
    *("Host: qyapi.weixin.qq.com", "Content-Length: 3", "X-Forwarded-Proto: http", "Traceparent: 00-1-2-01"),
)
HOSTS = ("127.0.0.1:8780", "api.weixin.qq.com", "QYAPI.weixin.qq.com:443", "open.weixin.qq.com", "evil.example", "")
Call = Callable[[list[str]], bytes]
# The same examples in every run but that of ``make fuzz``, which is there to look for others.
steady = settings(
    derandomize=settings().max_examples < 10_000,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
RULED = stands_still(
    rules=[
        {"name": "busy", "when": {"api": "code2session", "call": 1}, "then": {"errcode": -1}},
        {"name": "cut", "when": {"api": "code2session", "call": 2}, "then": {"body": {"truncate": 20}}},
        {"name": "none", "when": {"api": "code2session", "call": 3}, "then": {"net": "empty"}},
    ]
)


def query(code: str) -> str:
    return f"{APP}&js_code={code}&grant_type=authorization_code"


@st.composite
def calls(draw: st.DrawFn) -> Call:
    method = draw(st.sampled_from(("GET", "POST", "GET", "POST", "HEAD", "PUT", "OPTIONS")))
    path = draw(st.sampled_from(PATHS))
    nth = draw(st.none() | st.integers(0, 2))
    extra = draw(st.sampled_from(("", "&js_code=again", "&x=%e4%bd%a0+%", "&redirect_uri=http://x&response_type=code")))
    host = draw(st.sampled_from(HOSTS))
    headers = draw(st.lists(st.sampled_from(HEADERS), max_size=3))
    body = draw(st.sampled_from((b"", b"{}", b'{"code":"x"}', b"\x00\xff" * 40, b"a=b")))
    framing = draw(st.sampled_from(("length", "length", "length", "chunked", "nothing")))
    version = draw(st.sampled_from(("1.1", "1.1", "1.1", "1.0")))

    def spell(codes: list[str]) -> bytes:
        said = query("unknown" if nth is None else codes[nth]) + extra
        lines = [f"{method} {path}?{said} HTTP/{version}", *([f"Host: {host}"] if host else []), *headers]
        content = body
        if framing == "length" and (body or method == "POST"):
            lines.append(f"Content-Length: {len(body)}")
        elif framing == "chunked":
            lines.append("Transfer-Encoding: chunked")
            content = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body) if body else b"0\r\n\r\n"
        elif framing == "nothing":
            content = b""
        return "\r\n".join([*lines, "", ""]).encode() + content

    return spell


def cut(stream: bytes, places: Sequence[int]) -> list[bytes]:
    ends = sorted({place % (len(stream) + 1) for place in places} | {0, len(stream)})
    return [stream[start:end] for start, end in pairwise(ends)]


def login(code: str, *headers: str) -> bytes:
    lines = [f"GET /sns/jscode2session?{query(code)} HTTP/1.1", "Host: 127.0.0.1", *headers, "", ""]
    return "\r\n".join(lines).encode()


def agree(short: Outcome, long: Outcome) -> None:
    """aiohttp forgets the answers to whole calls where broken bytes come in the same read, be it after a call that says
    ``Connection: close``. The short way gives them. Of several faults aiohttp names one; which one depends on how the
    bytes came."""
    if short != long:
        assert long.statuses[-1:] == [400]
        broken = long.answers.rindex(b"HTTP/1.0 400 ")
        assert short.answers.startswith(long.answers[:broken])
        was_last = b"\r\nConnection: close\r\n" in short.answers and 400 not in short.statuses
        assert was_last or short.statuses[-1:] == [400]
        assert (short.was_closed, long.was_closed) == (True, True)
        assert set(map(str, long.journal)) <= set(map(str, short.journal))
