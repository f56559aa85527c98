"""session-guessable: the session follows from what others know, or counts up, or is short."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import API2, GUIDE
from mockwx.audit.checks.scenario_steps import OPENID, REFUSED, STRANGER, UNIONID, VICTIM, is_known, played, victim_in
from mockwx.audit.checks.sessions.session_values import ENOUGH_BITS, bits_at_most, counts, how_guessable, spellings
from mockwx.audit.finding import AuditFinding, Observation
from mockwx.audit.lab import Lab, LoginSeen, session_names
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

LOGINS = 5


async def _probe(lab: Lab) -> ProbeResult:
    bob = await lab.person()
    # Others log in between, which shows whether sessions count for all.
    people = [bob, *[await lab.person() for _ in range(LOGINS - 2)], bob]
    logins = [await lab.login(person) for person in people]
    if not all(login.let_in and _value(login) for login in logins):
        return passed(Text("the session is a cookie among several", "会话是若干 cookie 之一"))
    # The same session for two logins of one person is no sign of little chance.
    sessions = list(dict.fromkeys(_value(login) for login in logins))
    how = next((how for login in logins if (how := how_guessable(_value(login), _public(lab, login)))), None)
    if how is not None:
        used = await _used_by_another(lab)
        what = Text(f"the session is {how}", f"会话就是 {how}")
        return failed(
            [_finding(lab, "derived", what, logins, used, scenario=_scenario(lab, logins[0]) if used else None)]
        )
    if counts(sessions):
        return failed([_finding(lab, "counts", Text("the session counts up", "会话逐个递增"), logins)])
    if any(session.count(".") == 2 for session in sessions):
        return passed(Text("a JWT: nobody else can make its signature", "JWT：他人无法伪造签名"))
    bits = bits_at_most(sessions)
    if bits < ENOUGH_BITS:
        short = Text(f"the session has at most {bits:.0f} bits of chance", f"会话最多只有 {bits:.0f} 位随机性")
        return failed([_finding(lab, "short", short, logins, severity=Severity.HIGH)])
    return passed(Text("it follows from nothing that others know", "无法由他人知道的值推出"))


async def _used_by_another(lab: Lab) -> list[Observation]:
    """What ``me`` answers to somebody who only computed the session of a new person."""
    names = session_names(lab.backend)
    if not names or not lab.has(Need.ME):
        return []
    theirs = await lab.login(await lab.person())
    if how_guessable(_value(theirs), _public(lab, theirs)) is None:
        return []
    computed: dict[str, Any] = {names[0]: _value(theirs)}
    seen = await lab.act("me", await lab.person(), **computed)
    if not seen.ok or seen.saved.get("uid") != (theirs.me or theirs).saved.get("uid"):
        return []
    return [lab.observation(Text("me, asked with a computed session of another", "用推算出的他人会话请求 me"), seen)]


def _scenario(lab: Lab, login: LoginSeen) -> dict[str, Any] | None:
    """None where the session follows from more than a scenario can name."""
    public, session = _public(lab, login), _value(login)
    known = {"openid": OPENID, "unionid": UNIONID}
    computed = (
        of_victim
        for name, value in known.items()
        for (_, text), (_, of_victim) in zip(spellings(public[name]), spellings(value), strict=True)
        if text == session
    )
    victims = f"${VICTIM}.uid" if session == public["uid"] else next(computed, None)
    if victims is None:
        return None
    asked = {"backend.me": {"user": STRANGER, session_names(lab.backend)[0]: victims}, "expect": REFUSED}
    return played("a session cannot be computed", [*is_known(lab, VICTIM), asked], users=victim_in(lab))


def _value(login: LoginSeen) -> str:
    return login.session.partition("; ")[0].partition("=")[2] if _is_cookie(login) else login.session


def _is_cookie(login: LoginSeen) -> bool:
    return any(login.session.startswith(f"{name}=") for name, _ in login.answer.cookies)


def _public(lab: Lab, login: LoginSeen) -> dict[str, str]:
    """What somebody else may know of who logged in."""
    person = login.person
    return {
        "openid": person.openid,
        "uid": "" if login.uid is None else str(login.uid),
        "unionid": person.unionid,
        "phone number": person.phone_number,
        "code": str(login.code or ""),
        "appid": next(iter(lab.shared.client.apps().values())).appid,
    }


def _finding(
    lab: Lab,
    cause: str,
    what: Text,
    logins: list[LoginSeen],
    used: list[Observation] | None = None,
    *,
    severity: Severity | None = None,
    scenario: Mapping[str, Any] | None = None,
) -> AuditFinding:
    title = Text("a login, and the session that it gives", "一次登录及其会话")
    return lab.finding(
        cause,
        what,
        *(lab.observation(title, login) for login in logins[:2]),
        *(used or []),
        severity=severity,
        scenario=scenario,
        session_tried=bool(used) or logins[0].session_tried,
    )


CHECK = AuditCheck(
    id="session-guessable",
    area=Area.SESSIONS,
    severity=Severity.CRITICAL,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.SESSIONS,
    title=Text("Sessions can be guessed", "会话可以被猜出"),
    flaw=Text(
        "The session is the openid, the user's id, a hash of either, or the next number. None of these is a secret: "
        "whoever knows it for another is that person, without any login.",
        "会话就是 openid、用户 id、二者的哈希，或者下一个编号。这些都不是秘密：知道别人的值，不用登录就成了那个人。",
    ),
    explanation=Text(
        f"{LOGINS} logins of several people. Their sessions are compared with the openid, unionid, uid, phone number, "
        "code and appid, alone or two of them joined, as they are and as base64, hex, md5, sha1, sha256; then whether "
        "they count up, and how many bits can differ in them. The proof is equality, and me that accepts a computed "
        "one. A person who gets the same session twice has it again, which is right.",
        f"多个人共登录 {LOGINS} 次。把会话与 openid、unionid、uid、手机号、code、appid（单独或两两拼接，原样及 base64、"
        f"hex、"
        "md5、sha1、sha256）比较，再看是否递增、有多少位可变。证据是相等，以及 me 接受推算出的会话。"
        "同一个人两次得到相同的会话是复用，没有问题。",
    ),
    advice=Text(
        "A session is 32 random bytes from the system: secrets.token_urlsafe(32) in Python, crypto.randomBytes(32) in "
        "Node, SecureRandom in Java, crypto/rand in Go. Keep its hash beside the user's id.",
        "会话应为系统提供的 32 个随机字节：Python 用 secrets.token_urlsafe(32)，Node 用 crypto.randomBytes(32)，Java "
        "用 "
        "SecureRandom，Go 用 crypto/rand。在用户 id 旁保存其哈希。",
    ),
    probe=_probe,
    requests=2 * LOGINS + 3,
    needs=(Need.SESSION,),
    cwe=(330, 340),
    owasp="API2",
    references=(GUIDE, API2),
    after=("any-code",),
)
