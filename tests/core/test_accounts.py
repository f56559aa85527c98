"""Who lives in a world: those who were declared, and the numbered people u0, u1 …"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mockwx.core.world import World


@pytest.mark.parametrize(
    ("name", "lives_there"),
    [
        ("u0", True),
        ("u11", True),
        ("u12", False),
        ("u-1", False),
        ("u", False),
        ("U1", False),
        ("v1", False),
        ("u1x", False),
        ("u00000000000", False),
    ],
)
def test_of_twelve_people_the_last_is_u11(new_world: Callable[..., World], name: str, lives_there: bool) -> None:
    assert new_world(people=12).accounts.is_declared(name) is lives_there


def test_nobody_is_numbered_where_there_are_no_people(new_world: Callable[..., World]) -> None:
    assert not new_world().accounts.is_declared("u0")
