"""token-forced: stable_token is asked with force_refresh where nothing is wrong."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import ACCESS_TOKEN
from mockwx.audit.checks.tokens.token_calls import DEAD
from mockwx.audit.lab import ActionSeen, Lab
from mockwx.audit.needs import Need
from mockwx.client import JournalEntry
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    forced = [seen for seen in lab.shared.answers if _forces(seen)]
    if not forced:
        return passed(Text("no token was forced where none was dead", "token 没有失效时未强制刷新"))
    title = Text("a token is forced, and none was dead", "token 没有失效却强制刷新")
    return failed(
        [
            lab.finding(
                "forced",
                Text(
                    f"it asked {len(forced)} times with force_refresh: true where WeChat had refused no token",
                    f"微信没有拒绝 token，却 {len(forced)} 次用 force_refresh: true 获取",
                ),
                *(lab.observation(title, seen) for seen in forced[:2]),
                action="phone",
                seen=len(forced),
                tried=len(forced),
            )
        ]
    )


def _forces(seen: ActionSeen) -> bool:
    """A forced token before WeChat had said in this very request that one is dead."""
    for call in seen.calls:
        if call.errcode in DEAD:
            return False
        if call.api == "stable_token" and _is_forced(call):
            return True
    return False


def _is_forced(call: JournalEntry) -> bool:
    body = str(call.request.get("body") or "").replace(" ", "").lower()
    return '"force_refresh":true' in body or "'force_refresh':true" in body


CHECK = AuditCheck(
    id="token-forced",
    area=Area.TOKENS,
    severity=Severity.MEDIUM,
    proof=(Proof.JOURNAL,),
    phase=Phase.WHOLE,
    title=Text("Tokens are forced without need", "无故强制刷新 token"),
    flaw=Text(
        "force_refresh ends the token that all others use, at once, and may be used 20 times a day. It is for leaked "
        "tokens; as the usual way it makes stable_token worse than what it replaces.",
        "force_refresh 会立刻使其他人正在使用的 token 失效，且每天只能用 20 次。它是为 token 泄露准备的；"
        "平时也用，stable_token 反而比旧接口更糟。",
    ),
    explanation=Text(
        "In all of the audit it is looked for stable_token with force_refresh: true in a request in which WeChat had "
        "not "
        "said that a token is dead.",
        "在整个审计中查找：微信没有说 token 失效，却以 force_refresh: true 调用 stable_token 的请求。",
    ),
    advice=Text("Leave force_refresh away; WeChat renews in time.", "不要传 force_refresh，微信会按时更新。"),
    probe=_probe,
    requests=0,
    needs=(Need.PHONE,),
    owasp="API4",
    references=(ACCESS_TOKEN,),
)
