"""users-mixed-up: under load somebody gets another's account."""

from __future__ import annotations

from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import GUIDE
from mockwx.audit.checks.scenario_steps import logs_in, played
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import ActionSeen, Lab, LabPerson
from mockwx.audit.needs import Need
from mockwx.audit.options import USUAL_ROUNDS
from mockwx.core.text.bilingual import Text

PEOPLE = 20
LONGEST = 300
"""Milliseconds by which WeChat's answer to the last of them is late; the first answer is for who asked last."""
FEW = 6
"""In a scenario."""
AGAIN = 3
"""Requests for each person and round: the login, ``me``, the same person alone."""


async def _probe(lab: Lab) -> ProbeResult:
    for number in range(lab.options.rounds):
        mixed = await _round(lab)
        if mixed:
            return failed([_finding(lab, mixed, number + 1)])
    return passed(
        Text(
            f"{PEOPLE} people at once, {lab.options.rounds} times: each was who they are",
            f"{PEOPLE} 人同时登录 {lab.options.rounds} 次，各是各的账号",
        )
    )


async def _round(lab: Lab) -> list[tuple[ActionSeen, Any]]:
    """The answers by which somebody was another, with whose account it was."""
    people = [await lab.person() for _ in range(PEOPLE)]
    orders, rules = [], []
    for place, person in enumerate(people):
        rule = lab.rule(lab.exchange, person, then={"latency": f"{LONGEST - place * LONGEST // PEOPLE}ms"})
        rules.append(rule)
        orders.append(lab.order("login", person, code=await lab.code(person)))
    seen = [login for login in await lab.together(orders) if login.ok]
    for rule in rules:
        lab.remove_rule(rule)
    proven = [await lab.prove(login) for login in seen]
    alone = {person.name: await _alone(lab, person) for person in people}
    owners = {uid: name for name, uid in alone.items() if uid is not None}
    return [
        (login, owners[uid])
        for login in proven
        for uid in dict.fromkeys((login.saved.get("uid"), login.uid))
        if uid in owners and owners[uid] != login.person.name
    ]


async def _alone(lab: Lab, person: LabPerson) -> Any:
    return (await lab.login(lab.in_another_browser(person))).uid


def _finding(lab: Lab, mixed: list[tuple[ActionSeen, Any]], rounds: int) -> AuditFinding:
    return lab.finding(
        "load",
        Text(
            f"of {PEOPLE} people who logged in at the same moment {len(mixed)} got another's account",
            f"{PEOPLE} 人同时登录，{len(mixed)} 人登录成了别人的账号",
        ),
        *(
            lab.observation(
                Text(f"{login.person.name} gets the account of {owner}", f"{login.person.name} 得到了 {owner} 的账号"),
                login,
            )
            for login, owner in mixed[:3]
        ),
        scenario=_scenario(lab),
        seen=len(mixed),
        tried=PEOPLE * rounds,
    )


def _scenario(lab: Lab) -> dict[str, Any] | None:
    """None where ``me`` does not say who somebody is: of several answers at once only one would be compared."""
    me = lab.backend.actions.get("me")
    if me is None or "uid" not in me.saves:
        return None
    users = [f"user{number + 1}" for number in range(FEW)]
    alone = [step for user in users for step in (*logs_in(user), {"backend.me": {"user": user, "as": user}})]
    codes = [{"phone.login": {"user": user, "as": f"{user}_code"}} for user in users]
    together = {"backend.login": {}, "parallel": [{"user": user, "code": f"${user}_code"} for user in users]}
    after = [{"backend.me": {"user": user}, "expect": {"same": {"uid": f"${user}.uid"}}} for user in users]
    # The first calls are those of people alone; all the others are answered at one moment.
    rules = [{"when": {"api": "code2session", "call": f"{FEW + 1}.."}, "then": {"hold": FEW}}]
    steps = [*alone, *codes, together, *after]
    people: dict[str, Any] = {user: {} for user in users}
    return played("people who log in at once stay who they are", steps, users=people, rules=rules)


CHECK = AuditCheck(
    id="users-mixed-up",
    area=Area.SESSIONS,
    severity=Severity.CRITICAL,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.RACES,
    title=Text("Under load people become each other", "并发时用户互相串号"),
    flaw=Text(
        "Who is logging in stands in something that all requests share: a global, a field of a shared client, a cache "
        "without a key. Whoever logs in at the same moment gets another's session.",
        "正在登录的人保存在所有请求共享的地方：全局变量、共享客户端的字段、没有键的缓存。"
        "同一时刻登录的人会拿到别人的会话。",
    ),
    explanation=Text(
        f"{PEOPLE} people log in at the same moment, and WeChat's answers come in another order than they were asked "
        f"for, up to {LONGEST} ms late; in rounds. Then each logs in alone. The proof is that an answer, or me, showed "
        "the account of another.",
        f"{PEOPLE} 人同时登录，微信的应答顺序与请求顺序不同，最多迟 {LONGEST} 毫秒，重复数轮；随后各自单独登录。"
        "证据是某个应答或 me 显示了别人的账号。",
    ),
    advice=Text(
        "Keep what belongs to one login in local variables, from the code to the session. Look for module-level "
        "variables, fields of singletons (Spring beans, a shared SDK client with setAccessToken), and caches whose key "
        "is not the code or the openid.",
        "从 code 到会话，一次登录的数据只放在局部变量里。检查模块级变量、单例的字段（Spring bean、带 setAccessToken "
        "的共享 "
        "SDK 客户端），以及不以 code 或 openid 为键的缓存。",
    ),
    probe=_probe,
    requests=PEOPLE * (AGAIN + 1) * USUAL_ROUNDS,
    needs=(Need.SESSION, Need.UID),
    cwe=(488, 362),
    owasp="API2",
    references=(GUIDE,),
    core=True,
    after=("any-code",),
)
