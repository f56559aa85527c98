"""magic-code: a known text in place of a code skips WeChat."""

from __future__ import annotations

from mockwx.audit.areas import Area
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, failed, passed
from mockwx.audit.checks.references import API2, GUIDE
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.core.text.bilingual import Text

CODES = (
    "the code is a mock one", "mock", "mock-login-code", "mock_code_alice", "mock_code_", "mockcode", "dev_alice",
    "dev", "debug", "test", "test_code", "testcode", "demo", "local", "local_dev", "fake", "fake_code", "admin",
    "guest", "wx_mock_code", "123456", "123456789", "000000", "undefined", "null", "",
)  # fmt: skip
"""That public backends were seen to take."""
MOST = 100
"""So many of the file's own."""


async def _probe(lab: Lab) -> ProbeResult:
    codes = [*CODES, *lab.said.codes[:MOST]]
    # Substring rules: "mock" in a code that looks like WeChat's.
    codes.append("0a1mock" + lab.invented_code()[7:])
    findings = []
    for code in codes:
        login = await lab.login(await lab.person(), code)
        if not login.let_in or login.exchanged:
            continue
        shown = code if len(code) < 30 else "0a1mock…"
        findings.append(
            lab.finding(
                f"code {shown}",
                Text(f'the code "{shown}" logs in, without WeChat', f"code 为“{shown}”时不经微信即可登录"),
                lab.observation(Text(f'the code "{shown}"', f"code 为“{shown}”"), login),
                session_tried=login.session_tried,
                scenario={
                    "name": "a known text in place of a code logs nobody in",
                    "steps": [
                        {
                            "backend.login": {"user": "mallory", "code": code.replace("$", "$$")},
                            "expect": {"outcome": ["refused", "unavailable"]},
                        }
                    ],
                },
            )
        )
    if not findings:
        number = len(codes)
        return passed(Text(f"{number} known texts were refused", f"{number} 个已知文本均被拒绝"))
    if len(findings) > 3:
        # So many have one cause: a rule about what a code looks like.
        first, *_ = findings
        return failed(
            [
                lab.finding(
                    "many-texts",
                    Text(
                        f"{len(findings)} of {len(codes)} known texts log in, without WeChat",
                        f"{len(codes)} 个已知文本中有 {len(findings)} 个不经微信即可登录",
                    ),
                    *(observation for finding in findings[:5] for observation in finding.observations),
                    seen=len(findings),
                    tried=len(codes),
                    session_tried=first.session_tried,
                    scenario=first.scenario,
                )
            ]
        )
    return failed(findings)


CHECK = AuditCheck(
    id="magic-code",
    area=Area.IDENTITY,
    severity=Severity.CRITICAL,
    proof=(Proof.NO_EXCHANGE,),
    phase=Phase.DOORS,
    title=Text("A magic code logs in", "万能 code 可以登录"),
    flaw=Text(
        "A known text in place of a code skips WeChat: a back door for tests that stayed in production. Such texts "
        "stand in READMEs and samples, so everybody knows them.",
        "某个已知文本可以代替 code 跳过微信：为测试留下的后门进了正式环境。这些文本写在 README 和示例里，人人皆知。",
    ),
    explanation=Text(
        "About 25 texts that public backends were seen to take, those that the backend file names under audit.codes, "
        "and a well-formed code with mock in it. The proof is a session that me accepts without an exchange that "
        "succeeded.",
        "尝试约 25 个公开项目里出现过的文本、后端文件 audit.codes 里写的文本，以及一个含有 mock 的格式正确的 code。"
        "证据是：没有成功的兑换，却得到了 me 接受的会话。",
    ),
    advice=Text(
        "Delete the branch. Tests get real codes from mockwx: mockwx login alice, or the pytest fixture.",
        "删除这个分支。测试时从 mockwx 取得真实的 code：mockwx login alice，或使用 pytest fixture。",
    ),
    probe=_probe,
    requests=2 * (len(CODES) + 1),
    more_requests=lambda said: 2 * len(said.codes[:MOST]),
    no_flaw_if=Text(
        "The session is a guest's on purpose: me shows no account, or guest in the backend file describes such an "
        "answer.",
        "有意给游客会话：me 不显示账号，或后端文件的 guest 描述了这种应答。",
    ),
    needs=(Need.SESSION,),
    cwe=(489, 798),
    owasp="API2",
    references=(GUIDE, API2),
    core=True,
    after=("any-code",),
)
