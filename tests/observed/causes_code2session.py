"""How the published answers of /sns/jscode2session are provoked."""

from __future__ import annotations

from .backend import CODE2SESSION, SHOP, Answer, Backend, Cause

UNBOUND = {"apps": {"shop": {}}}
EACH_LOGIN_A_KEY = {"apps": {"shop": {}}, "session_key": {"rotate_on_login": "always"}}
BEFORE_2018 = "2017-10-01"


def session(wanted: str = "", unwanted: str = "/"):
    """A success whose session_key has the character ``wanted`` in it and not ``unwanted``."""

    def do(backend: Backend) -> Answer:
        for _ in range(200):
            answer = backend.exchange(backend.mockwx.login("alice"))
            key = answer.json["session_key"]
            if wanted in key and not (unwanted and unwanted in key):
                return answer
        raise AssertionError(f"no session_key with {wanted!r} in 200 logins")

    return do


def unknown_code(backend: Backend) -> Answer:
    return backend.exchange("0716AVll20uHk94SLDml27etM946AVlq")


def unknown_code_with_access_token(backend: Backend) -> Answer:
    return backend.exchange("0716AVll20uHk94SLDml27etM946AVlq", access_token="99_whatever")


def expired_code(backend: Backend) -> Answer:
    code = backend.mockwx.login("alice")
    backend.mockwx.advance("5m1s")
    return backend.exchange(code)


def used_code(backend: Backend) -> Answer:
    code = backend.mockwx.login("alice")
    assert "errcode" not in backend.exchange(code).json
    return backend.exchange(code)


def in_the_body(backend: Backend) -> list[Answer]:
    given = {
        "appid": backend.appid,
        "secret": backend.secret,
        "js_code": backend.mockwx.login("alice"),
        "grant_type": "authorization_code",
    }
    form = "&".join(f"{name}={value}" for name, value in given.items()).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return [backend.post(CODE2SESSION, given), backend.send("POST", CODE2SESSION, None, form, headers)]


def wrong_appid(backend: Backend) -> Answer:
    return backend.exchange(backend.mockwx.login("alice"), appid="wx0123456789abcdef")


def missing_code(backend: Backend) -> list[Answer]:
    return [backend.exchange(None), backend.exchange("")]


def wrong_secret(backend: Backend) -> Answer:
    return backend.exchange(backend.mockwx.login("alice"), secret="0123456789abcdef0123456789abcdef")


def missing_secret(backend: Backend) -> list[Answer]:
    return [backend.exchange(backend.mockwx.login("alice"), secret=secret) for secret in (None, "")]


def blocked_user(backend: Backend) -> Answer:
    code = backend.mockwx.login("alice")
    backend.mockwx.user("alice").block()
    return backend.exchange(code)


def called_too_often(backend: Backend) -> Answer:
    assert "errcode" not in backend.exchange(backend.mockwx.login("alice")).json
    return backend.exchange(backend.mockwx.login("alice"))


def mistyped_path(backend: Backend) -> Answer:
    return backend.get("/sns/jscode2sessions", appid=backend.appid)


def any_exchange(backend: Backend) -> Answer:
    return backend.exchange("0716AVll20uHk94SLDml27etM946AVlq")


def wrong_grant_type(backend: Backend) -> list[Answer]:
    code = backend.mockwx.login("alice")
    return [backend.exchange(code, grant_type=each) for each in ("client_credential", "", None)]


def from_elsewhere(backend: Backend) -> Answer:
    return backend.exchange(backend.mockwx.login("alice"))


WHITELIST = {"apps": {"shop": {"ip_whitelist": ["10.0.0.0/8"]}}}
OFFICIAL_APP = {"apps": {"shop": {"denied": ["code2session"]}}}
ONCE_A_MINUTE = {**SHOP, "limits": {"code2session": {"rate": "1/min"}}}

CAUSES = {
    "mini-003": Cause(session("/", ""), BEFORE_2018, EACH_LOGIN_A_KEY),
    "mini-004": Cause(session("+"), BEFORE_2018, EACH_LOGIN_A_KEY),
    "mini-005": Cause(session("/", ""), world=EACH_LOGIN_A_KEY),
    "mini-006": Cause(session("/", ""), world=EACH_LOGIN_A_KEY),
    "mini-008": Cause(session(), world=EACH_LOGIN_A_KEY),
    "mini-011": Cause(session(), "2019-11-13", EACH_LOGIN_A_KEY),
    "mini-013": Cause(session(), world=EACH_LOGIN_A_KEY),
    "mini-015": Cause(unknown_code),
    "mini-016": Cause(unknown_code_with_access_token),
    "mini-017": Cause(unknown_code),
    "mini-018": Cause(unknown_code),
    "mini-019": Cause(expired_code, "2019-11-13"),
    "mini-021": Cause(unknown_code, "2018-02-01"),
    "mini-025": Cause(used_code, "2020-01-10"),
    "mini-027": Cause(in_the_body),
    "mini-029": Cause(wrong_appid),
    "mini-032": Cause(missing_code, "2021-05-01"),
    "mini-033": Cause(missing_code),
    "mini-034": Cause(missing_code),
    "mini-035": Cause(wrong_appid),
    "mini-037": Cause(wrong_appid, "2020-01-01"),
    "mini-038": Cause(wrong_secret, "2019-11-01"),
    "mini-040": Cause(wrong_secret),
    "mini-041": Cause(blocked_user, "2020-06-01"),
    "mini-042": Cause(called_too_often, world=ONCE_A_MINUTE),
    "mini-043": Cause(mistyped_path),
    "mini-044": Cause(any_exchange, "2018-11-01", OFFICIAL_APP),
    "mini-045": Cause(wrong_grant_type),
    "mini-047": Cause(missing_secret),
    "mini-048": Cause(from_elsewhere, world=WHITELIST),
}
