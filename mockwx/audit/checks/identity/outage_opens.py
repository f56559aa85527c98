"""outage-opens: where WeChat is down, somebody is logged in all the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import API2, API10, GUIDE
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

_OUTAGES: tuple[tuple[str, Mapping[str, Any], Text], ...] = (
    ("reset", {"net": "reset"}, Text("WeChat resets the connection", "微信重置连接")),
    ("empty", {"net": "empty"}, Text("WeChat closes without an answer", "微信不应答就断开")),
    ("bad-gateway", {"body": {"template": "nginx-502"}}, Text("WeChat's gateway answers 502", "微信网关返回 502")),
    ("portal", {"body": {"template": "captive-portal"}}, Text("a captive portal answers", "被强制门户页面应答")),
    ("busy", {"errcode": -1}, Text("WeChat answers -1", "微信返回 -1")),
    ("truncated", {"body": {"truncate": 20}}, Text("WeChat's answer is cut", "微信的应答被截断")),
    ("nothing", {"body": {"raw": "{}"}}, Text("WeChat answers {}", "微信返回 {}")),
)
_BROKEN = ("reset", "empty", "bad-gateway", "portal", "truncated")


async def _probe(lab: Lab) -> ProbeResult:
    opened = []
    for name, fault, title in _OUTAGES:
        person = await lab.person()
        lab.rule(lab.exchange, person, then=fault)
        login = await lab.login(person)
        if login.let_in and not login.exchanged:
            opened.append((name, fault, title, login))
    # An answer that was read and held no openid is null-account's, and no outage.
    if not any(name in _BROKEN for name, *_ in opened):
        number = len(_OUTAGES)
        return passed(Text(f"in {number} outages nobody was let in", f"{number} 种故障中都没有放行"))
    _, fault, _, first = opened[0]
    names = ", ".join(name for name, *_ in opened)
    return failed(
        [
            lab.finding(
                "outage",
                Text(f"it logs somebody in while WeChat is down ({names})", f"微信不可用时仍然放行登录（{names}）"),
                *(lab.observation(title, login) for _, _, title, login in opened[:3]),
                seen=len(opened),
                tried=len(_OUTAGES),
                session_tried=first.session_tried,
                scenario={
                    "name": "nobody is logged in while WeChat is down",
                    "rules": [{"when": {"api": "code2session"}, "then": dict(fault)}],
                    "steps": [
                        {"phone.login": {"user": "alice", "as": "code"}},
                        {"backend.login": {"code": "$code"}, "expect": {"outcome": ["unavailable", "refused"]}},
                    ],
                },
            )
        ]
    )


CHECK = AuditCheck(
    id="outage-opens",
    area=Area.IDENTITY,
    severity=Severity.CRITICAL,
    proof=(Proof.NO_EXCHANGE,),
    phase=Phase.DOORS,
    title=Text("An outage of WeChat logs people in", "微信故障时放行登录"),
    flaw=Text(
        'An exception handler falls back to "log in as …": whoever can wait for an outage, or cause a time-out, is in.',
        "异常处理里“降级”为直接登录：只要等到微信故障或制造超时，任何人都能登录。",
    ),
    explanation=Text(
        "For each kind of outage one fresh code of somebody new. The proof is a session that me accepts, while WeChat "
        "never answered this code with success.",
        "每种故障都用一个新用户的全新 code 尝试。证据是：微信从未对该 code 返回成功，却得到了 me 接受的会话。",
    ),
    advice=Text(
        "Fail closed: without a good answer from WeChat answer 503 (try later) and make no session.",
        "默认拒绝：没有微信的成功应答就返回 503（稍后再试），不创建会话。",
    ),
    probe=_probe,
    requests=2 * len(_OUTAGES),
    no_flaw_if=Text(
        "It is the answer to a code that it had exchanged before; the audit uses fresh codes, so that is never told.",
        "对之前已成功兑换的 code 重复应答；audit 只用全新的 code，因此不会误报。",
    ),
    needs=(Need.SESSION,),
    cwe=(636, 755),
    owasp="API10",
    references=(GUIDE, API10, API2),
    core=True,
    swallowed_by=("any-code",),
)
