"""Many small cases of one fact in one test: each is tried, and the failure names and shows all that fail.

Every worker collects every test, so one costs more than such a case does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class Cases:
    def __init__(self) -> None:
        self.tried = 0
        self.failed: dict[str, Exception] = {}

    @contextmanager
    def __call__(self, *name: object) -> Iterator[None]:
        """One case; what it is called in a failure."""
        self.tried += 1
        try:
            yield
        except Exception as error:
            called = " ".join(map(str, name))
            error.add_note(f"in the case: {called}")
            self.failed[called] = error


@contextmanager
def each_case() -> Iterator[Cases]:
    """:raises ExceptionGroup: of what the cases have raised, with their names."""
    cases = Cases()
    yield cases
    assert cases.tried, "there is no case"
    if cases.failed:
        names = "; ".join(cases.failed)
        raise ExceptionGroup(f"{len(cases.failed)} of {cases.tried} cases fail: {names}", [*cases.failed.values()])
