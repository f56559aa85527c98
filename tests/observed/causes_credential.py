"""How the published answers of /cgi-bin/token, stable_token and their company are provoked."""

from __future__ import annotations

from .backend import CALLBACK_IP, CLEAR, QUOTA, SHOP, STABLE_TOKEN, Answer, Backend, Cause

WHITELIST = {"apps": {"shop": {"ip_whitelist": ["10.0.0.0/8"]}}}
PUNISHED = {"apps": {"shop": {"standing": "token_forbidden"}}}
TOKEN_ONCE = {**SHOP, "limits": {"token": {"rate": "1/day"}}}
STABLE_ONCE = {**SHOP, "limits": {"stable_token": {"rate": "1/day"}}}


def fetched(backend: Backend) -> Answer:
    return backend.fetch_token()


def wrong_secret(backend: Backend) -> Answer:
    return backend.fetch_token(secret="0123456789abcdef0123456789abcdef")


def missing_appid(backend: Backend) -> list[Answer]:
    return [backend.fetch_token(appid=appid) for appid in (None, "")]


def missing_secret(backend: Backend) -> list[Answer]:
    return [backend.fetch_token(secret=secret) for secret in (None, "")]


def unknown_appid(backend: Backend) -> Answer:
    return backend.fetch_token(appid="wx0123456789abcdef")


def fetched_too_often(backend: Backend) -> Answer:
    assert "errcode" not in backend.fetch_token().json
    return backend.fetch_token()


def stable_fetched_too_often(backend: Backend) -> Answer:
    assert "errcode" not in backend.fetch_stable().json
    return backend.fetch_stable()


def _stable_form(backend: Backend) -> str:
    return f"grant_type=client_credential&appid={backend.appid}&secret={backend.secret}"


def stable_as_form(backend: Backend) -> Answer:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return backend.send("POST", STABLE_TOKEN, None, _stable_form(backend).encode(), headers)


def stable_in_the_query(backend: Backend) -> Answer:
    return backend.send("POST", f"{STABLE_TOKEN}?{_stable_form(backend)}")


def stable_chunked(backend: Backend) -> Answer:
    return backend.send("POST", STABLE_TOKEN, None, b'{"appid":"x"}', chunked=True)


def clear_quota_with_expired_token(backend: Backend) -> Answer:
    token = backend.token()
    backend.mockwx.advance("7200s")
    return backend.post(CLEAR, {"appid": backend.appid}, access_token=token)


def callback_ip(backend: Backend) -> Answer:
    return backend.get(CALLBACK_IP, access_token=backend.token())


def callback_ip_without_token(backend: Backend) -> Answer:
    return backend.get(CALLBACK_IP)


def quota_unused(backend: Backend) -> Answer:
    return backend.post(QUOTA, {"cgi_path": "/cgi-bin/token"}, access_token=backend.stable_token())


def quota_of_nothing(backend: Backend) -> Answer:
    return backend.post(QUOTA, {"cgi_path": "/cgi-bin/no/such/api"}, access_token=backend.token())


CAUSES = {
    "mini-052": Cause(fetched, "2018-03-01"),
    "mini-053": Cause(fetched, "2022-02-01"),
    "mini-054": Cause(fetched, world=WHITELIST),
    "mini-055": Cause(fetched, world=WHITELIST),
    "mini-056": Cause(fetched, "2018-08-01", WHITELIST),
    "mini-057": Cause(fetched, "2019-06-01", WHITELIST),
    "mini-058": Cause(wrong_secret),
    "mini-059": Cause(wrong_secret),
    "mini-062": Cause(missing_appid),
    "mini-064": Cause(missing_secret),
    "mini-065": Cause(unknown_appid, "2019-06-01"),
    "mini-066": Cause(fetched_too_often, world=TOKEN_ONCE),
    "mini-068": Cause(fetched_too_often, "2019-06-01", TOKEN_ONCE),
    "mini-069": Cause(fetched, world=PUNISHED),
    "mini-070": Cause(stable_as_form),
    "mini-071": Cause(stable_in_the_query),
    "mini-073": Cause(stable_fetched_too_often, world=STABLE_ONCE),
    "mini-074": Cause(stable_chunked),
    "mini-079": Cause(clear_quota_with_expired_token, "2019-06-01"),
    "mini-083": Cause(callback_ip_without_token, "2018-06-01"),
    "mini-109": Cause(quota_unused, world={**SHOP, "limits": {"token": {"rate": "1000/day"}}}),
    "mini-111": Cause(quota_of_nothing),
    "mini-128": Cause(callback_ip),
}
