"""emoji-crash: a nickname as people have them crashes the backend, or is not kept as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_applicable, not_tested, passed
from mockwx.audit.checks.accounts.nicknames import NO_WAY, PROFILE, named, way_of
from mockwx.audit.checks.scenario_steps import logs_in, opens, played
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import ActionSeen, Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

PLAIN = "普通昵称"
_NICKNAMES = (
    ("小明🐼", Text("an emoji", "含表情符号")),
    ("👨‍👩‍👧 一家", Text("a family of joined emoji", "含组合表情")),
    ("مرحبا", Text("right to left", "从右到左的文字")),
    ("名" * 32, Text("32 characters", "32 个字符")),
)


async def _probe(lab: Lab) -> ProbeResult:
    way = await way_of(lab)
    if way is None:
        return not_applicable(NO_WAY)
    plain = await named(lab, way, PLAIN)
    if not plain.seen.ok:
        return not_tested(Text("a plain nickname is not taken", "普通昵称也不被接受"))
    shows = lab.has(Need.ME) and PLAIN in _shown(await lab.act("me", plain.person))
    crashed, lost = [], []
    for nickname, title in _NICKNAMES:
        named_seen = await named(lab, way, nickname)
        if named_seen.seen.crashed:
            crashed.append((title, named_seen.seen))
        elif shows and named_seen.seen.ok:
            me = await lab.act("me", named_seen.person)
            if nickname not in _shown(me):
                lost.append((title, me))
    findings: list[AuditFinding] = []
    for cause, severity, what, seen in (
        ("crash", Severity.MEDIUM, Text("it crashes where the nickname has", "以下昵称使其崩溃"), crashed),
        (
            "mangled",
            Severity.LOW,
            Text("it does not keep the nickname as it is where it has", "以下昵称没有原样保存"),
            lost,
        ),
    ):
        if seen:
            en, zh = ", ".join(title.en for title, _ in seen), "、".join(title.zh for title, _ in seen)
            findings.append(
                lab.finding(
                    cause,
                    Text(f"{what.en} {en}", f"{what.zh}：{zh}"),
                    *(lab.observation(title, answer) for title, answer in seen[:2]),
                    severity=severity,
                    action=plain.action,
                    scenario=_scenario([title for title, _ in seen]) if (way, cause) == (PROFILE, "crash") else None,
                    seen=len(seen),
                    tried=len(_NICKNAMES),
                )
            )
    return failed(findings) if findings else passed(Text("all nicknames were kept", "昵称都原样保存"))


def _scenario(crashing: Sequence[Text]) -> dict[str, Any]:
    steps: list[dict[str, Any]] = logs_in("alice")
    for nickname, title in _NICKNAMES:
        if title in crashing:
            steps += opens(PROFILE, "alice", sent={"nickname": nickname}, expect={"outcome": "ok"})
    return played("nicknames as people have them are taken", steps)


def _shown(seen: ActionSeen) -> str:
    """All texts of the JSON, without its escapes."""
    return "\n".join(_texts(seen.json))


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return []


CHECK = AuditCheck(
    id="emoji-crash",
    area=Area.ACCOUNTS,
    severity=Severity.MEDIUM,
    proof=(Proof.ANSWER,),
    phase=Phase.OTHERS,
    title=Text("An emoji in a nickname crashes", "昵称里的表情符号导致崩溃"),
    flaw=Text(
        "MySQL's utf8 holds three bytes of a character, an emoji has four: Incorrect string value. Every tenth person "
        "has "
        "one in the nickname, and cannot log in.",
        "MySQL 的 utf8 只存三个字节，表情符号有四个：Incorrect string value。昵称带表情的人很多，他们都无法登录。",
    ),
    explanation=Text(
        "Nicknames with an emoji, a joined family, right to left, 32 characters. What is wrong is a crash; a nickname "
        "that me shows otherwise is low.",
        "依次使用带表情符号、组合表情、从右到左文字、32 个字符的昵称。崩溃为中，me 显示的昵称不同为低。",
    ),
    advice=Text(
        "utf8mb4 for the table, its columns and the connection (?charset=utf8mb4), and a column of 64 characters or "
        "more.",
        "表、列和连接都用 utf8mb4（?charset=utf8mb4），列长 64 个字符以上。",
    ),
    probe=_probe,
    requests=5 * 6,
    needs=(Need.SESSION,),
    needs_any=(Need.PROFILE, Need.WEB, Need.USERINFO),
    cwe=(176, 838),
    owasp="API10",
    after=("any-code",),
)
