"""Corps of WeCom in a scenario file: what it means, and what is said of wrong ones."""

from __future__ import annotations

import pytest

from mockwx.core.wecom import Agent, Corp
from mockwx.scenario import loader
from mockwx.scenario.reading.problems import ScenarioError

FULL = """mockwx: 1
apps:
  corp:
    kind: wecom
    appid: ww00000000mockcorp
    agentid: "1000005"
    domain: www.example.com:8443
    ip_whitelist: [10.0.0.0/8]
    visible: [alice]
    members: [alice, bob]
    userids: {alice: zhang.san}
    customers: [carol]
    agents:
      crm: {agentid: "1000003", trusted_ips: [192.0.2.0/24], visible: [], denied: [user_get], domain: crm.example.com}
users: {alice: , bob: , carol: }
"""


def test_a_corp_is_what_its_file_says() -> None:
    found = loader.parse(FULL).scenario
    (app,) = found.apps
    (corp,) = found.details
    crm = Agent("1000003", "mockwx-secret-crm", "crm.example.com", ("192.0.2.0/24",), (), ("user_get",))
    assert corp == Corp(
        "ww00000000mockcorp", ("alice", "bob"), (("alice", "zhang.san"),), ("carol",), "1000005", ("alice",), (crm,)
    )
    own = Agent("1000005", "mockwx-secret-corp", "www.example.com:8443", ("10.0.0.0/8",), ("alice",))
    assert corp.all_agents(app) == (own, crm)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("agents: {crm: {}}", "agentid is missing"),
        ("agents: {crm: {agentid: 1000003}}", 'quote it: "1000003"'),
        ('agents: {crm: {agentid: "1000002"}}', "two have the same agentid 1000002"),
        (
            'agents: {crm: {agentid: "1", secret: mock}, erp: {agentid: "2", secret: mock}}',
            "two have the same secret",
        ),
        ("userids: {alice: x, bob: X}", "two have the same userid x"),
        ("userids: {alice: 张三}", "a userid is 1 to 64 letters"),
        ("members: [alise]", "did you mean 'alice'?"),
        ("domain: https://www.example.com", "no scheme or path"),
        (f"secret: {'aB3_' * 10}xyz", "this looks like a real Secret of WeCom"),
        (f'agents: {{crm: {{agentid: "1", secret: {"aB3_" * 10}xyz}}}}', "this looks like a real Secret of WeCom"),
        ("membrs: [alice]", "did you mean 'members'?"),
    ],
)
def test_a_wrong_corp_is_told_what_to_write(said: str, told: str) -> None:
    text = f"mockwx: 1\nusers: {{alice: , bob: }}\napps:\n  corp:\n    kind: wecom\n    {said}\n"
    with pytest.raises(ScenarioError) as caught:
        loader.parse(text)
    assert told in str(caught.value)
    assert "aB3_aB3_" not in str(caught.value)
