"""What a backend file says for audits, and of logins in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockwx.play.backend import BackendSettings
from mockwx.scenario.audit_settings import Acceptance, AuditSettings, Setting
from mockwx.scenario.loader import ScenarioError, parse
from mockwx.scenario.scenario import Scenario
from mockwx.scenario.steps import Statuses

EVERYTHING = """\
mockwx: 1
backend:
  url: http://127.0.0.1:1
  guest: {status: 200, json: {$.user: absent}}
  actions:
    login: {request: POST /login}
    login_cafe: {app: cafe, request: POST /cafe/login}
    login_bar: {app: bar, requests: [{request: GET /nonce}, {request: POST /bar/login}]}
  web:
    - start: GET /wx/login
      callback: {request: GET /wx/callback, query: {code: $code, state: $state, v: 2}, save: {session: $cookie.sid}}
      poll: GET /wx/poll
    - {app: corp, start: GET /wecom/login, callback: GET /wecom/callback}
  audit:
    codes: [our-test-code, ""]
    doors: [POST /dev/login]
    fields: [memberNo]
    log: logs/app.log
    environment: {WECHAT_URL: url, WECHAT_SECRET: secret, CAFE_SECRET: cafe.secret, PUSH_KEY: aes_key}
    pace: 50ms
    reset: POST /test/reset
    accept: [{id: code-lives-on, reason: the gateway checks it, until: 2027-01-31, by: Li, cause: 6f3a}]
    outsiders: allowed
    cloudrun: true
    like: production
"""


def lines(tmp_path: Path, text: str) -> list[str]:
    """The English half of every problem."""
    path = tmp_path / "b.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as raised:
        BackendSettings.read(path)
    return [str(problem).split(" | ")[0].removeprefix(f"{path}:") for problem in raised.value.problems]


def test_all_that_an_audit_is_told_is_read(tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    path.write_text(EVERYTHING, encoding="utf-8")
    backend = BackendSettings.read(path).for_scenario(Scenario())

    assert {name: action.app for name, action in backend.actions.items() if name[:3] != "web"} == {
        "open": None,
        "login": None,
        "login_cafe": "cafe",
        "login_bar": "bar",
    }
    (guest,) = backend.guest
    assert guest.status == Statuses(((200, 200),))
    assert [(str(path), pattern.present) for path, pattern in guest.values] == [("$.user", False)]
    site, corp = backend.web
    assert (str(site.start), str(site.callback), str(site.poll)) == (
        "GET /wx/login",
        "GET /wx/callback",
        "GET /wx/poll",
    )
    assert site.callback.query == {"code": "$code", "state": "$state", "v": 2}
    assert set(site.callback.save) == {"session"}
    assert (corp.app, corp.poll) == ("corp", None)
    assert str(backend.audit.reset) == "POST /test/reset"
    assert backend.audit == AuditSettings(
        codes=("our-test-code", ""),
        doors=(("POST", "/dev/login"),),
        fields=("memberNo",),
        log="logs/app.log",
        environment={
            "WECHAT_URL": Setting("url"),
            "WECHAT_SECRET": Setting("secret"),
            "CAFE_SECRET": Setting("secret", "cafe"),
            "PUSH_KEY": Setting("aes_key"),
        },
        pace=50,
        reset=backend.audit.reset,
        accept=(Acceptance("code-lives-on", "the gateway checks it", "2027-01-31", "Li", "6f3a"),),
        outsiders="allowed",
        cloudrun=True,
        like="production",
    )


def test_a_callback_of_which_only_the_line_is_said_gets_code_and_state_as_wechat_sends_them(tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    path.write_text(EVERYTHING, encoding="utf-8")
    assert BackendSettings.read(path).described.web is not None
    _, corp = BackendSettings.read(path).for_scenario(Scenario()).web
    assert corp.callback.query == {"code": "$code", "state": "$state"}


def test_the_variables_of_a_backend_that_is_started_hold_what_its_apps_have() -> None:
    names = {"U": "url", "W": "qyapi.weixin.qq.com.url", "A": "appid", "S": "secret", "T": "token", "K": "aes_key"}
    cafe = {"CA": "cafe.appid", "CS": "cafe.secret", "CT": "cafe.token"}
    audit = {"environment": names | cafe}
    callback = {"url": "http://127.0.0.1:1/push", "token": "mockwxtoken"}
    apps = {"shop": {"secret": "our-own", "callback": callback}, "cafe": None}
    assert BackendSettings.read({"audit": audit, "apps": apps}).environment("http://127.0.0.1:8780") == {
        "U": "http://127.0.0.1:8780",
        "W": "http://127.0.0.1:8780/qyapi.weixin.qq.com",
        "A": "wx00000000mockshop",
        "S": "our-own",
        "T": "mockwxtoken",
        "CA": "wx00000000mockcafe",
        "CS": "mockwx-secret-cafe",
    }
    alone = BackendSettings.read({"audit": {"environment": {"S": "secret"}}})
    assert alone.environment("http://127.0.0.1:8780") == {"S": "mockwx-secret-shop"}


def test_where_wechats_own_hosts_are_led_here_they_are_where_wechat_is() -> None:
    environment = {"U": "url", "W": "qyapi.weixin.qq.com.url"}
    assert BackendSettings.read({"audit": {"environment": environment}}).environment(None) == {
        "U": "https://api.weixin.qq.com",
        "W": "https://qyapi.weixin.qq.com",
    }


def test_what_a_file_says_of_audits_stands_before_what_a_scenario_says() -> None:
    loaded = parse(
        "mockwx: 1\nbackend: {url: http://127.0.0.1:1, guest: {status: 203}, web: {start: GET /a, callback: GET /b},"
        " audit: {like: staging}}\n"
    )
    scenario = loaded.scenario
    silent = BackendSettings.read({"url": "http://127.0.0.1:2"}).for_scenario(scenario)
    assert (len(silent.guest), len(silent.web), silent.audit.like) == (1, 1, "staging")
    telling = BackendSettings.read({"guest": [], "web": [], "audit": {}}).for_scenario(scenario)
    assert (telling.guest, telling.web, telling.audit) == ((), (), AuditSettings())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("guest: {}", "1:8: guest: say by which status, json, headers or text it is known"),
        ("web: {start: GET /a}", "1:6: web: callback is missing; write for example callback: GET /wx/callback"),
        (
            "web: {start: /a, callback: GET /b}",
            "1:14: web.start: '/a' is no request; write a method and a path, such as POST /api/login",
        ),
        ("audit: {accpet: []}", "1:9: audit.accpet: there is no key 'accpet'; did you mean 'accept'?"),
        (
            "audit: {accept: [{id: any-code}]}",
            "1:18: audit.accept[0]: reason is missing; write for example reason: the gateway in front checks it",
        ),
        (
            "audit: {accept: [{id: any code, reason: so}]}",
            (
                "1:23: audit.accept[0].id: 'any code' is no check's id; write for example code-lives-on, "
                "as `mockwx audit --list` shows them"
            ),
        ),
        (
            "audit: {accept: [{id: any-code, reason: so, until: tomorrow}]}",
            "1:52: audit.accept[0].until: 'tomorrow' is no day; write it as 2027-01-31",
        ),
        (
            "audit: {environment: {WECHAT_SECRET: sceret}}",
            ("1:38: audit.environment.WECHAT_SECRET: there is no setting 'sceret'; did you mean 'secret'?"),
        ),
        (
            "audit: {environment: {X: qyap.weixin.qq.com.url}}",
            (
                "1:26: audit.environment.X: there is no host of WeChat's 'qyap.weixin.qq.com'; "
                "did you mean 'qyapi.weixin.qq.com'?"
            ),
        ),
        (
            "audit: {doors: [/dev]}",
            "1:17: audit.doors[0]: '/dev' is no request; write a method and a path, such as POST /api/login",
        ),
        ("audit: {cloudrun: 1}", "1:19: audit.cloudrun: write true or false (lower case, no quotes), not the number 1"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, text: str, problem: str) -> None:
    assert lines(tmp_path, text) == [problem]
