"""tls-unchecked: certificates are not checked, so whoever is on the path reads the AppSecret."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_applicable, passed
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    if not any(call.secure for call in lab.shared.whole_journal()):
        return not_applicable(Text("it calls WeChat without TLS here", "在此它不经 TLS 调用微信"))
    lab.shared.client.show_certificate("untrusted")
    try:
        before = lab.mark()
        login = await lab.login(await lab.person())
        believed = [call for call in lab.calls(since=before) if call.untrusted]
    finally:
        lab.shared.client.show_certificate("trusted")
    if not believed:
        return passed(Text("it refused a certificate that nobody vouches for", "它拒绝了不受信任的证书"))
    return failed(
        [
            lab.finding(
                "unchecked",
                Text(
                    "it called WeChat over a certificate that nobody vouches for, with its AppSecret",
                    "它通过不受信任的证书调用了微信，并发送了 AppSecret",
                ),
                lab.observation(Text("a login meanwhile", "此时的登录"), login),
            )
        ]
    )


CHECK = AuditCheck(
    id="tls-unchecked",
    area=Area.SECRETS,
    severity=Severity.CRITICAL,
    proof=(Proof.JOURNAL,),
    phase=Phase.SECRETS,
    title=Text("Certificates are not checked", "没有校验 TLS 证书"),
    flaw=Text(
        "Certificate checks are off, mostly since a sample had them off: whoever is on the path to WeChat reads the "
        "AppSecret and answers in WeChat's place.",
        "关闭了证书校验（多半因为示例代码就是关的）：处在通往微信路径上的人能读到 AppSecret，也能冒充微信应答。",
    ),
    explanation=Text(
        "For one login mockwx shows a certificate of a CA that nobody was told to trust. Right is that the handshake "
        "fails. The proof is a call in the journal.",
        "在一次登录期间，mockwx 出示不受信任的 CA 签发的证书。正确的是握手失败。证据是日志里出现了调用。",
    ),
    advice=Text(
        "Remove verify=False, rejectUnauthorized: false, InsecureSkipVerify, CURLOPT_SSL_VERIFYPEER false and "
        "trust-all managers.",
        "删除 verify=False、rejectUnauthorized: false、InsecureSkipVerify、CURLOPT_SSL_VERIFYPEER false 以及信任一切的"
        " TrustManager。",
    ),
    probe=_probe,
    requests=3,
    no_flaw_if=Text("The base URL is plain HTTP; that is plain-http.", "基础地址是明文 HTTP；那是 plain-http。"),
    needs=(Need.TLS,),
    cwe=(295,),
    owasp="API10",
)
