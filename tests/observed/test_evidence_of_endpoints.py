"""An endpoint whose answer is said to be observed has a published answer here, or a reason why it has none."""

from __future__ import annotations

import re

import pytest

from mockwx.core.errcodes import Evidence
from mockwx.core.web.hosts import API_HOST
from mockwx.products.endpoint_lookup import ENDPOINTS, Endpoint

from . import published, published_more, published_web

SEEN_ELSEWHERE = {
    "getuserphonenumber": "seen whole in a public file, with somebody's telephone number; kept here is the sample",
    "app_qrconnect": "seen in use, its XML and its script, by public programs; what was published is no whole answer",
    "qrcode": "a JPEG of 47 kB was seen, and what its code says; a picture is no text to compare with",
    "wxlogin_js": "the script itself is public; mockwx has one of its own that does the same",
    "user_getuserinfo": "its capitalised keys were told in a public issue, without a whole body",
    "qrcode_create": "known from seven published tickets, taken to pieces, whose bodies are not kept here",
    "wecom_qrimg": "its address, and what its code says, are in public programs that read the page",
    "wecom_qr_poll": "its statuses are in public programs that ask it; what was published is no whole answer",
    "get_suite_token": "seen in a public article of 2022, without errcode, and somebody's token in it",
    "api_query_auth": "the permission sets are those of real bodies, which hold the tokens of those who asked",
}
"""Of endpoints whose successful answer is known from one, and not published in the files of this folder."""
_REFUSED = re.compile(r"(?<!wx_)errcode\D{0,12}?-?[1-9]")


def _answered() -> set[tuple[str, str]]:
    """Host and path of every successful answer that is no sample of the documentation."""
    rows = [
        (entry.endpoint, entry.body, entry.kind == "observed" and entry.fidelity != "documented-sample")
        for entries in (published.published().values(), published_more.published().values())
        for entry in entries
    ]
    rows += [(entry.endpoint, entry.body, entry.origin == "observed") for entry in published_web.published().values()]
    places = set()
    for where, body, is_observed in rows:
        host, slash, path = where.partition(" ")[2].partition("/")
        if slash and is_observed and body is not None and not _REFUSED.search(body):
            places.add((host or API_HOST, "/" + path.partition("?")[0]))
    return places


def _has_published_answer(endpoint: Endpoint) -> bool:
    return any(host.endswith(endpoint.host) and path == endpoint.path for host, path in _answered())


OBSERVED = [endpoint for endpoint in ENDPOINTS if endpoint.evidence is Evidence.OBSERVED]


@pytest.mark.parametrize("endpoint", OBSERVED, ids=lambda endpoint: endpoint.api)
def test_an_observed_endpoint_has_a_published_answer_or_a_reason_why_not(endpoint: Endpoint) -> None:
    assert _has_published_answer(endpoint) is (endpoint.api not in SEEN_ELSEWHERE)


def test_reasons_are_given_for_observed_endpoints_only() -> None:
    assert SEEN_ELSEWHERE.keys() <= {endpoint.api for endpoint in OBSERVED}
