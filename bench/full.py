"""A full world against an empty one: a million live codes and people, and a full journal."""

from __future__ import annotations

from bench.contenders import CODE2SESSION, mockwx
from bench.load import missing, spend
from bench.measured import Measured, Target, alone, compared
from bench.scale import MILLION, Scale
from bench.throughput import by_processor_time, pairs, rounds_of

SPEED = Target("≥", 0.95)
JOURNAL = 10_000
"""As many exchanges as ``mockwx serve`` remembers by itself."""


def full_world(scale: Scale) -> list[Measured]:
    size = f"{scale.world:,}"
    what = f"logins per second with {size} live codes, {size} people and a full journal, against an empty world"
    why = missing()
    if why is not None:
        return [Measured("full", what, target=SPEED, remark=why)]
    with mockwx(name="full") as full, mockwx(name="empty") as empty:
        # Without a user, each code is another one's.
        codes = full.control("POST", "phone/login", {"count": scale.world})["codes"]
        spend(full, full.codes(JOURNAL)[:JOURNAL])
        rounds = rounds_of((full, empty), scale.rounds, scale.seconds)
        resident = full.process.resident()
        answered = full.control("GET", f"journal?limit={JOURNAL}")["entries"]
        if len(answered) != JOURNAL:
            raise RuntimeError(f"the journal holds {len(answered)} exchanges only")
        for code in (codes[0], codes[-1]):
            if CODE2SESSION.proof.encode() not in CODE2SESSION.ask(full.port, code)[1]:
                raise RuntimeError("the codes did not live to the end of the measure")
    target = SPEED if scale.world >= MILLION else None
    memory = f"memory of the process after that, with {size} live codes of {size} people, made by one call"
    return [
        compared("full", what, "/s", pairs(rounds, "full", "empty", "rate"), target),
        by_processor_time("full.cost", rounds, "full", "empty"),
        alone("full.memory", memory, "MB", [resident], None),
    ]
