"""MockWx: as a context manager, and connected to a server that runs elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest

from mockwx import MockWx, MockWxError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def exchange(mockwx: MockWx, code: str) -> dict[str, Any]:
    app = mockwx.app
    query = f"appid={app.appid}&secret={app.secret}&js_code={code}&grant_type=authorization_code"
    with urlopen(f"{mockwx.url}/sns/jscode2session?{query}") as answer:
        found: dict[str, Any] = json.load(answer)
        return found


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    """A server in a process of its own."""
    command = [sys.executable, "-m", "mockwx", "serve", "--port", "0", "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().removeprefix("mockwx listening on ").strip()
        process.terminate()


def test_it_is_a_context_manager() -> None:
    with MockWx() as mockwx:
        assert exchange(mockwx, mockwx.login("alice"))["openid"] == mockwx.user("alice").openid()


def test_a_stopped_one_says_so() -> None:
    with MockWx() as mockwx:
        pass
    with pytest.raises(MockWxError, match="not started"):
        mockwx.login("alice")


def test_one_that_is_never_stopped_is_told_about() -> None:
    mockwx = MockWx().start()
    with pytest.warns(ResourceWarning, match="never stopped"):
        mockwx.__del__()  # as the garbage collector would, but at a moment that this test chooses
    mockwx.stop()


def test_two_at_once_do_not_know_each_other() -> None:
    with MockWx() as one, MockWx({"apps": {"cafe": {}}}) as other:
        assert one.url != other.url
        assert exchange(other, one.login("alice"))["errcode"] == 40029
        assert one.calls() == []


def test_any_app_takes_a_backends_own_configuration() -> None:
    with MockWx(any_app=True) as mockwx:
        code = mockwx.login("alice", app="wx1111111111111111")
        query = f"appid=wx1111111111111111&secret=s&js_code={code}&grant_type=authorization_code"
        with urlopen(f"{mockwx.url}/sns/jscode2session?{query}") as answer:
            assert "openid" in json.load(answer)


def test_another_host_is_the_first_segment() -> None:
    with MockWx() as mockwx:
        assert mockwx.url_for("api.weixin.qq.com") == f"{mockwx.url}/api.weixin.qq.com"


def test_a_connected_one_does_all_the_same(served: str) -> None:
    mockwx = MockWx.connect(served)
    mockwx.reset()
    alice = mockwx.user("alice")
    code = alice.login()
    assert exchange(mockwx, code)["openid"] == alice.openid()
    assert alice.check_session()
    mockwx.refuse("code2session", 45011, times=1)
    assert exchange(mockwx, mockwx.login("alice"))["errcode"] == 45011
    mockwx.advance("5m1s")
    assert exchange(mockwx, mockwx.login("bob"))["openid"]
    mockwx.verify("code2session", count=3)
    assert "45011" in mockwx.journal()
    with pytest.raises(AssertionError, match="expected 9 calls"):
        mockwx.verify("code2session", count=9)
    assert len(mockwx.logins(3, people=2)) == 3


def test_a_connected_one_loads_files_from_this_side(served: str, tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("mockwx: 1\napps: {cafe: {}}\n", encoding="utf-8")
    (tmp_path / "mine.yaml").write_text("mockwx: 1\nuse: base.yaml\nname: mine\n", encoding="utf-8")
    mockwx = MockWx.connect(served)
    mockwx.load(tmp_path / "mine.yaml")
    assert list(mockwx.apps) == ["cafe"]
    mockwx.load("wechat-busy")
    assert mockwx.rules
    mockwx.load({"apps": {"shop": {"owner": "acme"}}})
    assert mockwx.rules == []


def test_connecting_to_nothing_says_what_is_missing() -> None:
    with pytest.raises(MockWxError, match=r"no mockwx answers at http://127\.0\.0\.1:9"):
        MockWx.connect("http://127.0.0.1:9")
