"""The names of worlds that nobody named."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

from mockwx import MockWx
from mockwx.client import ControlClient

SCENARIO = {"mockwx": 1, "users": {f"u{number}": {} for number in range(200)}}
"""Large enough to be read for longer than threads take turns."""


def test_worlds_that_are_made_at_the_same_moment_have_names_of_their_own() -> None:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with MockWx() as mockwx, ThreadPoolExecutor(8) as pool:
            client = ControlClient.connect(mockwx.url)
            worlds = list(pool.map(lambda _: client.make_world(scenario=SCENARIO), range(24)))
    finally:
        sys.setswitchinterval(interval)
    assert len({world["name"] for world in worlds}) == 24
