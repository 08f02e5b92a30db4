"""Brings due notices out: most pressing first, in order within a chat, at most four on the way at once.

One turn is one unit of work: what came back is written down, what goes out next is marked as on its way *before* it
goes, and new due notices are taken. So after a crash at most four are in doubt, and the database knows which.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

import structlog

from dialogs.notices import Standing
from dialogs.words import speaking
from domain.notices import Again, Failure, Notice, Settled, Skipped, Undelivered
from services import notices
from storage.database import DatabaseDown

if TYPE_CHECKING:
    from bot.messenger import Messenger
    from bot.rate import Budget
    from bot.tasks import Tasks
    from dialogs.notices import Wording
    from domain.notices import Result
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
"""Seconds that notices are kept at hand for a chat that may not be written to; beyond that they go back to the database."""
GATHER = 0.003
"""Seconds that a turn waits for the rest of what is on its way."""
IDLE = 5.0
"""Seconds after which the postman looks around although nobody rang."""
UNSPEAKABLE_TRIES = 5
"""A notice that cannot even be worded (content of long ago) is given up after so many tries."""

Rests = dict["PersonId", int]
"""Until when nothing goes to somebody. What is due for them waits together, so that it stays in order."""


class Turn(NamedTuple):
    """What one unit of work gave."""

    going: list[tuple[Notice, int, Facts | None]]
    kept: list[Notice]
    rests: Rests
    next_due: int | None
    more: bool


class Postman:
    """One worker. `ring` wakes it; `run` ends once `finish` was called."""

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
        self._rests: Rests = {}
        self._stopping = False
        self._finished = asyncio.Event()
        self._all_back = asyncio.Event()
        self._looked_at = 0

    def ring(self) -> None:
        """Something became due."""
        self._bell.set()

    def busy(self, person: PersonId) -> bool:
        """Whether something is on its way to them, or came back and is not written down yet."""
        return person in self._on_the_way or any(each.notice.recipient == person for each in self._came_back)

    async def finish(self) -> None:
        """Send nothing more; wait until what is on its way has come back and is written down."""
        self._stopping = True
        self._bell.set()
        await self._finished.wait()

    async def run(self) -> None:
        """Take over what an earlier process left, then serve until told to finish."""
        await self._take_over()
        while not self._stopping or self._on_the_way or self._came_back:
            await self._gather()
            self._bell.clear()
            try:
                pause = await self._turn()
            except DatabaseDown:
                log.warning("postman waits for the database")
                await asyncio.sleep(1.0)
                continue
            if pause > 0:
                await self._rest(pause)
        self._finished.set()

    async def _take_over(self) -> None:
        def unit(tx: Transaction) -> tuple[int, Rests]:
            now = self.clock.now()
            return tx.notices.recover(now + LEASE * 2), tx.notices.resting(now)

        while True:
            try:
                doubtful, self._rests = await self.database.write(unit)
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

    async def _gather(self) -> None:
        """What is on its way comes back at about the same time, and one turn for all of it is cheaper than one each."""
        while len(self._on_the_way) >= IN_FLIGHT and not self._came_back:
            # Hands full: a turn could start nothing, whatever became due.
            self._bell.clear()
            await self._bell.wait()
        if self._came_back and self._on_the_way:
            self._all_back.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(GATHER):
                    await self._all_back.wait()

    async def _turn(self) -> float:
        """One unit of work and the sends that follow from it. Returns how long nothing is to be done, in seconds."""
        now = self.clock.now()
        came_back = list(self._came_back)
        rests = self._begun_rests(came_back, now)
        chosen, pause = self._choose(rests)
        leaving = {notice.id for notice in chosen}
        back = [notice for notice in self._held if notice.recipient in rests]
        held = [notice for notice in self._held if notice.id not in leaving and notice.recipient not in rests]

        def unit(tx: Transaction) -> Turn:
            # May run twice, or be undone: it changes nothing of ours.
            more = False
            for settled in came_back:
                more |= notices.settle(tx, settled, now)
            for recipient, until in rests.items():
                tx.notices.defer([notice for notice in back if notice.recipient == recipient], until)
                tx.notices.defer_pending(recipient, until)
            self._look_after(tx, [*chosen, *held, *back], now)
            going = [self._about(tx, notice, now) for notice in tx.notices.start(chosen, now + LEASE)]
            taken = [] if self._stopping else self._take(tx, held, now)
            kept, full = self._keep(tx, held, taken, self._rests | rests, now)
            next_due = None if taken or going else tx.notices.next_due()
            return Turn(going, kept, rests | full, next_due, more)

        turn = await self.database.write(unit)
        self._looked_at = now if now - self._looked_at >= LEASE else self._looked_at
        del self._came_back[: len(came_back)]
        self._rests = {recipient: until for recipient, until in (self._rests | turn.rests).items() if until > now}
        self._held = sorted(held + turn.kept, key=attrgetter("priority", "id"))
        for notice, chat, facts in turn.going:
            if facts is not None:
                self.budget.take_notice(chat)
                self._on_the_way[notice.recipient] = notice
                self.tasks.start("send", self._send(notice, chat, facts))
        if self._stopping:
            return IDLE
        if turn.kept or turn.more or turn.going or self._came_back:
            return 0.0
        if turn.next_due is not None:
            pause = min(pause, max(0.0, (turn.next_due - self.clock.now()) / 1000) + 0.001)
        return pause

    def _look_after(self, tx: Transaction, mine: list[Notice], now: int) -> None:
        """Once in a while: what somebody took who is gone since, and whose last commit came late."""
        if now - self._looked_at >= LEASE:
            known = {notice.id for notice in (*mine, *self._on_the_way.values())}
            known |= {settled.notice.id for settled in self._came_back}
            tx.notices.recover(now, known)

    def _begun_rests(self, came_back: list[Settled], now: int) -> Rests:
        """Who is not to be written to for a while: a try failed, or their chat is closed for longer than our patience."""
        rests = {each.notice.recipient: each.result.at for each in came_back if isinstance(each.result, Again)}
        for recipient in {notice.recipient for notice in self._held} - rests.keys() - self._on_the_way.keys():
            pause = self.budget.chat_pause(self._chats[recipient]) if recipient in self._chats else 0.0
            if pause > PATIENCE:
                rests[recipient] = now + int(pause * 1000)
        return rests

    def _choose(self, rests: Rests) -> tuple[list[Notice], float]:
        """What may go now, first of its chat each, and how long until something else may."""
        chosen: list[Notice] = []
        passed = self._on_the_way.keys() | rests.keys()
        pause = IDLE
        for notice in [] if self._stopping else self._held:
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
        return chosen, pause

    def _about(self, tx: Transaction, notice: Notice, now: int) -> tuple[Notice, int, Facts | None]:
        """To which chat it goes, and what it is about; None where it is not to be sent any more."""
        facts = notices.facts(tx, notice, now)
        if facts is None:
            notices.settle(tx, Settled(notice=notice, result=Skipped()), now)
            return notice, 0, None  # who has left has no chat any more
        chat = self._chats.get(notice.recipient)
        if chat is None:
            chat = self._chats[notice.recipient] = tx.people.chat(notice.recipient)
        return notice, chat, facts

    def _take(self, tx: Transaction, held: list[Notice], now: int) -> list[Notice]:
        room = HELD - len(held)
        if room > 0:
            return list(tx.notices.take(now, now + LEASE, room))
        # Hands full of chats that wait for their pace: only what is more pressing than all of that is taken beside it.
        return list(tx.notices.take(now, now + LEASE, IN_FLIGHT, before=held[0].priority))

    def _keep(
        self, tx: Transaction, held: list[Notice], taken: list[Notice], rests: Rests, now: int
    ) -> tuple[list[Notice], Rests]:
        """Keep what can go soon; what belongs to a resting or overfull chat goes back, in its order."""
        kept: list[Notice] = []
        full: Rests = {}
        counts = Counter(notice.recipient for notice in held)
        for notice in taken:
            recipient = notice.recipient
            until = full.get(recipient, rests.get(recipient, 0))
            if until <= now and counts[recipient] >= HELD_OF_ONE and (soon := self._soon()):
                until = full[recipient] = now + soon
            if until > now:
                tx.notices.defer([notice], until)
                continue
            counts[recipient] += 1
            kept.append(notice)
        for recipient, until in full.items():
            tx.notices.defer_pending(recipient, until)
        return kept, full

    def _soon(self) -> int:
        """How long what is at hand for one chat will take, in milliseconds; 0 where pace is no matter."""
        rates = self.budget.rates
        return 0 if rates.chat >= rates.notices else int(HELD_OF_ONE / rates.chat * 750)

    async def _send(self, notice: Notice, chat: int, facts: Facts) -> None:
        result: Result
        try:
            spoken = facts.recipient.language
            if spoken is None and facts.recipient.id == facts.request.person_id:
                spoken = facts.request.language  # never chosen: as their phone suggested when they wrote
            with speaking(spoken, formal=facts.recipient.formal):
                screen = self.wording.screen(
                    notice, facts.recipient, facts.request, facts.message, facts.specialist, facts.source_message,
                    facts.now, Standing(facts.album, facts.before, facts.reply_to, facts.places),
                )  # fmt: skip
            result = Skipped() if screen is None else await self.messenger.deliver(chat, screen, notice.attempts)
        except Exception:  # the notice must not stay on its way for ever
            log.exception("notice could not be worded", notice=notice.id, kind=notice.kind)
            again = Again(at=self.clock.now() + LEASE)
            result = again if notice.attempts < UNSPEAKABLE_TRIES else Undelivered(failure=Failure.REFUSED)
        self._came_back.append(Settled(notice=notice, line=facts.message, album=facts.album, result=result))
        del self._on_the_way[notice.recipient]
        if not self._on_the_way:
            self._all_back.set()
        self._bell.set()
