"""Documents: answers that are no JSON object, by what they are."""

from __future__ import annotations

import json
from collections.abc import Mapping

from mockwx.core.web.redirects import with_params
from mockwx.core.wire import Document
from mockwx.products.shared.call import Call

HTML = "text/html; charset=utf-8"
JAVASCRIPT = "text/javascript; charset=utf-8"


def html(text: str, status: int = 200) -> Document:
    return Document(text.encode("utf-8", "replace"), HTML, status)


def redirect(url: str) -> Document:
    """302; ``url`` must be fit for a header: percent-encoded."""
    return Document(b"", HTML, 302, {"Location": url})


def led_back(call: Call, brings: Mapping[str, str]) -> Document:
    """302 to the redirect_uri of the call, with what it brings to the site in the query."""
    return redirect(with_params(call.text("redirect_uri"), brings))


def javascript(text: str) -> Document:
    return Document(text.encode("utf-8", "replace"), JAVASCRIPT)


def xml(text: str) -> Document:
    return Document(text.encode("utf-8", "replace"), "text/xml; charset=utf-8")


def picture(body: bytes, content_type: str = "image/png") -> Document:
    return Document(body, content_type)


def nothing(status: int = 404) -> Document:
    return Document(status=status)


def literal(text: str, *, inside_html: bool = False) -> str:
    """A string of JavaScript, in ``'``; ``inside_html``: it can end no tag and begin none."""
    inner = json.dumps(text, ensure_ascii=inside_html)[1:-1].replace('\\"', '"').replace("'", "\\u0027")
    for sign in '"<>&' if inside_html else "":
        inner = inner.replace(sign, f"\\u{ord(sign):04x}")
    return f"'{inner}'"
