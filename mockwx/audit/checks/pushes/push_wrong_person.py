"""push-wrong-person: an event is about OpenID, and FromUserName is taken for the person."""

from __future__ import annotations

import asyncio
import json
import re

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_tested, passed
from mockwx.audit.checks.pushes.push_target import ACTION, PATIENCE, REQUESTS, target_of
from mockwx.audit.checks.references import PUSHES
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

_FROM = re.compile(r"<FromUserName><!\[CDATA\[(.*?)\]\]>")


async def _probe(lab: Lab) -> ProbeResult:
    target = target_of(lab)
    if target is None:
        return not_tested(Need.CALLBACK.missing)
    control = await target.control()
    if control.why_untested is not None:
        return not_tested(control.why_untested)
    alice, bystander = await lab.person(), await lab.person()
    sender = _sender(str((await target.push(alice, send=False)).get("message", "")))
    if not sender:
        return not_tested(Text("its pushes name no sender", "推送里没有发送者"))
    # Whoever takes FromUserName for the person ends the session of somebody who is called so.
    await asyncio.to_thread(lab.shared.client.put_user, bystander.name, openids={target.app: sender})
    before = await target.login(bystander)
    if not before.let_in:
        return not_tested(Text("somebody of that openid cannot log in", "该 openid 的用户无法登录"))
    push = await target.push(await lab.person())
    seen = await target.looked_at(before, push, bystander, wait=2 * control.seconds if control.effect else PATIENCE / 5)
    if not seen.effect:
        return passed(Text("FromUserName was not taken for the person", "没有把 FromUserName 当作用户"))
    title = Text(
        "a cancellation of somebody else, and who is called like WeChat's own account",
        "注销别人，观察与微信账号同名的用户",
    )
    what = Text(
        "a cancellation ends the session of whoever FromUserName names, and not of OpenID",
        "注销推送结束的是 FromUserName 所指用户的会话，而不是 OpenID 所指的用户",
    )
    return failed([lab.finding("from-user-name", what, target.observation(title, seen), action=ACTION)])


def _sender(message: str) -> str:
    if (match := _FROM.search(message)) is not None:
        return match[1]
    try:
        return str(json.loads(message).get("FromUserName") or "")
    except (ValueError, AttributeError):
        return ""


CHECK = AuditCheck(
    id="push-wrong-person",
    area=Area.PUSHES,
    severity=Severity.MEDIUM,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.OTHERS,
    title=Text("A push is taken for another person's", "把推送当成别人的"),
    flaw=Text(
        "In ordinary messages FromUserName is the person. In events about a person's authorisation it is WeChat's own "
        "account, and OpenID is the person: the one who wants to be forgotten stays, or somebody else goes.",
        "普通消息里 FromUserName 是用户；而在授权变更事件里它是微信自己的账号，OpenID 才是用户：该被遗忘的人还在，"
        "或者别人被删掉。",
    ),
    explanation=Text(
        "Somebody whose openid is the very FromUserName of such events logs in; then another person is cancelled. "
        "The proof "
        "is that the first one's session is gone.",
        "让一个 openid 恰好等于此类事件 FromUserName 的人登录，然后注销另一个人。证据是前者的会话消失。",
    ),
    advice=Text(
        "For user_info_modified, user_authorization_revoke and user_authorization_cancellation read OpenID (some "
        "pages spell "
        "it openid, or with a blank before it), and never FromUserName.",
        "对 user_info_modified、user_authorization_revoke、user_authorization_cancellation 读取 OpenID（有的页面写作 "
        "openid，"
        "或前面带空格），不要用 FromUserName。",
    ),
    probe=_probe,
    requests=2 * (REQUESTS + 11) + 2,
    needs=(Need.CALLBACK, Need.ME),
    cwe=(639,),
    references=(PUSHES,),
)
