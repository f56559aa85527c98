"""push-xxe: the callback's XML parser loads what external entities name."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_applicable, passed
from mockwx.audit.checks.pushes.push_target import ACTION, PushSeen, target_of
from mockwx.audit.checks.references import PUSHES, XXE
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text


async def _probe(lab: Lab) -> ProbeResult:
    target = target_of(lab, xml=True)
    if target is None:
        return not_applicable(Text("its callbacks get JSON", "其回调接收 JSON"))
    push = await target.push(await lab.person(), forge="external_entity")
    hits = int(push.get("canary_hits") or 0)
    if not hits:
        return passed(Text("no external entity was loaded", "没有加载外部实体"))
    title = Text("a push whose XML names an external entity", "XML 中含外部实体的推送")
    what = Text(
        f"its XML parser asked for the URL in an external entity ({hits} times)",
        f"其 XML 解析器请求了外部实体中的 URL（{hits} 次）",
    )
    return failed([lab.finding("external-entity", what, target.observation(title, PushSeen(push)), action=ACTION)])


CHECK = AuditCheck(
    id="push-xxe",
    area=Area.PUSHES,
    severity=Severity.HIGH,
    proof=(Proof.JOURNAL,),
    phase=Phase.OTHERS,
    title=Text("The callback loads external entities (XXE)", "回调会加载外部实体（XXE）"),
    flaw=Text(
        "The XML of a push is parsed before its signature is checked, by a parser that follows entities: a stranger "
        "reads "
        "files of the server and asks for URLs inside its network.",
        "推送的 XML 在检查签名之前就被解析，而解析器会跟随实体：陌生人可以读取服务器文件、请求其内网地址。",
    ),
    explanation=Text(
        "A push comes whose document type names a canary URL of mockwx, as a general and as a parameter entity; no "
        "file is "
        "read. The proof is that the URL was asked for.",
        "发来一个推送，其文档类型以普通实体和参数实体指向 mockwx 的 canary URL；不读取任何文件。证据是该 URL 被请求。",
    ),
    advice=Text(
        'Switch document types off: Java setFeature("http://apache.org/xml/features/disallow-doctype-decl", true), '
        "PHP 8 "
        "without LIBXML_NOENT, Python defusedxml, Node a parser without entities. WeChat sends none.",
        '禁用文档类型：Java setFeature("http://apache.org/xml/features/disallow-doctype-decl", true)，PHP 8 不用 '
        "LIBXML_NOENT，Python 用 defusedxml，Node 用不支持实体的解析器。微信从不发送文档类型。",
    ),
    probe=_probe,
    requests=2,
    needs=(Need.CALLBACK,),
    cwe=(611,),
    owasp="API8",
    references=(PUSHES, XXE),
)
