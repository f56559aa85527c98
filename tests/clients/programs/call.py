"""Ask the hard-coded URL by one of Python's clients, and print the answer."""

import asyncio
import sys
import urllib.request

import aiohttp
import httpx
import requests

URL = "https://api.weixin.qq.com/sns/jscode2session?appid=x"


async def by_aiohttp() -> str:
    async with aiohttp.ClientSession() as session, session.get(URL) as found:
        return await found.text()


async def by_async_httpx() -> str:
    async with httpx.AsyncClient() as client:
        return (await client.get(URL)).text


WAYS = {
    "requests": lambda: requests.get(URL, timeout=20).text,
    "httpx": lambda: httpx.get(URL).text,
    "async httpx": lambda: asyncio.run(by_async_httpx()),
    "aiohttp": lambda: asyncio.run(by_aiohttp()),
    "urllib": lambda: urllib.request.urlopen(URL, timeout=20).read().decode(),
}
print(WAYS[sys.argv[1]]())
