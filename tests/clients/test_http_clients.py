"""Plain HTTP clients, as hand-written backends use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import httpx
import pytest
import requests

if TYPE_CHECKING:
    from mockwx import MockWx


def test_requests_reads_the_answer_as_json(mockwx: MockWx, exchange: dict[str, str]) -> None:
    query = {**exchange, "js_code": mockwx.login("alice")}
    with requests.get(f"{mockwx.url}/sns/jscode2session", params=query, timeout=5) as answer:
        assert answer.json()["openid"] == mockwx.user("alice").openid()
        assert answer.headers["Content-Type"] == "text/plain"


def test_errors_are_http_200_so_raise_for_status_raises_nothing(mockwx: MockWx, exchange: dict[str, str]) -> None:
    query = {**exchange, "js_code": "no such code"}
    with requests.get(f"{mockwx.url}/sns/jscode2session", params=query, timeout=5) as answer:
        answer.raise_for_status()
        assert answer.json()["errcode"] == 40029


def test_requests_sends_json_without_a_content_type_and_is_understood(mockwx: MockWx, exchange: dict[str, str]) -> None:
    query = {**exchange, "grant_type": "client_credential"}
    with requests.Session() as session:
        token = session.get(f"{mockwx.url}/cgi-bin/token", params=query, timeout=5).json()["access_token"]
        code = mockwx.user("alice").get_phone_number()["code"]
        url = f"{mockwx.url}/wxa/business/getuserphonenumber"
        body = f'{{"code":"{code}"}}'.encode()
        found = session.post(url, params={"access_token": token}, data=body, timeout=5).json()
    assert found["phone_info"]["phoneNumber"] == "13800000001"


def test_httpx_reads_the_answer_as_json(mockwx: MockWx, exchange: dict[str, str]) -> None:
    query = {**exchange, "js_code": mockwx.login("alice")}
    with httpx.Client(base_url=mockwx.url, trust_env=False) as client:
        assert client.get("/sns/jscode2session", params=query).json()["unionid"]


async def test_httpx_reads_it_asynchronously_too(mockwx: MockWx, exchange: dict[str, str]) -> None:
    query = {**exchange, "js_code": mockwx.login("alice")}
    async with httpx.AsyncClient(base_url=mockwx.url, trust_env=False) as client:
        answer = await client.get("/sns/jscode2session", params=query)
    assert answer.json()["openid"] == mockwx.user("alice").openid()


async def test_aiohttp_refuses_to_read_text_plain_as_json_just_as_with_wechat(
    mockwx: MockWx, exchange: dict[str, str]
) -> None:
    query = {**exchange, "js_code": mockwx.login("alice")}
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{mockwx.url}/sns/jscode2session", params=query) as answer,
    ):
        with pytest.raises(aiohttp.ContentTypeError):
            await answer.json()
        found = await answer.json(content_type=None)
    assert found["openid"] == mockwx.user("alice").openid()


async def test_aiohttp_reads_json_of_cgi_bin_which_is_labelled_as_json(
    mockwx: MockWx, exchange: dict[str, str]
) -> None:
    query = {**exchange, "grant_type": "client_credential"}
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{mockwx.url}/cgi-bin/token", params=query) as answer,
    ):
        assert answer.headers["Content-Type"] == "application/json; encoding=utf-8"
        assert (await answer.json())["expires_in"] == 7200


def test_a_base_url_with_a_slash_at_its_end_does_no_harm(mockwx: MockWx, exchange: dict[str, str]) -> None:
    query = {**exchange, "js_code": mockwx.login("alice")}
    with requests.get(f"{mockwx.url}//sns/jscode2session", params=query, timeout=5) as answer:
        assert "openid" in answer.json()


@pytest.mark.mockwx({"wechat": {"sns_content_type": "application/json"}})
async def test_the_label_of_sns_can_be_switched_to_json(mockwx: MockWx, exchange: dict[str, str]) -> None:
    query = {**exchange, "js_code": mockwx.login("alice")}
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{mockwx.url}/sns/jscode2session", params=query) as answer,
    ):
        assert "openid" in await answer.json()
