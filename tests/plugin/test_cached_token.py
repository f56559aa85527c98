"""A FastAPI backend that keeps its access_token passes twenty tests in any order, in process and as a child."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytest_plugins = ["pytester"]

BACKEND = '''
"""A login backend as it is written for production: one access_token for all, fetched again when it is nearly over."""

import os
import time

import httpx
from fastapi import FastAPI, HTTPException

app = FastAPI()
APPID, SECRET = "wx00000000mockshop", "mockwx-secret-shop"
DEAD = (40001, 40014, 42001)


class Token:
    value, until, fetched = "", 0.0, 0


def wechat(method, path, **sent):
    # No TLS here, and the authorities of a whole world would be loaded for every call.
    with httpx.Client(base_url=os.environ["WECHAT_URL"], trust_env=False, verify=False) as client:
        return client.request(method, path, **sent).json()


def access_token(again=False):
    if again or time.monotonic() > Token.until:
        answer = wechat(
            "GET", "/cgi-bin/token", params={"grant_type": "client_credential", "appid": APPID, "secret": SECRET}
        )
        Token.value, Token.until = answer["access_token"], time.monotonic() + answer["expires_in"] - 300
        Token.fetched += 1
    return Token.value


@app.post("/login")
def login(body: dict):
    query = {"appid": APPID, "secret": SECRET, "js_code": body["code"], "grant_type": "authorization_code"}
    answer = wechat("GET", "/sns/jscode2session", params=query)
    if answer.get("errcode"):
        raise HTTPException(401)
    return {"token": answer["openid"]}


@app.post("/phone")
def phone(body: dict):
    for again in (False, True):
        answer = wechat(
            "POST",
            "/wxa/business/getuserphonenumber",
            params={"access_token": access_token(again)},
            json={"code": body["code"]},
        )
        if answer["errcode"] not in DEAD or not body.get("retry", True):
            break
    if answer["errcode"]:
        raise HTTPException(401 if answer["errcode"] == 40029 else 503, str(answer["errcode"]))
    return {"phone": answer["phone_info"]["phoneNumber"]}


@app.get("/fetched")
def fetched():
    return Token.fetched
'''

IN_PROCESS = """
import os

import pytest
from fastapi.testclient import TestClient

@pytest.fixture(scope="session")
def client(mockwx_server):
    os.environ["WECHAT_URL"] = mockwx_server.url
    from backend import app

    with TestClient(app) as client:
        yield client
"""

AS_A_CHILD = """
import os
import socket
import subprocess
import sys

import httpx
import pytest

@pytest.fixture(scope="session")
def mockwx_backend(mockwx_server):
    listening = socket.create_server(("127.0.0.1", 0))
    with listening:
        child = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "backend:app", "--fd", str(listening.fileno()), "--log-level", "error"],
            env={**os.environ, "WECHAT_URL": mockwx_server.url},
            pass_fds=[listening.fileno()],
        )
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            child.terminate()
            child.wait()

@pytest.fixture(scope="session")
def client(mockwx_backend):
    with httpx.Client(base_url=mockwx_backend, trust_env=False, timeout=60) as client:
        yield client
"""

# Newer Starlettes prefer another client for this; it serves with httpx as well.
INI = "    ignore:Using .httpx. with .starlette:\n"
SHUFFLED = """
import random

def pytest_collection_modifyitems(items):
    random.Random({seed}).shuffle(items)
"""

TWENTY = """
def phone_of(mockwx, client, user, **more):
    phone = mockwx.user(user)
    assert client.post("/login", json={"code": phone.login()}).json() == {"token": phone.openid()}
    return client.post("/phone", json={"code": phone.get_phone_number()["code"], **more})

@pytest.mark.parametrize("user", ["alice", "bob"] + [f"u{n}" for n in range(8)])
def test_phone(mockwx, client, user):
    assert phone_of(mockwx, client, user, retry=False).status_code == 200

@pytest.mark.parametrize("user", ["alice", "bob", "u1"])
def test_a_code_works_once(mockwx, client, user):
    code = mockwx.login(user)
    assert [client.post("/login", json={"code": code}).status_code for _ in range(2)] == [200, 401]

@pytest.mark.parametrize("later", ["3h", "2h5m1s"])
def test_the_token_grows_old(mockwx, client, later):
    assert phone_of(mockwx, client, "alice", retry=False).status_code == 200
    mockwx.advance(later)
    assert phone_of(mockwx, client, "alice", retry=False).json() == {"detail": "42001"}
    assert phone_of(mockwx, client, "alice").status_code == 200

def test_another_holder_forces_a_new_token(mockwx, client):
    assert phone_of(mockwx, client, "alice", retry=False).status_code == 200
    mockwx.revoke_token()
    assert phone_of(mockwx, client, "alice").status_code == 200

@pytest.mark.mockwx({"clock": {"start": "2023-05-01T08:00:00+08:00", "mode": "frozen"}})
def test_in_another_year(mockwx, client):
    assert phone_of(mockwx, client, "bob", retry=False).status_code == 200

@pytest.mark.mockwx(fresh_tokens=True)
def test_wechat_forgot_the_token(mockwx, client):
    client.get("/fetched")
    assert phone_of(mockwx, client, "bob").status_code == 200

@pytest.mark.mockwx("throttled-then-well")
def test_a_ready_scenario(mockwx, client):
    assert client.post("/login", json={"code": mockwx.login("alice")}).status_code == 401
    phone = mockwx.user("bob")
    phone.login()
    assert client.post("/phone", json={"code": phone.get_phone_number()["code"], "retry": False}).status_code == 200

def test_a_stranger(mockwx, client):
    assert phone_of(mockwx, client, "nobody declared me", retry=False).status_code == 200
"""


@pytest.mark.parametrize(
    ("backend", "workers", "seed"),
    [(IN_PROCESS, "0", 0), (IN_PROCESS, "0", 1), (IN_PROCESS, "2", 2), (AS_A_CHILD, "0", 3), (AS_A_CHILD, "2", 4)],
    ids=["in-process", "in-process-otherwise", "in-process-2-workers", "child", "child-2-workers"],
)
def test_a_backend_that_keeps_its_token_passes_twenty_tests(
    run: Callable[..., pytest.RunResult], pytester: pytest.Pytester, backend: str, workers: str, seed: int
) -> None:
    pytester.makepyfile(backend=BACKEND)
    pytester.makeconftest(backend + SHUFFLED.format(seed=seed))
    run(TWENTY, "-p", "xdist", "-n", workers, ini=INI).assert_outcomes(passed=20)


PLAYED = """
mockwx: 1
backend:
  actions:
    login: {request: POST /login, json: {code: $code}}
    phone: {request: POST /phone, json: {code: $code, retry: false}}
steps:
  - phone.login: {user: alice, as: code}
  - backend.login: {code: $code}
  - phone.getPhoneNumber: {user: alice, as: phone}
  - backend.phone: {code: $phone.code}
    expect: {outcome: ok}
"""


def test_scenario_files_and_python_tests_leave_each_other_the_token(
    run: Callable[..., pytest.RunResult], pytester: pytest.Pytester
) -> None:
    pytester.makepyfile(backend=BACKEND)
    pytester.makeconftest(AS_A_CHILD)
    source = TWENTY.split("@pytest.mark.parametrize")[0] + (
        "def test_python(mockwx, client):\n"
        "    assert phone_of(mockwx, client, 'bob', retry=False).status_code == 200\n"
        "    assert client.get('/fetched').json() == 1\n"
    )
    for name in ("before", "between", "after"):
        pytester.path.joinpath(f"{name}.mockwx.yaml").write_text(PLAYED, encoding="utf-8")
    python = "test_scenario_files_and_python_tests_leave_each_other_the_token.py"
    twice = pytester.path.joinpath("test_again.py")
    twice.write_text("import pytest\n" + source, encoding="utf-8")
    order = ["before.mockwx.yaml", python, "between.mockwx.yaml", "test_again.py", "after.mockwx.yaml"]
    run(source, *order).assert_outcomes(passed=5)
