"""The event loop says what people can act on, and nothing of what ends by itself."""

from __future__ import annotations

import asyncio
import socket

import pytest

from mockwx.server.event_loop import run_beside_tests


def test_a_listener_closed_before_asyncio_accepts_again_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        listener = socket.create_server(("127.0.0.1", 0))
        listener.close()
        loop.call_soon(loop._start_serving, asyncio.Protocol, listener)  # type: ignore[attr-defined]
        await asyncio.sleep(0)

    run_beside_tests(main())
    assert caplog.text == ""


def test_what_else_goes_wrong_in_a_callback_is_told(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        asyncio.get_running_loop().call_soon(int, "no number")
        await asyncio.sleep(0)

    run_beside_tests(main())
    assert "no number" in caplog.text
    caplog.clear()
