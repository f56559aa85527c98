"""keyed-by-nickname: two people with one nickname are one account."""

from __future__ import annotations

from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.accounts.nicknames import PROFILE, WEB, named, way_of
from mockwx.audit.checks.references import LOGIN
from mockwx.audit.checks.scenario_steps import VICTIM, Steps, is_known, is_not, logs_in, opens, played
from mockwx.audit.lab import Lab, LoginSeen
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

EVERYBODY = "微信用户"
"""What WeChat calls everybody since 2021."""


async def _probe(lab: Lab) -> ProbeResult:
    way = await way_of(lab)
    for nickname in ("小明", EVERYBODY):
        twins = await _twins(lab, nickname, way)
        uids = [login.uid for login in twins]
        if all(login.let_in for login in twins) and uids[0] is not None and uids[0] == uids[1]:
            title = Text(f"somebody who is called {nickname}", f"昵称为{nickname}的人")
            return failed(
                [
                    lab.finding(
                        "nickname",
                        Text(
                            f"two people who are called {nickname} are one account",
                            f"两个昵称为{nickname}的人是同一个账号",
                        ),
                        *(lab.observation(title, login) for login in twins),
                        scenario=_scenario(lab, way, nickname),
                    )
                ]
            )
    return passed(Text("people with one nickname are people", "昵称相同的人各有账号"))


async def _twins(lab: Lab, nickname: str, way: str | None) -> list[LoginSeen]:
    """Two people of that name and with one phone prefix; the backend is told the name where there is a way."""
    number = f"{int.from_bytes(lab.draw(nickname, size=4), 'big') % 10**6:06d}"
    people = []
    for last in (1, 2):
        if way is None:
            people.append(await lab.person(nickname, phone=f"1700{number}{last}"))
        else:
            people.append((await named(lab, way, nickname)).person)
    return [await lab.login(person) for person in people]


def _scenario(lab: Lab, way: str | None, nickname: str) -> dict[str, Any] | None:
    if way == WEB:
        return None
    users = {name: {"nickname": nickname, "phone": f"1700123000{last}"} for last, name in enumerate((VICTIM, "alice"))}
    profiles: dict[str, Steps] = {name: [] for name in users}
    if way == PROFILE:
        profiles = {name: [*logs_in(name), *opens(PROFILE, name, sent={"nickname": nickname})] for name in users}
    steps = [*profiles[VICTIM], *is_known(lab, VICTIM), *profiles["alice"], *is_not(lab, "alice", VICTIM)]
    return played("people of one nickname are two people", steps, users=users)


CHECK = AuditCheck(
    id="keyed-by-nickname",
    area=Area.ACCOUNTS,
    severity=Severity.HIGH,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.SESSIONS,
    title=Text("The nickname is the key", "用昵称识别账号"),
    flaw=Text(
        "Accounts are looked for by nickname, or by something else that people share. Everybody is called 微信用户 "
        "since "
        "2021: the second who comes is the first.",
        "按昵称或其他会重复的内容查找账号。2021 年之后所有人的昵称都是“微信用户”：第二个人登录后就成了第一个人。",
    ),
    explanation=Text(
        "Two people with one nickname and one phone prefix log in, and the backend is told the nickname where there is "
        "a "
        "way. The proof is one uid for both.",
        "昵称和号段相同的两个人登录，并在可能时把昵称告诉后端。证据是两人的 uid 相同。",
    ),
    advice=Text(
        "Key accounts by (appid, openid), and by unionid across apps. A nickname is a text to show, and no key.",
        "账号以 (appid, openid) 为键，跨应用用 unionid。昵称只用于显示，不能作为键。",
    ),
    probe=_probe,
    requests=2 * 2 * 6 + 6,
    needs=(Need.SESSION, Need.UID),
    cwe=(1023, 694),
    owasp="API1",
    references=(LOGIN,),
    after=("any-code",),
)
