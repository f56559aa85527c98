"""The worlds of ``mockwx serve --redis``: opened in Redis and joined as they are, for several servers share them."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from mockwx.cli.served_worlds import series
from mockwx.core.text.bilingual import both
from mockwx.server.real_clock import wall
from mockwx.store.port import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mockwx.scenario.scenario import Scenario
    from mockwx.store.redis.worlds import RedisWorlds

USAGE = 2


@contextmanager
def stopping(url: str) -> Iterator[None]:
    """Ends the process with 2 and the reason where Redis cannot be used."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name not in ("redis", "hiredis"):
            raise
        what = both(
            "it needs the package redis: pip install 'mockwx[redis]'",
            "需要 redis 包：pip install 'mockwx[redis]'",
        )
    except ValueError as error:
        what = both(
            f"{error}; write for example redis://127.0.0.1:6379/0", "地址无效；请写成例如 redis://127.0.0.1:6379/0"
        )
    except StoreUnavailable as error:
        what = str(error)
    else:
        return
    click.echo(f"--redis {_plain(url)}: {what}", err=True)
    sys.exit(USAGE)


def open_redis(url: str, journal: int) -> RedisWorlds:
    """:raises StoreUnavailable: it cannot be reached, or holds what this version cannot read.
    :raises ValueError: the URL is none.
    :raises ModuleNotFoundError: the extra is not installed.
    """
    from mockwx.store.redis.worlds import RedisWorlds

    worlds = RedisWorlds(url, journal_size=journal)
    worlds.check()
    return worlds


def open_unasked(url: str, journal: int) -> RedisWorlds:
    """Without a look whether it answers: a worker that is started again must not depend on it."""
    from mockwx.store.redis.worlds import RedisWorlds

    return RedisWorlds(url, journal_size=journal)


def join(worlds: RedisWorlds, loaded: dict[str, Scenario]) -> None:
    """A world that is there is not touched: other servers may be at work on it."""
    for name, scenario in loaded.items():
        if worlds.join(name, scenario, wall=wall(), series=series(name, scenario)):
            continue
        there = worlds.scenario(name).name
        click.echo(
            both(
                f"Redis holds the world {name!r} of another scenario ({there!r}, or another version of it): it is "
                "joined as it is; --fresh begins it anew, for all servers",
                f"Redis 中已有 world {name!r}，其场景不同（{there!r}，或另一版本）：按现状加入；"
                "--fresh 会重新开始，对所有服务生效",
            ),
            err=True,
        )


def _plain(url: str) -> str:
    """Without user and password."""
    scheme, sep, rest = url.partition("://")
    return f"{scheme}{sep}{rest.rpartition('@')[2]}"
