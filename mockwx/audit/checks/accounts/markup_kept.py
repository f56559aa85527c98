"""markup-kept: a nickname is taken for HTML, SQL or a template."""

from __future__ import annotations

import re
from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_applicable, passed
from mockwx.audit.checks.accounts.nicknames import NO_WAY, PROFILE, named, way_of
from mockwx.audit.checks.references import cve
from mockwx.audit.checks.scenario_steps import logs_in, opens, played
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import ActionSeen, Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

HTML = "<img src=x onerror=alert(7919)>"
SQL = "' or 1=1 -- "
TEMPLATE = "{{7919*7907}}"
SOLVED = "62615533"
_SQL_ERROR = re.compile(
    r"SQLSTATE|SQL syntax|syntax error at or near|sqlite3\.|ORA-\d{5}|unterminated quoted string|PSQLException"
)


async def _probe(lab: Lab) -> ProbeResult:
    way = await way_of(lab)
    if way is None:
        return not_applicable(NO_WAY)
    findings: list[AuditFinding] = []
    for nickname in (HTML, SQL, TEMPLATE):
        answer = await named(lab, way, nickname)
        answers = [answer.seen]
        if answer.seen.ok and lab.has(Need.ME):
            answers.append(await lab.act("me", answer.person))
        wrong = next(((how, seen) for seen in answers if (how := _taken_for(seen)) is not None), None)
        if wrong is not None:
            (cause, what), seen = wrong
            title = Text(f"the nickname {nickname}", f"昵称 {nickname}")
            scenario = _scenario(lab, nickname) if way == PROFILE and cause != "html" else None
            seen_here = lab.observation(title, seen)
            findings.append(lab.finding(cause, what, seen_here, action=answer.action, scenario=scenario))
    return failed(findings) if findings else passed(Text("nicknames are texts", "昵称只是文本"))


def _scenario(lab: Lab, nickname: str) -> dict[str, Any]:
    taken = {"outcome": ["ok", "refused"], "never_contains": [SOLVED]}
    steps = [*logs_in("alice"), *opens(PROFILE, "alice", sent={"nickname": nickname}, expect=taken)]
    if "me" in lab.backend.actions:
        steps.append({"backend.me": {"user": "alice"}, "expect": {"outcome": "ok", "never_contains": [SOLVED]}})
    return played("a nickname is a text", steps)


def _taken_for(seen: ActionSeen) -> tuple[str, Text] | None:
    body = seen.answer.body.decode("utf-8", "replace")
    kind = next((value for name, value in seen.answer.headers if name.lower() == "content-type"), "")
    if HTML in body and "html" in kind.lower():
        return "html", Text("a page holds the nickname as HTML", "页面把昵称当作 HTML 输出")
    if _SQL_ERROR.search(body):
        return "sql", Text("the nickname ends in an error of the database", "昵称引发了数据库错误")
    if SOLVED in body:
        return "template", Text("the nickname was computed as a template", "昵称被当作模板执行")
    return None


CHECK = AuditCheck(
    id="markup-kept",
    area=Area.ACCOUNTS,
    severity=Severity.MEDIUM,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.OTHERS,
    title=Text("A nickname is run as code", "昵称被当作代码"),
    flaw=Text(
        "Nicknames come from strangers. Put into a page, a query or a template as they are, they run there: in the "
        "browser of whoever looks at the list of members, or in the database.",
        "昵称来自陌生人。原样放进页面、查询或模板就会被执行：在查看会员列表的人的浏览器里，或在数据库里。",
    ),
    explanation=Text(
        "Nicknames that are HTML, SQL and a template. The proof is the tag as it is in an answer that is HTML, an "
        "error "
        "of the database, or the product of the template's numbers.",
        "使用 HTML、SQL、模板形式的昵称。证据是 HTML 应答中原样出现该标签、出现数据库错误，或出现模板算式的结果。",
    ),
    advice=Text(
        "Escape where a text is put out (autoescape, textContent, {{ }} of Vue), bind parameters in queries, and never "
        "make a template of what a user wrote.",
        "输出时转义（autoescape、textContent、Vue 的 {{ }}），查询用参数绑定，绝不把用户写的内容当作模板。",
    ),
    probe=_probe,
    requests=3 * 6,
    no_flaw_if=Text(
        "A JSON answer holds it as a text: whoever shows it must escape it.",
        "JSON 应答把它作为文本返回：由显示它的一方转义。",
    ),
    needs=(Need.SESSION,),
    needs_any=(Need.PROFILE, Need.WEB, Need.USERINFO),
    cwe=(79, 89),
    owasp="API8",
    references=(cve("2021-43678"),),
    after=("any-code",),
)
