"""Background work that cannot vanish: a task that fails is logged and ends the program in an orderly way.

A bare `asyncio.create_task` may be collected while it runs, and its error is told to nobody.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from collections.abc import Coroutine

log = structlog.get_logger()


class Tasks:
    """The running tasks of one part of the machine room."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()
        self.failed: asyncio.Future[None] | None = None

    def start(self, name: str, work: Coroutine[Any, Any, Any]) -> None:
        """Run `work` beside everything else; `name` is for logs."""
        _ = self.begin(name, work)

    def begin(self, name: str, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """The same, for who wants to wait for its end or to cancel it."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if task.cancelled() or (error := task.exception()) is None:
            return
        log.error("task failed", task=task.get_name(), error=type(error).__name__, exc_info=error)
        if self.failed is not None and not self.failed.done():
            self.failed.set_exception(error)

    async def stop(self) -> None:
        """Cancel what still runs and wait for its end."""
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
