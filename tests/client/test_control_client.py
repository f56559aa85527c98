"""The control client: it can do every control call, in process and over HTTP alike, and says why where it cannot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import requests
from many_calls import many_calls

from mockwx import MockWx, MockWxError
from mockwx.client import ControlClient
from mockwx.client.over_http import OverHttp
from mockwx.client.transport import Transport
from mockwx.control.control_routes import ROUTES

TOKEN = "/cgi-bin/token?grant_type=client_credential&appid=wx00000000mockshop&secret=mockwx-secret-shop"


class Recording:
    """A transport that works, and notes which routes were taken."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport
        self.taken: set[tuple[str, str]] = set()

    @property
    def url(self) -> str:
        return self.transport.url

    def call(self, method: str, path: str, query: Mapping[str, str], body: object) -> Any:
        open_path = f"{path.rpartition('/')[0]}/*"
        self.taken.add((method, path if (method, path) in ROUTES else open_path))
        return self.transport.call(method, path, query, body)

    def to_world(self, name: str) -> Transport:
        return self.transport.to_world(name)


def everything(client: ControlClient) -> Iterator[object]:
    """Each method of a control client, once, on a world that has what it needs."""
    rule = {"name": "busy", "when": {"api": "token"}, "then": {"errcode": -1}}
    yield client.health()["status"] == "ok"
    yield client.set_clock("2026-01-01T08:00:00+08:00", "frozen")["mode"] == "frozen"
    yield client.clock()["at"].startswith("2026-01-01T08:00:00")
    yield client.make_world("two", {"apps": {"cafe": {}}})["name"] == "two"
    yield list(client.in_world("two").apps()) == ["cafe"]
    yield set(client.worlds()) == {"", "two"}
    yield client.drop_world("two")
    yield client.load({"name": "mine", "apps": {"shop": {"owner": "acme"}}}, outlived=True, series="a test")
    yield client.scenario()["name"] == "mine"
    yield "mine" in client.scenario_text()
    yield client.reset()
    yield client.put_app("shop", owner="another")["owner"] == "another"
    yield client.app("wx00000000mockshop")["name"] == "shop"
    yield client.apps()["shop"].secret == "mockwx-secret-shop"
    yield client.put_user("dora", nickname="朵拉")["nickname"] == "朵拉"
    yield client.user("dora")["openids"]["shop"].startswith("o")
    yield len(client.user("dora", drawn=True)["phone"]) == 11
    yield "dora" in client.users()
    yield client.add_rule(rule)["warnings"] == []
    yield len(client.replace_rules([rule, {**rule, "name": "hidden"}])) == 1
    yield [known["name"] for known in client.rules()] == ["busy", "hidden"]
    yield client.remove_rule("hidden")
    yield client.remove_rules() == ["busy"]
    yield requests.get(client.url + TOKEN, timeout=60).json()["access_token"]
    yield [entry.api for entry in client.journal(limit=1)] == ["token"]
    yield client.journal_note() is None
    yield client.difference([{"api": "token", "count": 1}]) is None
    yield "expected 2 calls" in (client.difference([{"api": "token", "count": 2}]) or "")
    yield client.unmet_calls([{"api": "token", "count": 1}]) is None
    unmet = client.unmet_calls([{"api": "token", "count": 2}])
    yield unmet is not None and [(count.expectation, count.seen) for count in unmet.counts] == [("2 calls of token", 1)]
    yield client.wait("token", count=1, timeout="10s")
    yield client.wait("token", count=2, timeout="10ms") is None
    (leak,) = client.leaks("the secret is mockwx-secret-shop")
    yield (leak["what"], leak["app"], leak["user"]) == ("secret", "shop", None)
    yield client.pushes() == []
    yield client.export("har")["log"]
    yield "mockwx: 1" in client.export()
    yield client.phone_about("dora")["appid"] == "wx00000000mockshop"
    yield "wx" in client.wx_script()
    yield client.restore(client.snapshot())
    yield client.clear_journal()
    yield client.journal() == []
    yield client.ca().startswith("-----BEGIN CERTIFICATE-----")
    yield client.show_certificate("trusted")
    yield client.certificate() == "trusted"
    yield client.openapi()["openapi"]
    yield client.schema()["properties"]
    yield client.fidelity()
    yield client.vocabulary()["verbs"]
    yield client.verdict() is None
    yield client.leave_verdict({"kind": "run", "title": "happy", "state": "passed"})["state"] == "passed"
    yield client.picture(client.do("phone.chooseAvatar", user="alice")["picture"]).startswith(b"\xff\xd8")


@pytest.fixture
def mockwx() -> Iterator[MockWx]:
    """Not the plugin's."""
    with MockWx() as started:
        yield started


@pytest.fixture(params=["in process", "over HTTP"])
def transport(request: pytest.FixtureRequest, mockwx: MockWx) -> Transport:
    over_http = OverHttp(mockwx.url)
    return over_http if request.param == "over HTTP" else mockwx.client._transport


def test_every_control_call_has_a_method_that_works(transport: Transport) -> None:
    recording = Recording(transport)
    for nth, answer in enumerate(everything(ControlClient(recording))):
        assert answer is None or answer, f"step {nth}"
    verbs = {("POST", f"{group}/*") for group in ("phone", "wechat", "clock")}  # one method does them all
    missing = {f"{method} {path}" for method, path in ROUTES.keys() - recording.taken - verbs}
    assert missing == set(), "these control calls have no method of ControlClient"


def test_every_method_is_tried_above() -> None:
    methods = {name for name, value in vars(ControlClient).items() if callable(value) and not name.startswith("_")}
    tried = set(everything.__code__.co_names)
    assert methods - tried == {"call"}


def test_a_refused_call_tells_what_where_and_with_which_status(transport: Transport) -> None:
    client = ControlClient(transport)
    with pytest.raises(MockWxError, match="did you mean 'alice'") as refused:
        client.user("alicia")
    assert (refused.value.where, refused.value.status) == ("path", 404)
    assert str(refused.value) == f"path: {refused.value.what}"
    with pytest.raises(MockWxError) as refused:
        client.do("clock.advance", by="soon")
    assert (refused.value.where, refused.value.status) == ("by", 422)


def test_names_with_slashes_and_tildes_reach_what_they_name(transport: Transport) -> None:
    client = ControlClient(transport)
    client.put_user("a/b ~?#%", nickname="斜杠")
    assert client.user("a/b ~?#%")["nickname"] == "斜杠"


def test_a_client_of_a_named_world_leaves_the_others_alone(mockwx: MockWx) -> None:
    mockwx.client.make_world("two")
    for two in (ControlClient.connect(f"{mockwx.url}/~two"), ControlClient.connect(mockwx.url, world="two")):
        assert two.url == f"{mockwx.url}/~two"
        two.put_user("only-there")
        assert two.in_world("").url == mockwx.url
    assert "only-there" not in mockwx.client.users()


def test_a_client_keeps_its_token_to_itself() -> None:
    transport = OverHttp("http://127.0.0.1:1", "token-nobody-should-see")
    assert "nobody" not in repr(transport) + repr(ControlClient(transport))


def test_a_long_journal_comes_whole(mockwx: MockWx) -> None:
    many_calls(mockwx, "/cgi-bin/token", 1005)
    assert len(mockwx.calls("token")) == 1005


def test_a_word_that_is_none_says_nothing(mockwx: MockWx) -> None:
    mockwx.rule("token", errcode=45009, times=None, user=None, latency=None)
    (rule,) = mockwx.rules
    assert (rule["when"], rule["then"]) == ({"api": "token"}, {"errcode": 45009})
    assert "times" not in rule


def test_a_word_that_does_not_exist_is_told_with_the_nearest(mockwx: MockWx) -> None:
    with pytest.raises(MockWxError, match="did you mean 'call'") as refused:
        mockwx.rule("code2session", calls=1, errcode=-1)  # type: ignore[call-arg]
    assert refused.value.where == "calls"
    assert mockwx.rules == []
