"""Pushes to one app's callback, and their effect: whether who was logged in still is what they were."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from msgspec import Struct

from mockwx.audit.check import Severity
from mockwx.audit.check_results import ProbeResult, failed, not_applicable, not_tested, passed
from mockwx.audit.checks.web_flow import WebFlow, flow_of
from mockwx.audit.finding import AuditFinding, Observation
from mockwx.audit.lab import ActionSeen, AuditState, Lab, LabPerson, LoginSeen
from mockwx.audit.needs import Need
from mockwx.core.journal.shown import shown_message
from mockwx.core.text.bilingual import Text

EVENT = "user_authorization_cancellation"
"""The person closes the account: whatever else a backend does then, the session ends."""
ACTION = "login"
REQUESTS = 4
"""Of one login with what ``me`` says before and after a push."""
PATIENCE = 5.0
"""Seconds within which a genuine push must show."""
LOOKS = 10
_NO_SAFE_MODE = Text("no callback of the file is in safe mode", "文件里没有安全模式的回调")
_HARMLESS = Text("forged pushes had no effect, genuine ones have", "伪造的推送没有效果，正常推送有")
_REFUSED = Text("forged pushes were refused", "伪造的推送被拒绝")


class PushSeen(Struct, frozen=True):
    """One push, and what it did to who was logged in."""

    push: dict[str, Any]
    before: LoginSeen | None = None
    """None: nobody was logged in, for the file says no way to look at it."""
    after: ActionSeen | None = None

    @property
    def accepted(self) -> bool:
        return bool(self.push.get("accepted"))

    @property
    def effect(self) -> bool:
        """``me`` refuses the session, or says something else than before."""
        if self.before is None or self.before.me is None or self.after is None:
            return False
        return not self.after.ok or self.after.json != self.before.me.json


class Control(Struct, frozen=True):
    """What a genuine push does."""

    why_untested: Text | None = None
    effect: bool = False
    seconds: float = 0.0
    """Until the effect showed."""


_CONTROLS: WeakKeyDictionary[AuditState, dict[str, Control]] = WeakKeyDictionary()


class PushTarget(Struct, frozen=True):
    """An app whose callback is pushed to, and how somebody logs in to it."""

    lab: Lab
    app: str
    is_safe: bool
    is_xml: bool
    flow: WebFlow | None = None
    """None: by ``login``."""

    async def login(self, person: LabPerson) -> LoginSeen:
        return await (self.lab.login(person) if self.flow is None else self.flow.whole(person))

    async def push(self, person: LabPerson, **how: Any) -> dict[str, Any]:
        self.lab.shared.count_request()
        return await self.lab.do("wechat.push", event=EVENT, user=person.name, app=self.app, **how)

    async def seen(self, person: LabPerson, *, wait: float = 0.0, **how: Any) -> PushSeen:
        """The person logs in, the push comes, and ``me`` is looked at until it shows an effect, for ``wait`` "
        "seconds."""
        before = await self.login(person) if self.lab.has(Need.ME) else None
        return await self.looked_at(before, await self.push(person, **how), person, wait=wait)

    async def looked_at(
        self, before: LoginSeen | None, push: dict[str, Any], person: LabPerson, *, wait: float
    ) -> PushSeen:
        if before is None or not before.let_in:
            return PushSeen(push)
        seen = PushSeen(push, before, await self.lab.act("me", person))
        for _ in range(LOOKS if wait else 0):
            if seen.effect:
                break
            await asyncio.sleep(wait / LOOKS)
            seen = PushSeen(push, before, await self.lab.act("me", person))
        return seen

    async def control(self) -> Control:
        """What the backend does with a genuine push; it is looked at once."""
        controls = _CONTROLS.setdefault(self.lab.shared, {})
        if self.app not in controls:
            controls[self.app] = await self._control()
        return controls[self.app]

    async def _control(self) -> Control:
        clock = asyncio.get_running_loop().time
        person = await self.lab.person()
        began = clock()
        seen = await self.seen(person, wait=PATIENCE)
        if not seen.accepted:
            reason = seen.push.get("reason") or "?"
            en, zh = f"a genuine push is not accepted: {reason}", f"正常的推送未被接受：{reason}"
            return Control(Text(en, zh))
        return Control(None, seen.effect, clock() - began if seen.effect else 0.0)

    def observation(self, title: Text, seen: PushSeen) -> Observation:
        """The push, and what ``me`` says after it."""
        attempts = seen.push.get("attempts") or [{}]
        answer = attempts[-1].get("error") or f"HTTP {attempts[-1].get('status')} {attempts[-1].get('body', '')}"
        shown = f"POST {seen.push.get('url', '')} {shown_message(str(seen.push.get('message', '')))}"
        after = "" if seen.after is None else f"; then me: {seen.after.answer.shown()}"
        outcome = "" if seen.after is None else seen.after.outcome
        return Observation(title, request=shown[:600], answer=f"{answer[:200]}{after}", outcome=outcome)


def target_of(lab: Lab, *, safe: bool = False, xml: bool = False) -> PushTarget | None:
    """The app of ``login`` where it has a callback, else that of the web login; None: there is none such."""
    apps = lab.shared.settings.apps
    action = lab.backend.actions.get("login")
    first = (action.app if action is not None else None) or next(iter(apps), None)
    ways: list[tuple[str | None, WebFlow | None]] = [(first, None)]
    if lab.backend.web:
        web = flow_of(lab)
        ways.append((web.login.app, web))
    for name, flow in ways:
        said = (apps.get(name or "") or {}).get("callback") or {}
        is_safe, is_xml = said.get("mode", "plain") == "safe", said.get("format", "xml") == "xml"
        if said and name is not None and (is_safe or not safe) and (is_xml or not xml):
            return PushTarget(lab, name, is_safe, is_xml, flow)
    return None


async def judged(
    lab: Lab, forgeries: Mapping[str, Text], *, of_safe_mode: Mapping[str, Text] | None = None, safe: bool = False
) -> ProbeResult:
    """Each of the forgeries for a person of its own; a finding for each that had the effect of a genuine push.

    :param of_safe_mode: forgeries that only a callback in safe mode can meet.
    :param safe: nothing else is looked at.
    """
    target = target_of(lab, safe=safe)
    if target is None:
        return not_applicable(_NO_SAFE_MODE) if safe else not_tested(Need.CALLBACK.missing)
    control = await target.control()
    if control.why_untested is not None:
        return not_tested(control.why_untested)
    findings: list[AuditFinding] = []
    for forge, title in {**forgeries, **((of_safe_mode or {}) if target.is_safe else {})}.items():
        seen = await target.seen(await lab.person(), forge=forge, wait=2 * control.seconds if control.effect else 0.0)
        if seen.effect or (seen.accepted and not control.effect):
            findings.append(_finding(target, forge, title, seen))
    return failed(findings) if findings else passed(_HARMLESS if control.effect else _REFUSED)


def _finding(target: PushTarget, forge: str, title: Text, seen: PushSeen) -> AuditFinding:
    what = Text(
        f"a push with {title.en} ends the session of the person it names",
        f"{title.zh}的推送结束了其中所指用户的会话",
    )
    if not seen.effect:
        what = Text(
            f"a push with {title.en} is answered as WeChat's own; an effect could not be seen, for a genuine one has "
            f"none",
            f"{title.zh}的推送得到了与微信推送相同的应答；由于正常推送也看不到效果，无法判断它是否生效",
        )
    return target.lab.finding(
        forge,
        what,
        target.observation(title, seen),
        severity=None if seen.effect else Severity.NOTE,
        action=ACTION,
        scenario=scenario(target.app, forge) if seen.effect else None,
    )


def scenario(app: str, forge: str) -> dict[str, Any]:
    push = {"event": EVENT, "user": "alice", "app": app, "forge": forge}
    return {
        "name": f"a forged push ({forge}) has no effect",
        "steps": [
            {"phone.login": {"user": "alice", "as": "code"}},
            {"backend.login": {"code": "$code"}, "expect": {"outcome": "ok"}},
            {"wechat.push": push},
            {"backend.me": {"user": "alice"}, "expect": {"outcome": "ok"}},
        ],
    }
