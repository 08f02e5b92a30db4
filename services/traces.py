"""Taking words out of chats: at once when somebody hides, by and by when their time is over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from domain.people import Instant, Person, PersonId
from domain.traces import ALARM_AT, AT_ONCE, ERASABLE, HOUR, Overdue, Trace, Vanishing, Wipe, WipeKind
from services.ports import Chats, Clock, Database, Transaction

ROOM = 150
"""Due traces that one turn looks at: what becomes more pressing meanwhile waits no longer than that."""
AGAIN = 30_000
"""Milliseconds until a deletion that Telegram did not answer is tried again."""
STALE = 20_000
"""Milliseconds after which a wipe that nobody has finished is somebody else's: the process that began it is gone."""


class Traces:
    """`chats` is Telegram. What it does not do now is done later: each step is on disk before and after."""

    def __init__(self, database: Database, clock: Clock, chats: Chats, bell: Callable[[], None]) -> None:
        self.database = database
        self.clock = clock
        self.chats = chats
        self.bell = bell
        self._in_hand: set[PersonId] = set()

    # The person's own choices

    async def choose(self, person: PersonId, vanishing: Vanishing) -> Person:
        """After how long messages vanish from their chat, those that are there already too."""

        def unit(tx: Transaction) -> Person:
            tx.traces.choose(person, vanishing.after, self.clock.now() - ERASABLE)
            return tx.people.get(person)

        return await self.database.write(unit)

    async def pause(self, person: PersonId) -> Person:
        """Nothing unprompted is sent until they come back; what comes meanwhile waits in its order."""

        def unit(tx: Transaction) -> Person:
            _pause(tx, person, self.clock.now())
            return tx.people.get(person)

        return await self.database.write(unit)

    async def come_back(self, person: PersonId) -> Person:
        """They are here again: what has waited is due."""

        def unit(tx: Transaction) -> Person:
            if tx.people.come_back(person):
                tx.notices.come_back(person, self.clock.now())
                tx.after_commit(self.bell)
            return tx.people.get(person)

        return await self.database.write(unit)

    # Quick exit

    async def hide(self, person: Person) -> int | None:
        """Empty the chat on both sides, and be silent until they write. Returns how many messages could not be erased.

        None where Telegram does not take it now: it is gone on with later. Afterwards call `hidden`.
        """

        def unit(tx: Transaction) -> Wipe:
            now, upto = self.clock.now(), tx.traces.newest(person.id)
            if person.role is None:  # a colleague on duty must still be called
                _pause(tx, person.id, now)
            tx.traces.begin_wipe(person.id, WipeKind.HIDE, upto, now)
            return Wipe(person_id=person.id, kind=WipeKind.HIDE, upto=upto, begun_at=now)

        return await self.wipe(await self.database.write(unit))

    async def hidden(self, person: PersonId) -> None:
        """The neutral screen was shown: nothing is owed any more."""
        await self.database.write(lambda tx: tx.traces.end_wipe(person))

    async def unfinished(self) -> list[Wipe]:
        """Chats whose emptying was begun by a process that is gone, or that Telegram did not take."""
        before = self.clock.now() - STALE
        found = await self.database.read(lambda tx: tx.traces.wipes(before))
        return [wipe for wipe in found if wipe.person_id not in self._in_hand]

    async def wipe(self, wipe: Wipe) -> int | None:
        """Take out of a chat what Telegram lets us. Returns how many messages remain; None: not all was tried."""
        self._in_hand.add(wipe.person_id)
        try:
            return await self._wipe(wipe)
        finally:
            self._in_hand.discard(wipe.person_id)

    async def _wipe(self, wipe: Wipe) -> int | None:
        await self.chats.calm(wipe.person_id)
        since = self.clock.now() - ERASABLE
        traces = await self.database.read(lambda tx: tx.traces.erasable(wipe.person_id, wipe.upto, since))
        tried = True
        for batch in _batches(traces):
            tried &= await self._erase(batch, urgent=True)
        if not tried:
            return None
        return await self.database.read(lambda tx: tx.traces.left_over(wipe.person_id, wipe.upto))

    # Vanishing

    async def vanish(self) -> int:
        """Take out of all chats what is due, the longest due first. Returns how many were looked at."""
        traces = await self.database.read(lambda tx: tx.traces.due(self.clock.now(), ROOM))
        for batch in _batches(traces):
            await self._erase(batch, urgent=False)
        return len(traces)

    async def overdue(self) -> Overdue | None:
        """What should be gone and will soon not be erasable any more; None where all is well."""
        now = self.clock.now()
        return await self.database.read(lambda tx: tx.traces.overdue(now, now - ALARM_AT))

    async def _erase(self, batch: Sequence[Trace], *, urgent: bool) -> bool:
        """One chat's messages. Where Telegram refuses all for the sake of one, the halves are tried."""
        now = self.clock.now()
        old = [each for each in batch if now - each.at >= ERASABLE]
        young = {each.telegram_message: each for each in batch if now - each.at < ERASABLE}
        gone: list[Trace] = []
        refused: list[Trace] = []
        open_: list[list[int]] = [list(young)] if young else []
        untried: list[Trace] = []
        while open_:
            part = open_.pop()
            first = young[part[0]]
            erased = await self.chats.erase(first.bot, first.person_id, part, urgent=urgent)
            gone += [young[each] for each in erased.gone]
            if erased.refused and len(part) > 1:
                open_ += [part[: len(part) // 2], part[len(part) // 2 :]]
            else:
                refused += [young[each] for each in erased.refused]
            if not (erased.gone or erased.refused):
                untried += [young[each] for each in part]

        def unit(tx: Transaction) -> None:
            tx.traces.gone(gone)
            tx.traces.put_off(refused, now + HOUR)  # a die can be deleted only on its second day
            tx.traces.put_off(untried, now + AGAIN)  # the others first: one chat must not hold up all
            tx.traces.put_off(old, None)

        if batch:
            await self.database.write(unit)
        return not untried


def _pause(tx: Transaction, person: PersonId, now: Instant) -> None:
    tx.people.pause(person, now)
    tx.notices.pause(person)


def _batches(traces: Iterable[Trace]) -> list[list[Trace]]:
    """By chat, in the order in which the chats come, at most a hundred each."""
    chats: dict[tuple[int, PersonId], list[Trace]] = {}
    for trace in traces:
        chats.setdefault((trace.bot, trace.person_id), []).append(trace)
    return [chat[at : at + AT_ONCE] for chat in chats.values() for at in range(0, len(chat), AT_ONCE)]
