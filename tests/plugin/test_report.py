"""A failing test's report shows the journal, and why rules fired or did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytest_plugins = ["pytester"]


def test_a_failing_test_shows_what_its_backend_asked_and_why_rules_fired(
    run: Callable[..., pytest.RunResult],
) -> None:
    result = run(
        """
        def test_fails(mockwx):
            mockwx.rule("code2session", name="throttled", call=2, errcode=45011)
            exchange(mockwx, mockwx.login("alice"))
            exchange(mockwx, mockwx.login("alice"), secret="0123456789abcdef")
            exchange(mockwx, mockwx.login("bob"), secret="0123456789abcdef")
            mockwx.login("carol")  # of which the backend does not hear
            mockwx.verify("code2session", user="carol", count=1)
        """
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*AssertionError: expected 1 call of code2session by carol; saw 0*",
            "*user was alice, not carol*",
            "*- mockwx journal -*",
            "[#]1 code2session alice 0*",
            "    rule throttled: this is call 1, not 2 | 这是第 1 次调用，规则只管 2",
            "[#]2 code2session alice 45011*",
            "    rule throttled: fired on call 2 | 在第 2 次调用时生效",
            "[#]3 code2session bob 40125*",
        ]
    )
    section = result.stdout.str().split("mockwx journal")[1]
    assert "0123456789abcdef" not in section, "secrets are not shown"


def test_a_silent_backend_a_long_journal_and_a_passing_test(run: Callable[..., pytest.RunResult]) -> None:
    result = run(
        """
        def test_silent(mockwx):
            assert False

        def test_long(mockwx):
            for nth in range(60):
                exchange(mockwx, "no-such-code")
            assert False

        def test_passes(mockwx):
            exchange(mockwx, mockwx.login("alice"))
        """
    )
    result.assert_outcomes(failed=2, passed=1)
    result.stdout.fnmatch_lines(
        [
            "*- mockwx journal -*",
            "the journal is empty: nothing called WeChat*",
            "*- mockwx journal -*",
            "… 10 lines before",
            "[#]11 code2session*40029*",
            "[#]60 code2session*40029*",
        ]
    )
    assert result.stdout.str().count("- mockwx journal -") == 2


@pytest.mark.parametrize(
    "spoil",
    [
        "mockwx.stop()",
        "mockwx._client = object()",
    ],
)
def test_a_journal_that_is_not_to_be_had_spoils_no_report_and_no_other_test(
    run: Callable[..., pytest.RunResult], spoil: str
) -> None:
    result = run(
        f"""
        SEEN = []

        def test_fails(mockwx):
            SEEN.append(mockwx.url)
            {spoil}
            assert False, "an ordinary failure"

        def test_next(mockwx):
            pass
        """
    )
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*an ordinary failure*", "*- mockwx journal -*", "the journal is not to be had*"])
    result.stdout.no_fnmatch_line("*INTERNALERROR*")


def test_a_server_that_a_test_stopped_listens_again_where_it_did(run: Callable[..., pytest.RunResult]) -> None:
    run(
        """
        SEEN = []

        def test_stops_it(mockwx):
            SEEN.append(mockwx.url)
            mockwx.stop()

        def test_logs_in(mockwx):
            assert mockwx.url == SEEN[0]
            assert "openid" in exchange(mockwx, mockwx.login("alice"))
        """
    ).assert_outcomes(passed=2)


def test_a_fixture_of_ones_own_called_mockwx_has_no_journal(run: Callable[..., pytest.RunResult]) -> None:
    result = run(
        """
        @pytest.fixture
        def mockwx(mockwx_server):
            return {"url": mockwx_server.url}

        def test_fails(mockwx):
            assert mockwx["url"] == "something else"

        def test_passes():
            pass
        """
    )
    result.assert_outcomes(failed=1, passed=1)
    result.stdout.no_fnmatch_line("*mockwx journal*")
