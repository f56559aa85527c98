"""The marker ``mockwx(scenario)``: a ready name, a file or a mapping; and what it says when it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytest_plugins = ["pytester"]

CAFE = "mockwx: 1\napps:\n  cafe: {owner: null}\nusers:\n  carol: {nickname: 卡罗}\n"
DEEP = """
import pytest

@pytest.mark.mockwx("beside.yaml")
def test_file_beside_the_test(mockwx):
    assert mockwx.app.name == "cafe"
    assert mockwx.user("carol").unionid() is None

@pytest.mark.mockwx("scenarios/from_root.yaml")
def test_file_seen_from_the_root_folder(mockwx):
    assert mockwx.app.name == "cafe"
"""


def test_a_scenario_is_a_ready_name_a_file_or_a_mapping(
    run: Callable[..., pytest.RunResult], pytester: pytest.Pytester
) -> None:
    pytester.mkdir("scenarios").joinpath("from_root.yaml").write_text(CAFE, encoding="utf-8")
    deep = pytester.mkdir("deep")
    deep.joinpath("beside.yaml").write_text(CAFE, encoding="utf-8")
    deep.joinpath("test_deep.py").write_text(DEEP, encoding="utf-8")
    run(
        """
        @pytest.mark.mockwx("throttled-then-well")
        def test_ready_name(mockwx):
            assert [rule["then"] for rule in mockwx.rules] == [{"errcode": 45011}]

        def test_rules_are_gone_in_the_next_test(mockwx):
            assert mockwx.rules == []

        @pytest.mark.mockwx({"apps": {"cafe": {"appid": "wx00000000mockcafe"}}, "seed": 7})
        def test_mapping(mockwx):
            assert (mockwx.app.name, mockwx.app.appid) == ("cafe", "wx00000000mockcafe")

        @pytest.mark.mockwx({"apps": {"far": {}}})
        class TestClass:
            def test_marker_of_the_class(self, mockwx):
                assert mockwx.app.name == "far"

            @pytest.mark.mockwx({"apps": {"near": {}}})
            def test_nearer_marker_wins(self, mockwx):
                assert mockwx.app.name == "near"
        """
    ).assert_outcomes(passed=7)


def test_an_unknown_name_is_told_with_the_nearest_and_spoils_no_other_test(
    run: Callable[..., pytest.RunResult],
) -> None:
    result = run(
        """
        @pytest.mark.mockwx("throttled-than-well")
        def test_never(mockwx):
            pass

        def test_well(mockwx):
            assert mockwx.login("alice")
        """
    )
    result.assert_outcomes(errors=1, passed=1)
    result.stdout.fnmatch_lines(["*throttled-than-well*did you mean 'throttled-then-well'?*"])


def test_a_wrong_scenario_is_told_with_all_its_problems(run: Callable[..., pytest.RunResult]) -> None:
    result = run(
        """
        @pytest.mark.mockwx({"rules": [{"when": {"api": "code2sesion"}, "then": {"errcode": 45011}}], "sed": 1})
        def test_never(mockwx):
            pass
        """
    )
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines_random(["*did you mean 'code2session'?*", "*did you mean 'seed'?*"])


def test_a_marker_takes_exactly_one_scenario(run: Callable[..., pytest.RunResult]) -> None:
    result = run(
        """
        @pytest.mark.mockwx("happy", "wechat-busy")
        def test_two(mockwx): ...

        @pytest.mark.mockwx
        def test_none(mockwx): ...

        @pytest.mark.mockwx("happy", seed=1)
        def test_keyword(mockwx): ...
        """
    )
    result.assert_outcomes(errors=3)
    assert result.stdout.str().count("write @pytest.mark.mockwx(SCENARIO)") >= 3


def test_the_marker_is_registered(run: Callable[..., pytest.RunResult]) -> None:
    run("", "--markers").stdout.fnmatch_lines(
        ["@pytest.mark.mockwx(scenario, intercept=False, fresh_tokens=False, unused_rules='allow'):*"]
    )


def test_markers_of_the_module_the_class_and_the_test_lie_over_each_other(run: Callable[..., pytest.RunResult]) -> None:
    run(
        """
        pytestmark = pytest.mark.mockwx("throttled-then-well")

        def test_module(mockwx):
            assert [rule["name"] for rule in mockwx.rules] == ["throttled"]

        @pytest.mark.mockwx({"users": {"carol": {"blocked": True}}})
        class TestClass:
            def test_class(self, mockwx):
                assert [rule["name"] for rule in mockwx.rules] == ["throttled"]
                assert "carol" in mockwx.client.users()

            @pytest.mark.mockwx({"users": {"carol": {"nickname": "卡罗"}}, "rules": []})
            def test_test(self, mockwx):
                assert mockwx.rules == []
                assert mockwx.client.user("carol")["nickname"] == "卡罗"
                assert mockwx.client.user("carol")["blocked"]

            @pytest.mark.mockwx("happy")
            def test_another_scenario_by_name(self, mockwx):
                assert mockwx.rules == []
                assert "carol" not in mockwx.client.users()

            @pytest.mark.mockwx(intercept=True)
            def test_keyword_alone(self, mockwx):
                assert "carol" in mockwx.client.users()
        """
    ).assert_outcomes(passed=5)


def test_the_settings_name_an_app_a_scenario_and_interception_for_all_tests(
    run: Callable[..., pytest.RunResult],
) -> None:
    run(
        """
        from urllib.request import urlopen

        def test_app(mockwx):
            assert (mockwx.app.appid, mockwx.app.secret) == ("wx1111111111111111", "my-own-secret")
            assert exchange(mockwx, mockwx.login("alice"))["errcode"] == 45011

        @pytest.mark.mockwx({"apps": {"cafe": {"appid": "wx1111111111111111", "owner": "me"}}})
        def test_app_that_the_scenario_knows(mockwx):
            app = mockwx.app
            assert (app.name, app.appid, app.secret, app.owner) == ("cafe", "wx1111111111111111", "my-own-secret", "me")

        def test_scenario_and_interception(mockwx):
            assert [rule["name"] for rule in mockwx.rules] == ["throttled"]
            assert b"41002" in urlopen("http://api.weixin.qq.com/cgi-bin/token?grant_type=client_credential").read()

        @pytest.mark.mockwx("happy", intercept=False)
        def test_a_marker_is_nearer(mockwx):
            assert mockwx.rules == []
        """,
        ini="mockwx_app = wx1111111111111111:my-own-secret\nmockwx_scenario = throttled-then-well\n"
        "mockwx_intercept = true\n",
    ).assert_outcomes(passed=4)


def test_a_fixture_gives_the_scenario_of_all_tests(run: Callable[..., pytest.RunResult]) -> None:
    run(
        """
        @pytest.fixture
        def mockwx_scenario():
            return {"apps": {"cafe": {}}}

        def test_all(mockwx):
            assert list(mockwx.apps) == ["cafe"]

        @pytest.mark.mockwx({"users": {"carol": {}}})
        def test_more(mockwx):
            assert list(mockwx.apps) == ["cafe"]
            assert list(mockwx.client.users()) == ["carol"]
        """
    ).assert_outcomes(passed=2)


def test_settings_that_name_no_app_are_told(run: Callable[..., pytest.RunResult]) -> None:
    result = run("def test_never(mockwx): ...", ini="mockwx_app = wx1111111111111111\n")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*mockwx_app in the settings is APPID:SECRET*"])
