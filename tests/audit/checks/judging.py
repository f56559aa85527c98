"""What the tests of all checks ask of results."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mockwx.audit.check_results import CheckResult, State

Audited = Callable[..., dict[str, CheckResult]]
LEFT_OUT = "left out by --"


def not_passed(results: Mapping[str, CheckResult]) -> dict[str, str]:
    """The state of every check that was tried and did not pass; what does not apply is left away."""
    return {
        name: str(result.state) if result.state is not State.ERROR else f"error: {result.reason}"
        for name, result in results.items()
        if result.state not in (State.PASS, State.NOT_TESTED, State.NOT_APPLICABLE)
    }


def untested(results: Mapping[str, CheckResult]) -> dict[str, str]:
    """Why checks were not tried that were asked for."""
    return {
        name: result.reason.en
        for name, result in results.items()
        if result.state is State.NOT_TESTED and not result.reason.en.startswith(LEFT_OUT)
    }
