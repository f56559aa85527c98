"""push-replayed: an earlier push, sent once more, takes effect again."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_tested, passed
from mockwx.audit.checks.pushes.push_target import ACTION, REQUESTS, target_of
from mockwx.audit.checks.references import PUSHES
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    target = target_of(lab)
    if target is None:
        return not_tested(Need.CALLBACK.missing)
    control = await target.control()
    if control.why_untested is not None:
        return not_tested(control.why_untested)
    if not control.effect:
        return not_tested(Text("a genuine push has no effect that could be repeated", "正常推送没有可以重复的效果"))
    person = await lab.person()
    wait = 2 * control.seconds
    first = await target.seen(person, wait=wait)
    again = await target.login(person)
    if not (first.effect and again.let_in):
        return not_tested(Text("who was cancelled cannot come back", "注销后的用户无法再次登录"))
    replayed = await target.looked_at(again, await target.push(person, forge="replay"), person, wait=wait)
    if not replayed.effect:
        return passed(Text("the same push again had no effect", "同一推送再次到来没有效果"))
    title = Text("the same push again, after the person had come back", "用户重新登录后，再次发来同一推送")
    what = Text(
        "a push that came before ends the session of who has come back since",
        "之前来过的推送，结束了之后重新登录的用户的会话",
    )
    return failed([lab.finding("replay", what, target.observation(title, replayed), action=ACTION)])


CHECK = AuditCheck(
    id="push-replayed",
    area=Area.PUSHES,
    severity=Severity.MEDIUM,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.OTHERS,
    title=Text("An old push takes effect again", "旧的推送再次生效"),
    flaw=Text(
        "WeChat itself repeats a push that was not answered in time, and whoever has recorded one can send it for "
        "ever: its "
        "signature stays good.",
        "推送没有及时得到应答时，微信自己也会重发；而录下过一次的人可以永远重放，签名始终有效。",
    ),
    explanation=Text(
        "Somebody is cancelled by a genuine push and logs in again. Then the very same bytes come once more. The "
        "proof is "
        "that the new session is gone.",
        "先用正常推送注销一个用户，该用户再次登录；随后原样重发同一请求。证据是新会话消失。",
    ),
    advice=Text(
        "Remember nonce and timestamp (or the event's own key: FromUserName, CreateTime, Event) for a few minutes "
        "and answer "
        "success without doing anything; refuse timestamps older than that.",
        "在几分钟内记住 nonce 和 timestamp（或事件自身的键：FromUserName、CreateTime、Event），重复的直接回答 success "
        "而不再处理；更旧的 timestamp 一律拒绝。",
    ),
    probe=_probe,
    requests=2 * (REQUESTS + 11) + REQUESTS + 11,
    no_flaw_if=Text(
        "The event says only what is so (a profile was changed), and taking it twice changes nothing.",
        "事件只描述现状（如资料已修改），处理两次也不会有变化。",
    ),
    needs=(Need.CALLBACK, Need.ME),
    cwe=(294,),
    references=(PUSHES,),
)
