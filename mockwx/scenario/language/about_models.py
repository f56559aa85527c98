"""The shape of what a scenario file says about itself, in Chinese and in English."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, GetJsonSchemaHandler

from mockwx.core.text.bilingual import both
from mockwx.core.text.output_escaping import is_fit
from mockwx.scenario.language.base_entry import BaseEntry, key
from mockwx.scenario.language.value_types import Sentence
from mockwx.scenario.reading.problems import Wrong

LONGEST = 2000
_FOLDED = re.compile(r"(?<=[⺀-鿿\u3000-〿\uff00-\uffef“”‘’…])\s+(?=[⺀-鿿\u3000-〿\uff00-\uffef“”‘’…])")
"""A line break between two Chinese letters, of which YAML makes a blank."""


def _paragraph(text: str) -> str:
    line = _FOLDED.sub("", " ".join(text.split()))
    if not line or len(line) > LONGEST:
        raise Wrong(both(f"a text of 1 to {LONGEST} characters is wanted", f"这里需要 1 到 {LONGEST} 个字符的文本"))
    if not is_fit(line):
        raise Wrong(both("a character in it cannot be shown", "文本中有无法显示的字符"))
    return line


Paragraph = Annotated[str, AfterValidator(_paragraph)]


class AboutTextEntry(BaseEntry):
    name: Sentence | None = key("One readable line; default: the file's name", "一行可读的名称；默认用文件的 name")
    purpose: Paragraph | None = key("What it is for: what happens in it", "目的：发生了什么")
    advice: Paragraph | None = key("What to do where a backend fails it", "后端未通过时该怎么做")


def _as_mapping(value: object) -> object:
    return {"purpose": value} if isinstance(value, str) else value


class _TextOrKeys:
    def __get_pydantic_json_schema__(self, core: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [{"type": "string"}, handler(core)]}


AboutText = Annotated[AboutTextEntry, BeforeValidator(_as_mapping), _TextOrKeys()]
"""A lone text says both what it is for and what to do."""


class AboutEntry(BaseEntry):
    @classmethod
    def spelt_out(cls, value: object) -> str | None:
        return "{zh: …, en: …}" if isinstance(value, str) else None

    zh: AboutText | None = key("In Chinese", "中文")
    en: AboutText | None = key("In English", "英文")
