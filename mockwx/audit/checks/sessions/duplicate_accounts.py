"""duplicate-accounts: one new person who logs in twice at the same moment is two accounts."""

from __future__ import annotations

from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_applicable, passed
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import ActionSeen, Lab, LoginKind
from mockwx.audit.needs import Need
from mockwx.audit.options import USUAL_ROUNDS
from mockwx.core.text.bilingual import Text

PEOPLE = 5
WAIT = 2
"""Seconds for which WeChat keeps the first exchange for the second; a backend with one thread never sends that."""
ONE_AT_A_TIME = Text(
    "it answers one login after the other, so that two cannot meet; another server may do otherwise",
    "它逐个处理登录，两个不会相遇；换一种服务器则未必",
)


async def _probe(lab: Lab) -> ProbeResult:
    for number in range(lab.options.rounds):
        for place in range(PEOPLE):
            seen = await _both_at_once(lab)
            if max(answer.seconds for answer in seen) >= WAIT:
                return not_applicable(ONE_AT_A_TIME)
            twins = await _twins(lab, seen)
            if twins is not None:
                return failed([_finding_of(lab, twins, number * PEOPLE + place + 1)])
    people = PEOPLE * lab.options.rounds
    return passed(
        Text(
            f"{people} new people logged in twice at once: one account each",
            f"{people} 个新用户各同时登录两次，都只有一个账号",
        )
    )


async def _both_at_once(lab: Lab) -> list[ActionSeen]:
    """Two logins of one new person, whose exchanges WeChat answers when both are there."""
    person = await lab.person()
    held = lab.rule(lab.exchange, person, then={"hold": {"calls": 2, "limit": f"{WAIT}s"}})
    orders = [lab.order("login", person, code=await lab.code(person)) for _ in range(2)]
    seen = await lab.together(orders)
    lab.remove_rule(held)
    return seen


async def _twins(lab: Lab, seen: list[ActionSeen]) -> list[ActionSeen] | None:
    """The two logins where they are two accounts; None: they are one, or not both came through."""
    logins = [(login, await _uid_of(lab, login)) for login in seen if login.ok]
    uids = {uid for _, uid in logins if uid is not None}
    return [login for login, _ in logins] if len(uids) > 1 else None


async def _uid_of(lab: Lab, seen: ActionSeen) -> Any:
    """By the login itself, else by ``me``, asked with what this very login saved."""
    if seen.saved.get("uid") is not None or not lab.has(Need.ME):
        return seen.saved.get("uid")
    return (await lab.act("me", seen.person, **seen.saved)).saved.get("uid")


def _finding_of(lab: Lab, twins: list[ActionSeen], people: int) -> AuditFinding:
    title = Text("one of two logins of a new person at the same moment", "新用户同时两次登录之一")
    return lab.finding(
        "race",
        Text(
            "a new person who logged in twice at the same moment is two accounts",
            "新用户在同一时刻登录两次，变成了两个账号",
        ),
        *(lab.observation(title, login) for login in twins),
        seen=1,
        tried=people,
        # Two logins in one browser are no two people's: its second state puts an end to its first.
        scenario=None if lab.way.kind is LoginKind.BROWSER else SCENARIO,
    )


SCENARIO = {
    "name": "a new person who logs in twice at the same moment is one account",
    "rules": [{"when": {"api": "code2session", "call": "1..2"}, "then": {"hold": {"calls": 2, "limit": f"{WAIT}s"}}}],
    "steps": [
        {"phone.login": {"user": "alice", "as": "one"}},
        {"phone.login": {"user": "alice", "as": "two"}},
        {
            "backend.login": {},
            "parallel": [{"code": "$one"}, {"code": "$two"}],
            "expect": {"outcomes": {"crashed": 0}, "same": ["uid"]},
        },
    ],
}


CHECK = AuditCheck(
    id="duplicate-accounts",
    area=Area.SESSIONS,
    severity=Severity.HIGH,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.RACES,
    title=Text("One person becomes two accounts", "同一个人变成两个账号"),
    flaw=Text(
        "The backend looks for the account, finds none, and inserts one; two requests do so at the same moment, and no "
        "unique key says no. A double tap is enough: orders and points of that person are split for ever.",
        "后端先查账号，没有就插入；两个请求同时这样做，又没有唯一索引阻止。双击登录就会发生，"
        "此人的订单和积分从此分散在两个账号里。",
    ),
    explanation=Text(
        f"{PEOPLE} new people send two different codes at the same moment; WeChat keeps the first exchange until the "
        "second has come. The proof is two different uids, where logins one after the other agree.",
        f"{PEOPLE} 个新用户各在同一时刻发送两个不同的 code，微信扣住第一次兑换，等第二次到达。证据是出现两个不同的 "
        f"uid，"
        "而先后登录时是一致的。",
    ),
    advice=Text(
        "A unique key on (appid, openid), and one statement that inserts or finds: INSERT … ON CONFLICT DO NOTHING "
        "(PostgreSQL, SQLite), INSERT … ON DUPLICATE KEY UPDATE (MySQL), get_or_create (Django), then read the row.",
        "在 (appid, openid) 上建唯一索引，并用一条语句完成插入或查找：INSERT … ON CONFLICT DO NOTHING（PostgreSQL、"
        "SQLite）、"
        "INSERT … ON DUPLICATE KEY UPDATE（MySQL）、get_or_create（Django），然后再读出该行。",
    ),
    probe=_probe,
    requests=PEOPLE * 4 * USUAL_ROUNDS,
    no_flaw_if=Text(
        "uid names the session and not the account; the audit has tried that before.",
        "uid 标识的是会话而不是账号（audit 会先验证）。",
    ),
    needs=(Need.SESSION, Need.UID),
    cwe=(362, 837),
    owasp="API6",
    after=("any-code", "users-mixed-up"),
)
