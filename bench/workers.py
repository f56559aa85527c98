"""Two processes of ``--workers 2`` on one Redis, against one process that keeps its worlds in memory."""

from __future__ import annotations

import contextlib
import os
import shutil
import statistics
from collections.abc import Iterator

from bench.contenders import MockWx, mockwx
from bench.load import drive, missing
from bench.measured import Measured, Target, alone, compared
from bench.processes import Process, free_port, running
from bench.scale import Scale
from bench.throughput import FASTEST, pairs, rounds_of

SPEED, COST = Target("≥", 0.9), Target("≤", 100.0)


@contextlib.contextmanager
def redis() -> Iterator[tuple[str, Process]]:
    """The URL of a server of its own, which writes nothing to the disk, and its process."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with running(command, port, None) as process:
        yield f"redis://127.0.0.1:{port}/0", process


def workers(scale: Scale) -> list[Measured]:
    what = "logins per second of --workers 2 over Redis, against one process in memory"
    why = missing() or (None if shutil.which("redis-server") else "redis-server is not installed")
    if why is not None:
        return [Measured("workers", what, target=SPEED, remark=why)]
    with redis() as (url, store), mockwx("--workers", "2", "--redis", url, name="workers") as many, mockwx() as one:
        rounds = rounds_of((many, one), scale.rounds, scale.seconds)
        costs = [_costs(many, store, scale.seconds) for _ in range(scale.rounds)]
    return [
        compared("workers", what, "/s", pairs(rounds, "workers", "mockwx", "rate"), SPEED),
        *_limit(costs),
    ]


def _costs(many: MockWx, store: Process, seconds: float) -> tuple[float, float, float]:
    """Microseconds of processor time per login: of the workers, of redis-server and of wrk."""
    codes = many.codes(int(FASTEST * seconds))
    before = store.busy()
    round_ = drive(many, codes, seconds)
    logins = round_.rate * seconds
    return round_.cost, (store.busy() - before) / logins * 1e6, round_.load / round_.rate * 1e6


def _limit(costs: list[tuple[float, float, float]]) -> list[Measured]:
    """What the processors allow, and which of the processes fills one first."""
    own = alone(
        "workers.cost",
        "… processor time per login of the workers, beside that of redis-server",
        "µs",
        [each[0] for each in costs],
        COST,
        other=statistics.median(each[1] for each in costs),
    )
    cores = os.cpu_count() or 1
    room = alone(
        "workers.limit",
        f"… so many fit on {cores} processors with Redis and wrk on them too, beside what each further one adds",
        "/s",
        [cores * 1e6 / sum(each) for each in costs],
        None,
        other=statistics.median(1e6 / (each[0] + each[1]) for each in costs),
    )
    most = alone(
        "workers.redis", "… until redis-server fills one processor, at", "/s", [1e6 / each[1] for each in costs], None
    )
    return [own, room, most]
