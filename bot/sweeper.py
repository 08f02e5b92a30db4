"""Takes out of chats what is due, finishes what was begun, and calls the operator where something stays too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from aiogram.exceptions import AiogramError

from dialogs.kept import forgotten
from dialogs.traces import done
from dialogs.words import speaking
from domain.traces import WipeKind

if TYPE_CHECKING:
    from bot.messenger import Messenger
    from bot.scheduler import Scheduler
    from domain.people import Person
    from domain.traces import Wipe
    from services.kept import Kept
    from services.traces import Traces
    from storage.database import Database, Transaction

SWEEP_EVERY = 2.0
"""Seconds between two looks at what is to vanish from chats."""
ALARM_EVERY = 60.0

log = structlog.get_logger()


class Sweeper:
    """Ticks of the scheduler. What they do is decided by the database, so a missed tick is made up for by the next."""

    def __init__(self, traces: Traces, kept: Kept, database: Database, messenger: Messenger) -> None:
        self.traces = traces
        self.kept = kept
        self.database = database
        self.messenger = messenger

    def begin(self, scheduler: Scheduler) -> None:
        """From now on, by the clock."""
        scheduler.every(SWEEP_EVERY, self.finish)
        scheduler.every(SWEEP_EVERY, self.vanish)
        scheduler.every(ALARM_EVERY, self.look_for_overdue)

    async def finish(self) -> None:
        """Empty the chats whose emptying was begun and not finished. Nothing that merely vanishes is before them."""
        for wipe in await self.traces.unfinished():
            await self._finish(wipe)

    async def vanish(self) -> None:
        """All that is due, however much it is after an outage."""
        while await self.traces.vanish():
            pass

    async def _finish(self, wipe: Wipe) -> None:
        left = await self.traces.wipe(wipe)
        if left is None:
            return

        def unit(tx: Transaction) -> tuple[Person, int]:
            return tx.people.get(wipe.person_id), tx.people.chat(wipe.person_id)

        forget = wipe.kind is WipeKind.FORGET
        person, chat = await self.database.read(unit)
        try:
            with speaking(person.spoken, formal=person.formal):
                await self.messenger.show(chat, forgotten(left) if forget else done(left))
        except AiogramError as fault:
            log.warning("nothing can be said after a chat was emptied", fault=type(fault).__name__)
        await (self.kept.forgotten if forget else self.traces.hidden)(wipe.person_id)

    async def look_for_overdue(self) -> None:
        """The alarm: soon Telegram will not erase it any more."""
        overdue = await self.traces.overdue()
        if overdue is not None:
            log.error("traces overdue", traces=overdue.traces, oldest_hours=overdue.oldest_hours)
