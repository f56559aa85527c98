"""A backend's callback over a real socket: it checks and opens pushes with wechatpy's own crypto, unmodified."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import xmltodict
from wechatpy.crypto import WeChatCrypto
from wechatpy.enterprise.crypto import WeChatCrypto as WecomCrypto
from wechatpy.utils import check_signature

TOKEN = "mockwxtoken"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


@dataclass
class Got:
    """One request, as the backend understood it."""

    method: str
    query: dict[str, str]
    body: str
    content_type: str
    message: dict[str, Any] = field(default_factory=dict)


Answer = Callable[["Callback", Got], str]


class Callback(ThreadingHTTPServer):
    """``answer`` says what it replies to a push; ``failures`` are the statuses it answers first, 0 hangs up."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}/wechat"
        self.appid = ""
        self.got: list[Got] = []
        self.failures: list[int] = []
        self.slow = 0.0
        self.answer: Answer = lambda callback, got: "success"
        self.echo: Callable[[str], str] = lambda echostr: echostr

    @property
    def crypto(self) -> WeChatCrypto:
        return WeChatCrypto(TOKEN, AES_KEY, self.appid)

    def read(self, got: Got) -> dict[str, Any]:
        """What is in a push, once its signature is checked."""
        query = got.query
        parse = json.loads if got.content_type == "application/json" else lambda text: xmltodict.parse(text)["xml"]
        body = parse(got.body)
        if query.get("encrypt_type") != "aes":
            check_signature(TOKEN, query["signature"], query["timestamp"], query["nonce"])
            return dict(body)
        signed = (query["msg_signature"], query["timestamp"], query["nonce"])
        return dict(parse(self.crypto.decrypt_message(body, *signed)))

    def echostr(self, query: dict[str, str]) -> str:
        if "signature" in query:
            check_signature(TOKEN, query["signature"], query["timestamp"], query["nonce"])
            return query["echostr"]
        signed = (query["msg_signature"], query["timestamp"], query["nonce"])
        return str(WecomCrypto(TOKEN, AES_KEY, self.appid).check_signature(*signed, query["echostr"]))


class _Handler(BaseHTTPRequestHandler):
    server: Callback

    def do_GET(self) -> None:
        got = self._got("")
        self._reply(200, self.server.echo(self.server.echostr(got.query)))

    def do_POST(self) -> None:
        got = self._got(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if self.server.failures:
            status = self.server.failures.pop(0)
            if status:
                self._reply(status, "")
            return
        time.sleep(self.server.slow)
        got.message = self.server.read(got)
        self._reply(200, self.server.answer(self.server, got))

    def _got(self, body: str) -> Got:
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        got = Got(self.command, query, body, self.headers.get("Content-Type", ""))
        self.server.got.append(got)
        return got

    def _reply(self, status: int, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):  # WeChat may have given up waiting
            self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


@contextmanager
def serving() -> Iterator[Callback]:
    server = Callback()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
