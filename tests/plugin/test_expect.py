"""What a test's scenario expects is judged at the end of the test; rules that never fired can fail it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytest_plugins = ["pytester"]

ONE_LOGIN = "mockwx: 1\nexpect: {calls: [{api: code2session, count: 1, user: alice}]}\n"


def test_what_a_file_or_a_mapping_expects_is_judged_at_the_end(
    run: Callable[..., pytest.RunResult], pytester: pytest.Pytester
) -> None:
    pytester.path.joinpath("one_login.yaml").write_text(ONE_LOGIN, encoding="utf-8")
    result = run(
        """
        @pytest.mark.mockwx("one_login.yaml")
        def test_file(mockwx):
            exchange(mockwx, mockwx.login("alice"))

        @pytest.mark.mockwx("one_login.yaml")
        def test_file_unmet(mockwx):
            exchange(mockwx, mockwx.login("bob"))

        @pytest.mark.mockwx({"expect": {"calls": [{"api": "token", "count": 2}]}})
        def test_mapping_unmet(mockwx): ...

        @pytest.mark.mockwx("one_login.yaml")
        class TestClass:
            @pytest.mark.mockwx({"users": {"alice": {}, "carol": {}}})
            def test_mapping_laid_over_a_file_unmet(self, mockwx): ...

            @pytest.mark.mockwx({"expect": {"calls": []}})
            def test_expectation_taken_back(self, mockwx): ...
        """
    )
    result.assert_outcomes(passed=2, failed=3)
    result.stdout.fnmatch_lines(
        [
            "expected 1 call of code2session by alice; saw 0",
            "*user was bob, not alice*",
            "expected 2 calls of token; saw 0",
            "expected 1 call of code2session by alice; saw 0",
        ]
    )


def test_a_test_that_failed_by_itself_is_told_as_it_failed(run: Callable[..., pytest.RunResult]) -> None:
    result = run(
        """
        @pytest.mark.mockwx({"expect": {"calls": [{"api": "token"}]}})
        def test_fails(mockwx):
            assert 1 == 2
        """
    )
    result.assert_outcomes(failed=1)
    assert "of token" not in result.stdout.str()


def test_what_a_ready_scenario_expects_of_its_own_steps_is_not_asked_of_a_test(
    run: Callable[..., pytest.RunResult],
) -> None:
    run(
        """
        @pytest.mark.mockwx("throttled-then-well")
        def test_nothing_is_called(mockwx): ...

        @pytest.mark.mockwx("throttled-then-well")
        class TestClass:
            @pytest.mark.mockwx({"users": {"carol": {}}})
            def test_with_more(self, mockwx): ...
        """
    ).assert_outcomes(passed=2)


UNUSED = """
def test_used(mockwx):
    mockwx.refuse("code2session", 45011)
    exchange(mockwx, mockwx.login("alice"))

def test_unused(mockwx):
    mockwx.rule("code2session", name="late", call=2, errcode=45011)
    exchange(mockwx, mockwx.login("alice"))

@pytest.mark.mockwx(unused_rules="{other}")
def test_marked(mockwx):
    mockwx.refuse("token", 45011)
"""


def test_rules_that_never_fired_fail_a_test_where_its_marker_or_the_settings_say_so(
    run: Callable[..., pytest.RunResult],
) -> None:
    run(UNUSED.replace("{other}", "fail")).assert_outcomes(passed=2, failed=1)
    result = run(UNUSED.replace("{other}", "allow"), ini="mockwx_unused_rules = fail\n")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["rule late was never used; it looked at 1 call | *"])


def test_a_word_that_unused_rules_does_not_know_is_told(run: Callable[..., pytest.RunResult]) -> None:
    result = run(UNUSED.replace("{other}", "warn"))
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*unused_rules is 'allow' or 'fail', not 'warn'*"])


def test_an_async_test_is_judged_too(run: Callable[..., pytest.RunResult]) -> None:
    run(
        """
        @pytest.mark.mockwx({"expect": {"calls": [{"api": "token"}]}})
        async def test_unmet(mockwx): ...
        """,
        "-p", "pytest_asyncio.plugin",
        ini="asyncio_mode = auto\nasyncio_default_fixture_loop_scope = function\n",
    ).assert_outcomes(failed=1)  # fmt: skip


def test_a_server_that_the_test_stopped_is_told_and_not_raised(run: Callable[..., pytest.RunResult]) -> None:
    result = run(
        """
        @pytest.mark.mockwx({"expect": {"calls": [{"api": "token"}]}})
        def test_stopped(mockwx):
            mockwx.stop()

        def test_next(mockwx):
            assert mockwx.login("alice")
        """
    )
    result.assert_outcomes(failed=1, passed=1)
    result.stdout.fnmatch_lines(["what the scenario expects cannot be judged*not started*"])
