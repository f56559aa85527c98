"""Writes texts into the page: escaped, in one language or in both with a switch between them."""

from __future__ import annotations

from mockwx.core.text.bilingual import Language, Text
from mockwx.play.report_html import escape

_TAGS = (("zh", "zh-CN"), ("en", "en"))


class Writer:
    def __init__(self, language: Language) -> None:
        self.language = language

    @property
    def is_bilingual(self) -> bool:
        return self.language == "both"

    def told(self, text: Text, tag: str = "span", css: str = "") -> str:
        """In an element for each language of which the page shows one; nothing in it is HTML."""
        attribute = f' class="{css}"' if css else ""
        if not self.is_bilingual or text.en == text.zh:
            inner = _lines(text.told(self.language if not self.is_bilingual else "en"))
            return inner if tag == "span" and not css else f"<{tag}{attribute}>{inner}</{tag}>"
        return "".join(
            f'<{tag} lang="{lang}"{attribute}>{_lines(text.zh if language == "zh" else text.en)}</{tag}>'
            for language, lang in _TAGS
        )

    def paragraph(self, text: Text) -> str:
        return self.told(text, "p", "text")

    def label(self, en: str, zh: str) -> str:
        return self.told(Text(en, zh))

    def heading(self, en: str, zh: str, level: int = 2) -> str:
        return f"<h{level}>{self.label(en, zh)}</h{level}>"


def code(text: str) -> str:
    """Words of others, on one line."""
    return f"<code>{escape(text)}</code>"


def block(text: str) -> str:
    """Lines that can be copied."""
    return f"<pre>{_lines(text)}</pre>"


def _lines(text: str) -> str:
    return "\n".join(escape(line) for line in text.split("\n"))
