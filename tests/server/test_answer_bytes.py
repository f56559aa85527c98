"""The bytes of an answer: nothing that came from a caller makes a header of its own."""

from __future__ import annotations

import pytest

from mockwx.core.wire import Response
from mockwx.server.answer_bytes import spell_response

HARMFUL = ["text/html\r\nSet-Cookie: a=b", "text/html\nSet-Cookie: a=b", "text/html\rSet-Cookie: a=b"]


@pytest.mark.parametrize("text", HARMFUL)
def test_an_answer_whose_header_holds_a_line_break_is_not_sent(text: str) -> None:
    with pytest.raises(ValueError, match="a header holds a line break"):
        spell_response(Response(b"", "text/html", headers={"Location": text}), keep_alive=True)
    with pytest.raises(ValueError, match="a header holds a line break"):
        spell_response(Response(b"", text), keep_alive=True)


def test_an_ordinary_answer_has_each_header_on_a_line_of_its_own() -> None:
    sent = spell_response(Response(b"{}", "text/plain", headers={"Location": "/a"}), keep_alive=True)
    head, _, body = sent.partition(b"\r\n\r\n")
    assert body == b"{}"
    assert {b"Location: /a", b"Content-Type: text/plain"} <= set(head.split(b"\r\n"))
