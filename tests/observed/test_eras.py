"""The same refusals through the years: where one spelling ends and the next begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from .backend import CHECKSESSION, PHONE, SHOP, Backend
from .shape import shape

if TYPE_CHECKING:
    from mockwx.mock import MockWx

LATEST = ", could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r"


def backend_of(mockwx: MockWx, day: str, **world: object) -> Backend:
    mockwx.load({"mockwx": 1, **SHOP, "wechat": {"as_of": day}, **world})
    return Backend(mockwx)


@pytest.mark.parametrize(
    ("day", "appid", "code"),
    [
        ("2018-01-01", "invalid appid, hints: [ req_id: <token> ]", "invalid code, hints: [ req_id: <token> ]"),
        ("2021-01-31", "invalid appid, hints: [ req_id: <token> ]", "invalid code, hints: [ req_id: <token> ]"),
        # Published with the rid's own seconds: 2021-02-04, 2021-04-26, 2021-05-01 and 2021-05-11.
        ("2021-02-04", "invalid appid rid: <rid>", "invalid code, hints: [ req_id: <token> ]"),
        ("2021-05-11", "invalid appid rid: <rid>", "invalid code, hints: [ req_id: <token> ]"),
        ("2021-07-19", "invalid appid rid: <rid>", "invalid code, hints: [ req_id: <token> ]"),
        # The day itself has today's (assumed: no answer of it or of the six days after was published).
        ("2021-07-20", "invalid appid, rid: <rid>", "invalid code, rid: <rid>"),
        ("2021-07-26", "invalid appid, rid: <rid>", "invalid code, rid: <rid>"),
        ("2026-01-01", "invalid appid, rid: <rid>", "invalid code, rid: <rid>"),
    ],
)
def test_below_sns_the_checks_of_the_appid_moved_to_the_rid_before_the_others(
    mockwx: MockWx, day: str, appid: str, code: str
) -> None:
    backend = backend_of(mockwx, day)
    assert shape(backend.exchange("x", appid="wx0123456789abcdef").json["errmsg"]) == appid
    assert shape(backend.exchange("x").json["errmsg"]) == code


def test_a_missing_appid_has_the_suffix_of_an_unknown_one(mockwx: MockWx) -> None:
    errmsg = backend_of(mockwx, "2021-05-01").exchange("x", appid=None).json["errmsg"]
    assert shape(errmsg) == "appid missing rid: <rid>"


@pytest.mark.parametrize(
    ("day", "token", "signature"),
    [
        ("2020-06-30", " hints: [<token>!]", "invalid signature hint: [<token>]"),
        ("2020-07-01", " rid: <rid>", "invalid signature rid: <rid>"),
        ("2023-03-31", " rid: <rid>", "invalid signature rid: <rid>"),
        ("2023-04-01", f"{LATEST} rid: <rid>", "invalid signature rid: <rid>"),
    ],
)
def test_the_gateway_marks_its_own_refusals_in_the_old_days_and_tells_of_the_stable_token_in_the_new(
    mockwx: MockWx, day: str, token: str, signature: str
) -> None:
    backend = backend_of(mockwx, day)
    errmsg = backend.get(CHECKSESSION, access_token="2").json["errmsg"]
    assert shape(errmsg) == f"invalid credential, access_token is invalid or not latest{token}"
    wrong = backend.signed(backend.log_in(), signature="0" * 64)
    assert shape(backend.get(CHECKSESSION, **wrong).json["errmsg"]) == signature


@pytest.mark.parametrize(
    ("day", "missing", "wrong"),
    [
        ("2014-10-31", "access_token missing", ""),
        ("2015-09-19", "access_token missing", " hint: [<token>]"),
        ("2016-12-25", "access_token missing hint: [<token>!]", " hint: [<token>!]"),
        ("2019-08-31", "access_token missing hint: [<token>!]", " hint: [<token>!]"),
        ("2020-03-01", "access_token missing hint: [<token>!]", " hints: [<token>!]"),
    ],
)
def test_the_gateways_mark_grew_louder_over_the_years(mockwx: MockWx, day: str, missing: str, wrong: str) -> None:
    backend = backend_of(mockwx, day)
    assert shape(backend.get(CHECKSESSION).json["errmsg"]) == missing
    errmsg = backend.get(CHECKSESSION, access_token="2").json["errmsg"]
    assert shape(errmsg) == f"invalid credential, access_token is invalid or not latest{wrong}"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2015-12-31", "invalid code"),
        ("2016-01-01", "invalid code, hints: [ req_id: <token> ]"),
        ("2019-11-13", "invalid code, hints: [ req_id: <token> ]"),
    ],
)
def test_below_sns_there_was_no_mark_before_2016(mockwx: MockWx, day: str, text: str) -> None:
    assert shape(backend_of(mockwx, day).exchange("x").json["errmsg"]) == text


@pytest.mark.parametrize(("day", "dashed"), [("2018-06-01", False), ("2020-03-01", True)])
def test_a_mark_has_a_dash_since_autumn_2019(mockwx: MockWx, day: str, dashed: bool) -> None:
    backend = backend_of(mockwx, day)
    for errmsg in (backend.exchange("x").json["errmsg"], backend.fetch_token(appid="wx0").json["errmsg"]):
        assert ("-" in errmsg) is dashed, errmsg


@pytest.mark.parametrize(("day", "hint"), [("2021-12-01", ""), ("2023-03-31", ""), ("2023-04-01", LATEST)])
def test_a_spent_token_quota_tells_of_the_stable_token_since_2023(mockwx: MockWx, day: str, hint: str) -> None:
    backend = backend_of(mockwx, day, limits={"token": {"rate": "1/day"}, "stable_token": {"rate": "1/day"}})
    said = [backend.fetch_token().json for _ in range(2)][1]
    assert shape(said["errmsg"]) == f"reach max api daily quota limit{hint} rid: <rid>"
    said = [backend.fetch_stable().json for _ in range(2)][1]
    assert shape(said["errmsg"]) == "reach max api daily quota limit rid: <rid>"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2018-12-31", "invalid ip <ip>, not in whitelist hint: [<token>]"),
        ("2019-01-01", "invalid ip <ip> ipv6 ::ffff:<ip>, not in whitelist hint: [<token>]"),
        ("2020-07-01", "invalid ip <ip> ipv6 ::ffff:<ip>, not in whitelist rid: <rid>"),
    ],
)
def test_an_address_is_told_in_both_forms_since_2019(mockwx: MockWx, day: str, text: str) -> None:
    backend = backend_of(mockwx, day, apps={"shop": {"ip_whitelist": []}})
    assert shape(backend.fetch_token().json["errmsg"]) == text


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2020-05-31", "invalid appsecret, view more at http://t.cn/RAEkdVq hint: [<token>]"),
        ("2020-06-01", "invalid appsecret hint: [<token>]"),
        ("2020-07-01", "invalid appsecret rid: <rid>"),
    ],
)
def test_a_wrong_secret_came_with_a_link_until_2020(mockwx: MockWx, day: str, text: str) -> None:
    assert shape(backend_of(mockwx, day).fetch_token(secret="x").json["errmsg"]) == text


@pytest.mark.parametrize("day", ["2021-12-16", "2024-10-01", "2026-01-01"])
def test_a_phone_number_s_own_refusals_have_hint_and_rid_and_the_gateway_s_the_rid_alone(
    mockwx: MockWx, day: str
) -> None:
    backend = backend_of(mockwx, day)
    token = backend.token()
    empty = backend.send("POST", PHONE, {"access_token": token}).json["errmsg"]
    assert shape(empty) == "empty post data hint: [<token>] rid: <rid>"
    assert shape(backend.post(PHONE, {}).json["errmsg"]) == "access_token missing rid: <rid>"


@pytest.mark.parametrize(
    ("day", "errcode", "text"),
    [
        ("2017-09-30", 40091, "secret is invalid"),
        # Seen on 2017-10-19, for another errcode.
        ("2017-10-01", 40001, "invalid credential, hint: [<second>_<hex>]"),
        ("2018-02-27", 40001, "invalid credential, hint: [<second>_<n>_<hex>], more info at <link>"),
        ("2019-05-31", 40001, "invalid credential, hint: [<second>_<n>_<hex>], more info at <link>"),
        ("2019-12-11", 40001, "invalid credential, hint: [<second>_<n>_<hex>], from ip: <ip>, more info at <link>"),
        ("2020-03-13", 40001, "invalid credential, hint: [<second>_<n>_<hex>], from ip: <ip>, more info at <link>"),
        ("2021-06-30", 40001, "invalid credential, hint: [<second>_<n>_<hex>], from ip: <ip>, more info at <link>"),
        ("2021-11-01", 40001, "invalid credential, hint: [<25>], from ip: <ip>, more info at <link>"),
        ("2026-09-11", 40001, "invalid credential, hint: [<25>], from ip: <ip>, more info at <link>"),
    ],
)
def test_wecoms_trace_grew_longer_over_the_years(mockwx: MockWx, day: str, errcode: int, text: str) -> None:
    mockwx.load({"apps": {"corp": {"kind": "wecom"}}, "wechat": {"as_of": day}})
    query = {"corpid": mockwx.app.appid, "corpsecret": "wrong"}
    said = Backend(mockwx).get("/qyapi.weixin.qq.com/cgi-bin/gettoken", **query).json
    assert said["errcode"] == errcode
    errmsg = said["errmsg"].replace(f"https://open.work.weixin.qq.com/devtool/query?e={errcode}", "<link>")
    marks = ((r"\[\d{10}_\d+_[0-9a-f]{32}\]", "[<second>_<n>_<hex>]"), (r"\[\d{10}_[0-9a-f]{32}\]", "[<second>_<hex>]"))
    for pattern, mark in marks:
        errmsg = re.sub(pattern, mark, errmsg)
    assert shape(errmsg) == text
