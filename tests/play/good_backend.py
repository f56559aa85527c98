"""A small real login backend that does what a good one does; each of its vices can be switched on.

It runs as a process too: ``python good_backend.py PORT``, with WeChat at ``MOCKWX_URL``.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode

APPID, SECRET = "wx00000000mockshop", "mockwx-secret-shop"
Reply = tuple[int, Any]
BUSY = (-1, 40125, 40164, 40243, 45009, 45011, 40013)


class Backend:
    """Routes by method and path. A test adds its own to ``routes``."""

    def __init__(self, wechat: str, port: int = 0) -> None:
        self.wechat = wechat
        self.users: dict[str, int] = {}
        self.keys: dict[str, str] = {}
        self.seen: list[dict[str, Any]] = []
        """Every request: method, path, headers, body."""
        self.replies_headers: dict[str, str] = {}
        self._token: str | None = None
        self._lock = threading.Lock()
        self.routes: dict[str, Callable[[dict[str, Any]], Reply]] = {
            "POST /login": self.login,
            "GET /me": self.me,
            "POST /phone": self.phone,
        }
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Backend:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def serve(self) -> None:
        self._server.serve_forever()

    # What it can

    def login(self, request: dict[str, Any]) -> Reply:
        code = request["json"]["code"]
        found = self.ask(
            "/sns/jscode2session", appid=APPID, secret=SECRET, js_code=code, grant_type="authorization_code"
        )
        if found.get("errcode"):
            return self._refusal(found["errcode"])
        with self._lock:
            uid = self.users.setdefault(found["openid"], len(self.users) + 1)
        token = f"token-{uid}"
        self.keys[token] = found["session_key"]
        return 200, {"token": token, "user": {"id": uid}}

    def me(self, request: dict[str, Any]) -> Reply:
        token = request["headers"].get("Authorization", "").removeprefix("Bearer ")
        if token not in self.keys:
            return 401, {"error": "log in"}
        return 200, {"uid": int(token.removeprefix("token-"))}

    def phone(self, request: dict[str, Any]) -> Reply:
        for _ in range(2):
            with self._lock:
                if self._token is None:
                    got = self.ask("/cgi-bin/token", appid=APPID, secret=SECRET, grant_type="client_credential")
                    if got.get("errcode"):
                        return self._refusal(got["errcode"])
                    self._token = got["access_token"]
                token = self._token
            found = self.ask(
                f"/wxa/business/getuserphonenumber?access_token={token}", body={"code": request["json"]["code"]}
            )
            if found["errcode"] not in (40001, 42001):
                break
            with self._lock:
                self._token = None if self._token == token else self._token
        if found["errcode"]:
            return self._refusal(found["errcode"])
        return 200, {"phone": found["phone_info"]["purePhoneNumber"]}

    def _refusal(self, errcode: int) -> Reply:
        return (503, {"error": "try later"}) if errcode in BUSY else (401, {"error": "log in again"})

    def ask(self, path: str, body: Any = None, **query: str) -> dict[str, Any]:
        url = f"{self.wechat}{path}" + (f"?{urlencode(query)}" if query else "")
        text = None if body is None else json.dumps(body).encode()
        try:
            with urllib.request.urlopen(urllib.request.Request(url, text), timeout=60) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except (OSError, ValueError, HTTPException):
            return {"errcode": -1}

    # HTTP

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        backend = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                try:
                    value = json.loads(body)
                except ValueError:
                    value = None
                path, _, query = self.path.partition("?")
                request = {
                    "method": self.command,
                    "path": path,
                    "query": query,
                    "headers": self.headers,
                    "body": body.decode(),
                    "json": value,
                }
                backend.seen.append(request)
                route = backend.routes.get(f"{self.command} {path}")
                status, reply = (404, {"error": "no such path"}) if route is None else route(request)
                if status == 0:
                    self.close_connection = True  # hangs up without a word
                    return
                text = reply if isinstance(reply, bytes) else json.dumps(reply, ensure_ascii=False).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                for name, each in backend.replies_headers.items():
                    self.send_header(name, each)
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = do_PUT = answer  # noqa: N815  as the standard library calls them

            def log_message(self, *_: object) -> None:
                pass

        return Handler


if __name__ == "__main__":
    Backend(os.environ["MOCKWX_URL"], int(sys.argv[1])).serve()
