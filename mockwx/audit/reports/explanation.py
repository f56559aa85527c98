"""What a check is, in full, from the catalogue alone: for ``--explain``, SARIF's help and the documentation."""

from __future__ import annotations

from collections.abc import Iterator

from mockwx.audit.check import AuditCheck
from mockwx.audit.reports import words
from mockwx.core.text.bilingual import Language, Text

_FLAW = Text("The flaw", "缺陷")
_PROBE = Text("What the audit does", "如何检查")
_NO_FLAW = Text("No flaw if", "何时不算缺陷")
_ADVICE = Text("What helps", "如何修复")
_NEEDS = Text("What the file must say", "后端文件需要写明")
_READ = Text("Read on", "延伸阅读")
LOGIN_ALONE = Text("only login", "只需 login")


def parts(check: AuditCheck) -> Iterator[tuple[Text, Text]]:
    """Headings with their texts."""
    yield _FLAW, check.flaw
    yield _PROBE, check.explanation
    if check.no_flaw_if is not None:
        yield _NO_FLAW, check.no_flaw_if
    yield _ADVICE, check.advice


def needed(check: AuditCheck) -> Text:
    """The names of what it needs of the backend file or the command line."""
    every = [need.value for need in check.needs]
    if check.needs_any:
        any_of = [need.value for need in check.needs_any]
        every.append(" / ".join(any_of))
    return Text.alike(", ".join(f"`{need}`" for need in every)) if every else LOGIN_ALONE


def facts(check: AuditCheck) -> Iterator[Text]:
    """Area, severity, CWE and OWASP on a line each."""
    severity = words.SEVERITIES[check.severity]
    core_en, core_zh = (", core", "，核心检查") if check.core else ("", "")
    heading = check.area.heading
    yield Text(
        f"{heading.en} ({check.area}); {severity.en}{core_en}", f"{heading.zh}（{check.area}）；{severity.zh}{core_zh}"
    )
    standards = ", ".join(standard for standard in (words.cwe(check), _owasp(check)) if standard)
    if standards:
        yield Text.alike(standards)


def explained(check: AuditCheck, language: Language) -> str:
    """As plain text, in one language or in both, one after the other."""
    return "\n\n".join(_plain(check, tongue) for tongue in words.languages(language)) + "\n"


def _plain(check: AuditCheck, language: Language) -> str:
    lines = [f"{check.id}: {check.title.told(language)}"]
    lines += [text.told(language) for text in facts(check)]
    lines.append(f"{_NEEDS.told(language)}: {needed(check).told(language).replace('`', '')}")
    for heading, text in parts(check):
        lines += ["", heading.told(language), text.told(language)]
    if check.references:
        lines += ["", _READ.told(language)]
        lines += [
            f"- {reference.title}{f': {reference.url}' if reference.url else ''}" for reference in check.references
        ]
    return "\n".join(lines)


def markdown(check: AuditCheck, language: Language) -> str:
    """The same as Markdown, without the title."""
    return "\n\n".join(_marked(check, tongue) for tongue in words.languages(language)) + "\n"


def _marked(check: AuditCheck, language: Language) -> str:
    blocks = [". ".join(text.told(language) for text in facts(check))]
    blocks += [f"**{heading.told(language)}.** {text.told(language)}" for heading, text in parts(check)]
    if check.references:
        linked = [
            f"[{reference.title}]({reference.url})" if reference.url else reference.title
            for reference in check.references
        ]
        blocks.append(f"**{_READ.told(language)}.** {', '.join(linked)}")
    return "\n\n".join(blocks)


def _owasp(check: AuditCheck) -> str:
    return f"OWASP {check.owasp}:2023" if check.owasp else ""
