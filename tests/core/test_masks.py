"""No secret is shown, whichever of the journal's doors it leaves by."""

from __future__ import annotations

import json
import re
from urllib.parse import quote, urlencode

import pytest
from cases import each_case

from mockwx.core.journal.entries import entry, masked_exchange
from mockwx.core.journal.har import har
from mockwx.core.journal.journal import Exchange
from mockwx.core.journal.masks import SECRET_NAMES, masked, masked_query
from mockwx.core.journal.shown import shown_body, shown_json, shown_message, shown_text, shown_value
from mockwx.core.wire import Request, Response
from mockwx.products.endpoint_lookup import ENDPOINTS

VALUE = "U4vnXjCnFB1JoJe96THkjw=="
"""A session_key; its end must never be seen."""
TELLTALE = "96THkjw"
CARRIED = {
    "access_token": "query of most calls; answer of /cgi-bin/token, stable_token, /sns/oauth2/access_token",
    "appsecret": "body of /cgi-bin/clear_quota/v2",
    "authorizer_access_token": "answer of api_query_auth and api_authorizer_token",
    "authorizer_refresh_token": "answer of api_query_auth, body and answer of api_authorizer_token",
    "component_access_token": "answer of api_component_token, query of the others",
    "component_appsecret": "body of api_component_token",
    "component_secret": "body of api_start_push_ticket",
    "component_verify_ticket": "body of api_component_token",
    "corpsecret": "query of /cgi-bin/gettoken of WeCom",
    "encrypt_key": "answer of /wxa/business/getuserencryptkey",
    "encryptkey": "answer of wx.getUserCryptoManager().getLatestUserKey (encryptKey)",
    "permanent_code": "answer of get_permanent_code of WeCom's service providers, body of get_corp_token",
    "provider_access_token": "answer of get_provider_token",
    "provider_secret": "body of get_provider_token",
    "refresh_token": "query and answer of /sns/oauth2/refresh_token",
    "secret": "query of /sns/jscode2session, /cgi-bin/token, /sns/oauth2/access_token",
    "session_key": "answer of /sns/jscode2session",
    "suite_access_token": "answer of get_suite_token, query of the others",
    "suite_secret": "body of get_suite_token",
    "suite_ticket": "body of get_suite_token",
    "ticket": "answer of /cgi-bin/ticket/getticket",
    "user_ticket": "answer of /cgi-bin/auth/getuserinfo, body of getuserdetail of WeCom",
}
"""WeChat's own fields that carry a secret, and where, by hand from its documentation: the masks are judged by these."""


def shown(request: Request, answer: bytes = b"{}") -> str:
    exchange = Exchange(1, 0, None, request, Response(answer, "text/plain"))
    return json.dumps(entry(exchange), ensure_ascii=False)


def asked(body: bytes = b"", query: dict[str, str] | None = None) -> Request:
    return Request("POST", None, "/x", query or {}, body)


@pytest.mark.parametrize("spell", [str, str.upper, str.title], ids=["lower", "upper", "title"])
def test_no_secret_of_a_query_survives(spell: type[str]) -> None:
    with each_case() as case:
        for name in CARRIED:
            with case(name):
                request = asked(query={spell(name): VALUE, "openid": "oMOCK"})
                assert TELLTALE not in shown(request)
                assert masked_query(request.query)["openid"] == "oMOCK"


@pytest.mark.parametrize(
    "body",
    [
        '{"NAME":"VALUE"}',
        '{ "NAME" : "VALUE" , "x": 1}',
        '{\n  "NAME":\n\t"VALUE"}',
        '{"deep": [{"NAME": "VALUE"}]}',
        '{"NAME":"VALUE"',
        '{"NAME":"VALUE',
        '{"NAME":VALUE}',
        "{'NAME':'VALUE'}",
        "NAME=VALUE&x=1",
        "x=1&NAME=VALUE",
        "NAME: VALUE",
        '"{\\"NAME\\":\\"VALUE\\"}"',
        '{"NAME":["VALUE"]}',
        '{"NAME":{"k":"VALUE"}}',
        '{"NAME":"a b VALUE"}',
        '{"NAME":"a,VALUE"}',
        '{"NAME":"a\\"VALUE"}',
    ],
)
def test_no_secret_of_a_body_survives_broken_or_not(body: str) -> None:
    with each_case() as case:
        for name in CARRIED:
            text = body.replace("NAME", name).replace("VALUE", VALUE)
            with case(name):
                assert TELLTALE not in shown(asked(text.encode()))
                assert TELLTALE not in shown(asked(), text.encode())


def test_no_secret_of_a_form_survives() -> None:
    with each_case() as case:
        for name in CARRIED:
            with case(name):
                assert TELLTALE not in shown(asked(urlencode({"a": "1", name: VALUE}).encode()))
                assert TELLTALE not in shown(asked(f"{name}={quote(VALUE)}".encode()))


def test_each_masked_name_is_a_field_of_wechats_that_carries_a_secret() -> None:
    assert set(CARRIED) == SECRET_NAMES


def test_every_field_of_an_api_that_is_called_after_a_secret_is_masked() -> None:
    fields = {
        field.name.lower(): endpoint.api for endpoint in ENDPOINTS for field in (*endpoint.params, *endpoint.answer)
    }
    after_a_secret = re.compile("secret|token|ticket|session_key|encrypt_?key|permanent_code")
    unmasked = {name: api for name, api in fields.items() if after_a_secret.search(name) and name not in SECRET_NAMES}
    assert unmasked == {}, "mockwx/core/journal/masks.py: add the name to SECRET_NAMES, and to CARRIED here"


@pytest.mark.parametrize("name", CARRIED)
def test_no_secret_leaves_by_another_door(name: str) -> None:
    answer = {"deep": [{name: VALUE, "openid": "oMOCK"}]}
    body = json.dumps(answer).encode()
    exchange = Exchange(1, 0, None, asked(body, {name: VALUE}), Response(body, "application/json"))
    masked_one = masked_exchange(exchange)
    left = [
        json.dumps(har([exchange])),
        str([masked_one.request.query, masked_one.request.body, masked_one.response.body]),
        json.dumps(shown_value(answer)),
        shown_json(answer),
        shown_body(body),
        shown_text(f"the backend said {body.decode()}"),
        shown_message(body.decode()),
    ]
    for text in left:
        assert TELLTALE not in text
        assert "oMOCK" in text
    assert TELLTALE in str(exchange.response.body), "the journal's own exchange stays whole"


@pytest.mark.parametrize(
    "message",
    [
        f"<xml><ComponentVerifyTicket><![CDATA[{VALUE}]]></ComponentVerifyTicket></xml>",
        f'{{"ComponentVerifyTicket":"{VALUE}"}}',
    ],
    ids=["xml", "json"],
)
def test_no_ticket_of_a_push_survives(message: str) -> None:
    assert TELLTALE not in shown_message(message)
    assert "ComponentVerifyTicket" in shown_message(message)


def test_bytes_that_are_no_text_do_not_carry_a_secret_through() -> None:
    assert TELLTALE not in shown(asked(b"\xff\xfe" + f'{{"secret":"{VALUE}"}}'.encode()))


def test_a_secret_at_the_cut_of_a_long_body_does_not_survive() -> None:
    for before in range(4060, 4100):
        body = b"x" * before + f'"secret":"{VALUE}{VALUE}"'.encode()
        assert TELLTALE not in shown(asked(body))


def test_an_answer_that_is_nested_beyond_measure_is_still_shown() -> None:
    assert shown(asked(), b"[" * 100_000)


def test_short_values_vanish_whole_and_long_ones_keep_six_characters() -> None:
    assert masked("short") == "***"
    assert masked("123456789012") == "***"
    assert masked("99_MOCKabcdef") == "99_MOC***"


def test_what_is_no_secret_stays_readable() -> None:
    text = shown(asked(b'{"openid":"oMOCK","errmsg":"invalid code, rid: 1-2-3"}'))
    assert "oMOCK" in text
    assert "invalid code, rid: 1-2-3" in text
