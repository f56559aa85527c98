"""The report as one HTML page that needs nothing else: for people, also on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape as escaped

from mockwx.core.text.bilingual import Language, Text
from mockwx.core.text.output_escaping import printable
from mockwx.play.causes import Cause
from mockwx.play.report import Report
from mockwx.play.report_text import languages, summary
from mockwx.play.results import Difference, PlayResult, ShownAnswer, StepResult

_STYLE = """
:root{color-scheme:light dark;--line:#8884;--good:#1a7f37;--bad:#cf222e;--idle:#9a6700;--soft:#8881}
@media(prefers-color-scheme:dark){:root{--good:#4ac26b;--bad:#ff7b72;--idle:#d4a72c;--soft:#fff1}}
*{box-sizing:border-box}
body{font:15px/1.5 system-ui,-apple-system,"PingFang SC","Microsoft YaHei",sans-serif;margin:0 auto;max-width:60rem;
padding:1rem;overflow-wrap:anywhere}
h1{font-size:1.3rem;margin:.2rem 0}
.facts{border:0;padding:0;margin:.4rem 0;display:grid;grid-template-columns:auto 1fr;gap:.1rem .8rem}
.facts dt{font-weight:400;font-size:inherit;opacity:.75}.facts dd{margin:0}
.causes{padding-left:1.6rem;margin:.4rem 0 1.2rem}.causes li{margin:.6rem 0}
.causes b{color:var(--bad)}.causes p{margin:.1rem 0}
details{border:1px solid var(--line);border-radius:.5rem;margin:.6rem 0}
summary{cursor:pointer;padding:.6rem .8rem;display:flex;gap:.6rem;align-items:baseline;flex-wrap:wrap}
summary .name{flex:1 1 12rem}
.inside{padding:0 .8rem .8rem}
.verdict{font-weight:600;white-space:nowrap}
.passed{color:var(--good)}.failed{color:var(--bad)}.skipped{color:var(--idle)}
h2{font-size:.95rem;margin:.9rem 0 .3rem}
ol,ul{margin:0;padding-left:1.4rem}
li{margin:.35rem 0}
code{font:13px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre-wrap}
.answer,.why{display:block;background:var(--soft);border-radius:.3rem;padding:.15rem .4rem;margin:.15rem 0}
.why{background:none;opacity:.8}
.wrong{border-left:3px solid var(--bad);margin:.4rem 0;padding:.1rem 0 .1rem .7rem}
dt{font-weight:600;font-size:.85rem}dd{margin:0 0 .3rem}
.idle{opacity:.6}.note{color:var(--idle)}small,.file{opacity:.75}
"""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_VERDICTS = {
    "passed": Text("passed", "通过"),
    "failed": Text("failed", "失败"),
    "skipped": Text("skipped", "跳过"),
}
_LANG = {"zh": "zh-CN", "en": "en", "both": "zh-CN"}


def escape(text: str) -> str:
    return escaped(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", printable(text)))


def page(report: Report) -> str:
    write = _Writer(report.language)
    worst = report.worst
    parts = "\n".join(part for result in report.results for part in write.scenario(result))
    title = escape(report.told("WeChat login report", "微信登录测试报告"))
    return f"""<!DOCTYPE html>
<html lang="{_LANG[report.language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>mockwx: {write.told(_VERDICTS[worst])}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{title}</h1>
{"".join(write.facts(report))}
{"".join(write.causes(report))}
<p class="{worst}">{escape(summary(report.results, report.language))}</p>
{parts}
</body>
</html>
"""


class _Writer:
    """Writes in one language, or in both."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def told(self, text: Text) -> str:
        return escape(text.told(self._language))

    def _label(self, en: str, zh: str) -> str:
        return f"{zh} {en}" if self._language == "both" else self.told(Text(en, zh))

    def facts(self, report: Report) -> Iterator[str]:
        yield '<dl class="facts">'
        for _, name, value in report.facts:
            label = name.en if name.en == name.zh else self._label(name.en, name.zh)
            yield f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>"
        yield "</dl>"

    def causes(self, report: Report) -> Iterator[str]:
        if report.causes:
            label = self._label("What is wrong, the most harmful first", "问题，最严重的在前")
            yield f'<h2>{label}</h2><ol class="causes">'
            yield from (self._cause(cause) for cause in report.causes)
            yield "</ol>"

    def _cause(self, cause: Cause) -> str:
        parts = []
        for language in languages(self._language):
            told_advice = "".join(f"<br>{escape(advice.told(language))}" for advice in cause.advice)
            parts.append(f"<p><b>{escape(cause.headline.told(language))}</b>{told_advice}</p>")
        return f"<li>{''.join(parts)}</li>"

    def scenario(self, result: PlayResult) -> Iterator[str]:
        opened = " open" if result.verdict == "failed" else ""
        verdict = _VERDICTS[result.verdict]
        yield f"<details{opened}><summary>"
        yield f'<span class="verdict {result.verdict}">{self._label(verdict.en, verdict.zh)}</span>'
        yield f'<span class="name">{self.told(result.title)}</span><small>{result.seconds:.2f} s</small></summary>'
        yield f'<div class="inside"><p class="file">{escape(result.file)}</p>'
        if result.about.purpose.en:
            yield f"<p>{self.told(result.about.purpose)}</p>"
        if result.reason is not None:
            yield f"<p>{self.told(result.reason)}</p>"
        for difference in result.differences:
            yield self._difference(difference)
        if result.steps:
            yield f"<h2>{self._label('steps', '步骤')}</h2><ol>"
            for step in result.steps:
                yield from self._step(step)
            yield "</ol>"
        if result.verdict != "skipped" or result.calls:
            yield f"<h2>{self._label('calls to WeChat', '对微信的调用')}</h2>"
            yield from self._calls(result)
        yield "</div></details>"

    def _step(self, step: StepResult) -> Iterator[str]:
        idle = "" if step.played else ' class="idle"'
        by = f" <small>{escape(step.user)}</small>" if step.user and step.verb.startswith("backend.") else ""
        yield f"<li{idle}><code>{escape(step.verb)} {escape(step.args)}</code>{by}"
        if not step.played:
            yield f" <small>{self._label('not played', '未执行')}</small>"
        for answer in step.answers:
            yield self._answer(answer)
        for note in step.notes:
            yield f'<span class="note">{self.told(note)}</span>'
        for difference in step.differences:
            yield self._difference(difference)
        yield "</li>"

    def _answer(self, answer: ShownAnswer) -> str:
        took = f" <small>{answer.seconds:.3f} s</small>" if answer.outcome else ""
        outcome = f"<b>{escape(answer.outcome)}</b> " if answer.outcome else ""
        return f'<span class="answer">{outcome}<code>{self.told(answer.shown)}</code>{took}</span>'

    def _difference(self, difference: Difference) -> str:
        more = "".join(f'<code class="why">{self.told(line)}</code>' for line in difference.more)
        return (
            f'<dl class="wrong"><dt>{self._label("expected", "期望")}</dt>'
            f"<dd><code>{self.told(difference.expected)}</code></dd>"
            f"<dt>{self._label('came', '实际')}</dt><dd><code>{self.told(difference.came)}</code>{more}</dd></dl>"
        )

    def _calls(self, result: PlayResult) -> Iterator[str]:
        if not result.calls:
            yield f"<p>{self._label('none', '无')}</p>"
            return
        yield "<ul>"
        for call in result.calls:
            line, *rules = call.told(self._language)
            why = "".join(f'<code class="why">{escape(rule.strip())}</code>' for rule in rules)
            yield f"<li><code>{escape(line)}</code>{why}</li>"
        yield "</ul>"
