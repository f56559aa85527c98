"""A backend whose process ends at a bad code: that is a finding, and what was asked of nobody has passed nothing."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import forked
from free_ports import free_port

BACKEND = """
import json, os, time, urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Login(BaseHTTPRequestHandler):
    def do_POST(self):
        code = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["code"]
        query = f"appid=wx00000000mockshop&secret=mockwx-secret-shop&grant_type=authorization_code&js_code={code}"
        url = f"{os.environ['MOCKWX_URL']}/sns/jscode2session?{query}"
        try:
            answer = json.load(urllib.request.urlopen(url, timeout=5))
        except Exception:
            answer = {}
        answer = answer if isinstance(answer, dict) else {}
        if answer.get("errcode") == 40029:
            print(f"KeyError: 'openid' of {url}", "    at login (backend.py:17)", sep="\\n", flush=True)
            os._exit(3)
        time.sleep(0.2)  # so that others are under way when the process ends
        token = answer.get("openid")
        body = json.dumps({"token": token}).encode()
        self.send_response(200 if token else 503)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Login).serve_forever()
"""


def test_a_process_that_ends_is_a_finding_and_leaves_nothing_passed(tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "backend.py").write_text(BACKEND, encoding="utf-8")
    (tmp_path / "backend.yaml").write_text(
        f"mockwx: 1\nbackend:\n  url: http://127.0.0.1:{port}\n  actions:\n    login: "
        "{request: POST /login, json: {code: $code}, save: {session: $.token}}\n",
        encoding="utf-8",
    )
    only = "any-code,errcode-unseen,does-not-recover"
    ended = subprocess.run(
        [
            *(forked.python(), "-m", "mockwx", "audit", "--backend", "backend.yaml", "--port", "0", "--lang", "en"),
            *("--only", only, "--json", "report.json", "--", forked.python(), "backend.py"),
        ],
        env={**os.environ, "PORT": str(port)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=170,
    )
    assert ended.returncode == 1, ended.stdout + ended.stderr
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    results = {result["check"]: result for result in report["results"]}
    assert (results["any-code"]["state"], results["any-code"]["consequence_of"]) == ("not tested", "does-not-recover")
    (finding,) = results["does-not-recover"]["findings"]
    assert (finding["cause"], finding["severity"]) == ("process-ends", "high")
    assert "any-code: the backend ended with 3; it said last: KeyError: 'openid' of http" in ended.stdout
    assert "mockwx-secret-shop" not in ended.stdout
    # Whoever ends the process takes those beside it with it, and they are not blamed.
    crashed = {cell["fault"] for cell in report["cells"] if cell["outcome"] == "crashed"}
    assert crashed == {"errcode 40029", "errcode 40029, in other words"}
