"""Memory: of a million live codes, and over many logins."""

from __future__ import annotations

from bench.contenders import CODE2SESSION, LOT, mockwx
from bench.load import spend
from bench.measured import Measured, Target, alone
from bench.scale import MILLION, Scale

CODES = Target("≤", 200.0)
FLAT = Target("≤", 1.05)
BETWEEN = "9h36m"
"""World time between two lots of logins. A spent code is remembered for a day, which is over in the first third."""
LOTS = 15
"""At the least."""


def live_codes(scale: Scale) -> Measured:
    with mockwx() as server:
        first, *_ = [server.codes(LOT)[0] for _ in range(scale.world // LOT)]
        resident = server.process.resident()
        if CODE2SESSION.proof.encode() not in CODE2SESSION.ask(server.port, first)[1]:
            raise RuntimeError("the first codes did not live to the end")
    what = f"memory of the process with {scale.world:,} live codes of {LOT:,} people"
    return alone("memory", what, "MB", [resident], CODES if scale.world >= MILLION else None)


def flat(scale: Scale) -> Measured:
    """The most memory in the last third of all logins, against the most in the first."""
    size = min(LOT, scale.logins // LOTS)
    lots = scale.logins // size
    resident = []
    with mockwx() as server:
        for _ in range(lots):
            spend(server, server.codes(size, lot=size))
            resident.append(server.process.resident())
            server.control("POST", "clock/advance", {"by": BETWEEN})
    first, last = max(resident[: lots // 3]), max(resident[-(lots // 3) :])
    what = f"memory at the end of {scale.logins:,} logins in {lots * 0.4:,.0f} days, against the first third"
    remark = "" if scale.logins >= 10 * MILLION else "shortened; `make bench ARGS=--soak` does 10,000,000"
    return Measured("flat", what, last / first, FLAT, "MB", last, first, remark=remark)
