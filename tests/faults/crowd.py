"""A crowd in a process of its own: many connections that wait for an answer, and how each of them ended.

``python crowd.py HOST PORT COUNT PATH`` says ``held`` when all have asked, and at last a line of JSON:
how many heard not one byte (``nothing``) and how many did (``something``).
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
from collections import Counter


async def main(host: str, port: int, count: int, path: str) -> None:
    request = f"GET {path} HTTP/1.1\r\nHost: api.weixin.qq.com\r\n\r\n".encode()
    few = asyncio.Semaphore(100)
    asked = 0
    all_asked = asyncio.Event()

    async def one() -> str:
        nonlocal asked
        async with few:
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(request)
        asked += 1
        if asked == count:
            all_asked.set()
        try:
            heard = await reader.read()
        except ConnectionError:
            heard = b""
        writer.close()
        return "something" if heard else "nothing"

    async with asyncio.TaskGroup() as group:
        crowd = [group.create_task(one()) for _ in range(count)]
        await all_asked.wait()
        print("held", flush=True)
    print(json.dumps(Counter(each.result() for each in crowd)), flush=True)


if __name__ == "__main__":
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]))
