"""The report as one HTML page that needs nothing else: for people, also on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape as escaped

from mockwx.core.version import VERSION
from mockwx.play.report_text import summary
from mockwx.play.results import Difference, PlayResult, ShownAnswer, StepResult, counts

_STYLE = """
:root{color-scheme:light dark;--line:#8884;--good:#1a7f37;--bad:#cf222e;--idle:#9a6700;--soft:#8881}
*{box-sizing:border-box}
body{font:15px/1.5 system-ui,-apple-system,"PingFang SC","Microsoft YaHei",sans-serif;margin:0 auto;max-width:60rem;
padding:1rem;overflow-wrap:anywhere}
h1{font-size:1.3rem;margin:.2rem 0}
details{border:1px solid var(--line);border-radius:.5rem;margin:.6rem 0}
summary{cursor:pointer;padding:.6rem .8rem;display:flex;gap:.6rem;align-items:baseline;flex-wrap:wrap}
summary .name{flex:1 1 12rem}
.inside{padding:0 .8rem .8rem}
.verdict{font-weight:600;white-space:nowrap}
.passed{color:var(--good)}.failed{color:var(--bad)}.skipped{color:var(--idle)}
h2{font-size:.95rem;margin:.9rem 0 .3rem}
ol,ul{margin:0;padding-left:1.4rem}
li{margin:.35rem 0}
code,pre{font:13px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre-wrap}
.answer,.why{display:block;background:var(--soft);border-radius:.3rem;padding:.15rem .4rem;margin:.15rem 0}
.why{background:none;opacity:.8}
dl{border-left:3px solid var(--bad);margin:.4rem 0;padding:.1rem 0 .1rem .7rem}
dt{font-weight:600;font-size:.85rem}dd{margin:0 0 .3rem}
.idle{opacity:.6}.note{color:var(--idle)}small,.file{opacity:.75}
"""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_VERDICTS = {"passed": "通过 passed", "failed": "失败 failed", "skipped": "跳过 skipped"}


def escape(text: str) -> str:
    return escaped(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text))


def page(results: Sequence[PlayResult]) -> str:
    found = counts(results)
    worst = "failed" if found["failed"] else "passed" if found["passed"] else "skipped"
    parts = "\n".join(part for each in results for part in _scenario(each))
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>mockwx: {escape(_VERDICTS[worst])}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>微信登录测试报告 <small>WeChat login report</small></h1>
<p class="{worst}">{escape(summary(results))}</p>
{parts}
<p><small>mockwx {escape(VERSION)}</small></p>
</body>
</html>
"""


def _scenario(result: PlayResult) -> Iterator[str]:
    opened = " open" if result.verdict == "failed" else ""
    yield f"<details{opened}><summary>"
    yield f'<span class="verdict {result.verdict}">{_VERDICTS[result.verdict]}</span>'
    yield f'<span class="name">{escape(result.title)}</span><small>{result.seconds:.2f} s</small></summary>'
    yield f'<div class="inside"><p class="file">{escape(result.file)}</p>'
    if result.reason:
        yield f"<p>{escape(result.reason)}</p>"
    for difference in result.differences:
        yield _difference(difference)
    if result.steps:
        yield "<h2>步骤 <small>steps</small></h2><ol>"
        for step in result.steps:
            yield from _step(step)
        yield "</ol>"
    if result.verdict != "skipped" or result.calls:
        yield "<h2>对微信的调用 <small>calls to WeChat</small></h2>"
        yield from _calls(result)
    yield "</div></details>"


def _step(step: StepResult) -> Iterator[str]:
    idle = "" if step.played else ' class="idle"'
    by = f" <small>{escape(step.user)}</small>" if step.user and step.verb.startswith("backend.") else ""
    yield f"<li{idle}><code>{escape(step.verb)} {escape(step.args)}</code>{by}"
    if not step.played:
        yield "<small>未执行 not played</small>"
    for answer in step.answers:
        yield _answer(answer)
    for note in step.notes:
        yield f'<span class="note">{escape(note)}</span>'
    for difference in step.differences:
        yield _difference(difference)
    yield "</li>"


def _answer(answer: ShownAnswer) -> str:
    took = f" <small>{answer.seconds:.3f} s</small>" if answer.outcome else ""
    outcome = f"<b>{escape(answer.outcome)}</b> " if answer.outcome else ""
    return f'<span class="answer">{outcome}<code>{escape(answer.shown)}</code>{took}</span>'


def _difference(difference: Difference) -> str:
    more = "".join(f'<code class="why">{escape(line)}</code>' for line in difference.more)
    return (
        f"<dl><dt>期望 expected</dt><dd><code>{escape(difference.expected)}</code></dd>"
        f"<dt>实际 came</dt><dd><code>{escape(difference.came)}</code>{more}</dd></dl>"
    )


def _calls(result: PlayResult) -> Iterator[str]:
    if not result.calls:
        yield "<p>无 none</p>"
        return
    yield "<ul>"
    for call in result.calls:
        why = "".join(f'<code class="why">rule {escape(line)}</code>' for line in call.trace)
        yield f"<li><code>{escape(call.line)}</code>{why}</li>"
    yield "</ul>"
