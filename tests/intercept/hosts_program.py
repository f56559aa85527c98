"""A login backend with WeChat's host hard-coded and no proxy in mind: it logs in, asks its database, gets a push.

Arguments: its name, the database's port, the folder in which it and its like wait for each other, how many they are.
"""

from __future__ import annotations

import http.client
import json
import os
import pathlib
import socket
import ssl
import sys
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

NAME, PORT, FOLDER, COUNT = sys.argv[1], int(sys.argv[2]), pathlib.Path(sys.argv[3]), int(sys.argv[4])
PUSHED = threading.Event()


class Callback(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"success")
        PUSHED.set()

    def log_message(self, *_: object) -> None:
        pass


def control(method: str, path: str, body: object) -> dict[str, object]:
    request = urllib.request.Request(f"{os.environ['MOCKWX_URL']}/_mockwx/{path}", json.dumps(body).encode())
    request.method = method
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=60) as answer:
        return dict(json.load(answer))


def login(code: object) -> dict[str, object]:
    trusted = ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"])
    wire = http.client.HTTPSConnection("api.weixin.qq.com", timeout=60, context=trusted)
    wire.request(
        "GET",
        "/sns/jscode2session?appid=wx00000000mockshop&secret=mockwx-secret-shop"
        f"&grant_type=authorization_code&js_code={code}",
    )
    return dict(json.loads(wire.getresponse().read()))


def main() -> None:
    (FOLDER / f"up {NAME}").touch()
    while len(list(FOLDER.glob("up *"))) < COUNT:
        time.sleep(0.02)
    server = HTTPServer(("127.0.0.1", 0), Callback)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    session = login(control("POST", "phone/login", {"user": "alice"})["code"])
    with socket.create_connection(("127.0.0.1", PORT), timeout=60) as database:
        row = database.recv(100).decode()
    callback = {"url": f"http://127.0.0.1:{server.server_port}/", "token": "mockwxtoken"}
    control("PUT", "apps/shop", {"callback": callback})
    control("POST", "wechat/push", {"event": "user_info_modified", "user": "alice"})
    print(json.dumps({"openid": session.get("openid"), "row": row, "pushed": PUSHED.is_set(), "uid": os.getuid()}))
    # Nobody ends while another may still need its address to be taken.
    (FOLDER / f"done {NAME}").touch()
    while len(list(FOLDER.glob("done *"))) < COUNT:
        time.sleep(0.02)


if __name__ == "__main__":
    main()
