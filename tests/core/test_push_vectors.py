"""Tencent's own vectors of pushes: what its documentation signs and seals, mockwx signs and seals alike."""

from __future__ import annotations

import json

import pytest
from wechatpy.crypto import WeChatCrypto
from wechatpy.enterprise.crypto import WeChatCrypto as WecomCrypto

from mockwx.core.people.callback import Callback
from mockwx.core.people.signatures import push_signature
from mockwx.core.pushes.envelopes import seal, unseal
from mockwx.core.pushes.requests import PushStamps, opened_reply, posting, sealed_verification, spelt, verification
from mockwx.core.web.forms import parse_query

AES_KEY = "A" * 43
APPID = "wxba5fad812f8e6fb9"
PLAIN = Callback("https://www.qq.com/revice", "AAAAA", format="json")
SAFE = Callback("https://www.qq.com/revice", "AAAAA", AES_KEY, "safe", "json")
MESSAGE = {
    "ToUserName": "gh_97417a04a28d",
    "FromUserName": "o9AgO5Kd5ggOC-bXrbNODIiE3bGY",
    "CreateTime": 1714112445,
    "MsgType": "event",
    "Event": "debug_demo",
    "debug_str": "hello world",
}
ENCRYPT = (
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR"
    "8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km3"
    "2IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04="
)
REPLY = {
    "Encrypt": "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==",
    "MsgSignature": "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1",
    "TimeStamp": 1713424427,
    "Nonce": "415670741",
}
REVOKE = {
    "ToUserName": "gh_870882ca4b1",
    "FromUserName": "owAqB1v0ahK_Xlc7GshIDdf2yf7E",
    "CreateTime": 1626857200,
    "MsgType": "event",
}


def query_of(url: str) -> dict[str, str]:
    return parse_query(url.partition("?")[2])


def test_the_documented_check_of_a_url_has_the_documented_query() -> None:
    request = verification(PLAIN, PushStamps(1714036504, "1514711492", ""), "4375120948345356249")
    assert request.method == "GET"
    assert request.url.startswith("https://www.qq.com/revice?")
    assert query_of(request.url) == {
        "signature": "f464b24fc39322e44b38aa78f5edd27bd1441696",
        "timestamp": "1714036504",
        "nonce": "1514711492",
        "echostr": "4375120948345356249",
    }


def test_the_documented_plain_push_has_the_documented_query_and_body() -> None:
    message = {**MESSAGE, "CreateTime": 1714037059}
    request = posting(PLAIN, PushStamps(1714037059, "486452656", ""), message, APPID)
    assert query_of(request.url) == {
        "signature": "899cf89e464efb63f54ddac96b0a0a235f53aa78",
        "timestamp": "1714037059",
        "nonce": "486452656",
    }
    assert json.loads(request.body) == message


def test_the_documented_safe_push_has_the_documented_query_and_body() -> None:
    request = posting(SAFE, PushStamps(1714112445, "415670741", "a8eedb185eb2fecf"), MESSAGE, APPID)
    assert query_of(request.url) == {
        "signature": "6c5c811b55cc85e0e1b54100749188c20beb3f5d",
        "timestamp": "1714112445",
        "nonce": "415670741",
        "openid": "o9AgO5Kd5ggOC-bXrbNODIiE3bGY",
        "encrypt_type": "aes",
        "msg_signature": "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3",
    }
    assert json.loads(request.body) == {"ToUserName": "gh_97417a04a28d", "Encrypt": ENCRYPT}


def test_the_documented_envelope_opens_to_the_documented_message() -> None:
    opened = unseal(ENCRYPT, AES_KEY, APPID)
    assert len(opened) == 167
    assert opened == json.dumps(MESSAGE, separators=(",", ":"))


def test_the_documented_reply_is_sealed_alike_and_understood() -> None:
    assert seal('{"demo_resp":"good luck"}', AES_KEY, APPID, "707722b803182950") == REPLY["Encrypt"]
    assert push_signature("AAAAA", "1713424427", "415670741", str(REPLY["Encrypt"])) == REPLY["MsgSignature"]
    assert opened_reply(SAFE, json.dumps(REPLY), APPID) == '{"demo_resp":"good luck"}'


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"MsgSignature": "0" * 40}, "MsgSignature is wrong"),
        ({"Nonce": "1"}, "MsgSignature is wrong"),
        ({"Encrypt": ""}, "Encrypt missing"),
    ],
)
def test_a_reply_that_is_not_signed_is_not_understood(changed: dict[str, str], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        opened_reply(SAFE, json.dumps({**REPLY, **changed}), APPID)


@pytest.mark.parametrize("other", [("B" * 43, APPID), (AES_KEY, "wx00000000mockshop")])
def test_another_key_or_appid_does_not_open_the_documented_envelope(other: tuple[str, str]) -> None:
    with pytest.raises(ValueError):
        unseal(ENCRYPT, *other)


@pytest.mark.parametrize("length", range(64))
def test_padding_goes_to_blocks_of_32_bytes_whatever_the_length(length: int) -> None:
    message = "x" * length
    sealed = seal(message, AES_KEY, APPID, "0" * 16)
    assert unseal(sealed, AES_KEY, APPID) == message
    crypto = WeChatCrypto("AAAAA", AES_KEY, APPID)
    signature = push_signature("AAAAA", "1", "2", sealed)
    assert crypto.decrypt_message({"Encrypt": sealed}, signature, "1", "2") == message


# WeCom's, from its page 90968

WECOM = Callback("https://www.example.com/wecom", "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "safe")
CORP = "wx5823bf96d3bd56c7"
WECOM_ENCRYPT = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3"
    "TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gs"
    "ijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUa"
    "x5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIG"
    "HBZZIs2pDBS8R07+qN+E7Q=="
)
WECOM_ECHOSTR = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="


def test_the_documented_message_of_wecom_has_the_documented_signature_and_opens() -> None:
    signature = push_signature(WECOM.token, "1409659813", "1372623149", WECOM_ENCRYPT)
    assert signature == "477715d11cdb4164915debcba66cb864d751f3e6"
    assert "<Content><![CDATA[hello]]></Content>" in unseal(WECOM_ENCRYPT, WECOM.aes_key or "", CORP)


def test_the_documented_echostr_of_wecom_has_the_documented_signature_and_opens() -> None:
    signature = push_signature(WECOM.token, "1409659589", "263014780", WECOM_ECHOSTR)
    assert signature == "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3"
    assert unseal(WECOM_ECHOSTR, WECOM.aes_key or "", CORP).isdecimal()


def test_wechatpy_answers_a_check_of_wecom_with_the_opened_echostr() -> None:
    request = sealed_verification(
        WECOM, PushStamps(1409659589, "263014780", "0123456789abcdef"), "1616140317555161061", CORP
    )
    query = query_of(request.url)
    assert query.keys() == {"msg_signature", "timestamp", "nonce", "echostr"}
    crypto = WecomCrypto(WECOM.token, WECOM.aes_key, CORP)
    found = crypto.check_signature(query["msg_signature"], query["timestamp"], query["nonce"], query["echostr"])
    assert found == "1616140317555161061"


# Spelling


def test_a_message_in_xml_is_spelt_as_the_official_sample() -> None:
    message = {**REVOKE, "Event": "user_authorization_revoke", "RevokeInfo": "1"}
    assert spelt(message, "xml") == (
        "<xml><ToUserName><![CDATA[gh_870882ca4b1]]></ToUserName>"
        "<FromUserName><![CDATA[owAqB1v0ahK_Xlc7GshIDdf2yf7E]]></FromUserName><CreateTime>1626857200</CreateTime>"
        "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[user_authorization_revoke]]></Event>"
        "<RevokeInfo><![CDATA[1]]></RevokeInfo></xml>"
    )


def test_the_end_of_cdata_within_a_value_does_not_end_it() -> None:
    assert spelt({"a": "x]]>y"}, "xml") == "<xml><a><![CDATA[x]]]]><![CDATA[>y]]></a></xml>"


def test_a_callback_that_has_a_query_keeps_it() -> None:
    callback = Callback("https://www.qq.com/wx?tenant=7", "AAAAA", format="json")
    request = posting(callback, PushStamps(1, "2", ""), MESSAGE, APPID)
    assert query_of(request.url)["tenant"] == "7"
    assert query_of(request.url)["signature"] == push_signature("AAAAA", "1", "2")
