"""jwt-forged: a JWT that somebody else made, or changed, is taken for a session."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from typing import Any

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_applicable, passed
from mockwx.audit.checks.references import API2
from mockwx.audit.checks.sessions.jwt_keys import PUBLISHED
from mockwx.audit.checks.sessions.session_values import jwt_part, jwt_parts
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import ActionSeen, Lab, session_names
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

_ALGORITHMS = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}
_NONE = ("none", "None", "NONE")


async def _probe(lab: Lab) -> ProbeResult:
    names = session_names(lab.backend)
    bob = await lab.login(await lab.person())
    if not names or jwt_parts(bob.session) is None:
        return not_applicable(Text("the session is no JWT", "会话不是 JWT"))
    findings: dict[str, AuditFinding] = {}
    for cause, what, forged in _forgeries(lab, bob.session):
        sent: dict[str, Any] = {names[0]: forged}
        seen = await lab.act("me", await lab.person(), **sent)
        if seen.ok and bob.me is not None and seen.saved.get("uid") == bob.me.saved.get("uid"):
            findings.setdefault(cause, _finding(lab, cause, what, seen))
            if cause == "unread":
                break  # any signature is accepted: that explains all the others
    return failed(list(findings.values())) if findings else passed(Text("no forged token", "没有接受伪造的令牌"))


def _forgeries(lab: Lab, session: str) -> Iterator[tuple[str, Text, str]]:
    """Bob's token, made by somebody who has only seen what stands in it."""
    parts = jwt_parts(session)
    if parts is None:
        return
    header, claims, signature = parts
    signed = session.rpartition(".")[0]
    other = "A" if signature[:1] != "A" else "B"
    yield "unread", Text("a wrong signature is accepted", "签名错误也被接受"), f"{signed}.{other}{signature[1:]}"
    yield "cut", Text("no signature is needed", "没有签名也被接受"), f"{signed}."
    for name in _NONE:
        text = Text(f'"alg": "{name}" is accepted, without a signature', f"接受 “alg”: “{name}”，无需签名")
        yield "alg-none", text, f"{jwt_part({**header, 'alg': name})}.{jwt_part(claims)}."
    digest = _ALGORITHMS.get(str(header.get("alg")))
    if digest is None:
        return
    for kind, key in _keys(lab):
        # Only a key that made bob's own token is worth a request.
        if _signature(signed, key, digest) == signature:
            # A field that nobody reads makes it a token that the backend has never given away.
            changed = f"{jwt_part(header)}.{jwt_part({**claims, 'mockwx': 1})}"
            text = {
                "published": Text("its key is a published one", "密钥是公开流传的"),
                "secret": Text("its key is the AppSecret", "密钥就是 AppSecret"),
                "appid": Text("its key is the appid", "密钥就是 appid"),
            }[kind]
            yield f"key-{kind}", text, f"{changed}.{_signature(changed, key, digest)}"
            return


def _keys(lab: Lab) -> Iterator[tuple[str, bytes]]:
    app = next(iter(lab.shared.client.apps().values()))
    for kind, key in (("secret", app.secret or ""), ("appid", app.appid), *(("published", key) for key in PUBLISHED)):
        if key:
            yield kind, key.encode()
            try:
                # Some libraries take the key for base64.
                yield kind, b64decode(key + "=" * (-len(key) % 4), validate=True)
            except ValueError:
                continue
    yield "published", b""


def _signature(signed: str, key: bytes, digest: str) -> str:
    return urlsafe_b64encode(hmac.new(key, signed.encode(), getattr(hashlib, digest)).digest()).decode().rstrip("=")


def _finding(lab: Lab, cause: str, what: Text, seen: ActionSeen) -> AuditFinding:
    title = Text("me, asked with a forged token of another", "用伪造的他人令牌请求 me")
    return lab.finding(cause, what, lab.observation(title, seen), action="me")


CHECK = AuditCheck(
    id="jwt-forged",
    area=Area.SESSIONS,
    severity=Severity.CRITICAL,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.SESSIONS,
    title=Text("Anybody can make a session", "任何人都能伪造会话"),
    flaw=Text(
        "The session is a JWT whose signature is not checked, or whose key everybody knows: from a template, a "
        "tutorial, or because it is the AppSecret. Whoever writes another's id into a token is that person.",
        "会话是 JWT，但没有校验签名，或密钥人人皆知：来自模板、教程，或者就是 AppSecret。在令牌里写上别人的 id "
        "就成了那个人。",
    ),
    explanation=Text(
        "Bob's token is changed: another signature, none, alg none. And it is tried offline whether one of "
        f"{len(PUBLISHED)} published keys, the AppSecret or the appid made it; if so, a token that the backend never "
        "gave away is signed with it. The proof is me that answers such a token with bob's account.",
        f"改动 bob 的令牌：换签名、去掉签名、alg 为 none；并离线尝试 {len(PUBLISHED)} 个公开流传的密钥、AppSecret 和 "
        f"appid，"
        "若命中就用它签一个后端从未发放过的令牌。证据是 me 对这样的令牌返回了 bob 的账号。",
    ),
    advice=Text(
        "Sign with 32 random bytes that come from the environment and differ in each deployment, and let the backend "
        "not start without them. Name the one algorithm where tokens are read: jwt.decode(token, key, "
        'algorithms=["HS256"]).',
        "用 32 个随机字节签名，从环境读取，每个部署各不相同，没有就拒绝启动。校验时指明唯一的算法："
        'jwt.decode(token, key, algorithms=["HS256"])。',
    ),
    probe=_probe,
    requests=2 + 6,
    needs=(Need.SESSION, Need.ME, Need.UID),
    cwe=(347, 321, 798),
    owasp="API2",
    references=(API2,),
    after=("any-code",),
)
