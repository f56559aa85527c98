"""An exported world is the world that it was: whatever a scenario says of apps, users and WeChat is in it."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import fields

from mockwx.core.people.accounts import User, app_called
from mockwx.core.people.callback import Callback
from mockwx.core.people.codes import CodeKind
from mockwx.core.people.sessions import KeyPolicy
from mockwx.core.platforms import Component
from mockwx.core.suites import Suite
from mockwx.core.wecom import Agent, Corp
from mockwx.core.wire import Request
from mockwx.core.world import Wechat
from mockwx.scenario.loader import from_mapping, parse
from mockwx.scenario.scenario import Scenario
from mockwx.scenario.world_export import as_scenario
from mockwx.store.memory.worlds import MemoryWorlds

ALL = """
mockwx: 1
seed: another
apps:
  shop:
    {kind: miniprogram, appid: wx0123456789mock01, secret: mock-secret, owner: acme, ip_whitelist: [10.0.0.0/8],
     frozen: true, standing: limited, denied: [checksession], verified: false, container: "http://127.0.0.1:9000",
     callback: {url: "http://127.0.0.1:9001/wechat", token: mockwxtoken}, privacy: [user_info], phone_number_calls: 3,
     realtime_phone_number_calls: 4, pages: [pages/index], published: false, banned: true}
  club: {kind: official, domain: www.example.org, scopes: [snsapi_base], followers: [alice], test_account: true}
  corp:
    {kind: wecom, domain: www.example.org, members: [alice, bob], userids: {alice: al}, customers: [carol],
     agentid: "1000007", visible: [alice], without_wechat: [bob], admins: [alice], provider_secret: mock-provider,
     agents: {hr: {agentid: "1000009", secret: mock-agent, domain: hr.example.org, trusted_ips: [127.0.0.1],
                   visible: [bob], denied: [user_get]}}}
  suite: {kind: suite, provider: corp, corps: [corp], visible: [alice], userids: plain}
  platform: {kind: component, authorizers: [club]}
users:
  alice:
    {phone: "13900000001", country_code: "852", nickname: 阿丽, gender: 2, city: Xi'an, province: Shaanxi, country: CN,
     avatar: "https://www.example.org/a.png", language: en, unionid: oUMOCKalice, openids: {shop: oMOCKalice},
     blocked: true, base_library: 2.30.0}
  bob: {}
  carol: {}
people: {count: 7}
session_key: {rotate_on_login: always, window: 5m, idle: 1d}
limits: {code2session: [{per: user, rate: 2/min}, {rate: 100/day}]}
wechat:
  {as_of: "2020-01-01", sns_content_type: application/json, refused_exchange: burns_code, denied: authdeny,
   base_unionid: given, later_login: keeps_tokens, link_order: documented, replaced_component_token: dies,
   userinfo_openid: checked, outside_wechat: refused, suite_token_errcode: zero, push_keys: lower}
"""
"""All that can be said, otherwise than usual."""
SAID = parse(ALL).scenario
NOT_SAID = {"name", "appid", "kind"}


def exported(scenario: Scenario) -> dict[str, Any]:
    """After a login of alice's, for who was never seen is not written."""
    worlds = MemoryWorlds()
    worlds.put("", scenario, wall=0)
    code = worlds.run("", lambda world: world.codes.issue(CodeKind.LOGIN, scenario.apps[0].appid, "alice", 0), wall=0)
    shop = {"appid": scenario.apps[0].appid, "js_code": code, "grant_type": "authorization_code"}
    worlds.handle("", Request("GET", None, "/sns/jscode2session", {**shop, "secret": "mock-secret"}), wall=0)
    return worlds.run("", as_scenario, wall=0)


EXPORTED = from_mapping(exported(SAID)).scenario


@pytest.mark.parametrize("part", ["seed", "apps", "details", "users", "people", "key_policy", "limits", "wechat"])
def test_what_a_scenario_says_is_said_by_the_export_of_its_world(part: str) -> None:
    assert getattr(EXPORTED, part) == getattr(SAID, part)


@pytest.mark.parametrize(
    ("declared", "usual"),
    [
        (SAID.apps, app_called("x")),
        (SAID.users, User("x")),
        ([SAID.wechat], Wechat()),
        ([SAID.key_policy], KeyPolicy()),
        ([each for each in SAID.details if isinstance(each, Corp)], Corp("x")),
        ([agent for each in SAID.details if isinstance(each, Corp) for agent in each.agents], Agent("x", None)),
        ([each for each in SAID.details if isinstance(each, Suite)], Suite("x")),
        ([each for each in SAID.details if isinstance(each, Component)], Component("x")),
    ],
    ids=lambda part: type(part).__name__ if isinstance(part, Struct) else "",
)
def test_all_that_can_be_said_is_said_above(declared: list[Struct], usual: Struct) -> None:
    names = {field.name for field in fields(usual)} - NOT_SAID
    as_usual = {name for name in names if all(getattr(one, name) == getattr(usual, name) for one in declared)}
    assert as_usual == set(), f"tests/scenario/test_world_export.py: say in ALL what is new of {type(usual).__name__}"


def test_a_secret_that_is_no_fake_is_not_exported() -> None:
    callback = {"url": "http://127.0.0.1:1/", "token": "ofsomebody", "aes_key": "ofsomebody0" * 3 + "ofsomebody"}
    app = {"kind": "miniprogram", "secret": "ofsomebody", "real_looking_secret": "allow", "callback": callback}
    document = exported(from_mapping({"mockwx": 1, "apps": {"shop": app}}).scenario)
    assert "ofsomebody" not in str(document)
    # It is a scenario all the same, and its pushes are signed.
    (loaded,) = from_mapping(document).scenario.apps
    assert loaded.callback == Callback("http://127.0.0.1:1/", "mockwxtoken", "mockwx" * 7 + "A")
