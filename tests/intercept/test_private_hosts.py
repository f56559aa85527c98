"""``--via hosts``: several at once, as root and as an ordinary user, with what lies on this machine still in reach."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import forked
import pytest

from tests.clients.runtimes import SHORT_LIVED

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="namespaces are Linux's"),
    pytest.mark.skipif(
        os.name != "nt" and os.geteuid() != 0, reason="only root may bind 443, and become somebody else"
    ),
]
HERE = Path(__file__).parent
NOBODY = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--inh-caps=-all"]
ANYBODYS_PYTHON = "/usr/bin/python3"
OPENID = json.dumps("openid")


@pytest.fixture
def database() -> Iterator[int]:
    """Its port; it says ``row`` to whoever comes."""
    server = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        while True:
            try:
                client, _ = server.accept()
            except OSError:
                return
            with client:
                if ended.is_set():
                    return
                client.sendall(b"row")

    thread = threading.Thread(target=serve)
    thread.start()
    port: int = server.getsockname()[1]
    yield port
    ended.set()
    socket.create_connection(("127.0.0.1", port)).close()
    thread.join()
    server.close()


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One that anybody may write to."""
    path = Path(subprocess.check_output(["mktemp", "-d"], text=True).strip())
    path.chmod(0o777)
    yield path
    shutil.rmtree(path)


def as_root(*arguments: str) -> list[str]:
    return [forked.python(), "-m", "mockwx", *arguments]


def as_nobody(*arguments: str) -> list[str]:
    found = subprocess.run(
        [ANYBODYS_PYTHON, "-c", "import sys; print(sys.version_info[:2])"], capture_output=True, text=True, check=False
    )
    if found.stdout.strip() != str(sys.version_info[:2]):
        pytest.skip(f"{ANYBODYS_PYTHON} is another Python than this one, and cannot load its packages")
    code = f"import sys; sys.path[:0] = {[str(Path.cwd()), *sys.path]!r}; from mockwx.cli import main; main()"
    return [*NOBODY, ANYBODYS_PYTHON, "-c", code, *arguments]


def at_once(commands: list[list[str]]) -> list[tuple[str, str]]:
    """What each says on stdout and stderr."""
    with contextlib.ExitStack() as running:
        processes = [
            running.enter_context(
                subprocess.Popen(
                    command,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                    env={"PATH": os.environ["PATH"], "HOME": "/tmp", "PYTHONUTF8": "1"},
                )
            )
            for command in commands
        ]
        for process in processes:
            running.callback(process.kill)
        return [process.communicate(timeout=60) for process in processes]


@pytest.mark.parametrize("user", ["root", "nobody"])
def test_two_at_once_log_in_reach_their_database_and_are_reached_by_pushes(
    user: str, database: int, folder: Path
) -> None:
    mockwx = as_root if user == "root" else as_nobody
    python = sys.executable if user == "root" else ANYBODYS_PYTHON
    program = folder / "program.py"
    shutil.copy(HERE / "hosts_program.py", program)
    said = at_once(
        [
            mockwx("exec", "--via", "hosts", "--", python, str(program), name, str(database), str(folder), "2")
            for name in ("a", "b")
        ]
    )
    for out, err in said:
        if "does not grant" in err:
            pytest.skip("this system grants no user namespaces")
        told = json.loads(out)
        assert told.pop("openid").startswith("o")
        assert told == {"row": "row", "pushed": True, "uid": 0 if user == "root" else 65534}
        assert "network of its own" not in err


@pytest.fixture(scope="module")
def java_classes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """HostsProgram.java compiled: to let each process do so takes longer than all else that it does."""
    classes = tmp_path_factory.mktemp("classes")
    options = [f"-J{option}" for option in SHORT_LIVED]
    subprocess.run(["javac", *options, "-d", classes, HERE / "HostsProgram.java"], check=True)
    return classes


@pytest.mark.skipif(shutil.which("javac") is None, reason="needs Java")
@pytest.mark.parametrize("user", ["root", "nobody"])
def test_two_java_services_at_once_log_in_reach_their_database_and_are_reached_by_pushes(
    user: str, database: int, folder: Path, java_classes: Path
) -> None:
    mockwx = as_root if user == "root" else as_nobody
    shutil.copytree(java_classes, folder, dirs_exist_ok=True)
    folder.chmod(0o777)
    java = ["java", *SHORT_LIVED, "-cp", str(folder), "HostsProgram"]
    said = at_once(
        [mockwx("exec", "--via", "hosts", "--", *java, name, str(database), str(folder), "2") for name in ("a", "b")]
    )
    for out, err in said:
        if "does not grant" in err:
            pytest.skip("this system grants no user namespaces")
        assert out == "openid true, row row, pushed true\n", err


def test_an_address_on_which_443_is_taken_is_passed_over(database: int, folder: Path) -> None:
    ours = []
    with contextlib.ExitStack() as taken:
        for address in ("127.73.88.86", "127.73.88.87"):
            with contextlib.suppress(OSError):  # another test that runs now has it, and may let it go
                taken.enter_context(socket.create_server((address, 443)))
                ours.append(address)
        script = "getent hosts api.weixin.qq.com; curl -sS https://api.weixin.qq.com/sns/jscode2session"
        ((out, err),) = at_once([as_root("exec", "--via", "hosts", "--", "sh", "-c", script)])
    address = out.split()[0]
    assert address.startswith("127.73.88.")
    assert address not in ours
    assert "41002" in out, err


def test_where_the_kernel_leads_no_connections_what_is_lost_is_told(database: int, folder: Path) -> None:
    # The kernel lets one program at a time be asked about a command's connections: here it is the outer one.
    ask = (
        "import socket, sys\n"
        "try: socket.create_connection(('127.0.0.1', int(sys.argv[1])), timeout=60)\n"
        "except OSError: print('no database')\n"
    )
    (folder / "ask.py").write_text(ask)
    inner = folder / "inner.sh"
    inner.write_text(
        "curl -sS https://api.weixin.qq.com/sns/jscode2session; echo\n"
        "curl -sS $MOCKWX_URL/_mockwx/health | head -c 20; echo\n"
        f"{ANYBODYS_PYTHON} {folder}/ask.py {database}\n"
    )
    again = as_nobody("exec", "--via", "hosts", "--quiet", "--", "sh", str(inner))[len(NOBODY) :]
    ((out, err),) = at_once([as_nobody("exec", "--via", "hosts", "--", *again)])
    if "does not grant" in err:
        pytest.skip("this system grants no user namespaces")
    assert "41002" in out, err
    assert '"status": "ok"' in out.replace("\n", "")
    assert "no database" in out
    assert "user 65534 may not serve port 443, and the kernel leads no connection here (" in err
    assert "it reaches no database on localhost" in err
    assert "sysctl net.ipv4.ip_unprivileged_port_start=80" in err


def test_wecom_sends_plain_http_on_to_https(folder: Path) -> None:
    program = folder / "plain.py"
    program.write_text(
        "import http.client\n"
        "for host in ('qyapi.weixin.qq.com', 'api.weixin.qq.com'):\n"
        "    connection = http.client.HTTPConnection(host, timeout=60)\n"
        "    connection.request('GET', '/cgi-bin/gettoken?corpid=x')\n"
        "    answer = connection.getresponse()\n"
        "    print(host, answer.status, answer.headers.get('Location'))\n"
    )
    command = as_root("exec", "--via", "hosts", "--", sys.executable, str(program))
    told, err = at_once([command])[0]
    assert "qyapi.weixin.qq.com 301 https://qyapi.weixin.qq.com/cgi-bin/gettoken?corpid=x" in told, err
    assert "api.weixin.qq.com 200 None" in told
