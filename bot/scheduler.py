"""APScheduler as nothing but a clock: interval jobs that call `tick()`. No truth lives in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from storage.database import DatabaseDown

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

log = structlog.get_logger()


class Scheduler:
    """Calls each tick every so many seconds; a tick that is late runs once, and never beside itself."""

    def __init__(self) -> None:
        self._clock = AsyncIOScheduler(timezone="UTC")

    def every(self, seconds: float, tick: Callable[[], Awaitable[object]]) -> None:
        """Call `tick` every so often. A tick that fails is logged, and comes again."""

        async def safely() -> None:
            try:
                await tick()
            except DatabaseDown:
                log.warning("tick waits for the database", tick=tick.__name__)
            except Exception:
                log.exception("tick failed", tick=tick.__name__)

        self._clock.add_job(
            safely, "interval", seconds=seconds, coalesce=True, max_instances=1, misfire_grace_time=None
        )

    def start(self) -> None:
        """Begin to tick."""
        self._clock.start()

    def stop(self) -> None:
        """Tick no more."""
        if self._clock.running:
            self._clock.shutdown(wait=False)
