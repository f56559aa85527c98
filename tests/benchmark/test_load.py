"""A load in which a login failed is no measure."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from bench.contenders import Contender
from bench.load import Figures, read_figures, spend
from bench.processes import Process
from mockwx.mock import MockWx

WELL = Figures(requests=100, lasted=2.0, right=100, broken=0, p99=1500, refused="")


def test_what_the_script_prints_is_understood() -> None:
    printed = 'Running 2s test\n  100 requests in 2.0s\n\n@ 100 2000000 99 1 1500.0 200 {"errcode":40163}\n'
    assert read_figures(printed) == Figures(100, 2.0, 99, 1, 1500.0, '200 {"errcode":40163}')


@pytest.mark.parametrize(
    "figures",
    [
        replace(WELL, right=99, refused='200 {"errcode":40163}'),
        replace(WELL, broken=1),
        replace(WELL, requests=0, right=0),
    ],
)
def test_a_round_with_a_failure_is_refused(figures: Figures) -> None:
    with pytest.raises(RuntimeError, match="mockwx: "):
        figures.judge("mockwx", codes=100)


def test_a_round_of_logins_alone_is_not_refused() -> None:
    WELL.judge("mockwx", codes=100)


def test_codes_are_spent_over_a_real_socket_and_a_second_time_is_refused() -> None:
    with MockWx() as mockwx:
        server = Contender("mockwx", int(mockwx.url.rpartition(":")[2]), Process(os.getpid()))
        codes = [mockwx.login("alice") for _ in range(250)]
        spend(server, codes)
        mockwx.verify("code2session", count=250)
        with pytest.raises(RuntimeError, match="40163"):
            spend(server, codes[:1])
