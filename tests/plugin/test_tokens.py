"""A backend keeps its access_token from one test to the next, as it does in real life."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytest_plugins = ["pytester"]

BACKEND = """
import json
from urllib.request import Request, urlopen


class Backend:
    \"\"\"Fetches one access_token, believes its expires_in, and never asks again.\"\"\"

    token = None

    def phone(self, mockwx, code):
        app = mockwx.app
        if self.token is None:
            query = f"grant_type=client_credential&appid={app.appid}&secret={app.secret}"
            with urlopen(f"{mockwx.url}/cgi-bin/token?{query}") as answer:
                self.token = json.load(answer)["access_token"]
        url = f"{mockwx.url}/wxa/business/getuserphonenumber?access_token={self.token}"
        with urlopen(Request(url, json.dumps({"code": code}).encode())) as answer:
            return json.load(answer)["errcode"]


BACKEND = Backend()
"""
TESTS = """
from backend import BACKEND

def asked(mockwx):
    alice = mockwx.user("alice")
    alice.login()
    return BACKEND.phone(mockwx, alice.get_phone_number()["code"])

@pytest.mark.parametrize("nth", range(2))
def test_login(mockwx, nth):
    assert asked(mockwx) == 0

def test_time_is_pretended(mockwx):
    assert asked(mockwx) == 0
    mockwx.advance("3h")
    assert asked(mockwx) == 42001

def test_time_is_real_again(mockwx):
    assert asked(mockwx) == 0

@pytest.mark.mockwx({"clock": {"start": "2023-05-01T08:00:00+08:00", "mode": "frozen"}})
def test_in_the_past(mockwx):
    assert mockwx.client.clock()["at"].startswith("2023-05-01T08:00:00")
    assert asked(mockwx) == 0

@pytest.mark.mockwx({"clock": {"start": "2036-05-01T08:00:00+08:00"}})
def test_in_the_future(mockwx):
    assert asked(mockwx) == 0

def test_now(mockwx):
    assert asked(mockwx) == 0
"""


@pytest.fixture
def backend(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(backend=BACKEND)


@pytest.mark.usefixtures("backend")
def test_a_backend_that_never_asks_again_passes_in_any_order(
    run: Callable[..., pytest.RunResult], pytester: pytest.Pytester
) -> None:
    run(TESTS).assert_outcomes(passed=7)
    backwards = "def pytest_collection_modifyitems(items):\n    items.reverse()\n"
    pytester.makeconftest(backwards)
    run(TESTS).assert_outcomes(passed=7)


@pytest.mark.usefixtures("backend")
def test_who_wants_no_tokens_of_earlier_tests_says_so(run: Callable[..., pytest.RunResult]) -> None:
    source = TESTS.replace("def test_in_the_past", "def ignored").replace(
        "def test_now(mockwx):\n    assert asked(mockwx) == 0",
        "@pytest.mark.mockwx(fresh_tokens=True)\ndef test_fresh(mockwx):\n    assert asked(mockwx) == 40001",
    )
    run(source).assert_outcomes(passed=6)


@pytest.mark.usefixtures("backend")
def test_a_token_that_was_revoked_stays_so(run: Callable[..., pytest.RunResult]) -> None:
    run(
        TESTS
        + """
def test_revoked(mockwx):
    assert asked(mockwx) == 0
    mockwx.revoke_token()
    assert asked(mockwx) == 40001

def test_still(mockwx):
    assert asked(mockwx) == 40001
"""
    ).assert_outcomes(passed=9)
