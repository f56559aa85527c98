"""state-missing: the links of a web login have no state, the documentation's, everybody's, or one that is short."""

from __future__ import annotations

import math
import re

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_tested, passed
from mockwx.audit.checks.references import RFC9700, WEB_LOGIN
from mockwx.audit.checks.web_flow import ACTION, StartSeen, flow_of
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

STARTS = 3
SAMPLE = "STATE"
"""As it stands in the sample links of WeChat's documentation."""
BITS = 64
_ALPHABETS = ((r"[0-9]*", 10), (r"[0-9a-f]*|[0-9A-F]*", 16), (r"[a-z0-9]*|[A-Z0-9]*", 36), (r".*", 64))


async def _probe(lab: Lab) -> ProbeResult:
    flow = flow_of(lab)
    if (why := await flow.why_untested()) is not None:
        return not_tested(why)
    starts = [await flow.start(await lab.person()) for _ in range(STARTS)]
    finding = _judged(lab, starts)
    if finding is None:
        return passed(
            Text(f"{STARTS} browsers, {STARTS} long states", f"{STARTS} 个浏览器得到 {STARTS} 个足够长的 state")
        )
    return failed([finding])


def _judged(lab: Lab, starts: list[StartSeen]) -> AuditFinding | None:
    states = [start.state for start in starts]
    severity = Severity.HIGH
    if not all(states):
        cause, what = "none", Text("a link to WeChat's page has no state", "跳往微信页面的链接里没有 state")
    elif SAMPLE in states:
        cause, what = "sample", Text(f"the state is the documentation's {SAMPLE}", f"state 就是文档示例里的 {SAMPLE}")
    elif len(set(states)) < len(states):
        cause, what = "same", Text("several browsers got the same state", "不同浏览器得到相同的 state")
    elif (bits := min(map(_bits, states))) < BITS:
        cause, severity = "short", Severity.MEDIUM
        what = Text(f"a state has at most {bits} bits: it can be guessed", f"state 最多只有 {bits} 比特，可以被猜中")
    else:
        return None
    title = Text("the start of a login in a browser", "在一个浏览器中开始登录")
    observations = [lab.observation(title, start.seen) for start in starts]
    return lab.finding(cause, what, *observations, severity=severity, action=ACTION, seen=STARTS, tried=STARTS)


def _bits(state: str) -> int:
    size = next(size for pattern, size in _ALPHABETS if re.fullmatch(pattern, state, re.DOTALL))
    return int(len(state) * math.log2(size))


CHECK = AuditCheck(
    id="state-missing",
    area=Area.WEB,
    severity=Severity.HIGH,
    proof=(Proof.JOURNAL,),
    phase=Phase.OTHERS,
    title=Text("The web login has no state worth the name", "网页登录没有像样的 state"),
    flaw=Text(
        "Without a state that only this browser knows, somebody can lead another's browser to a callback with a code "
        "of "
        "his own: the victim is logged in as the attacker, and binds or pays into the attacker's account.",
        "没有只属于该浏览器的 state，攻击者就能让别人的浏览器打开带有自己 code 的回调：受害者登录成了攻击者的账号，"
        "之后的绑定、支付都归攻击者。",
    ),
    explanation=Text(
        "Three browsers begin a login. Their links are read: a state must be there, another one in each, not the "
        "documentation's STATE, and of at least 64 bits.",
        "用三个浏览器各开始一次登录并读取链接：必须有 state、各不相同、不是文档示例的 STATE，且至少 64 比特。",
    ),
    advice=Text(
        "Make a state by chance at each start (Python secrets.token_urlsafe(24), Node crypto.randomBytes(24)), put it "
        "into a cookie (HttpOnly, SameSite=Lax) of this browser, and compare both in the callback.",
        "每次开始登录时随机生成 state（Python secrets.token_urlsafe(24)，Node crypto.randomBytes(24)），写入该浏览器的 "
        "cookie（HttpOnly、SameSite=Lax），在回调里比较两者。",
    ),
    probe=_probe,
    requests=STARTS + 4,
    no_flaw_if=Text(
        "The link is made by a script in the page: then the audit sees another one. Say under save of start where it "
        "stands.",
        "链接由页面脚本生成时，audit 看到的不是它；请在 start 的 save 里写明链接在哪里。",
    ),
    needs=(Need.WEB,),
    cwe=(352,),
    owasp="API2",
    references=(RFC9700, WEB_LOGIN),
)
