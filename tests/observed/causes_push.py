"""How the published pushes are provoked: what reaches a callback over a socket."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer

from .backend import Answer, Backend, Cause


class _Callback(BaseHTTPRequestHandler):
    got: Answer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).got = Answer(200, dict(self.headers), body)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


def pushed(event: str, kind: str, form: str, revoke_info: str | None = None) -> Callable[[Backend], Answer]:
    """The push as the callback got it."""

    def do(backend: Backend) -> Answer:
        with HTTPServer(("127.0.0.1", 0), _Callback) as server:
            threading.Thread(target=server.serve_forever, args=(0.02,)).start()
            url = f"http://127.0.0.1:{server.server_address[1]}/"
            callback = {"url": url, "token": "mockwxtoken", "format": form}
            backend.mockwx.client.call("PUT", "apps/club", {"kind": kind, "callback": callback})
            accepted = backend.mockwx.push(event, "alice", "club", revoke_info=revoke_info).accepted
            server.shutdown()
        assert accepted
        return _Callback.got

    return do


REVOKED = "user_authorization_revoke"
CLUB = {"apps": {"club": {"kind": "official"}}}
SITE = {"apps": {"club": {"kind": "website"}}, "wechat": {"push_keys": "lower"}}

CAUSES = {
    "web-093": Cause(pushed(REVOKED, "official", "xml", "1"), world=CLUB),
    "web-094": Cause(pushed(REVOKED, "official", "json", "201"), world=CLUB),
    "web-095": Cause(pushed("user_info_modified", "website", "xml"), world=SITE),
}
