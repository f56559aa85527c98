"""Contenders: servers that answer the same call, each in a process of its own."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import socket
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.bare import LOGIN, PHONE, TOKEN
from bench.call import PLACE, Call
from bench.processes import Process, free_port, running

APP = "appid=wx00000000mockshop&secret=mockwx-secret-shop"
EXCHANGE = f"{LOGIN}?{APP}&grant_type=authorization_code&js_code={PLACE}"
CODE2SESSION = Call(EXCHANGE, '"openid"')
GET_TOKEN = Call(f"{TOKEN}?{APP}&grant_type=client_credential", '"access_token"')
HEALTH = Call("/_mockwx/health", '"ok"')
LOT = 20_000
"""Codes that are made by one call."""
REPOSITORY = Path(__file__).parents[1]


@dataclass(frozen=True)
class Contender:
    name: str
    port: int
    process: Process
    warmup: float = 1.0
    """Seconds of load before it is as fast as it gets."""
    call: Call = CODE2SESSION


class MockWx(Contender):
    """``mockwx serve`` with its control plane."""

    def control(self, method: str, path: str, body: object = None) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        try:
            connection.request(method, f"/_mockwx/{path}", None if body is None else json.dumps(body))
            answer = connection.getresponse()
            document = json.load(answer)
        finally:
            connection.close()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {document}")
        return document

    def codes(self, count: int, lot: int = LOT) -> list[str]:
        """At least so many fresh codes, made by ``lot`` at once, and of as many people."""
        codes: list[str] = []
        while len(codes) < count:
            codes += self.control("POST", "phone/login", {"count": lot, "people": lot})["codes"]
        return codes

    def loop(self) -> str:
        """The event loop that it runs on, as its memory shows; only Linux can tell."""
        return "uvloop" if self.process.has_loaded("uvloop") else "asyncio"


class PhoneMockWx(MockWx):
    """Makes codes of the phone number button: one call each, a hundred at once on their way."""

    AT_ONCE = 100

    def codes(self, count: int, lot: int = LOT) -> list[str]:
        body = b'{"user":"alice"}'
        request = b"POST /_mockwx/phone/getPhoneNumber HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n%b"
        codes: list[str] = []
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            while len(codes) < count:
                connection.sendall(request % (len(body), body) * self.AT_ONCE)
                answers = b""
                lot_codes: list[bytes] = []
                while len(lot_codes) < self.AT_ONCE:
                    received = connection.recv(1 << 16)
                    if not received:
                        raise RuntimeError(f"{self.name} hung up after {answers!r}")
                    answers += received
                    lot_codes = re.findall(rb'"code": ?"([^"]+)"', answers)
                codes += [code.decode() for code in lot_codes]
        return codes


def get_phone_number(server: MockWx) -> Call:
    """With an access token of this server."""
    token = json.loads(GET_TOKEN.ask(server.port)[1])["access_token"]
    body = json.dumps({"code": PLACE})
    return Call(f"{PHONE}?access_token={token}", '"phone_info"', "POST", body, {"Content-Type": "application/json"})


@contextlib.contextmanager
def mockwx(*options: str, name: str = "mockwx", kind: type[MockWx] = MockWx) -> Iterator[MockWx]:
    port = free_port()
    command = [sys.executable, "-m", "mockwx", "serve", "--quiet", "--port", str(port), *options]
    with running(command, port, HEALTH) as process:
        yield kind(name, port, process)


@contextlib.contextmanager
def bare(loop: str) -> Iterator[Contender]:
    with _of_our_own("bare aiohttp", "bench.bare", loop) as contender:
        yield contender


@contextlib.contextmanager
def raw(loop: str) -> Iterator[Contender]:
    with _of_our_own("raw protocol", "bench.raw", loop) as contender:
        yield contender


@contextlib.contextmanager
def _of_our_own(name: str, module: str, loop: str) -> Iterator[Contender]:
    port = free_port()
    command = [sys.executable, "-m", module, str(port), loop]
    with running(command, port, CODE2SESSION, cwd=REPOSITORY) as process:
        yield Contender(name, port, process)


def asked(contender: Contender, call: Call) -> Contender:
    """The same server under another load."""
    return replace(contender, call=call)


def compare_answers(ours: MockWx, others: Sequence[Contender]) -> None:
    """:raises RuntimeError: one answers something else, and to compare them would prove nothing."""
    (code, *_) = ours.codes(1)
    answer = ours.call.shape(ours.port, code)
    for other in others:
        its = other.call.shape(other.port, code)
        if answer != its:
            raise RuntimeError(f"{ours.name} answers {answer}, {other.name} {its}")
