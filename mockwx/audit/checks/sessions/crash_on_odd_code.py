"""crash-on-odd-code: a code that is no text, too long or none at all crashes the backend."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.finding import Observation
from mockwx.audit.lab import ActionSeen, Extra, Lab
from mockwx.core.text.bilingual import Text

HUGE = 1_000_000
_VALUES: tuple[tuple[str, Any], ...] = (
    ("null", None),
    ("a number", 12345),
    ("a list", ["0a1"]),
    ("an object", {"$ne": None}),
    ("an empty text", ""),
    ("a NUL", "0a1\x00b"),
    ("a line break", "0a1\nb"),
    ("an emoji", "0a1🐼"),
    ("half an emoji", "0a1\ud83d"),
)
_ZH = {
    "null": "null",
    "a number": "数字",
    "a list": "列表",
    "an object": "对象",
    "an empty text": "空文本",
    "a NUL": "含 NUL 字符",
    "a line break": "含换行",
    "an emoji": "含表情符号",
    "half an emoji": "含半个代理对",
    "1 MB": "1 MB 的文本",
    "no code": "没有 code",
    "no JSON": "不是 JSON 的请求体",
}


async def _probe(lab: Lab) -> ProbeResult:
    crashes: dict[str, ActionSeen] = {}
    tried = 0
    for name, seen in [*await _odd_values(lab), *await _odd_bodies(lab)]:
        tried += 1
        if seen.crashed:
            crashes[name] = seen
    if not crashes:
        return passed(Text(f"{tried} odd codes were refused", f"{tried} 种异常的 code 都被拒绝"))
    names = ", ".join(crashes)
    return failed(
        [
            lab.finding(
                "odd-code",
                Text(
                    f"it crashes where the code is: {names}",
                    f"code 为以下内容时崩溃：{'、'.join(_ZH[name] for name in crashes)}",
                ),
                *(_observation(lab, name, seen) for name, seen in list(crashes.items())[:4]),
                seen=len(crashes),
                tried=tried,
                scenario=_scenario(crashes),
            )
        ]
    )


async def _odd_values(lab: Lab) -> list[tuple[str, ActionSeen]]:
    """Of a form or a query all values are texts, so that some of them are the same."""
    person = await lab.person()
    seen: list[tuple[str, ActionSeen]] = []
    for name, value in _VALUES:
        seen.append((name, await lab.login(person, value, prove=False)))
    huge = await lab.login(person, "0" * HUGE, prove=False)
    # Who says no before all of it has come may close the connection while it still comes.
    if huge.status is not None or huge.hung:
        seen.append(("1 MB", huge))
    return seen


async def _odd_bodies(lab: Lab) -> list[tuple[str, ActionSeen]]:
    person = await lab.person()
    seen: list[tuple[str, ActionSeen]] = [
        ("no code", await lab.login(person, extra=Extra(without=("code",)), prove=False))
    ]
    request = await lab.filled("login", person, code="0a1")
    if "json" in request.parts:
        parts = {name: value for name, value in request.parts.items() if name != "json"}
        headers = {**parts.get("headers", {}), "Content-Type": "application/json"}
        broken = replace(request, parts={**parts, "headers": headers, "data": b'{"code": "0a1'})
        seen.append(("no JSON", await lab.send(person, broken)))
    return seen


def _observation(lab: Lab, name: str, seen: ActionSeen) -> Observation:
    return lab.observation(Text(name, _ZH[name]), seen)


def _scenario(crashes: dict[str, ActionSeen]) -> dict[str, Any] | None:
    values = [value for name, value in _VALUES if name in crashes and name not in ("half an emoji", "a NUL")]
    steps = [
        {"backend.login": {"user": "mallory", "code": value}, "expect": {"outcome": ["refused", "unavailable"]}}
        for value in values
    ]
    return {"name": "codes that are none", "steps": steps} if steps else None


CHECK = AuditCheck(
    id="crash-on-odd-code",
    area=Area.SESSIONS,
    severity=Severity.MEDIUM,
    proof=(Proof.ANSWER,),
    phase=Phase.DOORS,
    title=Text("A code that is none crashes the backend", "异常的 code 让后端崩溃"),
    flaw=Text(
        "The code is used before anybody looks at it: null.strip(), a list in a query, a text that the database cannot "
        "hold. Anybody can fill the logs with stack traces, and an object may reach a database query.",
        "没有检查就使用 code：对 null 调用 strip()、把列表拼进查询参数、把数据库存不下的文本写入。"
        "任何人都能用异常堆栈刷满日志，"
        "对象还可能进入数据库查询。",
    ),
    explanation=Text(
        "Null, a number, a list, an object, an empty text, a NUL, a line break, an emoji, half of one, a megabyte, no "
        "code at all, and a body that is no JSON. What is wrong is a crash; any refusal is right, 413 too.",
        "null、数字、列表、对象、空文本、NUL、换行、表情符号、半个代理对、一兆字节、没有 code、不是 JSON 的请求体。"
        "只有崩溃算问题，任何拒绝都对，包括 413。",
    ),
    advice=Text(
        "Take a code only if it is a text of 1 to 128 letters, digits, - and _; all else is 400 before WeChat is "
        "asked. "
        'A schema does it: Field(pattern=r"^[A-Za-z0-9_-]{1,128}$") with pydantic, @Pattern with Spring, zod with '
        "Node.",
        "只接受 1 到 128 个字母、数字、- 和 _ 组成的文本，其余在询问微信之前就返回 400。用模式校验即可："
        'pydantic 的 Field(pattern=r"^[A-Za-z0-9_-]{1,128}$")、Spring 的 @Pattern、Node 的 zod。',
    ),
    probe=_probe,
    requests=len(_VALUES) + 3,
    cwe=(20, 1287),
    owasp="API4",
)
