"""A test that stops Python's clock (freezegun) stops the world's clock, and nothing that is real time."""

from __future__ import annotations

import subprocess
import sys

import pytest
import requests
from freezegun import freeze_time

from mockwx import MockWx

TOKEN = "/cgi-bin/token"


def test_latency_is_over(mockwx: MockWx) -> None:
    mockwx.rule("token", latency="50ms")
    with freeze_time("2026-01-01"):
        assert requests.get(mockwx.url + TOKEN, timeout=60).status_code == 200


def test_a_slow_body_comes_whole(mockwx: MockWx) -> None:
    mockwx.rule("token", body={"slow": {"bytes_per_second": 1000}})
    with freeze_time("2026-01-01"):
        assert requests.get(mockwx.url + TOKEN, timeout=60).json()["errcode"]


def test_waiting_for_a_call_that_never_comes_ends(mockwx: MockWx) -> None:
    with freeze_time("2026-01-01"), pytest.raises(AssertionError, match="token"):
        mockwx.wait("token", timeout="100ms")


def test_a_call_takes_real_time_whenever_the_clock_was_stopped(mockwx: MockWx) -> None:
    mockwx.rule("token", latency="50ms")
    with freeze_time("2026-01-01"):
        requests.get(mockwx.url + TOKEN, timeout=60)
    (entry,) = requests.get(f"{mockwx.url}/_mockwx/journal", timeout=60).json()["entries"]
    assert 50 <= entry["took_ms"] < 10_000


def test_a_server_that_is_loaded_while_time_stands_still_goes_by_real_time_too() -> None:
    script = (
        "from freezegun import freeze_time\n"
        "with freeze_time('2026-01-01'):\n"
        "    from mockwx import MockWx; import urllib.request as web\n"
        "    with MockWx() as mockwx:\n"
        "        mockwx.rule('token', latency='50ms')\n"
        "        print(web.urlopen(mockwx.url + '/cgi-bin/token', timeout=60).status)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout == "200\n"
