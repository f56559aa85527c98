"""Regular expressions of a backend file, by pydantic's own engine: it takes linear time, whatever the answer holds."""

from __future__ import annotations

from functools import cache

from pydantic_core import SchemaError, SchemaValidator, ValidationError, core_schema

from mockwx.core.text.bilingual import both

LONGEST = 500


def why_unsound(pattern: object) -> str | None:
    """None for a pattern that can be searched for."""
    if not isinstance(pattern, str) or not pattern:
        return both("text that is not empty is wanted", "这里需要非空文本")
    if len(pattern) > LONGEST:
        return both(f"this is longer than {LONGEST}", f"长度超过 {LONGEST}")
    try:
        _compiled(pattern)
    except SchemaError as error:
        reason = str(error).strip().splitlines()[-1].removeprefix("error: ")[:120]
        return both(
            f"this is no regular expression that can be used here (no look-around, no back-references): {reason}",
            f"不能用作正则表达式（不支持环视和反向引用）：{reason}",
        )
    return None


def finds(pattern: str, text: str) -> bool:
    """Whether it matches anywhere in the text."""
    try:
        _compiled(pattern).validate_python(text)
    except ValidationError:
        return False
    return True


@cache
def _compiled(pattern: str) -> SchemaValidator:
    return SchemaValidator(core_schema.str_schema(pattern=pattern, regex_engine="rust-regex"))
