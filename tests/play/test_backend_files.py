"""What is said of a backend: by its URL, by a file, by the scenario itself."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from mockwx import MockWx
from mockwx.play.backend import BackendSettings
from mockwx.play.backend_template import TEMPLATE
from mockwx.play.player import play, scripts
from mockwx.play.results import PlayResult
from mockwx.play.wechat_side import WechatSide
from mockwx.scenario import ready_scenarios
from mockwx.scenario.loader import ScenarioError, parse
from mockwx.scenario.scenario import Scenario

from . import good_backend
from .conftest import wrong
from .good_backend import Backend

if TYPE_CHECKING:
    from pathlib import Path

One = Callable[..., PlayResult]


def lines(tmp_path: Path, text: str) -> list[str]:
    """The English half of every problem."""
    path = tmp_path / "b.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as raised:
        BackendSettings.read(str(path))
    return [str(each).split(" | ")[0].removeprefix(f"{path}:") for each in raised.value.problems]


@pytest.mark.parametrize(
    "text",
    [
        "url: http://127.0.0.1:1\nactions: {login: {request: POST /in}}\n",
        "backend:\n  url: http://127.0.0.1:1\n  actions: {login: {request: POST /in}}\n",
        '{"backend": {"url": "http://127.0.0.1:1", "actions": {"login": {"request": "POST /in"}}}}',
        "mockwx: 1\nname: ours\nbackend: {url: http://127.0.0.1:1/, actions: {login: {request: POST /in}}}\n",
    ],
)
def test_a_file_is_yaml_or_json_with_or_without_backend_on_top(tmp_path: Path, text: str) -> None:
    path = tmp_path / "backend"
    path.write_text(text, encoding="utf-8")
    backend = BackendSettings.read(path).for_scenario(Scenario())
    assert backend.url == "http://127.0.0.1:1"
    assert [str(request) for request in backend.actions["login"].requests] == ["POST /in"]
    assert backend.guessed == frozenset()
    assert backend.timeout == 10


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("actoins: {}", "1:1: actoins: there is no key 'actoins'; did you mean 'actions'?"),
        ("backend: {actoins: {}}", "1:11: backend.actoins: there is no key 'actoins'; did you mean 'actions'?"),
        (
            "actions: {login: {}}",
            "1:18: actions.login: request is missing; write for example request: POST /api/login",
        ),
        (
            "actions: {login: {request: /login}}",
            "1:28: actions.login.request: '/login' is no request; write a method and a path, such as POST /api/login",
        ),
        (
            "actions: {login: {request: POST /in, jsn: {}}}",
            "1:38: actions.login.jsn: there is no key 'jsn'; did you mean 'json'?",
        ),
        (
            "actions: {login: {request: POST /in, json: {}, form: {}}}",
            "1:54: actions.login.form: a request has one body: json or form",
        ),
        (
            "actions: {login: {request: POST /in, json: {code: $}}}",
            ("1:51: actions.login.json.code: a lone $ means nothing: write $name, ${name}, or $$ for a dollar"),
        ),
        (
            "actions: {login: {request: POST /in, save: {session: token}}}",
            "1:54: actions.login.save.session: 'token' is no path into JSON; write $.token",
        ),
        (
            "actions: {login: {request: POST /in, save: {session: $..token}}}",
            (
                "1:54: actions.login.save.session: '$..token' is no path into JSON; "
                "write $.user.id, $.list[0] or $['a key']"
            ),
        ),
        (
            "actions: {login: {request: POST /in, save: {my-id: $.id}}}",
            (
                "1:45: actions.login.save.my-id: 'my-id' cannot be used as $name; "
                "a name is a letter, then letters, digits and _"
            ),
        ),
        ("outcomes: {okay: {}}", "1:12: outcomes.okay: there is no outcome 'okay'; did you mean 'ok'?"),
        ("outcomes: {ok: {}}", "1:16: outcomes.ok: say by which status, json, headers or text it is known"),
        (
            "outcomes: {ok: [{status: 2x}]}",
            "1:26: outcomes.ok[0].status: '2x' is no HTTP status; write 200, 4xx, 400..499 or a list of such",
        ),
        (
            "outcomes: {ok: {status: [200, 499..400]}}",
            ("1:31: outcomes.ok.status[1]: '499..400' is no HTTP status; write 200, 4xx, 400..499 or a list of such"),
        ),
        ("timeout: 10", "1:10: timeout: 10 is not a duration; write a number with its unit, such as"),
        ("url: localhost", "1:6: url: write a URL, such as http://127.0.0.1:8000"),
        ("[]", "1:1: a map is wanted"),
    ],
)
def test_every_mistake_is_told_with_its_place(tmp_path: Path, text: str, problem: str) -> None:
    (found,) = lines(tmp_path, text)
    assert found.startswith(problem)


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(ScenarioError, match=r"nowhere\.yaml: there is no such file"):
        BackendSettings.read("nowhere.yaml")


def test_a_mapping_from_python_is_judged_like_a_file() -> None:
    with pytest.raises(ScenarioError, match=r"<backend>: urll: there is no key 'urll'; did you mean 'url'\?"):
        BackendSettings.read({"urll": "x"})
    with pytest.raises(ScenarioError, match="this object cannot stand in a scenario"):
        BackendSettings.read({"url": object()})


def test_nobody_says_where_it_is() -> None:
    with pytest.raises(LookupError, match="nobody says where the backend is; give --backend"):
        BackendSettings.read(None).for_scenario(Scenario())


def test_what_is_given_goes_before_what_the_scenario_says_of_its_own() -> None:
    own = parse(
        "mockwx: 1\nbackend: {url: http://own, timeout: 1s, actions: {login: {request: GET /a}, more: "
        "{request: GET /b}}, outcomes: {ok: {status: 200}}}"
    ).scenario
    alone = BackendSettings.read(None).for_scenario(own)
    assert (alone.url, set(alone.actions)) == ("http://own", {"open", "login", "more", "me", "phone", "decrypt"})
    assert alone.guessed == {"me", "phone", "decrypt"}
    assert BackendSettings.read("http://given/").for_scenario(own).url == "http://given"
    told = BackendSettings.read({"actions": {"login": {"request": "GET /c"}}, "outcomes": {}}).for_scenario(own)
    assert {name: str(action.requests[0]) for name, action in told.actions.items()} == {
        "open": "GET $url",
        "login": "GET /c",
        "more": "GET /b",
    }
    assert (told.url, told.timeout, list(told.outcomes), told.guessed) == ("http://own", 1, ["ok"], frozenset())


def test_the_file_to_begin_with_is_sound_and_bilingual(tmp_path: Path) -> None:
    path = tmp_path / "backend.yaml"
    path.write_text(TEMPLATE, encoding="utf-8")
    backend = BackendSettings.read(path).for_scenario(Scenario())
    assert set(backend.actions) == {"open", "login", "me"}
    # What is commented out is sound as well.
    path.write_text(
        re.sub(r"^    # (?=\w+:$|  (?:request|json|headers): )", "    ", TEMPLATE, flags=re.MULTILINE), encoding="utf-8"
    )
    backend = BackendSettings.read(path).for_scenario(Scenario())
    assert set(backend.actions) == {"open", "login", "me", "phone", "phone_sealed", "profile"}
    outcomes = TEMPLATE.index("  # outcomes:")
    path.write_text(TEMPLATE[:outcomes].replace("  outcomes: {}\n", "") + TEMPLATE[outcomes:].replace("  # ", "  "))
    assert set(BackendSettings.read(path).for_scenario(Scenario()).outcomes) == {
        "ok",
        "refused",
        "unavailable",
        "anything else",
    }


@pytest.mark.parametrize("name", ["happy", "wrong-secret", "code-expired"])
def test_a_backend_with_its_own_appid_and_secret_is_met_by_the_ready_scenarios(
    name: str, wechat: MockWx, backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(good_backend, "APPID", "wx1234567890abcdef")
    monkeypatch.setattr(good_backend, "SECRET", "our-own-secret")
    (script,) = scripts(ready_scenarios.find(name))

    def played(**said: Any) -> PlayResult:
        return asyncio.run(play(BackendSettings.read({"url": backend.url, **said}), WechatSide(wechat.client), script))

    login = {"actions": {"login": {"request": "POST /login", "json": {"code": "$code"}}}}
    assert played(**login).verdict == "failed" or name == "wrong-secret"
    told = played(**login, apps={"shop": {"appid": "wx1234567890abcdef", "secret": "our-own-secret"}})
    assert wrong(told) == []
