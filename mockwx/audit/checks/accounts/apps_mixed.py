"""apps-mixed: two people are one account because two apps know them by the same openid, or one person is two."""

from __future__ import annotations

from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.accounts.two_apps import AppLogin, app_logins, log_in, uid_of
from mockwx.audit.checks.references import UNIONID
from mockwx.audit.checks.scenario_steps import VICTIM, logs_in, played
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    findings = [*await _same_openid(lab), *await _same_unionid(lab)]
    return failed(findings) if findings else passed(Text("apps are kept apart, and people together", "应用互不混淆"))


async def _same_openid(lab: Lab) -> list[AuditFinding]:
    """Alice of the one app and bob of the other have one openid: they are two people all the same."""
    first, second = app_logins(lab)
    openid = f"oMock{lab.draw(lab.shared.run.new_play()).hex()[:23]}"
    alice = await lab.person(openids={first.app: openid}, unionid=f"oA{openid[::-1]}")
    bob = await lab.person(openids={second.app: openid}, unionid=f"oB{openid[::-1]}")
    seen = [await log_in(lab, first, alice), await log_in(lab, second, bob)]
    uids = [await uid_of(lab, login) for login in seen]
    if uids[0] is None or uids[0] != uids[1]:
        return []
    title = Text("the same openid in another app", "另一个应用中的同一 openid")
    return [
        lab.finding(
            "openid",
            Text(
                f"somebody of {second.app} is in the account of somebody of {first.app}",
                f"{second.app} 的用户进入了 {first.app} 用户的账号",
            ),
            *(lab.observation(title, login) for login in seen),
            action=second.action,
            scenario=_scenario(lab, first, second, apart=True),
        )
    ]


async def _same_unionid(lab: Lab) -> list[AuditFinding]:
    """One person of two apps of one owner is one account."""
    first, second = app_logins(lab)
    apps = lab.shared.client.apps()
    if apps[first.app].owner is None or apps[first.app].owner != apps[second.app].owner:
        return []
    person = await lab.person()
    seen = [await log_in(lab, first, person), await log_in(lab, second, lab.in_another_browser(person))]
    uids = [await uid_of(lab, login) for login in seen]
    if None in uids or uids[0] == uids[1]:
        return []
    title = Text("one person, in one app and the other", "同一个人，先后在两个应用")
    return [
        lab.finding(
            "unionid",
            Text(
                f"one person with one unionid is two accounts in {first.app} and {second.app}",
                f"unionid 相同的同一个人在 {first.app} 和 {second.app} 是两个账号",
            ),
            *(lab.observation(title, login) for login in seen),
            severity=Severity.MEDIUM,
            action=second.action,
            scenario=_scenario(lab, first, second, apart=False),
        )
    ]


def _scenario(lab: Lab, first: AppLogin, second: AppLogin, *, apart: bool) -> dict[str, Any] | None:
    """None where the answer to a login does not say who somebody is."""
    if any("uid" not in lab.backend.actions[login.action].saves for login in (first, second)):
        return None
    uid = {"uid": f"${VICTIM}.uid"}
    apps: dict[str, Any] = {login.app: {} for login in (first, second)}
    if not apart:
        steps = [
            *logs_in(VICTIM, action=first.action, app=first.app, **{"as": VICTIM}),
            *logs_in(VICTIM, action=second.action, app=second.app, expect={"same": uid}),
        ]
        return played("one person of two apps is one account", steps, apps=apps)
    openid = "oMOCK-the-same-in-two-apps"
    users = {
        VICTIM: {"openids": {first.app: openid}, "unionid": "oMOCK-union-of-bob"},
        "alice": {"openids": {second.app: openid}, "unionid": "oMOCK-union-of-alice"},
    }
    steps = [
        *logs_in(VICTIM, action=first.action, app=first.app, **{"as": VICTIM}),
        *logs_in("alice", action=second.action, app=second.app, expect={"differs": uid}),
    ]
    return played("the same openid of two apps is two people", steps, users=users, apps=apps)


CHECK = AuditCheck(
    id="apps-mixed",
    area=Area.ACCOUNTS,
    severity=Severity.HIGH,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.SESSIONS,
    title=Text("People of two apps are mixed up", "两个应用的用户混淆"),
    flaw=Text(
        "An openid means somebody in one app only. A table without the appid beside it takes the same openid of "
        "another "
        "app for the same person; and who does not look at the unionid makes two accounts of one person.",
        "openid 只在一个应用内有意义。表里没有 appid 时，另一个应用的同一 openid 会被当成同一个人；而不看 unionid "
        "又会把一个人"
        "变成两个账号。",
    ),
    explanation=Text(
        "Alice of the one app and bob of the other are given the same openid; then one person logs in to both apps, "
        "which "
        "have one owner. The proof is one uid for the former two, or two for the latter (medium).",
        "让一个应用的 alice 与另一个应用的 bob 拥有相同的 openid；再让同一个人登录同一主体的两个应用。"
        "证据是前者 uid 相同，或后者 uid 不同（中）。",
    ),
    advice=Text(
        "A unique key on (appid, openid), and a column unionid by which accounts of apps of one owner are joined.",
        "在 (appid, openid) 上建唯一索引，另用 unionid 列关联同一主体各应用的账号。",
    ),
    probe=_probe,
    requests=8,
    no_flaw_if=Text(
        "The apps are told apart on purpose, with accounts of their own: then only one openid for two people is a "
        "flaw.",
        "各应用的账号有意分开：此时只有“两个人共用一个 openid”算问题。",
    ),
    needs=(Need.SESSION, Need.UID, Need.TWO_APPS),
    cwe=(694,),
    owasp="API1",
    references=(UNIONID,),
    after=("any-code",),
    swallowed_by=("keyed-by-nickname",),
)
