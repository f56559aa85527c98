"""avatar-fetched: the backend opens a URL that a client names."""

from __future__ import annotations

import asyncio

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, not_applicable, passed
from mockwx.audit.checks.accounts.nicknames import NO_WAY, PROFILE, named, way_of
from mockwx.audit.checks.references import cve
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

WAIT = 0.5
"""Seconds in which a job behind the answer may fetch it."""


async def _probe(lab: Lab) -> ProbeResult:
    way = await way_of(lab)
    if way is None:
        return not_applicable(NO_WAY)
    name = lab.draw("avatar", lab.shared.run.new_play()).hex()
    url = f"{lab.shared.wechat.url}/_mockwx/canary/{name}.png"
    named_seen = await named(lab, way, "头像", url)
    if named_seen.seen.ok:
        await asyncio.sleep(WAIT)
    hits = [call for call in lab.calls("canary") if name in str(call.request.get("path"))]
    if not hits:
        return passed(Text("nobody opened the avatar's URL", "没有打开头像的 URL"))
    by_client = named_seen.action == PROFILE
    title = Text("a profile whose avatar is a URL that nobody else knows", "头像为他人不知道的 URL 的资料")
    return failed(
        [
            lab.finding(
                "client-url" if by_client else "wechat-url",
                Text(
                    "the backend opened the URL that a client gave as its avatar"
                    if by_client
                    else "the backend opened the URL of the avatar that WeChat told",
                    "后端打开了客户端作为头像给出的 URL" if by_client else "后端打开了微信给出的头像 URL",
                ),
                lab.observation(title, named_seen.seen),
                severity=None if by_client else Severity.NOTE,
                action=named_seen.action,
            )
        ]
    )


CHECK = AuditCheck(
    id="avatar-fetched",
    area=Area.ACCOUNTS,
    severity=Severity.HIGH,
    proof=(Proof.JOURNAL,),
    phase=Phase.OTHERS,
    title=Text("The backend opens URLs of clients", "后端会打开客户端给的 URL"),
    flaw=Text(
        "To keep a copy of the avatar, the backend opens whatever URL the client names: its own network, the cloud's "
        "metadata with the keys of the machine, or a file that is then served as a script.",
        "为了保存头像副本，后端会打开客户端给出的任意 URL：自己的内网、带有机器密钥的云元数据，"
        "或随后被当作脚本提供的文件。",
    ),
    explanation=Text(
        "A profile is sent whose avatar is a URL on mockwx that nobody else knows. The proof is a hit in the journal. "
        "For the URL of WeChat's own userinfo that is noted and not graded.",
        "提交一个资料，其头像是 mockwx 上他人不知道的 URL。证据是日志里出现对它的请求。若该 URL 来自微信的 userinfo，"
        "只作提示，不计分。",
    ),
    advice=Text(
        "Keep the URL as a text, and let browsers load it. If a copy is needed: only https, only hosts that end in "
        ".qlogo.cn, no redirects, no private addresses, a limit of size, and only what is an image.",
        "把 URL 作为文本保存，由浏览器加载。确需副本时：只允许 https、只允许以 .qlogo.cn 结尾的主机、不跟随跳转、"
        "禁止内网地址、"
        "限制大小，且只接受图片。",
    ),
    probe=_probe,
    requests=6,
    needs=(Need.SESSION,),
    needs_any=(Need.PROFILE, Need.WEB, Need.USERINFO),
    cwe=(918, 434),
    owasp="API7",
    references=(cve("2024-9108"),),
    after=("any-code",),
)
