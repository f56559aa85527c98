"""A small website whose login leads to WeChat's page and back: the state is bound to the browser by a cookie."""

from __future__ import annotations

import json
import secrets
import threading
import urllib.request
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

APPID, SECRET = "wx00000000mockclub", "mockwx-secret-club"


class WebBackend:
    """``binds_state=False``: any browser may bring the callback of any other."""

    def __init__(self, wechat: str, *, binds_state: bool = True) -> None:
        self.wechat = wechat
        self.binds_state = binds_state
        self.states: set[str] = set()
        self.sessions: dict[str, str] = {}
        self.hosts: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> WebBackend:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def link(self, state: str) -> str:
        query = {
            "appid": APPID,
            "redirect_uri": "https://www.example.com/wx/callback",
            "response_type": "code",
            "scope": "snsapi_userinfo",
            "state": state,
        }
        return f"{self.wechat}/open.weixin.qq.com/connect/oauth2/authorize?{urlencode(query)}#wechat_redirect"

    def openid(self, code: str) -> str | None:
        query = {"appid": APPID, "secret": SECRET, "code": code, "grant_type": "authorization_code"}
        with urllib.request.urlopen(f"{self.wechat}/sns/oauth2/access_token?{urlencode(query)}", timeout=60) as answer:
            openid = json.load(answer).get("openid")
        return None if openid is None else str(openid)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                cookies = SimpleCookie(self.headers.get("Cookie", ""))
                site.hosts.append(self.headers["Host"])
                match parts.path:
                    case "/wx/login":
                        state = secrets.token_hex(16)
                        site.states.add(state)
                        self.answer(
                            302, {"Location": site.link(state), "Set-Cookie": f"state={state}; Path=/; HttpOnly"}
                        )
                    case "/wx/page":
                        link = site.link("s").replace("&", "&amp;")
                        self.answer(200, {"Content-Type": "text/html"}, f'<a href="{link}">微信登录</a>'.encode())
                    case "/wx/callback":
                        self.callback(query, cookies)
                    case "/me":
                        sid = cookies["sid"].value if "sid" in cookies else ""
                        user = site.sessions.get(sid)
                        self.answer(401 if user is None else 200, {}, json.dumps({"id": user}).encode())
                    case _:
                        self.answer(200, {}, b"{}")

            def do_POST(self) -> None:
                self.do_GET()

            def callback(self, query: dict[str, str], cookies: SimpleCookie) -> None:
                state = query.get("state", "")
                bound = "state" in cookies and cookies["state"].value == state
                openid = None
                if state in site.states and (bound or not site.binds_state):
                    site.states.discard(state)
                    openid = site.openid(query.get("code", ""))
                if openid is None:
                    self.answer(302, {"Location": "/wx/login?again=1"})
                    return
                sid = secrets.token_hex(16)
                site.sessions[sid] = openid
                self.answer(302, {"Location": "/home", "Set-Cookie": f"sid={sid}; Path=/; HttpOnly"})

            def answer(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        return Handler
