"""Brings due notices out: most pressing first, in order within a chat, at most four on the way at once.

One turn is one unit of work: what came back is written down, what goes out next is marked as on its way *before* it
goes, and new due notices are taken. So after a crash at most four are in doubt, and the database knows which.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from dialogs.words import speaking
from domain.notices import Again, Notice, Settled, Skipped
from services import notices
from storage.database import DatabaseDown

if TYPE_CHECKING:
    from bot.messenger import Messenger
    from bot.rate import Budget
    from bot.tasks import Tasks
    from dialogs.notices import Wording
    from domain.people import PersonId
    from services.notices import Facts
    from services.ports import Clock
    from storage.database import Database, Transaction

log = structlog.get_logger()

IN_FLIGHT = 4
"""Sends that may be in doubt after a crash: the bound that is promised."""
HELD = 64
HELD_OF_ONE = 8
"""Notices kept at hand in all, and for one chat: a flooded chat must not fill the postman's hands."""
LEASE = 60_000
PATIENCE = 2.0
"""Seconds that a notice is kept at hand for its chat's pace; beyond that it goes back to the database."""
IDLE = 5.0
"""Seconds after which the postman looks around although nobody rang."""


class Postman:
    """One worker. `ring` wakes it; `run` never ends by itself."""

    def __init__(
        self, database: Database, messenger: Messenger, budget: Budget, wording: Wording, clock: Clock, tasks: Tasks
    ) -> None:
        self.database = database
        self.messenger = messenger
        self.budget = budget
        self.wording = wording
        self.clock = clock
        self.tasks = tasks
        self._bell = asyncio.Event()
        self._held: list[Notice] = []
        self._on_the_way: dict[PersonId, Notice] = {}
        self._came_back: list[Settled] = []
        self._chats: dict[PersonId, int] = {}
        self._resting: dict[PersonId, int] = {}

    def ring(self) -> None:
        """Something became due."""
        self._bell.set()

    async def run(self) -> None:
        """Take over what an earlier process left, then serve for ever."""
        await self._take_over()
        while True:
            self._bell.clear()
            try:
                pause = await self._turn()
            except DatabaseDown:
                log.warning("postman waits for the database")
                await asyncio.sleep(1.0)
                continue
            if pause > 0:
                await self._rest(pause)

    async def _take_over(self) -> None:
        while True:
            try:
                doubtful = await self.database.write(lambda tx: tx.notices.recover(self.clock.now() + LEASE * 2))
            except DatabaseDown:
                await asyncio.sleep(1.0)
                continue
            if doubtful:
                log.warning("notices in doubt after a restart", notices=doubtful)
            return

    async def _rest(self, pause: float) -> None:
        try:
            async with asyncio.timeout(min(pause, IDLE)):
                await self._bell.wait()
        except TimeoutError:
            return

    async def _turn(self) -> float:
        """One unit of work and the sends that follow from it. Returns how long nothing is to be done, in seconds."""
        came_back, self._came_back = self._came_back, []
        chosen, pause = self._choose()
        now = self.clock.now()
        room = HELD - len(self._held)

        def unit(tx: Transaction) -> tuple[list[tuple[Notice, int, Facts | None]], list[Notice], int | None, bool]:
            more = False
            for settled in came_back:
                more |= notices.settle(tx, settled, now)
                self._rest_recipient(tx, settled)
            going = []
            for notice in tx.notices.start(chosen, now + LEASE):
                facts = notices.facts(tx, notice, now)
                if facts is None:
                    notices.settle(tx, Settled(notice=notice, result=Skipped()), now)
                going.append((notice, self._chat(tx, notice.recipient), facts))
            taken = tx.notices.take(now, now + LEASE, room) if room > 0 else []
            kept = self._put_back(tx, taken, now)
            return going, kept, tx.notices.next_due(), more

        try:
            going, kept, next_due, more = await self.database.write(unit)
        except DatabaseDown:
            self._came_back = came_back + self._came_back
            self._held = chosen + self._held
            raise
        self._held.extend(kept)
        self._held.sort(key=lambda notice: (notice.priority, notice.id))
        for notice, chat, facts in going:
            if facts is not None:
                self.budget.take_notice(chat)
                self._on_the_way[notice.recipient] = notice
                self.tasks.start("send", self._send(notice, chat, facts))
        if kept or more or going or len(self._came_back):
            return 0.0
        if next_due is not None:
            pause = min(pause, max(0.0, (next_due - self.clock.now()) / 1000) + 0.001)
        return pause

    def _choose(self) -> tuple[list[Notice], float]:
        """What may go now, first of its chat each, and how long until something else may."""
        chosen: list[Notice] = []
        passed: set[PersonId] = set(self._on_the_way)
        pause = IDLE
        for notice in self._held:
            if len(chosen) + len(self._on_the_way) >= IN_FLIGHT:
                break
            if notice.recipient in passed:
                continue
            passed.add(notice.recipient)
            chat = self._chats.get(notice.recipient)
            wait = 0.0 if chat is None else self.budget.chat_pause(chat)
            wait = max(wait, self.budget.notice_pause() if not chosen else 0.0)
            if wait > 0:
                pause = min(pause, wait)
                continue
            chosen.append(notice)
        leaving = {notice.id for notice in chosen}
        self._held = [notice for notice in self._held if notice.id not in leaving]
        return chosen, pause

    def _chat(self, tx: Transaction, recipient: PersonId) -> int:
        chat = self._chats.get(recipient)
        if chat is None:
            chat = self._chats[recipient] = tx.people.chat(recipient)
        return chat

    def _rest_recipient(self, tx: Transaction, settled: Settled) -> None:
        """A notice that is to be tried again keeps its place: the later ones of its chat wait with it."""
        if not isinstance(settled.result, Again):
            return
        recipient, until = settled.notice.recipient, settled.result.at
        self._resting[recipient] = until
        waiting = [notice for notice in self._held if notice.recipient == recipient]
        self._held = [notice for notice in self._held if notice.recipient != recipient]
        tx.notices.defer(waiting, until)
        tx.notices.defer_pending(recipient, until)

    def _put_back(self, tx: Transaction, taken: list[Notice], now: int) -> list[Notice]:
        """Keep what can go soon; what belongs to a resting or overfull chat goes back, in its order."""
        kept: list[Notice] = []
        counts: dict[PersonId, int] = {}
        for notice in self._held:
            counts[notice.recipient] = counts.get(notice.recipient, 0) + 1
        overfull: dict[PersonId, int] = {}
        for notice in taken:
            recipient = notice.recipient
            until = self._resting.get(recipient, 0)
            if until <= now:
                self._resting.pop(recipient, None)
                until = overfull.get(recipient, 0)
            if until <= now and counts.get(recipient, 0) >= HELD_OF_ONE:
                until = now + self._time_for(recipient)
                if until > now:
                    overfull[recipient] = self._resting[recipient] = until
            if until > now:
                tx.notices.defer([notice], until)
                continue
            counts[recipient] = counts.get(recipient, 0) + 1
            kept.append(notice)
        for recipient, until in overfull.items():
            tx.notices.defer_pending(recipient, until)
        return kept

    def _time_for(self, recipient: PersonId) -> int:
        """How long what is at hand for this chat will take, in milliseconds; 0 where pace is no matter."""
        chat = self._chats.get(recipient)
        if chat is None or self.budget.rates.chat >= self.budget.rates.notices:
            return 0
        return int(HELD_OF_ONE / self.budget.rates.chat * 1000 * 0.75)

    async def _send(self, notice: Notice, chat: int, facts: Facts) -> None:
        try:
            spoken = facts.recipient.language
            if spoken is None and facts.recipient.id == facts.request.person_id:
                spoken = facts.request.language  # never chosen: as their phone suggested when they wrote
            with speaking(spoken, formal=facts.recipient.formal):
                screen = self.wording.screen(
                    notice,
                    facts.recipient,
                    facts.request,
                    facts.message,
                    facts.specialist,
                    facts.source_message,
                    facts.now,
                )
            result = Skipped() if screen is None else await self.messenger.deliver(chat, screen, notice.attempts)
        except Exception:  # the notice must not stay on its way for ever
            log.exception("notice could not be worded", notice=notice.id, kind=notice.kind)
            result = Again(at=self.clock.now() + 60_000)
        self._came_back.append(Settled(notice=notice, result=result))
        del self._on_the_way[notice.recipient]
        self._bell.set()
