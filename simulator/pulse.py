"""Waiting for something to change, without polling for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Pulse:
    """A condition that plain functions may signal.

    `asyncio.Condition` wants its lock awaited before it notifies; the API methods are synchronous (one request
    is one uninterrupted change of the world), so they tick a pulse instead.
    """

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    def tick(self) -> None:
        """Wake all who wait; they look again for themselves."""
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            for future in waiting:
                if not future.done():
                    future.set_result(None)

    async def beat(self, timeout: float | None = None) -> bool:
        """Wait for the next tick; false when `timeout` seconds pass first."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        try:
            await asyncio.wait_for(future, timeout)
        except TimeoutError:
            return False
        return True

    async def until(self, look: Callable[[], T | None], timeout: float) -> T | None:
        """The first thing that `look` finds; `None` after `timeout` seconds."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while (found := look()) is None:
            left = deadline - loop.time()
            if left <= 0 or not await self.beat(left):
                return look()
        return found
