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
    run("", "--markers").stdout.fnmatch_lines(["@pytest.mark.mockwx(scenario, intercept=False):*"])
