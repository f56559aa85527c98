"""mockwx for Python 3.8 and newer: one file, the standard library alone, over mockwx's HTTP control plane.

    with MockWx() as mockwx:
        code = mockwx.login("alice")

Each MockWx is a world of its own, of one server for all of a process: the one that the environment variable MOCKWX_URL
names, or one that is started and ends with this process, with the `mockwx` on the PATH (MOCKWX_COMMAND: another
command), or with docker from the image `mockwx` (MOCKWX_IMAGE: another image).
"""

from __future__ import annotations

import atexit
import json
import os
import shlex
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import urllib.error
import urllib.request
import uuid
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any, Dict, Iterator, Mapping
from urllib.parse import quote, urlencode, urlsplit

__all__ = ["Interception", "MockWx", "MockWxError", "Phone"]

Json = Dict[str, Any]
HOSTS = (
    "api.weixin.qq.com",
    "qyapi.weixin.qq.com",
    "open.weixin.qq.com",
    "mp.weixin.qq.com",
    "long.open.weixin.qq.com",
    "open.work.weixin.qq.com",
    "login.work.weixin.qq.com",
)
"""The hosts of WeChat's that login backends call."""
WHEN = ("app", "user", "call", "count_by", "chance", "between")
"""The words of a rule that say when; the others, but for name and times, say then."""
LONGEST_CALL = 60
"""Seconds for any control call but a wait."""
LONGEST_WAIT = 660
"""Seconds for a wait, which the server ends by its own time-out."""
NO_MOCKWX = (
    "no mockwx: there is no command `{command}`; install it (pipx install CHECKOUT), or start one elsewhere, such as "
    "in a container, and name it in MOCKWX_URL | 没有 mockwx：找不到命令 `{command}`；请安装（pipx install 源码目录），"
    "或在别处（例如容器里）启动，并在 MOCKWX_URL 写明地址"
)
NO_IMAGE = (
    "; is there an image `{image}`? docker build -t mockwx CHECKOUT",
    "；有镜像 `{image}` 吗？docker build -t mockwx 源码目录",
)


class MockWxError(Exception):
    """mockwx cannot do what it was asked; nothing has changed. The text says what, where and what to write instead."""

    def __init__(self, text: str, where: str = "", status: int | None = None, more: Json | None = None) -> None:
        super().__init__(text if text.startswith(where) else f"{where}: {text}")
        self.what = text
        """The text without the place."""
        self.where = where
        """The place in the request, such as an argument's name; empty where it is none of them."""
        self.status = status
        """The HTTP status of a call that was refused; None where nobody answered."""
        self.more = more or {}
        """What the answer says beside, by its JSON's keys."""


class _Server:
    """The server of this process: found or started by the first who needs it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._url: str | None = None
        self._pid: int | None = None

    def url(self) -> str:
        with self._lock:
            if self._url is None or self._pid not in (None, os.getpid()):
                self._url = self._find()
            return self._url

    def _find(self) -> str:
        running = os.environ.get("MOCKWX_URL")
        if running:
            return running.partition("/~")[0].rstrip("/")
        command = os.environ.get("MOCKWX_COMMAND", "mockwx")
        words = shlex.split(command, posix=os.name != "nt")
        options = ["--quiet", "--stop-with-stdin"]
        if shutil.which(words[0]):
            return self._launch([*words, "serve", "--port", "0", *options])
        if "MOCKWX_COMMAND" in os.environ or shutil.which("docker") is None:
            raise MockWxError(NO_MOCKWX.format(command=command))
        image = os.environ.get("MOCKWX_IMAGE", "mockwx")
        # An image that nobody named is one's own: a registry's of that name would be a stranger's.
        pull = "missing" if "MOCKWX_IMAGE" in os.environ else "never"
        address = f"127.0.0.1:{_free_port()}"
        run = ["docker", "run", "--rm", "--interactive", "--pull", pull, "--publish", f"{address}:8780"]
        run += ["--env", "MOCKWX_TOKEN", image, "serve", "--host", "0.0.0.0", *options]  # noqa: S104  the container's
        self._launch(run, tuple(advice.format(image=image) for advice in NO_IMAGE), MOCKWX_TOKEN=_token())
        return f"http://{address}"

    def _launch(self, command: list[str], advice: tuple[str, ...] = ("", ""), **environment: str) -> str:
        """Where it says that it listens; it ends when its standard input does."""
        process = subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        )
        assert process.stdin is not None  # noqa: S101
        assert process.stdout is not None  # noqa: S101
        said = process.stdout.readline()
        _, listening, url = said.partition("mockwx listening on ")
        if not listening:
            process.kill()
            process.wait()
            shown = " ".join(command)
            raise MockWxError(f"`{shown}` did not start{advice[0]} | `{shown}` 没有启动{advice[1]}: {said}")
        # It says more than a pipe may hold.
        threading.Thread(target=_read_all, args=(process.stdout,), daemon=True).start()
        self._pid = os.getpid()
        atexit.register(_stop, process)
        return url.strip()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _token() -> str:
    """What control calls are sent with; a server without a token looks at none."""
    return os.environ.get("MOCKWX_TOKEN") or "none"


def _read_all(said: IO[str]) -> None:
    with said:
        said.read()


def _stop(process: subprocess.Popen[str]) -> None:
    if process.stdin is not None:
        process.stdin.close()
    process.wait()


_server = _Server()


class MockWx:
    """One world of WeChat's: what a test holds. Two of them never meet."""

    def __init__(self, scenario: str | Mapping[str, Any] | None = None, *, url: str | None = None) -> None:
        """The world is there at once, and goes with :meth:`close`.

        :param scenario: a file, a ready scenario's name or a mapping of the same shape; by default the mini program
            ``shop`` and the users alice and bob.
        :param url: a running server's; by default the one of this process.
        """
        self._server = (url or _server.url()).rstrip("/")
        self.name = ""
        # Its own, never one that another process had before: a backend of that one may still be calling.
        body = {"name": f"t-{uuid.uuid4().hex[:12]}"}
        if scenario is not None:
            body["scenario"] = _as_document(scenario)
        self.name = _name(self.call("POST", "worlds", body))

    def __enter__(self) -> MockWx:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<MockWx at {self.url}>"

    def close(self) -> None:
        """Forget the world."""
        try:
            self.call("DELETE", f"worlds/{quote(self.name, safe='')}")
        except MockWxError as error:
            if error.status != 404:  # somebody else forgot it first
                raise

    # Where it is

    @property
    def url(self) -> str:
        """What a backend uses in place of ``https://api.weixin.qq.com``; without a slash at the end."""
        return f"{self._server}/~{self.name}" if self.name else self._server

    def url_for(self, host: str) -> str:
        """What a backend uses in place of ``https://HOST``."""
        return f"{self.url}/{host}"

    @property
    def hosts(self) -> dict[str, str]:
        """The same for each of WeChat's hosts that a login backend calls."""
        return {host: self.url_for(host) for host in HOSTS}

    @property
    def apps(self) -> dict[str, Json]:
        """All apps by name, each with ``appid`` and ``secret``."""
        return dict(self.call("GET", "apps"))

    @property
    def app(self) -> Json:
        """The first app: ``name``, ``appid``, ``secret``."""
        return next(iter(self.apps.values()))

    # The phone

    def user(self, name: str) -> Phone:
        """The user's phone; a user that nobody declared is made."""
        return Phone(self, name)

    def login(self, user: str, app: str | None = None) -> str:
        """A fresh code: what wx.login gives the mini program."""
        return self.user(user).login(app)

    # Time

    def clock(self) -> Json:
        """``at`` in Beijing time, ``unix`` in seconds, ``mode``: frozen or flowing."""
        return dict(self.call("GET", "clock"))

    def advance(self, by: str) -> Json:
        """Time goes on at once, by ``"5m1s"``; nobody sleeps. Answers as :meth:`clock`."""
        return self.do("clock.advance", by=by)

    def set_clock(self, at: str) -> Json:
        """It is ``at``, an ISO 8601 instant with its zone. Answers as :meth:`clock`."""
        return self.do("clock.set", at=at)

    def freeze(self) -> None:
        """Time stands still until it is advanced or flows again."""
        self.do("clock.freeze")

    def flow(self) -> None:
        """Time goes on by itself."""
        self.do("clock.flow")

    # Failures

    def rule(self, api: str, **words: Any) -> str:
        """A rule, with the words of the scenario language side by side; its name is returned.

        ``rule("code2session", call=1, net="reset", commit=True)``: WeChat spent the code, the answer never came.

        :raises MockWxError: there is no such word, or such a rule makes no sense, and what to write instead.
        """
        rule: Json = {"when": {"api": api}, "then": {}}
        for word, value in words.items():
            if value is not None:
                part = rule if word in ("name", "times") else rule["when" if word in WHEN else "then"]
                part[word] = value
        return str(self.call("POST", "rules", rule)["name"])

    def refuse(self, api: str, errcode: int | str, *, times: int | None = None, user: str | None = None) -> str:
        """Answer ``api`` with ``errcode``, ``times`` times or for good; the rule's name is returned."""
        return self.rule(api, errcode=errcode, times=times, user=user)

    def remove_rule(self, name: str) -> None:
        """:raises MockWxError: there is none of that name."""
        self.call("DELETE", f"rules/{quote(name, safe='')}")

    @property
    def rules(self) -> list[Json]:
        """The rules as in a scenario file, each with how many calls it has ``seen`` and its ``hits``."""
        return list(self.call("GET", "rules")["rules"])

    # What happened

    def calls(self, api: str | None = None, **filters: Any) -> list[Json]:
        """The journal's entries, oldest first; ``user``, ``app``, ``errcode``, ``since`` (a number) and ``limit``."""
        return list(self.call("GET", "journal", query={"limit": 10**9, "api": api, **filters})["entries"])

    def journal(self) -> str:
        """The journal as text, a line per call, and under it why rules fired or did not."""
        return "\n".join(line for entry in self.calls() for line in (entry["line"], *entry["trace"]))

    def wait(self, api: str, *, count: int = 1, timeout: str = "10s", **filters: Any) -> list[Json]:
        """Wait in real time until there are ``count`` such calls, for backends that call WeChat on their own.

        :raises AssertionError: they did not come within ``timeout``.
        """
        query = {"api": api, "count": count, "timeout": timeout, **filters}
        try:
            return list(self.call("GET", "journal/wait", query=query)["entries"])
        except MockWxError as error:
            if error.status != 408:
                raise
            raise AssertionError(f"{error}\n{self.journal()}") from None

    def verify(
        self,
        api: str,
        *,
        count: int | str | None = None,
        user: str | None = None,
        app: str | None = None,
        errcode: int | str | Mapping[str, Any] | None = None,
    ) -> None:
        """Assert that there were ``count`` such calls (``2``, ``"1..3"``), or at least one.

        :raises AssertionError: what was expected, what came, and the nearest entries.
        """
        wanted = {"api": api, "count": count, "user": user, "app": app, "errcode": errcode}
        try:
            self.call("POST", "verify", {"calls": [{word: it for word, it in wanted.items() if it is not None}]})
        except MockWxError as error:
            if error.status != 409:
                raise
            raise AssertionError(error.what) from None

    # Worlds

    def load(self, scenario: str | Mapping[str, Any]) -> None:
        """Begin the world anew: with a scenario file, a ready scenario's name, or a mapping of the same shape."""
        self.call("PUT", "scenario", _as_document(scenario))

    def reset(self) -> None:
        """Back to the scenario's first state."""
        self.call("POST", "reset")

    # Hard-coded hosts

    @contextmanager
    def intercept(self) -> Iterator[Interception]:
        """While it lasts, ``https://api.weixin.qq.com`` and WeChat's other hosts lead here: urllib and requests of this
        process and the programs it starts, by their environment, which is the whole process's.
        """
        with tempfile.TemporaryDirectory(prefix="mockwx-") as folder:
            ca_file = Path(folder) / "ca.pem"
            ca_file.write_text(str(self.call("GET", "ca.pem")), encoding="ascii")
            at = urlsplit(self._server)
            # urllib sends a name only with a password.
            credentials = f"{quote(self.name, safe='')}:{quote(_token(), safe='')}"
            interception = Interception(f"http://{credentials}@{at.netloc}", str(ca_file))
            former = {name: os.environ.get(name) for name in interception.env}
            os.environ.update(interception.env)
            # urlopen keeps the proxies and the context of its first use.
            opener = getattr(urllib.request, "_opener", None)
            urllib.request.install_opener(urllib.request.build_opener())
            try:
                yield interception
            finally:
                urllib.request.install_opener(opener)  # None: made at its next use
                for name, value in former.items():
                    if value is None:
                        os.environ.pop(name, None)
                    else:
                        os.environ[name] = value

    # All else

    def do(self, verb: str, **args: Any) -> Json:
        """Any verb, in the words of a scenario's steps: ``do("wechat.block_user", user="alice")``."""
        body = {name: value for name, value in args.items() if value is not None}
        return dict(self.call("POST", verb.replace(".", "/", 1), body))

    def call(self, method: str, path: str, body: Any = None, *, query: Mapping[str, Any] | None = None) -> Any:
        """Any control call by its path below ``/_mockwx/``; JSON goes and comes as a value, all else as a text.

        :raises MockWxError: refused, in mockwx's own words, or nobody answers.
        """
        said = {name: value for name, value in (query or {}).items() if value is not None}
        url = f"{self.url}/_mockwx/{path}" + (f"?{urlencode(said)}" if said else "")
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {_token()}"}
        content = None if body is None else (body if isinstance(body, str) else json.dumps(body)).encode()
        # No proxy: the control plane is never on the other side of one.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            request = urllib.request.Request(url, content, headers, method=method)
            with opener.open(request, timeout=LONGEST_WAIT if path == "journal/wait" else LONGEST_CALL) as response:
                text = response.read().decode()
                return json.loads(text) if response.headers.get_content_type() == "application/json" else text
        except urllib.error.HTTPError as error:
            with error:
                raise _refusal(error.code, error.read()) from None
        except (OSError, HTTPException, ValueError) as error:
            raise MockWxError(f"no mockwx answers at {self.url}: {error} | {self.url} 没有 mockwx 应答") from None


class Phone:
    """One user's WeChat. Every method answers as ``wx.*`` does; ``app`` is a name or an appid, the first mini program
    by default."""

    def __init__(self, mockwx: MockWx, name: str) -> None:
        self._mockwx = mockwx
        self.name = name

    def do(self, verb: str, **args: Any) -> Json:
        """Any verb of a phone's by its name: ``do("getUserInfo", lang="en")``; also ``wechat.*`` about this user."""
        return self._mockwx.do(verb if "." in verb else f"phone.{verb}", user=self.name, **args)

    def login(self, app: str | None = None) -> str:
        """A fresh code: what wx.login gives the mini program."""
        return str(self.do("login", app=app)["code"])

    def check_session(self, app: str | None = None) -> bool:
        """Whether wx.checkSession passes."""
        return bool(self.do("checkSession", app=app)["errMsg"] == "checkSession:ok")

    def get_user_info(self, app: str | None = None, **args: Any) -> Json:
        """wx.getUserInfo; after a login ``encryptedData`` and ``iv``."""
        return self.do("getUserInfo", app=app, **args)

    def get_user_profile(self, desc: str = "用于完善会员资料", app: str | None = None, **args: Any) -> Json:
        """wx.getUserProfile, with what the mini program says that it is for."""
        return self.do("getUserProfile", app=app, desc=desc, **args)

    def get_phone_number(self, app: str | None = None, **args: Any) -> Json:
        """``code`` for getuserphonenumber; after a login also ``encryptedData`` and ``iv``."""
        return self.do("getPhoneNumber", app=app, **args)

    def rotate_session_key(self, app: str | None = None) -> None:
        """WeChat makes a new key on its own; the backend's is stale from now on."""
        self.do("wechat.rotate_session_key", app=app)

    def openid(self, app: str | None = None) -> str:
        """What the user is called in an app; the first app by default."""
        return str(self._account()["openids"][self._app(app)["name"]])

    def unionid(self, app: str | None = None) -> str | None:
        """None where the app has no owner."""
        owner = self._app(app).get("owner")
        return None if owner is None else str(self._account()["unionids"][owner])

    def _app(self, name: str | None) -> Json:
        return self._mockwx.app if name is None else dict(self._mockwx.call("GET", f"apps/{quote(name, safe='')}"))

    def _account(self) -> Json:
        path = f"users/{quote(self.name, safe='')}"
        try:
            return dict(self._mockwx.call("GET", path))
        except MockWxError as error:
            if error.status != 404:
                raise
            return dict(self._mockwx.call("PUT", path, {}))


class Interception:
    """What leads a program with hard-coded hosts to one world."""

    def __init__(self, proxy: str, ca_file: str) -> None:
        self.proxy = proxy
        """``http://NAME:TOKEN@HOST:PORT``; the name is the world's."""
        self.ca_file = ca_file
        """The test CA's certificate, a PEM file."""

    @property
    def env(self) -> dict[str, str]:
        """The same for a child process, as environment variables."""
        proxies = dict.fromkeys(("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"), self.proxy)
        files = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "AWS_CA_BUNDLE")
        local = "localhost,127.0.0.1,::1"
        return {**proxies, **dict.fromkeys(files, self.ca_file), "NO_PROXY": local, "no_proxy": local}

    def ssl_context(self) -> ssl.SSLContext:
        """For clients that take one; it trusts the test CA alone."""
        return ssl.create_default_context(cafile=self.ca_file)


def _as_document(scenario: str | Mapping[str, Any]) -> Any:
    """A file is read here, for the server may be another machine; a mapping need not say the language's version."""
    if isinstance(scenario, Mapping):
        return {"mockwx": 1, **scenario}
    if scenario.endswith((".yaml", ".yml", ".json")):
        return Path(scenario).read_text(encoding="utf-8")
    return scenario


def _name(world: Any) -> str:
    try:
        return str(world["name"])
    except (TypeError, KeyError):
        raise _no_mockwx(200, str(world)) from None


def _refusal(status: int, content: bytes) -> MockWxError:
    try:
        answer = json.loads(content)
        more = {key: value for key, value in answer.items() if key not in ("error", "where")}
        return MockWxError(answer["error"], answer.get("where") or "", status, more)
    except (ValueError, KeyError, AttributeError):
        return _no_mockwx(status, content.decode("utf-8", "replace"))


def _no_mockwx(status: int, said: str) -> MockWxError:
    return MockWxError(f"that is no mockwx: HTTP {status} | 这不是 mockwx：HTTP {status}: {said[:200]}")
