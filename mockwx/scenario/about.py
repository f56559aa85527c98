"""What a scenario says about itself, in Chinese and English: its name, what happens, what to do where it fails."""

from __future__ import annotations

from msgspec import Struct

from mockwx.core.text.bilingual import Text


class AboutText(Struct, frozen=True):
    """In one language; empty where nothing is said."""

    name: str = ""
    purpose: str = ""
    advice: str = ""


class About(Struct, frozen=True):
    zh: AboutText = AboutText()
    en: AboutText = AboutText()

    @property
    def purpose(self) -> Text:
        return _text(self.en.purpose, self.zh.purpose)

    @property
    def advice(self) -> Text:
        """What to do where it fails; with nothing said of that, what it is for."""
        return _text(self.en.advice or self.en.purpose, self.zh.advice or self.zh.purpose)

    def title(self, name: str) -> Text:
        """``name`` is the file's own, which stands for a language in which it has no other."""
        return _text(self.en.name or name, self.zh.name or name)


def _text(en: str, zh: str) -> Text:
    """What is said in one language alone is told in both."""
    return Text(en or zh, zh or en)
