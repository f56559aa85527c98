"""Which names are WeChat's, which are this machine, and which may be reached beside them."""

from __future__ import annotations

import pytest

from mockwx.intercept.hosts import is_here, is_wechat_host
from mockwx.intercept.passthrough import Passthrough

LOOKS_LIKE_WECHAT = (
    "evilweixin.qq.com",
    "weixin.qq.com.evil.example",
    "api.weixin.qq.com.evil.example",
    "api-weixin.qq.com",
    "qq.com",
    "wx.qq.com",
    "evilres.wx.qq.com",
    "weixin.qq.co",
    "",
)


@pytest.mark.parametrize(
    "name",
    [
        "weixin.qq.com",
        "api.weixin.qq.com",
        "API.Weixin.QQ.com",
        "a.b.weixin.qq.com",
        "api.weixin.qq.com.",
        "res.wx.qq.com",
    ],
)
def test_all_at_and_below_its_domains_is_wechat(name: str) -> None:
    assert is_wechat_host(name)


@pytest.mark.parametrize("name", LOOKS_LIKE_WECHAT)
def test_a_name_that_only_looks_like_it_is_not_wechat(name: str) -> None:
    assert not is_wechat_host(name)


@pytest.mark.parametrize("name", ["api.weixin.qq.com", "weixin.qq.com", "API.WEIXIN.QQ.COM.", "mp.weixin.qq.com"])
@pytest.mark.parametrize("allowed", ["all", "*.qq.com", ".weixin.qq.com", "api.weixin.qq.com,mp.weixin.qq.com"])
def test_wechat_itself_is_never_reached_whatever_may_pass(name: str, allowed: str) -> None:
    assert not Passthrough(allowed).allows(name)


def test_what_may_pass_is_what_was_listed() -> None:
    listed = Passthrough("pypi.example, .Example.com,*.example.org")
    allowed = ("pypi.example", "PyPI.example.", "a.example.com", "a.b.example.com", "a.example.org")
    refused = ("example.com", "evilexample.com", "a.pypi.example", "pypi.example.evil", "localhost")
    assert [name for name in (*allowed, *refused) if listed.allows(name)] == list(allowed)
    assert Passthrough("all").allows("evilweixin.qq.com")
    assert not Passthrough().allows("pypi.example")
    assert (bool(Passthrough()), bool(Passthrough("all")), bool(Passthrough("a.example"))) == (False, True, True)


def test_this_machine_is_its_own_port_under_its_own_names_or_one_without_a_dot() -> None:
    own = ("192.0.2.7", 8780)
    here = ("localhost", "LOCALHOST", "127.0.0.1", "::1", "192.0.2.7", "mockwx")
    assert [name for name in here if not is_here(name, 8780, own)] == []
    assert [name for name in here if is_here(name, 8781, own)] == []
    assert [name for name in ("192.0.2.8", "mockwx.example", "::2") if is_here(name, 8780, own)] == []
