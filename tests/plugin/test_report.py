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
            "    rule throttled: this is call 1, not 2",
            "[#]2 code2session alice 45011*",
            "    rule throttled: fired on call 2",
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
            "the journal is empty: nothing called WeChat",
            "*- mockwx journal -*",
            "… 10 lines before",
            "[#]11 code2session*40029*",
            "[#]60 code2session*40029*",
        ]
    )
    assert result.stdout.str().count("- mockwx journal -") == 2
