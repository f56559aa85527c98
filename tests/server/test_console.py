"""Browsers are led to the console, programs get WeChat's answers as before, and neither leaves a trace of a visit."""

from __future__ import annotations

import pytest
import requests

from mockwx import MockWx

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
"""As Firefox asks for a page."""


@pytest.mark.parametrize("door", ["/", "/_mockwx/", "/_mockwx/console"])
def test_a_browser_is_led_to_the_console(mockwx: MockWx, web: requests.Session, door: str) -> None:
    answer = web.get(mockwx.url + door, headers=BROWSER, allow_redirects=False, timeout=60)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/_mockwx/console/")
    assert mockwx.calls() == []


def test_a_browser_that_asks_for_a_world_is_led_to_its_console(mockwx: MockWx, web: requests.Session) -> None:
    web.post(f"{mockwx.url}/_mockwx/worlds", json={"name": "job7"}, timeout=60)
    answer = web.get(f"{mockwx.url}/~job7/", headers=BROWSER, allow_redirects=False, timeout=60)
    assert answer.headers["Location"] == "/~job7/_mockwx/console/"


def test_a_program_gets_what_it_got(mockwx: MockWx, web: requests.Session) -> None:
    assert web.get(mockwx.url + "/", timeout=60).json()["errcode"] == 40066
    assert web.get(f"{mockwx.url}/_mockwx/", timeout=60).status_code == 404
    assert web.post(mockwx.url + "/", headers=BROWSER, timeout=60).json()["errcode"] == 40066


def test_a_page_of_wechats_own_host_is_no_door(mockwx: MockWx, web: requests.Session) -> None:
    answer = web.get(
        mockwx.url + "/", headers=BROWSER | {"Host": "open.weixin.qq.com"}, allow_redirects=False, timeout=60
    )
    assert answer.status_code != 302


def test_the_favicon_that_browsers_ask_for_is_in_no_journal(mockwx: MockWx, web: requests.Session) -> None:
    answer = web.get(f"{mockwx.url}/favicon.ico", headers={"Accept": "image/avif,image/webp,*/*;q=0.8"}, timeout=60)
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert mockwx.calls() == []


def test_the_console_allows_no_script_from_elsewhere_and_no_frame_around_it(
    mockwx: MockWx, web: requests.Session
) -> None:
    page = web.get(f"{mockwx.url}/_mockwx/console/", timeout=60)
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in page.text.replace("<!doctype html>", ""), "nothing is loaded from anywhere else"


def test_all_files_together_are_smaller_than_500_kb(mockwx: MockWx, web: requests.Session) -> None:
    names = ("", "console.js", "editor.js", "console.css", "icon.svg")
    assert sum(len(web.get(f"{mockwx.url}/_mockwx/console/{name}", timeout=60).content) for name in names) < 500_000
    assert web.get(f"{mockwx.url}/_mockwx/console/../plane.py", timeout=60).status_code == 404
    assert web.get(f"{mockwx.url}/_mockwx/console/nothing.js", timeout=60).status_code == 404


def test_the_words_of_a_world_come_in_one_document(mockwx: MockWx, web: requests.Session) -> None:
    words = web.get(f"{mockwx.url}/_mockwx/vocabulary", timeout=60).json()
    assert {"code2session", "token"} <= {row["api"] for row in words["apis"]}
    (used,) = (row for row in words["errcodes"] if row["errcode"] == 40163)
    assert "wx.login" in used["advice_zh"]
    (login,) = (verb for verb in words["verbs"] if verb["name"] == "phone.login")
    assert "user" in {arg["name"] for arg in login["args"]}
    (happy,) = (story for story in words["scenarios"] if story["name"] == "happy")
    assert happy["zh"]


def test_the_clock_tells_what_ends_until_then_and_only_that(mockwx: MockWx, web: requests.Session) -> None:
    mockwx.freeze()
    spent, _ = mockwx.login("alice"), mockwx.login("bob")
    app = mockwx.app
    query = {"appid": app.appid, "secret": app.secret, "js_code": spent, "grant_type": "authorization_code"}
    web.get(f"{mockwx.url}/sns/jscode2session", params=query, timeout=60)
    token = {"appid": app.appid, "secret": app.secret, "grant_type": "client_credential"}
    web.get(f"{mockwx.url}/cgi-bin/token", params=token, timeout=60)

    def ends(by: str) -> dict[str, int]:
        found: dict[str, int] = web.get(f"{mockwx.url}/_mockwx/clock", params={"by": by}, timeout=60).json()["ends"]
        return found

    assert ends("4m59s") == {"codes": 0, "session_keys": 0, "access_tokens": 0, "user_tokens": 0}
    assert ends("5m") == {"codes": 1, "session_keys": 0, "access_tokens": 0, "user_tokens": 0}
    assert ends("2h")["access_tokens"] == 1
    assert ends("4d")["session_keys"] == 2
    mockwx.advance("5m1s")
    assert ends("5m")["codes"] == 0
    assert web.get(f"{mockwx.url}/_mockwx/clock", params={"by": "soon"}, timeout=60).status_code == 422


def test_a_scenario_that_is_only_checked_changes_nothing(mockwx: MockWx, web: requests.Session) -> None:
    where = f"{mockwx.url}/_mockwx/scenario"
    right = "mockwx: 1\nname: other\nrules: [{when: {api: token}, then: {errcode: -1}}]\n"
    assert web.put(where, right.encode(), params={"check": "true"}, timeout=60).json() == {
        "name": "other",
        "valid": True,
    }
    assert mockwx.rules == []
    wrong = web.put(where, b"mockwx: 1\nnaem: x\n", params={"check": "true"}, timeout=60)
    assert (wrong.status_code, wrong.json()["problems"][0]["line"]) == (422, 2)


def test_a_verdict_stays_with_its_world(mockwx: MockWx, web: requests.Session) -> None:
    where = f"{mockwx.url}/_mockwx/verdict"
    assert web.get(where, timeout=60).json() == {"verdict": None}
    verdict = {"kind": "run", "title": "happy", "state": "passed", "parts": [{"name": "happy", "state": "passed"}]}
    assert web.put(where, json=verdict, timeout=60).status_code == 200
    assert web.get(where, timeout=60).json() == {"verdict": verdict}
    web.post(f"{mockwx.url}/_mockwx/worlds", json={"name": "job8"}, timeout=60)
    assert web.get(f"{mockwx.url}/~job8/_mockwx/verdict", timeout=60).json() == {"verdict": None}
    assert web.put(where, json={"colour": "red"}, timeout=60).status_code == 422
