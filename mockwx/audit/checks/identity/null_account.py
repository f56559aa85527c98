"""null-account: an answer without an openid becomes somebody, and all such answers the same one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import API2, API10, CODE2SESSION
from mockwx.audit.checks.scenario_steps import is_known, is_not, played
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import USERINFO, Lab, LoginSeen
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
_NO_UNIONID = {"body": {"drop": ["unionid"]}, "commit": True}


async def _probe(lab: Lab) -> ProbeResult:
    opened = []
    for fault, title in _ANSWERS:
        logins = []
        for _ in range(PEOPLE):
            person = await lab.person()
            lab.rule(lab.exchange, person, then=fault)
            logins.append(await lab.login(person))
        if any(_is_in(login) for login in logins):
            opened.append((fault, title, logins))
    # Errcodes alone are any-code's: there the answer is not looked at.
    if not any("body" in fault for fault, *_ in opened):
        if (shared_account := await _without_unionid(lab)) is not None:
            return failed([shared_account])
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


async def _without_unionid(lab: Lab) -> AuditFinding | None:
    """Two people of whom WeChat tells no unionid, as of an app that is bound to no Open Platform account."""
    logins = []
    apis = [lab.exchange, *([USERINFO] if USERINFO in lab.learnt.apis else [])]
    for _ in range(PEOPLE):
        person = await lab.person()
        rules = [lab.rule(api, person, then=_NO_UNIONID) for api in apis]
        logins.append(await lab.login(person))
        for rule in rules:
            lab.remove_rule(rule)
    first, second = logins
    if not (first.let_in and second.let_in and first.uid is not None and str(first.uid) == str(second.uid)):
        return None
    title = Text("an answer without a unionid", "没有 unionid 的应答")
    return lab.finding(
        "no-unionid",
        Text("two people without a unionid are one account", "两个没有 unionid 的人成了同一账号"),
        *(lab.observation(title, login) for login in logins),
        proof=Proof.IMPOSTOR,
        session_tried=first.session_tried,
        scenario=played(
            "people without a unionid are people",
            [*is_known(lab, "alice"), *is_not(lab, "bob", "alice")],
            rules=[{"when": {"api": api}, "then": _NO_UNIONID} for api in apis],
        ),
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
        "who fail share it, and see each other's data. Where the key is the unionid alone, those are all who have "
        "none.",
        "微信应答里缺少的字段变成 undefined、null 或空串，并以此建立账号：所有失败的人共用它，互相看到数据。"
        "若只以 unionid 为键，所有没有 unionid 的人就是同一账号。",
    ),
    explanation=Text(
        "WeChat answers two new people without openid, with an empty one, with null and with errcodes. The proof is a "
        "session that me accepts; it is worse where both are the same account. Two more get a good answer without a "
        "unionid: they must be two.",
        "让微信对两个新用户返回没有 openid、openid 为空、为 null 以及带 errcode 的应答。证据是 me 接受的会话；"
        "若两人成了同一账号则更严重。另外两人得到没有 unionid 的正常应答：他们必须是两个账号。",
    ),
    advice=Text(
        "if not isinstance(answer.get('openid'), str) or not answer['openid']: refuse. Look at errcode first, then "
        "demand a non-empty openid, and make the column NOT NULL and unique.",
        "if not isinstance(answer.get('openid'), str) or not answer['openid']：拒绝。先看 errcode，再要求 openid 非空；"
        "数据库列设为 NOT NULL 且唯一。",
    ),
    probe=_probe,
    requests=2 * PEOPLE * (len(_ANSWERS) + 1),
    needs=(Need.SESSION,),
    cwe=(252, 476),
    owasp="API10",
    references=(CODE2SESSION, API10, API2),
    core=True,
    swallowed_by=("outage-opens",),
)
