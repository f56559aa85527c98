"""What is Python's own in the client in one file: its server's life, worlds side by side, hard-coded hosts."""

import json
import os
import subprocess
import sys
import threading
import unittest
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar
from unittest import mock

import pytest

import mockwx_lite
from mockwx_lite import MockWx, MockWxError

HARD_CODED = "https://api.weixin.qq.com/sns/jscode2session?appid=x"
ASKS = f"import urllib.request; print(urllib.request.urlopen({HARD_CODED!r}).read().decode())"
STARTS = "from mockwx_lite import MockWx; print(MockWx().url)"


class _Stranger(BaseHTTPRequestHandler):
    """Another program where mockwx is looked for."""

    SAYS: ClassVar = {
        "html": (200, "text/html", b"<h1>hello</h1>"),
        "json": (200, "application/json", b"[]"),
        "refusal": (404, "application/json", b'{"message": "no route"}'),
        "gbk": (200, "text/html", "您好".encode("gbk")),
    }

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        status, content_type, body = self.SAYS[self.path.split("/")[1]]
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


class Client(unittest.TestCase):
    def test_worlds_do_not_meet(self) -> None:
        def play(number: int) -> int:
            with MockWx() as mockwx:
                mockwx.refuse("code2session", 45011, times=number)
                for _ in range(number):
                    urllib.request.urlopen(f"{mockwx.url}/sns/jscode2session").close()
                mockwx.verify("code2session", count=number, errcode=45011)
                return len(mockwx.calls())

        with ThreadPoolExecutor(8) as pool:
            assert list(range(1, 9)) == list(pool.map(play, range(1, 9)))

    def test_hard_coded_hosts_lead_to_the_world(self) -> None:
        with MockWx() as mockwx, mockwx.intercept() as interception:
            with urllib.request.urlopen(HARD_CODED) as response:
                assert json.load(response)["errcode"] == 40013
            context = urllib.request.HTTPSHandler(context=interception.ssl_context())
            proxy = urllib.request.ProxyHandler({"https": interception.proxy})
            urllib.request.build_opener(proxy, context).open(HARD_CODED).close()
            ran = subprocess.run([sys.executable, "-c", ASKS], stdout=subprocess.PIPE, check=True)
            assert json.loads(ran.stdout)["errcode"] == 40013
            mockwx.verify("code2session", count=3)

    def test_the_environment_is_as_it_was(self) -> None:
        with mock.patch.dict(os.environ, {"HTTPS_PROXY": "http://former.example"}):
            os.environ.pop("SSL_CERT_FILE", None)
            with MockWx() as mockwx, mockwx.intercept():
                assert "SSL_CERT_FILE" in os.environ
            assert os.environ["HTTPS_PROXY"] == "http://former.example"
            assert "SSL_CERT_FILE" not in os.environ

    def test_a_world_is_forgotten(self) -> None:
        with MockWx() as kept:
            mockwx = MockWx()
            assert mockwx.name in kept.call("GET", "worlds")["worlds"]
            name = mockwx.name
            mockwx.close()
            assert name not in kept.call("GET", "worlds")["worlds"]

    def test_a_scenario_file_is_the_world(self) -> None:
        with MockWx("throttled.yaml") as mockwx, urllib.request.urlopen(f"{mockwx.url}/sns/jscode2session") as response:
            assert json.load(response)["errcode"] == 45011

    def test_a_started_server_ends_with_the_process(self) -> None:
        environment = {name: value for name, value in os.environ.items() if name != "MOCKWX_URL"}
        ran = subprocess.run(
            [sys.executable, "-c", STARTS], env=environment, stdout=subprocess.PIPE, text=True, check=True
        )
        with pytest.raises(MockWxError, match="no mockwx answers"):
            MockWx(url=ran.stdout.strip().partition("/~")[0])

    def test_what_is_no_mockwx_is_told(self) -> None:
        with HTTPServer(("127.0.0.1", 0), _Stranger) as stranger:
            threading.Thread(target=stranger.serve_forever, daemon=True).start()
            try:
                for path in ("html", "json", "refusal", "gbk"):
                    with pytest.raises(MockWxError, match=r"no mockwx.*没有 mockwx|no mockwx.*不是 mockwx"):
                        MockWx(url=f"http://127.0.0.1:{stranger.server_port}/{path}")
            finally:
                stranger.shutdown()
        with pytest.raises(MockWxError, match=r"no mockwx answers at 127\.0\.0\.1:1"):
            MockWx(url="127.0.0.1:1")

    def test_who_has_no_mockwx_is_told_what_to_do(self) -> None:
        with mock.patch.dict(os.environ, {"MOCKWX_COMMAND": "no-such-mockwx"}):
            os.environ.pop("MOCKWX_URL", None)
            with mock.patch.object(mockwx_lite, "_server", mockwx_lite._Server()):
                with pytest.raises(MockWxError, match=r"`no-such-mockwx`; install it .*MOCKWX_URL.*请安装"):
                    MockWx()


if __name__ == "__main__":
    unittest.main()
