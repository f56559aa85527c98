"""What ``mockwx doctor --backend`` looks at: whether the backend listens, has this world's apps, and asks WeChat."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from mockwx.cli.diagnosis import Diagnosis, note, problem, well
from mockwx.client import AppCredentials, ControlClient, JournalEntry
from mockwx.core.text.bilingual import Text
from mockwx.play.backend import Backend, BackendSettings
from mockwx.play.causes import how_to_reach
from mockwx.play.clients import UserClients
from mockwx.play.results import ShownAnswer
from mockwx.play.step_runner import CannotBePlayed, StepRunner
from mockwx.play.wechat_side import WechatSide
from mockwx.scenario.scenario import Scenario
from mockwx.scenario.steps import Expectation, Step

_LOGIN = Scenario(
    name="a login",
    steps=(Step("phone.login", {"user": "alice"}, "code"), Step("backend.login", {"code": "$code"})),
)
_HTML = re.compile(r"<!doctype html|<html", re.IGNORECASE)
_CONFIGURATION = (40013, 40125, 41002, 41004)
"""What WeChat answers to an appid or a secret that is not the app's."""
_LOOPBACK = ("127.0.0.1", "::1")


def check_reach(url: str) -> Diagnosis:
    """Whether anybody takes connections where the backend is said to be."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    why = _refuses(host, port)
    if why is None:
        return well("backend", f"something listens at {url}", f"{url} 有程序在监听")
    seen = (f"nothing listens at {url}: {why}", f"{url} 没有程序在监听")
    other = next((address for address in _LOOPBACK if address != host and _refuses(address, port) is None), None)
    if host in ("localhost", *_LOOPBACK) and other is not None:
        beside = f"{parts.scheme}://{f'[{other}]' if ':' in other else other}:{port}"
        return problem(
            "backend",
            (f"{seen[0]}; but at {beside} something does", f"{seen[1]}，但 {beside} 有"),
            (
                f"write url: {beside} in the backend file, or let the backend listen on {host} as well",
                f"请在后端文件里写 url: {beside}，或让后端也监听 {host}",
            ),
        )
    return problem(
        "backend",
        seen,
        (
            (
                "start it, and look at what it says on its start; or correct url in the backend file; in a container "
                "127.0.0.1 is the container itself"
            ),
            "请启动后端并查看它的启动输出；或更正后端文件里的 url；容器里的 127.0.0.1 是容器自己",
        ),
    )


def _refuses(host: str, port: int) -> str | None:
    """None where a connection is taken, else why not."""
    try:
        with socket.create_connection((host, port), timeout=3):
            return None
    except OSError as error:
        return error.strerror or str(error)


def check_apps(settings: BackendSettings, known: Mapping[str, AppCredentials]) -> Iterator[Diagnosis]:
    """``known``: the world's apps by appid. Only what the file writes is compared."""
    for name, app in settings.apps.items():
        appid, secret = (app or {}).get("appid"), (app or {}).get("secret")
        if appid is None:
            continue
        if appid not in known:
            yield problem(
                "appid",
                (
                    f"the backend file's {name} is {appid}, and no app of this world has it: WeChat answers 40013",
                    f"后端文件里的 {name} 是 {appid}，本 world 没有这个应用：微信会返回 40013",
                ),
                (
                    f"mockwx serve --app {appid}:SECRET; mockwx run and audit bring the file's apps by themselves",
                    f"用 mockwx serve --app {appid}:SECRET 启动；mockwx run 和 audit 会自行带上文件里的 app",
                ),
            )
        elif secret not in (None, known[appid].secret):
            yield problem(
                "appid",
                (
                    f"the secret of {name} in the backend file is not that of {appid} here: WeChat answers 40125",
                    f"后端文件里 {name} 的 secret 与这里 {appid} 的不同：微信会返回 40125",
                ),
                (
                    f"mockwx serve --app {appid}:SECRET with the same one",
                    f"用相同的 secret：mockwx serve --app {appid}:SECRET",
                ),
            )
        else:
            yield well("appid", f"the backend file's {name} is {appid}", f"后端文件里的 {name} 是 {appid}")


def check_login(settings: BackendSettings, client: ControlClient) -> Iterator[Diagnosis]:
    """alice logs in once, in the world as it is: what the backend answers, and whether it asked WeChat."""
    backend = settings.for_scenario(_LOGIN)
    if (missing := backend.why_missing("login")) is not None:
        said = Text.of(missing)
        yield note("login", (said.en, said.zh), ("describe login in the backend file", "请在后端文件里描述 login"))
        return
    elsewhere = {name: _last_number(client, name) for name in client.worlds()}
    before = client.journal(limit=1)
    try:
        shown = asyncio.run(_log_in(backend, settings, client))
    except CannotBePlayed as error:
        said = Text.of(str(error))
        yield problem(
            "login",
            (said.en, said.zh),
            ("correct the backend file: mockwx run --try", "请更正后端文件：mockwx run --try"),
        )
        return
    calls = client.journal(since=before[-1].number if before else 0)
    reached = [name for name, number in elsewhere.items() if _last_number(client, name) > number]
    if calls:
        yield _judge_calls(shown, calls[-1])
    elif reached:
        named = ", ".join(f"/~{name}" if name else "/" for name in reached)
        yield problem(
            "login",
            (f"the backend asks WeChat in another world: {named}", f"后端请求的是另一个 world 的微信：{named}"),
            (f"let its base URL be {client.url}", f"请把它的 base URL 设为 {client.url}"),
        )
    else:
        yield _judge_silence(backend, shown, client.url)


async def _log_in(backend: Backend, settings: BackendSettings, client: ControlClient) -> ShownAnswer | None:
    """The backend's last answer; None where it gave none."""
    async with UserClients(backend, settings.run) as clients:
        runner = StepRunner(backend, _WorldAsItIs(client), clients)
        await runner.play(_LOGIN.as_mapping(), _LOGIN.steps, Expectation())
    return next(
        (step.answers[-1] for step in reversed(runner.results) if step.verb == "backend.login" and step.answers), None
    )


class _WorldAsItIs(WechatSide):
    def begin(self, world: Mapping[str, Any]) -> None:
        """No fresh world: what is wrong with this one is the question."""


def _last_number(client: ControlClient, world: str) -> int:
    last = client.in_world(world).journal(limit=1)
    return last[-1].number if last else 0


def _judge_calls(shown: ShownAnswer | None, last: JournalEntry) -> Diagnosis:
    answer = shown.shown if shown is not None else Text("no answer", "没有应答")
    if last.errcode in _CONFIGURATION:
        return problem(
            "login",
            (f"the backend's call is refused: {last.line}", f"后端的调用被拒绝：{last.line}"),
            (
                "give the backend this world's appid and secret, or start mockwx serve --app APPID:SECRET with its own",
                "让后端使用本 world 的 appid 和 secret，或用后端自己的启动：mockwx serve --app APPID:SECRET",
            ),
        )
    if last.errcode == 0 and shown is not None and shown.outcome == "ok":
        return well("login", f"alice logs in: {answer.en}", f"alice 登录成功：{answer.zh}")
    return note(
        "login",
        (
            f"WeChat was asked ({last.line}), and the backend says {answer.en}",
            f"后端请求了微信（{last.line}），应答为 {answer.zh}",
        ),
        (
            "mockwx run --try shows what the backend's answers are taken for; mockwx errcode explains an errcode",
            "mockwx run --try 显示后端的应答被视为什么；mockwx errcode 解释错误码",
        ),
    )


def _judge_silence(backend: Backend, shown: ShownAnswer | None, wechat: str) -> Diagnosis:
    answer = shown.shown if shown is not None else Text("no answer", "没有应答")
    login = backend.actions["login"].requests[-1]
    asked = f"{login.method} {login.path}"
    if _HTML.search(answer.en):
        return problem(
            "login",
            (f"{asked} is answered with a page of HTML: {answer.en}", f"{asked} 返回的是 HTML 页面：{answer.zh}"),
            (
                "that is a front end, a gateway or an error page: correct url or login's request in the backend file",
                "这是前端、网关或错误页：请更正后端文件里的 url 或 login 的 request",
            ),
        )
    if re.match(r"HTTP 40[45]\b", answer.en):
        return problem(
            "login",
            (f"the backend does not know {asked}: {answer.en}", f"后端没有 {asked}：{answer.zh}"),
            (
                "write its login into a backend file: mockwx run --init",
                "请把它的登录方式写进后端文件：mockwx run --init",
            ),
        )
    advice = how_to_reach(wechat)
    return problem(
        "login",
        (
            f"{asked} is answered, and nothing called mockwx: {answer.en}",
            f"{asked} 有应答，但没有请求到达 mockwx：{answer.zh}",
        ),
        (
            f"{advice.en} Its own environment may hold a proxy too: --env-file shows it to this command",
            f"{advice.zh}它自己的环境里也可能有代理：用 --env-file 交给本命令检查",
        ),
    )
