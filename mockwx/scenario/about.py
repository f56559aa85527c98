"""What a scenario says about itself, in Chinese and English: its name, what happens, what to do where it fails."""

from __future__ import annotations

from msgspec import Struct

from mockwx.core.text.bilingual import both


class AboutText(Struct, frozen=True):
    """In one language; empty where nothing is said."""

    name: str = ""
    purpose: str = ""
    advice: str = ""


class About(Struct, frozen=True):
    zh: AboutText = AboutText()
    en: AboutText = AboutText()

    @property
    def purpose(self) -> str:
        return _joined(self.en.purpose, self.zh.purpose)

    @property
    def advice(self) -> str:
        """What to do where it fails; with nothing said of that, what it is for."""
        return _joined(self.en.advice or self.en.purpose, self.zh.advice or self.zh.purpose)

    def title(self, name: str) -> str:
        """``name`` is the file's own, which stands for a language in which it has no other."""
        return _joined(self.en.name or name, self.zh.name or name)


def _joined(en: str, zh: str) -> str:
    return both(en, zh) if en and zh and en != zh else en or zh
