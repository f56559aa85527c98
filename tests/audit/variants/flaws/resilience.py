"""Time, retries, quotas."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
from answers import Refused, Unavailable
from apps import App
from flaw import flaw
from good import Good
from wechat import Answer, Identity, Wechat


class WaitsForEver(Wechat):
    timeout = 3600.0

    async def call(self, method: str, path: str, query: dict[str, str], body: Any) -> bytes:
        url, never = self.base_url + path, aiohttp.ClientTimeout(total=None)
        async with self.http.request(method, url, params=query, json=body, timeout=never) as response:
            response.raise_for_status()
            return await response.read()


@flaw("no-timeout")
class NoTimeout(Good):
    wechat_class = WaitsForEver


class TimesReads(Wechat):
    """As requests, httpx and the JDK's connection have it."""

    timeout = 3600.0

    async def call(self, method: str, path: str, query: dict[str, str], body: Any) -> bytes:
        url, each_read = self.base_url + path, aiohttp.ClientTimeout(total=None, sock_read=2)
        async with self.http.request(method, url, params=query, json=body, timeout=each_read) as response:
            response.raise_for_status()
            return await response.read()


@flaw("no-timeout--of-the-whole")
class NoTimeoutOfTheWhole(Good):
    wechat_class = TimesReads


class OneAtATime(Wechat):
    """As a backend with one worker and a patient client."""

    timeout = 6.0

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.line = asyncio.Lock()

    async def exchange(self, app: App, code: str) -> Identity:
        async with self.line:
            return await super().exchange(app, code)


@flaw("one-stops-all")
class OneStopsAll(Good):
    wechat_class = OneAtATime


class AsksOnAndOn(Wechat):
    tries = 8
    pause = 0.0


@flaw("retry-storm")
class RetryStorm(Good):
    wechat_class = AsksOnAndOn


class AsksAgainForOthers(Wechat):
    """As a pool of connections does that are all broken: there are as many as there were logins at once."""

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.busy = 0

    async def call(self, method: str, path: str, query: dict[str, str], body: Any) -> bytes:
        self.busy += 1
        try:
            for _ in range(self.busy - 1):
                try:
                    return await super().call(method, path, query, body)
                except aiohttp.ClientError:
                    continue
            return await super().call(method, path, query, body)
        finally:
            self.busy -= 1


@flaw("good--pools-connections")
class PoolsConnections(Good):
    wechat_class = AsksAgainForOthers


class AsksAgainAfter(Wechat):
    again: frozenset[int] = frozenset()

    async def ask(self, method: str, path: str, query: dict[str, str], body: Any = None) -> Answer:
        found = await super().ask(method, path, query, body)
        if found.get("errcode") in self.again:
            await asyncio.sleep(self.pause)
            found = await super().ask(method, path, query, body)
        return found


class AsksWhenThrottled(AsksAgainAfter):
    again = frozenset({45011})


@flaw("throttled-harder")
class ThrottledHarder(Good):
    wechat_class = AsksWhenThrottled


class AsksInVain(AsksAgainAfter):
    again = frozenset({40013, 40125, 40164, 40243, 48001})


@flaw("hopeless-retried")
class HopelessRetried(Good):
    wechat_class = AsksInVain


class DoesNotKnowBlocked(Wechat):
    def judged(self, found: Answer) -> Answer:
        if found.get("errcode") == 40226:
            raise KeyError(40226)
        return super().judged(found)


@flaw("blocked-crash")
class BlockedCrash(Good):
    wechat_class = DoesNotKnowBlocked


class LosesConnections(Wechat):
    """A pool of six, of which those are never given back whose call failed."""

    timeout = 1.5

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.pool = asyncio.Semaphore(6)

    async def call(self, method: str, path: str, query: dict[str, str], body: Any) -> bytes:
        await self.pool.acquire()
        text = await super().call(method, path, query, body)
        self.pool.release()
        return text


@flaw("does-not-recover")
class DoesNotRecover(Good):
    wechat_class = LosesConnections


@flaw("good--limits")
class LimitsByItself(Good):
    """After so many codes that were none, a client waits; whoever has a good code is let in."""

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.refusals = 0

    async def exchange(self, app: App, code: str) -> Identity:
        if self.refusals >= 60:
            raise Unavailable("too many")
        try:
            identity = await super().exchange(app, code)
        except Refused:
            self.refusals += 1
            raise
        self.refusals = 0
        return identity


@flaw("garbage-costs-a-call")
class GarbageCostsACall(Good):
    """So does the good one: told, never graded."""
