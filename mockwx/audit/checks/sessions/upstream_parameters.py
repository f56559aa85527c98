"""upstream-parameters: the client adds parameters to the call of WeChat that carries the AppSecret."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import CODE2SESSION
from mockwx.audit.checks.scenario_steps import REFUSED, played
from mockwx.audit.lab import ActionSeen, Lab
from mockwx.core.text.bilingual import Text

CANARY = "mockwxcanary"
_BEHIND = (
    (f"&{CANARY}=1", Text("another parameter behind the code", "code 后面跟着另一个参数")),
    ("#x", Text("a fragment behind the code", "code 后面跟着片段标识")),
    (f"%26{CANARY}%3D1", Text("another parameter, escaped once", "转义一次的另一个参数")),
    (f"\r\nX-{CANARY}: 1", Text("a header behind the code", "code 后面跟着请求头")),
    (f" HTTP/1.1\r\nX-{CANARY}: 1\r\n", Text("the end of the request line", "请求行提前结束")),
    ("/../", Text("a path behind the code", "code 后面跟着路径")),
)


SCENARIO = played(
    "a code with a parameter behind it is no code",
    [
        {"phone.login": {"user": "alice", "as": "code"}},
        {"backend.login": {"user": "alice", "code": f"$code&{CANARY}=1"}, "expect": REFUSED},
    ],
)


async def _probe(lab: Lab) -> ProbeResult:
    seen: list[tuple[Text, ActionSeen, str]] = []
    for behind, title in _BEHIND:
        person = await lab.person()
        before = lab.mark()
        login = await lab.login(person, await lab.code(person) + behind, prove=False)
        changed = next((how for call in lab.calls(since=before) if (how := _changed(call.request))), None)
        if changed is not None:
            seen.append((title, login, changed))
    if not seen:
        return passed(Text("every code came to WeChat as it was, or not at all", "code 原样到达微信，或被直接拒绝"))
    return failed(
        [
            lab.finding(
                "pasted",
                Text(
                    f"a client changes the backend's own call of WeChat ({', '.join(how for *_, how in seen)})",
                    f"客户端改变了后端对微信的调用（{'、'.join(how for *_, how in seen)}）",
                ),
                *(lab.observation(title, login) for title, login, _ in seen[:3]),
                scenario=SCENARIO if any(how == "parameter" and login.ok for _, login, how in seen) else None,
                seen=len(seen),
                tried=len(_BEHIND),
            )
        ]
    )


def _changed(request: Mapping[str, Any]) -> str | None:
    """What the client did to the call; None: nothing."""
    query: Mapping[str, Any] = request.get("query") or {}
    headers: Mapping[str, Any] = request.get("headers") or {}
    if CANARY in query:
        return "parameter"
    if any(CANARY in name.lower() for name in headers):
        return "header"
    if query.keys() & {"js_code", "code"} and "grant_type" not in query and "secret" in query:
        return "cut"
    return None


CHECK = AuditCheck(
    id="upstream-parameters",
    area=Area.SESSIONS,
    severity=Severity.HIGH,
    proof=(Proof.JOURNAL,),
    phase=Phase.DOORS,
    title=Text("The client writes into the call that carries the AppSecret", "客户端能改写带 AppSecret 的调用"),
    flaw=Text(
        "The code is pasted into the URL of WeChat's api. A client adds parameters to it, cuts off those behind, or "
        "ends the request: the backend then asks WeChat, with its secret, for what the client wants.",
        "code 被直接拼进微信接口的 URL。客户端可以追加参数、截掉后面的参数，甚至结束请求：后端带着自己的 AppSecret "
        "向微信请求客户端想要的内容。",
    ),
    explanation=Text(
        "A good code with a parameter, a fragment, a header or a path behind it. The proof is the journal: the "
        "parameter or header came to WeChat, or grant_type was cut off.",
        "在有效 code 后面附上参数、片段标识、请求头或路径。证据是日志：该参数或请求头到达了微信，或 grant_type "
        "被截掉。",
    ),
    advice=Text(
        "Never build the URL from texts: give the parameters to the HTTP library as a map (params={…} in requests and "
        "httpx, URLSearchParams in Node, UriComponentsBuilder in Spring, url.Values in Go), and refuse a code with "
        "anything but letters, digits, - and _.",
        "不要用字符串拼 URL：把参数以映射交给 HTTP 库（requests、httpx 的 params={…}，Node 的 URLSearchParams，Spring "
        "的 "
        "UriComponentsBuilder，Go 的 url.Values），并拒绝含有字母、数字、- 和 _ 以外字符的 code。",
    ),
    probe=_probe,
    requests=len(_BEHIND),
    no_flaw_if=Text(
        "WeChat sees all of it escaped inside js_code; that is no finding.",
        "微信在 js_code 里看到的是完整转义后的内容；这不算问题。",
    ),
    cwe=(88, 74),
    owasp="API10",
    references=(CODE2SESSION,),
)
