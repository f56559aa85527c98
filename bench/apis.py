"""Other calls than a login, against a bare aiohttp application that answers them with a constant."""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import replace
from pathlib import Path

from bench.contenders import GET_TOKEN, Contender, MockWx, PhoneMockWx, bare, compare_answers, get_phone_number, mockwx
from bench.load import missing
from bench.machine import event_loop
from bench.measured import Measured, Target, compared
from bench.scale import Scale
from bench.throughput import by_processor_time, pairs, rounds_of

SPEED = Target("≥", 1.2)
SCENARIO = """\
mockwx: 1
name: no limit on tokens and phone numbers
limits:
  token: {rate: 1000000000/day}
  getuserphonenumber: {rate: 1000000000/day}
"""
PHONE_SECONDS = 1.0
"""Of load in each round: a code of the phone number button takes a control call of its own."""


def apis(scale: Scale) -> list[Measured]:
    token = "access tokens per second (`/cgi-bin/token`), against bare aiohttp"
    phone = "phone numbers per second (POST getuserphonenumber, a fresh code each), against bare aiohttp"
    why = missing()
    if why is not None:
        return [Measured(key, what, target=SPEED, remark=why) for key, what in (("token", token), ("phone", phone))]
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        scenario = Path(folder, "bench.yaml")
        scenario.write_text(SCENARIO, encoding="utf-8")
        ours = stack.enter_context(mockwx(str(scenario), kind=PhoneMockWx))
        other = stack.enter_context(bare(event_loop()))
        return [
            *_compared("token", token, replace(ours, call=GET_TOKEN), replace(other, call=GET_TOKEN), scale),
            *_compared(
                "phone",
                phone,
                replace(ours, call=(call := get_phone_number(ours))),
                replace(other, call=call),
                replace(scale, seconds=min(scale.seconds, PHONE_SECONDS)),
            ),
        ]


def _compared(key: str, what: str, ours: MockWx, other: Contender, scale: Scale) -> list[Measured]:
    compare_answers(ours, [other])
    rounds = rounds_of((ours, other), scale.rounds, scale.seconds)
    return [
        compared(key, what, "/s", pairs(rounds, ours.name, other.name, "rate"), SPEED),
        by_processor_time(f"{key}.cost", rounds, ours.name, other.name),
    ]
