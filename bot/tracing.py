"""What stands in which chat is written down: what arrives with the letter itself, what is shown right afterwards."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, NamedTuple

from storage.database import DatabaseDown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.tasks import Tasks
    from domain.people import Instant
    from services.ports import Clock
    from storage.database import Database
    from storage.inbox import Letter

WAIT = 0.5
"""Seconds until a database that does not answer is asked again."""


class Left(NamedTuple):
    """A message that the bot has left in a chat."""

    bot: int
    chat: int
    message: int
    at: Instant


class Tracing:
    """Messages that were shown live. Notices are written down where they are settled."""

    def __init__(self, database: Database, clock: Clock, tasks: Tasks) -> None:
        self.database = database
        self.clock = clock
        self.tasks = tasks
        self._waiting: list[Left] = []
        self._written = asyncio.Event()
        self._written.set()

    def left(self, bot: int, chat: int, messages: Sequence[int]) -> None:
        """The bot has left these in a chat. Written at once, and nobody waits for it."""
        if chat < 0:
            return  # a group: nothing personal is said there
        now = self.clock.now()
        self._waiting += [Left(bot, chat, message, now) for message in messages]
        if self._written.is_set():
            self._written.clear()
            self.tasks.start("traces", self._write())

    async def written(self) -> None:
        """Wait until all is on disk."""
        await self._written.wait()

    async def _write(self) -> None:
        while self._waiting:
            now = list(self._waiting)
            try:
                await self.database.write(lambda tx, left=now: _put(tx, left))  # type: ignore[misc]
            except DatabaseDown:
                await asyncio.sleep(WAIT)
                continue
            del self._waiting[: len(now)]
        self._written.set()

    def arrived(self, tx: Any, letters: Iterable[Letter], updates: Iterable[dict[str, Any]], now: Instant) -> None:
        """What people have sent, in the transaction that stores it. A stranger is greeted here: they leave traces too."""
        new = {letter.update_id: letter for letter in letters}
        for update in updates:
            message, letter = update.get("message"), new.get(update["update_id"])
            if message is None or letter is None or message["chat"]["type"] != "private" or "from" not in message:
                continue
            # Telegram counts the 48 hours from its own moment, which after an outage is long before ours.
            at = min(now, message["date"] * 1000)
            if not tx.traces.receive(letter.bot, letter.sender, message["message_id"], at):
                tx.people.greet(message["chat"]["id"], now)
                tx.traces.receive(letter.bot, letter.sender, message["message_id"], at)


def _put(tx: Any, left: Iterable[Left]) -> None:
    for each in left:
        tx.traces.leave_in(each.bot, each.chat, each.message, each.at)
