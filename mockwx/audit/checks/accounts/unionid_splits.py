"""unionid-splits: an openid whose unionid comes later, or is gone again, becomes another account."""

from __future__ import annotations

from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import UNIONID
from mockwx.audit.lab import Lab, LabPerson, LoginSeen
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

_TITLES = (
    Text("without a unionid", "没有 unionid"),
    Text("with a unionid", "有 unionid"),
    Text("without one again", "又没有 unionid"),
)


async def _probe(lab: Lab) -> ProbeResult:
    person = await lab.person()
    logins = [await _login(lab, person, unionid=bool(place % 2)) for place in range(len(_TITLES))]
    uids = [login.uid for login in logins]
    if not all(login.let_in for login in logins) or None in uids or len(set(uids)) == 1:
        return passed(Text("with a unionid or without, one is who one is", "有无 unionid 都是同一个账号"))
    split = "bound" if uids[0] != uids[1] else "unbound"
    return failed(
        [
            lab.finding(
                split,
                Text(
                    "the same openid became another account when its unionid came"
                    if split == "bound"
                    else "the same openid became another account when its unionid was gone",
                    "同一个 openid 出现 unionid 后变成了另一个账号"
                    if split == "bound"
                    else "同一个 openid 的 unionid 消失后变成了另一个账号",
                ),
                *(lab.observation(title, login) for title, login in zip(_TITLES, logins, strict=True)),
                scenario=_scenario(with_owner=bool(person.unionid)),
            )
        ]
    )


async def _login(lab: Lab, person: LabPerson, *, unionid: bool) -> LoginSeen:
    if unionid == bool(person.unionid):
        return await lab.login(person)
    rule = lab.rule(lab.exchange, person, then=_bent(with_owner=bool(person.unionid)))
    login = await lab.login(person)
    lab.remove_rule(rule)
    return login


def _bent(*, with_owner: bool) -> dict[str, Any]:
    """WeChat's good answer as it is for an app that is bound to an Open Platform account, or is not."""
    change = {"drop": ["unionid"]} if with_owner else {"add": {"unionid": "oMockUnionidThatCameLater000"}}
    return {"body": change, "commit": True}


def _scenario(*, with_owner: bool) -> dict[str, Any]:
    bent = {"when": {"api": "code2session", "call": [1, 3] if with_owner else 2}, "then": _bent(with_owner=with_owner)}
    steps: list[dict[str, Any]] = []
    for number in range(3):
        expect: dict[str, Any] = {"outcome": "ok"} if not number else {"outcome": "ok", "same": ["uid"]}
        steps += [
            {"phone.login": {"user": "alice", "as": f"code{number}"}},
            {"backend.login": {"code": f"$code{number}"}, "expect": expect},
        ]
    return {"name": "whether WeChat tells a unionid or not, one is who one is", "rules": [bent], "steps": steps}


CHECK = AuditCheck(
    id="unionid-splits",
    area=Area.ACCOUNTS,
    severity=Severity.MEDIUM,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.SESSIONS,
    title=Text("A unionid that comes later splits accounts", "后来出现的 unionid 造成账号分裂"),
    flaw=Text(
        "The key is the unionid where there is one, else the openid. On the day on which the app is bound to an Open "
        "Platform account everybody is new, and loses what the old account had.",
        "有 unionid 就用 unionid 作键，否则用 openid。应用绑定开放平台账号的那一天，所有人都变成新用户，"
        "原账号的内容都没了。",
    ),
    explanation=Text(
        "One person logs in three times: WeChat tells no unionid, then one, then none. The proof is another uid for "
        "the "
        "same openid.",
        "同一个人登录三次：微信先不返回 unionid，再返回，又不返回。证据是同一个 openid 得到了不同的 uid。",
    ),
    advice=Text(
        "Look by (appid, openid) first, then by unionid; where only one is known, write the other beside it.",
        "先按 (appid, openid) 查，再按 unionid 查；只找到一个时，把另一个补写进去。",
    ),
    probe=_probe,
    requests=6,
    needs=(Need.SESSION, Need.UID),
    references=(UNIONID,),
    after=("any-code",),
    swallowed_by=("null-account",),
)
