"""state-leads-away: a parameter of the start, or the state, is a URL, and the login ends there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_tested, passed
from mockwx.audit.checks.references import RFC9700, cve
from mockwx.audit.checks.scenario_steps import played, web_login
from mockwx.audit.checks.web_flow import ACTION, WebFlow, flow_of, with_query
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import ActionSeen, Lab, LabPerson, session_names
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

HOST = "canary.invalid"
TARGETS = (f"https://{HOST}/", f"//{HOST}/", f"/\\{HOST}/")
NAMES = (
    "redirect",
    "redirect_uri",
    "redirect_url",
    "redirectUrl",
    "return",
    "return_to",
    "return_url",
    "returnUrl",
    "next",
    "url",
    "target",
    "callback",
    "continue",
    "from",
    "back",
    "state",
)
SHORTEST_SESSION = 8
MOST_TRIED = 5


async def _probe(lab: Lab) -> ProbeResult:
    flow = flow_of(lab)
    if (why := await flow.why_untested()) is not None:
        return not_tested(why)
    tried = len(TARGETS) + 1
    for target in TARGETS:
        person = await lab.person()
        start = await flow.start(person, dict.fromkeys(NAMES, target))
        if leads_away(start.seen):
            return failed([await _finding(flow, "start", target, start.seen, tried)])
        url = await flow.agree(person, start.link) if start.link else ""
        if url and leads_away(back := await flow.open(person, url)):
            return failed([await _finding(flow, "start-parameter", target, back, tried)])
    person = await lab.person()
    back = await flow.open(person, with_query(await flow.back(person), state=TARGETS[0]))
    if leads_away(back):
        return failed([await _finding(flow, "state", TARGETS[0], back, tried)])
    return passed(Text(f"nothing led to {HOST} in {tried} logins", f"{tried} 次登录均未跳往 {HOST}"))


def leads_away(seen: ActionSeen) -> bool:
    """Whether a browser that follows the answer is at the canary's host."""
    return any(host == HOST for host in _hosts(seen))


def _hosts(seen: ActionSeen) -> Iterator[str]:
    for name, value in seen.answer.headers:
        if name.lower() in ("location", "refresh"):
            # Browsers take a backslash for a slash.
            location = value.partition("url=")[2] if name.lower() == "refresh" else value
            yield urlsplit(location.strip().replace("\\", "/")).hostname or ""


async def _finding(flow: WebFlow, cause: str, target: str, seen: ActionSeen, tried: int) -> AuditFinding:
    stranger = await flow.lab.person()
    carries = await _carries_session(flow.lab, seen, stranger)
    with_en, with_zh = (", and the session goes along", "，并带上了会话") if carries else ("", "")
    return flow.lab.finding(
        cause,
        Text(f"the login ends at {target}, as the request said{with_en}", f"登录最终跳往请求指定的 {target}{with_zh}"),
        flow.lab.observation(Text("where the answer leads", "应答跳往哪里"), seen),
        severity=Severity.CRITICAL if carries else Severity.HIGH,
        action=ACTION,
        scenario=_scenario(flow, cause, target),
        seen=1,
        tried=tried,
    )


def _scenario(flow: WebFlow, cause: str, target: str) -> dict[str, Any] | None:
    """Of a state that is a URL there is none: where it leads is decided in a callback that WeChat did not write."""
    if cause == "state" or flow.polls:
        return None
    start, *others = web_login("alice", flow.suffix)
    start |= {
        "extra": {"query": dict.fromkeys(NAMES, target)},
        "expect": {"never_contains": [f" {target}", f'"{target}']},
    }
    if cause == "start":
        return played("a login begins at WeChat", [start])
    others[-1] |= {"expect": {"never_contains": [HOST]}}
    return played("a login ends on this site", [start, *others])


async def _carries_session(lab: Lab, seen: ActionSeen, stranger: LabPerson) -> bool:
    """Whether a value in the URL is a session: ``me`` says so."""
    location = next((value for name, value in seen.answer.headers if name.lower() == "location"), "")
    parts = urlsplit(location.replace("\\", "/"))
    values = [value for _, value in (*parse_qsl(parts.query), *parse_qsl(parts.fragment))]
    names = session_names(lab.backend)
    if "me" not in lab.backend.actions or not names:
        return False
    for value in [value for value in values if len(value) >= SHORTEST_SESSION][:MOST_TRIED]:
        session: dict[str, Any] = dict.fromkeys(names, value)
        if (await lab.act("me", stranger, **session)).ok:
            return True
    return False


CHECK = AuditCheck(
    id="state-leads-away",
    area=Area.WEB,
    severity=Severity.CRITICAL,
    proof=(Proof.JOURNAL,),
    phase=Phase.OTHERS,
    title=Text("A login can be made to end on another site", "登录后会被带到别的网站"),
    flaw=Text(
        "A link to the real site ends on the attacker's page, which looks like it and asks for a password; where the "
        "session stands in the URL, it is handed over as well.",
        "真网站的链接最终跳到攻击者的页面，后者仿冒原站索要密码；若会话写在 URL 里，也一并交出。",
    ),
    explanation=Text(
        "Logins are begun with a URL of a host that does not exist (https://canary.invalid/, //canary.invalid/, "
        "/\\canary.invalid/) under sixteen names, and one callback has it as its state. The proof is a redirect to "
        "that "
        "host. With a session in it that me accepts, anybody becomes anybody.",
        "以十六种参数名带上不存在的主机（https://canary.invalid/、//canary.invalid/、/\\canary.invalid/）开始登录，"
        "并有一次把它作为回调的 state。证据是跳转到该主机；若其中带有 me 接受的会话，则任何人都能冒充任何人。",
    ),
    advice=Text(
        "Keep where a login leads on the server, under the state. Allow paths of your own site only: they begin with "
        "one "
        "slash and neither a second slash nor a backslash follows. Never put a session into a URL.",
        "登录后去哪里应保存在服务端，以 state 为键。只允许本站路径：以一个斜杠开头，其后不能是斜杠或反斜杠。"
        "不要把会话放进 URL。",
    ),
    probe=_probe,
    requests=3 * 3 + 4 + MOST_TRIED + 4,
    needs=(Need.WEB,),
    cwe=(601,),
    owasp="API8",
    references=(RFC9700, cve("2017-1000069")),
)
