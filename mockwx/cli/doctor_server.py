"""What ``mockwx doctor`` asks a server: does it listen, what does its clock show, and what has arrived."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from mockwx.cli.diagnosis import Diagnosis, note, problem, well
from mockwx.client import ControlClient, MockWxError
from mockwx.core.text.bilingual import Text
from mockwx.core.text.durations import spell_duration
from mockwx.server.real_clock import wall

_WITHIN = 300_000
"""Milliseconds by which two clocks may differ unnoticed: a code's life."""
_LAST = 200
"""So many of the last calls are looked at."""


def check_port(url: str, why: MockWxError) -> Diagnosis:
    """Why nothing of mockwx's answers at ``url``."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        with socket.create_connection((host, port), timeout=3):
            pass
    except (OSError, ValueError):
        reason = Text.of(why.what)
        return problem(
            "port",
            (reason.en, reason.zh),
            (
                (
                    "start it (mockwx serve), or name the right one by --url or MOCKWX_URL; in a container 127.0.0.1 "
                    "is "
                    "the container itself: serve with --host 0.0.0.0 and use the service's name or host.docker.internal"
                ),
                (
                    "请启动它（mockwx serve），或用 --url、MOCKWX_URL 指定正确的地址；容器里的 127.0.0.1 是容器自己："
                    "请用 --host 0.0.0.0 启动，并使用服务名或 host.docker.internal"
                ),
            ),
        )
    return problem(
        "port",
        (f"something else than mockwx answers at {host}:{port}", f"{host}:{port} 上应答的不是 mockwx"),
        (
            "see what has the port (ss -ltnp), end it or choose another: mockwx serve --port 0",
            "请查看占用端口的程序（ss -ltnp），结束它或换一个端口：mockwx serve --port 0",
        ),
    )


def check_clock(client: ControlClient) -> Iterator[Diagnosis]:
    clock = client.clock()
    ahead = int(datetime.fromisoformat(clock["at"]).timestamp() * 1000) - wall()
    if clock["mode"] == "frozen":
        yield note(
            "clock",
            (f"it is frozen at {clock['at']}: no code grows old", f"时钟冻结在 {clock['at']}：code 不会过期"),
            (
                'move it by mockwx advance, or let it flow: PUT clock {"mode": "flowing"}',
                '可用 mockwx advance 拨动，或让它走动：PUT clock {"mode": "flowing"}',
            ),
        )
    elif abs(ahead) > _WITHIN:
        side = ("ahead of", "快") if ahead > 0 else ("behind", "慢")
        yield note(
            "clock",
            (
                f"it shows {clock['at']}, {spell_duration(abs(ahead))} {side[0]} this machine",
                f"它显示 {clock['at']}，比本机{side[1]} {spell_duration(abs(ahead))}",
            ),
            (
                "a backend that reckons the lives of codes by its own clock disagrees; POST reset sets it back",
                "后端若按自己的时钟计算 code 和 token 的有效期，会与它不一致；POST reset 可恢复",
            ),
        )
    else:
        yield well("clock", f"it shows {clock['at']}, as this machine does", f"它显示 {clock['at']}，与本机一致")


def check_arrivals(client: ControlClient, world: str | None) -> Iterator[Diagnosis]:
    """Whether any call has come, to this world or to another, and what the last ones met."""
    journal = client.journal(limit=_LAST)
    if not journal:
        elsewhere = [
            name for name in client.worlds() if name != (world or "") and client.in_world(name).journal(limit=1)
        ]
        if elsewhere:
            named = ", ".join(f"/~{name}" if name else "the default world" for name in elsewhere)
            named_zh = "、".join(f"/~{name}" if name else "默认 world" for name in elsewhere)
            yield problem(
                "calls",
                (f"none in this world, but some in {named}", f"本 world 没有收到调用，但 {named_zh} 收到了"),
                (
                    "end the base URL in the world's /~NAME, or look there: mockwx doctor --world NAME",
                    "请让 base URL 以该 world 的 /~NAME 结尾，或查看那里：mockwx doctor --world NAME",
                ),
            )
            return
        yield note(
            "calls",
            ("none has arrived since the world began", "world 开始以来没有收到任何调用"),
            (
                (
                    f"let the backend log in once with `mockwx login alice`, and look again; by hand: curl {client.url}"
                    "/sns/jscode2session"
                ),
                f"用 `mockwx login alice` 的 code 让后端登录一次，再检查；手动试：curl {client.url}/sns/jscode2session",
            ),
        )
        return
    for entry in reversed(journal):
        if entry.api is None:
            yield problem(
                "calls",
                (f"the last one that no api took: {entry.line}", f"最近一次没有对应接口的调用：{entry.line}"),
                (
                    "correct the base URL or the path; mockwx endpoints lists all",
                    "请更正 base URL 或路径；mockwx endpoints 列出全部接口",
                ),
            )
            break
    if any(entry.untrusted for entry in journal):
        yield note(
            "calls",
            (
                "some came over a certificate that the client was not told to trust",
                "有调用经由客户端未被告知信任的证书到达",
            ),
            (
                "do not switch off verification: mockwx env gives the client the CA",
                "不要关闭证书校验：用 mockwx env 把 CA 交给客户端",
            ),
        )
    yield well("calls", f"they arrive; the last: {journal[-1].line}", f"调用能到达；最近一次：{journal[-1].line}")
