"""What a run is told to be wrong with a backend, in one line for each cause."""

from __future__ import annotations

from collections.abc import Callable

from mockwx.play.causes import causes
from mockwx.play.results import PlayResult

from .conftest import LOGIN

One = Callable[..., PlayResult]
OTHER_SECRET = (
    "apps: {shop: {appid: wx00000000mockshop, secret: mockwx-secret-of-another}}\n"
    + LOGIN
    + "    expect: {outcome: ok}\n"
)


def test_a_good_login_that_wechat_refuses_is_told_with_wechat_s_reason(one: One) -> None:
    (cause,) = causes([one(OTHER_SECRET)])
    assert cause.headline.en.startswith(
        "login does not succeed where WeChat refuses its AppSecret or its address "
        "(WeChat answered 40125 invalid appsecret: the secret is not that of shop): 1 scenario"
    )
    assert "（微信返回 40125 invalid appsecret：" in cause.headline.zh


def test_two_reasons_of_wechat_s_are_not_told_as_one(one: One) -> None:
    unknown = OTHER_SECRET.replace("wx00000000mockshop", "wx00000000mockxxxx")
    (cause,) = causes([one(OTHER_SECRET), one(unknown)])
    assert "WeChat answered" not in cause.headline.en


def test_what_a_rule_made_wechat_refuse_is_no_reason_of_wechat_s(one: One) -> None:
    rules = "rules: [{when: {api: code2session}, then: {errcode: 40125}}]\n"
    (cause,) = causes([one(rules + LOGIN + "    expect: {outcome: ok}\n")])
    assert cause.headline.en.startswith("login does not succeed where WeChat refuses its AppSecret or its address: 1 ")
