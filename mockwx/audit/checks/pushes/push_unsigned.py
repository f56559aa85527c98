"""push-unsigned: a push without a good signature is believed."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult
from mockwx.audit.checks.pushes.push_target import REQUESTS, judged
from mockwx.audit.checks.references import PUSHES, cve
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

FORGERIES = {
    "no_signature": Text("no signature", "没有签名"),
    "wrong_signature": Text("a signature of another token", "用别的 token 签名"),
    "empty_token": Text("a signature of the empty token", "用空 token 签名"),
}
OF_SAFE_MODE = {
    "no_msg_signature": Text("the URL's signature and none of the body", "只有 URL 的签名、没有请求体的签名")
}


async def _probe(lab: Lab) -> ProbeResult:
    return await judged(lab, FORGERIES, of_safe_mode=OF_SAFE_MODE)


CHECK = AuditCheck(
    id="push-unsigned",
    area=Area.PUSHES,
    severity=Severity.HIGH,
    proof=(Proof.IMPOSTOR,),
    phase=Phase.OTHERS,
    title=Text("Pushes without a good signature are believed", "相信没有正确签名的推送"),
    flaw=Text(
        "The callback's URL is known to anybody who looks. Where its signature is not checked, or is one of the "
        "empty token "
        "because none was configured, a stranger logs people out, deletes accounts, or feeds in whatever else the "
        "backend "
        "learns by pushes.",
        "回调地址谁都能知道。若不检查签名，或因未配置而按空 token 计算签名，陌生人就能让用户退出、删除账号，"
        "或灌入后端从推送获得的任何内容。",
    ),
    explanation=Text(
        "Somebody logs in; then a cancellation of that person's account comes without a signature, with one of another "
        "token, with one of the empty token, and in safe mode with a good signature but no msg_signature. The proof is "
        "that me no longer knows the session, as after a genuine push.",
        "先登录，再发来该用户的账号注销推送：没有签名、用别的 token 签名、用空 token 签名，安全模式下还有只带正确 "
        "signature 而没有 msg_signature 的。证据是 me 不再承认该会话，与正常推送之后一样。",
    ),
    advice=Text(
        "Compare signature (in safe mode msg_signature) with sha1 of the sorted token, timestamp, nonce (and "
        "Encrypt) before "
        "anything is read, in constant time; refuse to start with an empty token. SDKs check nothing unless told to.",
        "在读取任何内容之前，把 signature（安全模式为 msg_signature）与排序后的 token、timestamp、nonce（及 Encrypt）"
        "的 "
        "sha1 做常量时间比较；token 为空时拒绝启动。SDK 往往要显式调用才会检查。",
    ),
    probe=_probe,
    requests=5 * (REQUESTS + 11),
    no_flaw_if=Text(
        "It answers success to everything and does nothing: without an effect it is told as a note at most.",
        "对一切都回答 success 但什么也不做：没有效果时最多作为提示。",
    ),
    needs=(Need.CALLBACK,),
    cwe=(345, 347),
    owasp="API2",
    references=(PUSHES, cve("2026-13597")),
)
