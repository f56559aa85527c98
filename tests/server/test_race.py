from __future__ import annotations

import asyncio
from collections import Counter

import aiohttp

from mockwx import MockWx

AT_ONCE = 200


async def test_of_200_exchanges_of_one_code_at_once_exactly_one_succeeds(mockwx: MockWx) -> None:
    query = {
        "appid": mockwx.app.appid,
        "secret": str(mockwx.app.secret),
        "js_code": mockwx.login("alice"),
        "grant_type": "authorization_code",
    }
    together = asyncio.Barrier(AT_ONCE)

    async def exchange(session: aiohttp.ClientSession) -> int:
        await together.wait()
        async with session.get(f"{mockwx.url}/sns/jscode2session", params=query) as answer:
            assert answer.status == 200
            return int((await answer.json(content_type=None)).get("errcode", 0))

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        errcodes = await asyncio.gather(*(exchange(session) for _ in range(AT_ONCE)))

    assert Counter(errcodes) == {0: 1, 40163: AT_ONCE - 1}
    entries = mockwx.calls("code2session")
    assert len(entries) == AT_ONCE
    assert [each.number for each in entries] == list(range(1, AT_ONCE + 1))
    assert [each.errcode for each in entries].count(0) == 1
