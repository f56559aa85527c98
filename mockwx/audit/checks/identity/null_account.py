"""null-account: an answer without an openid becomes somebody, and all such answers the same one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import API2, API10, CODE2SESSION
from mockwx.audit.lab import Lab, LoginSeen
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

_ANSWERS: tuple[tuple[Mapping[str, Any], Text], ...] = (
    ({"body": {"drop": ["openid"]}}, Text("an answer without openid", "没有 openid 的应答")),
    ({"body": {"add": {"openid": ""}}}, Text('an answer with openid ""', 'openid 为 "" 的应答')),
    ({"body": {"add": {"openid": None}}}, Text("an answer with openid null", "openid 为 null 的应答")),
    ({"errcode": 40029}, Text("40029", "40029")),
    ({"errcode": 45011}, Text("45011", "45011")),
    ({"errcode": 40125}, Text("40125", "40125")),
)
PEOPLE = 2


async def _probe(lab: Lab) -> ProbeResult:
    opened = []
    for fault, title in _ANSWERS:
        logins = []
        for _ in range(PEOPLE):
            person = await lab.person()
            lab.rule("code2session", person, then=fault)
            logins.append(await lab.login(person))
        if any(_is_in(login) for login in logins):
            opened.append((fault, title, logins))
    # Errcodes alone are any-code's: there the answer is not looked at.
    if not any("body" in fault for fault, *_ in opened):
        return passed(Text("nobody was made of an answer without an openid", "没有 openid 的应答没有变成任何账号"))
    uids = [login.uid for _, _, logins in opened for login in logins if login.uid is not None]
    shared = len(uids) > 1 and len(set(map(str, uids))) < len(uids)
    fault, _, logins = opened[0]
    what = Text("WeChat's answer without an openid logs somebody in", "微信应答里没有 openid，却放行了登录")
    if shared:
        what = Text(f"{what.en}: two people are one account", f"{what.zh}：两个人成了同一账号")
    return failed(
        [
            lab.finding(
                "no-openid",
                what,
                *(lab.observation(title, seen[0]) for _, title, seen in opened[:3]),
                proof=Proof.IMPOSTOR if shared else Proof.NO_EXCHANGE,
                seen=len(opened),
                tried=len(_ANSWERS),
                session_tried=logins[0].session_tried,
                scenario={
                    "name": "an answer without an openid logs nobody in",
                    "rules": [{"when": {"api": "code2session"}, "then": dict(fault)}],
                    "steps": [
                        {"phone.login": {"user": "alice", "as": "code"}},
                        {"backend.login": {"code": "$code"}, "expect": {"outcome": ["refused", "unavailable"]}},
                    ],
                },
            )
        ]
    )


def _is_in(login: LoginSeen) -> bool:
    """The account may be one that is shown as nobody: null, or an empty text."""
    accepted = login.me is None or login.me.ok
    return bool(login.ok and login.session and accepted and login.calls)


CHECK = AuditCheck(
    id="null-account",
    area=Area.IDENTITY,
    severity=Severity.CRITICAL,
    proof=(Proof.NO_EXCHANGE, Proof.IMPOSTOR),
    phase=Phase.DOORS,
    title=Text("A missing openid becomes an account", "缺少 openid 也会变成账号"),
    flaw=Text(
        "What is missing in WeChat's answer becomes undefined, null or an empty text, and that becomes an account: all "
        "who fail share it, and see each other's data.",
        "微信应答里缺少的字段变成 undefined、null 或空串，并以此建立账号：所有失败的人共用它，互相看到数据。",
    ),
    explanation=Text(
        "WeChat answers two new people without openid, with an empty one, with null and with errcodes. The proof is a "
        "session that me accepts; it is worse where both are the same account.",
        "让微信对两个新用户返回没有 openid、openid 为空、为 null 以及带 errcode 的应答。证据是 me 接受的会话；"
        "若两人成了同一账号则更严重。",
    ),
    advice=Text(
        "if not isinstance(answer.get('openid'), str) or not answer['openid']: refuse. Look at errcode first, then "
        "demand a non-empty openid, and make the column NOT NULL and unique.",
        "if not isinstance(answer.get('openid'), str) or not answer['openid']：拒绝。先看 errcode，再要求 openid 非空；"
        "数据库列设为 NOT NULL 且唯一。",
    ),
    probe=_probe,
    requests=2 * PEOPLE * len(_ANSWERS),
    needs=(Need.SESSION,),
    cwe=(252, 476),
    owasp="API10",
    references=(CODE2SESSION, API10, API2),
    core=True,
    swallowed_by=("outage-opens",),
)
