"""What may be shown of things that carry secrets and are no exchange: answers of a backend, arguments, pushes."""

from __future__ import annotations

import json
import re
from typing import Any

from mockwx.core.journal.masks import masked, masked_answer, masked_body, masked_json

_XML_TICKET = re.compile(r"(<(?:ComponentVerifyTicket|SuiteTicket)><!\[CDATA\[)([^\]]+)")


def shown_value(value: Any) -> Any:
    """A JSON value with the secrets in it masked, at any depth."""
    return masked_json(value)


def shown_json(value: Any) -> str:
    """As ``shown_value``, spelt on one line."""
    return json.dumps(masked_json(value), ensure_ascii=False)


def shown_body(body: bytes) -> str:
    """A body as text: JSON on one line, anything else as it came, cut where it is very long."""
    answer = masked_answer(body)
    return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)


def shown_text(text: str) -> str:
    """Words of a program, such as an error that quotes a body."""
    return masked_body(text.encode("utf-8", "replace"))


def shown_message(message: str) -> str:
    """The message of a push, XML or JSON."""
    return _XML_TICKET.sub(lambda ticket: ticket[1] + masked(ticket[2]), shown_text(message))
