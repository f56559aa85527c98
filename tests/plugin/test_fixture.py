"""The fixture ``mockwx``: one world per test, one server per process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytest_plugins = ["pytester"]

ASYNCIO = "asyncio_default_fixture_loop_scope = function\nasyncio_mode = {}\n"


def test_each_test_has_a_world_of_its_own_behind_the_same_url(run: Callable[..., pytest.RunResult]) -> None:
    run(
        """
        SEEN = {"urls": set(), "codes": []}

        @pytest.fixture(scope="session")
        def backend(mockwx_server):
            return {"wechat": mockwx_server.url}

        @pytest.mark.parametrize("nth", range(3))
        def test_a_code_never_comes_twice(mockwx, nth):
            SEEN["urls"].add(mockwx.url)
            SEEN["codes"].append(mockwx.login("alice"))
            assert len(set(SEEN["codes"])) == nth + 1

        def test_alice_is_blocked_wechat_is_busy_and_time_jumps(mockwx):
            mockwx.freeze()
            mockwx.advance("40d")
            mockwx.refuse("token", -1)
            mockwx.user("alice").block()
            assert exchange(mockwx, mockwx.login("alice"))["errcode"] == 40226

        def test_the_next_test_knows_nothing_of_it(mockwx):
            assert exchange(mockwx, mockwx.login("alice"))["openid"] == mockwx.user("alice").openid()
            assert [call.number for call in mockwx.calls()] == [1]
            assert mockwx.rules == []

        def test_the_url_is_still_the_same(mockwx, mockwx_server, backend):
            assert SEEN["urls"] == {mockwx.url} == {mockwx_server.url} == {backend["wechat"]}
        """
    ).assert_outcomes(passed=6)


def test_the_same_test_meets_the_same_people_and_keys_in_every_run(
    run: Callable[..., pytest.RunResult], pytester: pytest.Pytester
) -> None:
    source = """
        from pathlib import Path

        def test_key(mockwx):
            found = exchange(mockwx, mockwx.login("alice"))
            with Path("keys.txt").open("a") as file:
                print(found["session_key"], found["openid"], file=file)
    """
    run(source).assert_outcomes(passed=1)
    run(source).assert_outcomes(passed=1)
    first, second = (pytester.path / "keys.txt").read_text().splitlines()
    assert first == second


def test_no_two_tests_meet_the_same_keys_whatever_ran_before_them(
    run: Callable[..., pytest.RunResult], pytester: pytest.Pytester
) -> None:
    source = """
        from pathlib import Path

        @pytest.mark.parametrize("nth", range(2))
        def test_key(mockwx, nth):
            code = mockwx.login("alice")
            with Path("keys.txt").open("a") as file:
                print(nth, code, exchange(mockwx, code)["session_key"], file=file)
    """
    run(source).assert_outcomes(passed=2)
    # In processes of their own, as on the workers of xdist.
    run(source, "-k", "key[1]").assert_outcomes(passed=1)
    run(source, "-k", "key[0]").assert_outcomes(passed=1)
    met = [line.split() for line in (pytester.path / "keys.txt").read_text().splitlines()]
    assert met[0] == met[3]
    assert met[1] == met[2]
    assert not set(met[0]) & set(met[1])


def test_it_comes_by_itself_where_it_is_installed(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", raising=False)
    pytester.makeini("[pytest]\n" + ASYNCIO.format("strict"))
    pytester.makepyfile("def test_login(mockwx):\n    assert mockwx.login('alice')\n")
    pytester.runpytest_subprocess("-p", "no:cacheprovider", timeout=120).assert_outcomes(passed=1)


def test_a_backend_in_a_child_process_reaches_it(run: Callable[..., pytest.RunResult]) -> None:
    run(
        """
        import subprocess, sys

        def test_child(mockwx):
            app, code = mockwx.app, mockwx.login("alice")
            script = "import sys, urllib.request as r; print(r.urlopen(sys.argv[1]).read().decode())"
            query = f"appid={app.appid}&secret={app.secret}&js_code={code}&grant_type=authorization_code"
            url = f"{mockwx.url}/sns/jscode2session?{query}"
            said = subprocess.check_output([sys.executable, "-c", script, url], text=True)
            assert mockwx.user("alice").openid() in said
        """
    ).assert_outcomes(passed=1)


AIOHTTP = """
    from aiohttp import ClientSession, web

    def backend(mockwx):
        async def login(request):
            query = {
                "appid": mockwx.app.appid, "secret": mockwx.app.secret,
                "js_code": request.query["code"], "grant_type": "authorization_code",
            }
            async with ClientSession() as session:
                async with session.get(f"{mockwx.url}/sns/jscode2session", params=query) as answer:
                    found = await answer.json(content_type=None)
            return web.json_response({"ok": "openid" in found}, status=200 if "openid" in found else 401)
        app = web.Application()
        app.router.add_get("/login", login)
        return app

    async def test_login(mockwx, aiohttp_client):
        client = await aiohttp_client(backend(mockwx))
        code = mockwx.login("alice")
        assert (await client.get("/login", params={"code": code})).status == 200
        assert (await client.get("/login", params={"code": code})).status == 401
        mockwx.verify("code2session", errcode=40163, count=1)
"""


def test_it_works_beside_aiohttp_client(run: Callable[..., pytest.RunResult]) -> None:
    plugins = ("-p", "pytest_asyncio.plugin", "-p", "pytest_aiohttp.plugin")
    run(AIOHTTP, *plugins, ini=ASYNCIO.format("auto")).assert_outcomes(passed=1)


ASYNC = """
    from aiohttp import ClientSession

    @pytest.fixture
    def anyio_backend():
        return "asyncio"

    @pytest.mark.{}
    async def test_login(mockwx):
        app = mockwx.app
        query = {{
            "appid": app.appid, "secret": app.secret,
            "js_code": mockwx.login("alice"), "grant_type": "authorization_code",
        }}
        async with ClientSession() as session:
            async with session.get(f"{{mockwx.url}}/sns/jscode2session", params=query) as answer:
                found = await answer.json(content_type=None)
        assert found["openid"] == mockwx.user("alice").openid()
"""


def test_it_works_in_a_test_of_pytest_asyncio(run: Callable[..., pytest.RunResult]) -> None:
    ini = ASYNCIO.format("strict")
    run(ASYNC.format("asyncio"), "-p", "pytest_asyncio.plugin", ini=ini).assert_outcomes(passed=1)


def test_it_works_in_a_test_of_anyio(run: Callable[..., pytest.RunResult]) -> None:
    run(ASYNC.format("anyio"), "-p", "anyio.pytest_plugin").assert_outcomes(passed=1)


def test_workers_of_xdist_have_a_server_each(run: Callable[..., pytest.RunResult], pytester: pytest.Pytester) -> None:
    run(
        """
        import os
        from pathlib import Path

        @pytest.mark.parametrize("nth", range(12))
        def test_login(mockwx, nth):
            mockwx.user("alice").block(blocked=bool(nth % 2))
            assert ("errcode" in exchange(mockwx, mockwx.login("alice"))) == bool(nth % 2)
            mockwx.verify("code2session", count=1)
            Path(f"{os.environ['PYTEST_XDIST_WORKER']}.{nth}").write_text(mockwx.url)
        """,
        *("-p", "xdist.plugin", "-n", "2"),
    ).assert_outcomes(passed=12)
    urls: dict[str, set[str]] = {}
    for path in pytester.path.glob("gw*.*"):
        urls.setdefault(path.stem, set()).add(path.read_text())
    assert len(urls) == 2, "both workers had something to do"
    assert all(len(each) == 1 for each in urls.values())
    assert len(set.union(*urls.values())) == 2
