"""``mockwx run … -- COMMAND``: one command that starts mockwx, starts the backend, leads it here, waits and plays."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from free_ports import free_port
from play import good_backend
from play.good_backend import Backend

from mockwx import MockWx

from .test_run import _all, mockwx_run

HERE = Path(__file__).parent
GOOD = [sys.executable, str(Path(good_backend.__file__))]
NODE = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")


def backend_file(folder: Path, port: int, more: str = "") -> Path:
    path = folder / "b.yaml"
    login = "{request: POST /login, json: {code: $code}, save: {session: $.token, uid: $.user.id}}"
    path.write_text(f"url: http://127.0.0.1:{port}\nactions: {{login: {login}}}\n{more}", encoding="utf-8")
    return path


@NODE
@pytest.mark.parametrize(
    "intercept",
    [
        "--intercept",
        "--intercept=proxy",
        pytest.param(
            "--intercept=hosts",
            marks=pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs root on Linux"),
        ),
    ],
)
def test_a_backend_with_wechats_host_hard_coded_is_judged_by_one_command(tmp_path: Path, intercept: str) -> None:
    port = free_port()
    file = backend_file(tmp_path, port)
    command = ["node", str(HERE / "hard_coded.mjs"), str(port)]
    ran = mockwx_run("--port", "0", "--backend", file, intercept, "happy", "--", *command, cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "nothing goes wrong" in ran.stdout


@NODE
def test_exec_inside_run_joins_its_mockwx(tmp_path: Path) -> None:
    port = free_port()
    file = backend_file(tmp_path, port)
    inner = [sys.executable, "-m", "mockwx", "exec", "--", "node", str(HERE / "hard_coded.mjs"), str(port)]
    ran = mockwx_run("happy", "--port", "0", "--backend", file, "--", *inner, cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_run_inside_exec_plays_on_its_mockwx(tmp_path: Path) -> None:
    port = free_port()
    inner = ["run", "happy", "--backend", f"http://127.0.0.1:{port}", "--", *GOOD, str(port)]
    ran = subprocess.run(
        [sys.executable, "-m", "mockwx", "exec", "--require-calls", "--", sys.executable, "-m", "mockwx", *inner],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "1 passed" in ran.stdout
    assert "code2session: " in ran.stderr


def test_intercept_without_a_command_says_what_is_missing(tmp_path: Path) -> None:
    ran = mockwx_run("happy", "--backend", "http://127.0.0.1:1", "--intercept", cwd=tmp_path)
    assert ran.returncode == 2
    assert "write its command behind --" in ran.stderr


def test_a_started_backend_asks_this_machine_past_any_proxy(tmp_path: Path) -> None:
    program = (
        "import os, json; print(json.dumps([os.environ['NO_PROXY'], os.environ['no_proxy']])); raise SystemExit(1)"
    )
    args = ["--backend", f"http://127.0.0.1:{free_port()}", "--port", "0", "--", sys.executable, "-c", program]
    ran = mockwx_run("happy", *args, cwd=tmp_path, NO_PROXY="db.internal", no_proxy="db.internal")
    upper, lower = json.loads(next(line for line in ran.stderr.splitlines() if line.startswith("[")))
    assert upper == lower == "db.internal,localhost,127.0.0.1,::1"


@pytest.mark.parametrize(
    ("args", "more"), [(["--wait", "1500ms"], ""), ([], "start: {timeout: 1500ms}\n")], ids=["--wait", "start.timeout"]
)
def test_a_backend_that_takes_too_long_is_given_up_with_what_it_said(
    tmp_path: Path, args: list[str], more: str
) -> None:
    file = backend_file(tmp_path, free_port(), more)
    command = ["/bin/sh", "-c", "echo migrating the database; exec sleep 60"]  # says so sooner than Python would
    ran = mockwx_run("happy", "--port", "0", "--backend", file, *args, "--", *command, cwd=tmp_path)
    assert ran.returncode == 2
    assert "after 1.5 s" in ran.stderr
    assert "migrating the database" in ran.stderr


def test_a_wait_that_is_no_duration_is_refused(tmp_path: Path) -> None:
    ran = mockwx_run("happy", "--wait", "30", "--backend", "http://127.0.0.1:1", "--", "true", cwd=tmp_path)
    assert ran.returncode == 2
    assert "'30' is not a duration" in ran.stderr


def test_a_terminal_shows_what_is_waited_for_and_then_no_more(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    command = ["/bin/sh", "-c", "echo loading models; exec sleep 60"]
    args = ["happy", "--port", "0", "--backend", f"http://127.0.0.1:{free_port()}", "--wait", "2s"]
    with (
        os.fdopen(ours, "rb", buffering=0) as read,
        subprocess.Popen(
            [sys.executable, "-m", "mockwx", "run", *args, "--", *command],
            cwd=tmp_path,
            env={**os.environ, "TERM": "xterm", "PYTHONUTF8": "1"},
            stderr=theirs,
            stdin=subprocess.DEVNULL,
        ) as running,
    ):
        os.close(theirs)
        text = _all(read)
        running.wait(60)
    assert b"waiting for the backend" in text
    assert b" s  loading models" in text
    assert b"\r\x1b[Kthe backend does not answer" in text


def test_a_server_that_was_played_on_has_its_world_back(tmp_path: Path) -> None:
    with MockWx() as mockwx, Backend(mockwx.url) as backend:
        mockwx.user("carol").login()
        mockwx.rule("code2session", name="busy", times=3, errcode=-1)
        mockwx.login("carol")
        before = mockwx.client.snapshot()
        ran = mockwx_run("happy", "--backend", backend.url, "--url", mockwx.url, cwd=tmp_path)
        assert ran.returncode == 0
        after = mockwx.client.snapshot()
        # A clock that flows has not stood still meanwhile.
        before["tables"].pop("clock")
        after["tables"].pop("clock")
        assert after["tables"] == before["tables"]
        assert after["journal"] == before["journal"] == []
        assert [rule["name"] for rule in mockwx.rules] == ["busy"]


@NODE
def test_a_backend_whose_process_ends_is_started_again_and_told_once_with_no_other_flaw(tmp_path: Path) -> None:
    port = free_port()
    file = backend_file(tmp_path, port)
    program = (HERE / "hard_coded.mjs").read_text(encoding="utf-8").replace(".catch(() => [503, {}])", "")
    (tmp_path / "ends.mjs").write_text(program, encoding="utf-8")
    names = ["answer-cut", "double-submit", "happy"]
    command = ["node", "ends.mjs", str(port)]
    ran = mockwx_run(
        *names, "--port", "0", "--lang", "en", "--backend", file, "--intercept", "--", *command, cwd=tmp_path
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "2 passed, 1 failed" in ran.stdout
    assert "1. its process ends, and nobody is served any more: 1 scenario (answer-cut)" in ran.stdout
    assert "  2. " not in ran.stdout


ENDS_ONCE = """
import os, pathlib, sys, threading
sys.path.insert(0, {folder!r})
from good_backend import Backend
if (mark := pathlib.Path({mark!r})).exists():
    sys.exit("the port of the database is taken")
backend = Backend(os.environ["MOCKWX_URL"], int(sys.argv[1]))
good = backend.routes["POST /login"]
def login(request):
    status, reply = good(request)
    if status == 503:
        mark.touch()
        os._exit(3)
    return status, reply
backend.routes["POST /login"] = login
backend.serve()
"""


HANGS_UP_AND_ENDS = ENDS_ONCE.replace(
    "os._exit(3)", "threading.Timer(0.2, os._exit, (3,)).start()\n        return 0, None"
)


def test_a_backend_that_cannot_be_started_again_leaves_what_was_judged_and_what_was_not_played(tmp_path: Path) -> None:
    port = free_port()
    program = HANGS_UP_AND_ENDS.format(folder=str(Path(good_backend.__file__).parent), mark=str(tmp_path / "mark"))
    ran = mockwx_run(
        *("happy", "answer-lost", "code-expired", "double-submit", "--port", "0", "--lang", "en"),
        *("--junit", "report.xml", "--backend", backend_file(tmp_path, port)),
        *("--", sys.executable, "-c", program, str(port)),
        cwd=tmp_path,
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "1 passed, 1 failed, 2 skipped" in ran.stdout
    assert "its process ends, and nobody is served any more: 1 scenario (answer-lost)" in ran.stdout
    assert ran.stdout.count("(not played, the backend is gone: the backend ended with 1)") == 2
    report = (tmp_path / "report.xml").read_text(encoding="utf-8")
    assert report.count('<skipped message="not played') == 2


def test_a_trial_tells_that_the_backend_ended_and_how(tmp_path: Path) -> None:
    port = free_port()
    program = HANGS_UP_AND_ENDS.replace("status == 503", "status == 401")
    program = program.format(folder=str(Path(good_backend.__file__).parent), mark=str(tmp_path / "mark"))
    options = ["--port", "0", "--lang", "en", "--backend", backend_file(tmp_path, port)]
    ran = mockwx_run("--try", *options, "--", sys.executable, "-c", program, str(port), cwd=tmp_path)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "! the backend ended with 3\n" in ran.stdout


def test_a_backend_that_was_not_started_here_and_goes_away_is_told_once_with_the_way_to_have_it_started_again(
    tmp_path: Path,
) -> None:
    port = free_port()
    program = ENDS_ONCE.format(folder=str(Path(good_backend.__file__).parent), mark=str(tmp_path / "mark"))
    file = backend_file(tmp_path, port)
    with MockWx() as mockwx:
        env = {**os.environ, "MOCKWX_URL": mockwx.url}
        with subprocess.Popen([sys.executable, "-c", program, str(port)], env=env) as backend:
            wait_for(port)
            ran = mockwx_run(
                *("happy", "answer-lost", "code-expired", "--url", mockwx.url, "--lang", "en", "--backend", file),
                cwd=tmp_path,
            )
            assert backend.wait(60) == 3
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "1 passed, 1 failed, 1 skipped" in ran.stdout
    assert "not played, the backend is gone: mockwx did not start this backend" in ran.stdout
    assert "  2. " not in ran.stdout


def wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < until, "it does not listen"
            time.sleep(0.02)
        else:
            return


NEVER_ASKS = """
import sys
sys.path.insert(0, {folder!r})
from good_backend import Backend
backend = Backend("https://api.weixin.qq.com", int(sys.argv[1]))
def login(request):
    print("nobody there:", "api.weixin.qq.com", flush=True)
    return 503, {{"error": "later"}}
backend.routes["POST /login"] = login
backend.serve()
"""


@pytest.mark.parametrize("what", ["happy", "--try"])
def test_where_nothing_came_through_the_proxy_the_other_way_is_named_and_what_the_backend_said(
    tmp_path: Path, what: str
) -> None:
    port = free_port()
    program = NEVER_ASKS.format(folder=str(Path(good_backend.__file__).parent))
    command = [sys.executable, "-c", program, str(port)]
    options = ["--port", "0", "--lang", "en", "--intercept", "--backend", backend_file(tmp_path, port)]
    ran = mockwx_run(what, *options, "--", *command, cwd=tmp_path)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "nothing called mockwx" in ran.stdout
    assert "its HTTP client ignores proxies" in ran.stdout
    assert "then write --intercept=hosts" in ran.stdout
    assert "    nobody there: api.weixin.qq.com" in ran.stderr


ASKS_BEFORE_IT_LISTENS = """
import json, os, sys, urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

WECHAT, APP = os.environ["MOCKWX_URL"], "appid=wx00000000000early&secret=made-up-for-a-test"


def asked(path):
    return json.load(urllib.request.urlopen(WECHAT + path, timeout=5))


asked(f"/cgi-bin/token?grant_type=client_credential&{APP}")["access_token"]


class Login(BaseHTTPRequestHandler):
    def do_POST(self):
        code = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["code"]
        answer = asked(f"/sns/jscode2session?{APP}&js_code={code}&grant_type=authorization_code")
        if "openid" not in answer:
            os._exit(3)
        body = json.dumps({"token": answer["openid"], "user": {"id": answer["openid"]}}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


HTTPServer(("127.0.0.1", int(sys.argv[1])), Login).serve_forever()
"""


def test_a_backend_that_asks_wechat_before_it_listens_finds_its_own_app_there_at_every_start(tmp_path: Path) -> None:
    port = free_port()
    own = "{appid: wx00000000000early, secret: made-up-for-a-test}"
    file = backend_file(tmp_path, port, f"apps: {{shop: {own}}}\n")
    (tmp_path / "early.py").write_text(ASKS_BEFORE_IT_LISTENS, encoding="utf-8")
    command = ["--backend", file, "--port", "0", "--", sys.executable, "early.py", str(port)]
    ran = mockwx_run("wrong-secret", "happy", *command, cwd=tmp_path)
    # The first one ends it; the world in which it starts again must not be the one with another secret.
    assert "1 passed, 1 failed" in ran.stdout, ran.stdout + ran.stderr
    judge = [sys.executable, "-m", "mockwx", "audit", "--only", "key-out", *map(str, command)]
    judged = subprocess.run(judge, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert judged.returncode == 0, judged.stdout + judged.stderr
