"""Handled in order per person, whatever happens: every update is on disk before Telegram may forget it.

One person's updates are handled one at a time, oldest first; people do not wait for each other. A handler that fails
is tried again; after three tries the update is set aside and blocks nobody.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from typing import TYPE_CHECKING, Any

import orjson
import structlog

from storage.database import DatabaseDown

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.tasks import Tasks
    from services.ports import Clock
    from storage.database import Database
    from storage.inbox import Letter

log = structlog.get_logger()

TRIES = 3
AT_ONCE = 32
"""People served at the same moment."""
PAUSES = (0.2, 1.0)
"""Seconds before the second and the third try."""
NOBODY = 0

Update = dict[str, Any]


def sender(update: Update) -> int:
    """Whose order the update belongs to: the person who acted, else the chat, else nobody in particular."""
    for kind, content in update.items():
        if kind == "update_id" or not isinstance(content, dict):
            continue
        for who in (content.get("from"), content.get("user"), content.get("chat")):
            if isinstance(who, dict) and "id" in who:
                return int(who["id"])
    return NOBODY


class Inbox:
    """Stores what arrives and hands it on. `handle(update, letter, more)` does the work.

    `more()` tells a handler whether the same person's next message is already here, so that a burst gets one answer.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        tasks: Tasks,
        handle: Callable[[Update, Letter, Callable[[], bool]], Awaitable[None]],
        tell_incident: Callable[[Update, str], Awaitable[None]],
    ) -> None:
        self.database = database
        self.clock = clock
        self.tasks = tasks
        self.handle = handle
        self.tell_incident = tell_incident
        self._queues: dict[bytes, deque[Letter]] = {}
        self._places = asyncio.Semaphore(AT_ONCE)
        self._idle = asyncio.Event()
        self._idle.set()

    async def receive(self, bot: int, updates: Sequence[Update]) -> int:
        """Put a batch on disk in one commit, then begin to handle it. Returns how many were new.

        Raises `DatabaseDown` with nothing stored: Telegram still has them all.
        """
        now = self.clock.now()
        packed = [(update["update_id"], sender(update), orjson.dumps(update)) for update in updates]
        new: list[Letter] = await self.database.write(lambda tx: tx.inbox.put(bot, packed, now))
        for letter in new:
            self._queue(letter)
        return len(new)

    async def resume(self) -> int:
        """Go on with what an earlier process stored and did not finish. Returns how many that is."""

        def unit(tx: Any) -> list[Letter]:
            unfinished: list[Letter] = tx.inbox.unfinished()
            for letter in unfinished:
                # A message that kills the process must not kill it for ever: the try is counted beforehand.
                tx.inbox.attempt(letter)
            return unfinished

        unfinished = await self.database.write(unit)
        for letter in unfinished:
            self._queue(letter)
        return len(unfinished)

    async def idle(self) -> None:
        """Wait until everything received is handled."""
        await self._idle.wait()

    def _queue(self, letter: Letter) -> None:
        queue = self._queues.get(letter.sender)
        if queue is not None:
            queue.append(letter)
            return
        self._queues[letter.sender] = queue = deque((letter,))
        self._idle.clear()
        self.tasks.start("inbox", self._serve(letter.sender, queue))

    async def _serve(self, who: bytes, queue: deque[Letter]) -> None:
        async with self._places:
            while queue:
                letter = queue[0]
                await self._try(letter, lambda: len(queue) > 1)
                queue.popleft()
        # No await stands between the last look at the queue and this line, so nothing can slip in between.
        del self._queues[who]
        if not self._queues:
            self._idle.set()

    async def _try(self, letter: Letter, more: Callable[[], bool]) -> None:
        update = orjson.loads(letter.payload)
        tries = letter.attempts
        while True:
            try:
                if tries >= TRIES:
                    await self._set_aside(letter, update)
                    return
                await self.handle(update, letter, more)
                await self.database.write(lambda tx: tx.inbox.done(letter, self.clock.now()))
            except DatabaseDown:
                # The words are safe where they are; the database comes back, and then it goes on right here.
                await asyncio.sleep(0.5)
            except Exception:
                log.exception("update failed", update=letter.update_id, tries=tries + 1)
                await self._count(letter)
                await asyncio.sleep(PAUSES[min(tries, len(PAUSES) - 1)])
                tries += 1
            else:
                return

    async def _count(self, letter: Letter) -> None:
        try:
            await self.database.write(lambda tx: tx.inbox.attempt(letter))
        except DatabaseDown:
            return

    async def _set_aside(self, letter: Letter, update: Update) -> None:
        code = secrets.token_hex(3)
        await self.database.write(lambda tx: tx.inbox.poison(letter, self.clock.now()))
        log.error("update set aside", update=letter.update_id, incident=code)
        await self.tell_incident(update, code)
