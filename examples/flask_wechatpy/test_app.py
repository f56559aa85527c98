"""The backend's tests: no phone, no AppID, no network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from app import create_app

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from mockwx import MockWx
    from werkzeug.test import TestResponse


@pytest.fixture
def client(mockwx: MockWx) -> FlaskClient:
    return create_app(mockwx.app.appid, mockwx.app.secret or "", mockwx.url).test_client()


def login(client: FlaskClient, code: str) -> dict[str, str]:
    """The header of a person who has logged in."""
    answer = client.post("/login", json={"code": code})
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.get_json()['token']}"}


def open_number(client: FlaskClient, person: dict[str, str], tap: dict[str, Any]) -> TestResponse:
    sealed = {"encryptedData": tap["encryptedData"], "iv": tap["iv"]}
    return client.post("/decrypt", json=sealed, headers=person)


def test_a_person_logs_in_and_the_session_key_stays_here(mockwx: MockWx, client: FlaskClient) -> None:
    answer = client.post("/login", json={"code": mockwx.login("alice")})
    assert answer.status_code == 200
    assert set(answer.get_json()) == {"token", "user"}


def test_the_phone_number_is_opened_with_the_session_key(mockwx: MockWx, client: FlaskClient) -> None:
    alice = mockwx.user("alice")
    person = login(client, alice.login())
    assert open_number(client, person, alice.get_phone_number()).get_json() == {"phone": "13800000001"}


def test_the_dynamic_code_gives_the_phone_number_too(mockwx: MockWx, client: FlaskClient) -> None:
    alice = mockwx.user("alice")
    person = login(client, alice.login())
    tap = alice.get_phone_number()
    assert client.post("/phone", json={"code": tap["code"]}, headers=person).get_json() == {"phone": "13800000001"}


def test_a_code_that_is_too_old_asks_for_a_fresh_login(mockwx: MockWx, client: FlaskClient) -> None:
    code = mockwx.login("alice")
    mockwx.advance("5m1s")
    assert client.post("/login", json={"code": code}).status_code == 401
    mockwx.verify("code2session", errcode=40029, count=1)


def test_a_code_works_once(mockwx: MockWx, client: FlaskClient) -> None:
    code = mockwx.login("alice")
    login(client, code)
    assert client.post("/login", json={"code": code}).status_code == 401
    mockwx.verify("code2session", errcode=40163, count=1)


@pytest.mark.parametrize("errcode", [-1, 45011])
def test_a_busy_wechat_is_no_reason_to_log_in_again(mockwx: MockWx, client: FlaskClient, errcode: int) -> None:
    mockwx.refuse("code2session", errcode, times=1)
    code = mockwx.login("alice")
    assert client.post("/login", json={"code": code}).status_code == 503
    login(client, code)  # WeChat refused before it looked: the code is still good


def test_a_killed_access_token_is_fetched_anew_without_a_word(mockwx: MockWx, client: FlaskClient) -> None:
    alice = mockwx.user("alice")
    person = login(client, alice.login())
    mockwx.revoke_token()
    tap = alice.get_phone_number()
    assert client.post("/phone", json={"code": tap["code"]}, headers=person).status_code == 200
    assert [call.errcode for call in mockwx.calls("getuserphonenumber")] == [40001, 0]


@pytest.mark.mockwx("session-key-rotates")
def test_a_session_key_that_rotated_asks_for_a_fresh_login(mockwx: MockWx, client: FlaskClient) -> None:
    alice = mockwx.user("alice")
    person = login(client, alice.login())
    alice.login()  # the mini program logs in again and sends this code to nobody
    assert open_number(client, person, alice.get_phone_number()).status_code == 401
    person = login(client, alice.login())
    assert open_number(client, person, alice.get_phone_number()).get_json() == {"phone": "13800000001"}
