"""What is kept about me, and: forget me."""

from __future__ import annotations

from collections.abc import Callable

from domain.errors import WorksHere
from domain.kept import Keeping
from domain.notices import NoticeKind, Priority
from domain.people import Person, PersonId
from domain.traces import Wipe, WipeKind
from services.ports import Clock, Database, Transaction
from services.queue import plan
from services.traces import Traces


class Kept:
    """`kept_for` is how long words are kept after the end of a request, in milliseconds."""

    def __init__(
        self, database: Database, clock: Clock, traces: Traces, kept_for: int, bell: Callable[[], None]
    ) -> None:
        self.database = database
        self.clock = clock
        self.traces = traces
        self.kept_for = kept_for
        self.bell = bell

    async def about(self, person: PersonId, *, words: bool = False) -> Keeping:
        """Everything; with what was said only where it is asked for."""
        now = self.clock.now()
        return await self.database.read(lambda tx: tx.kept.about(person, self.kept_for, now, words=words))

    async def forget(self, person: Person) -> int | None:
        """Erase all of it, then the chat. Returns how many messages could not be erased there; then call `forgotten`.

        None where Telegram does not take it now: it is gone on with later. `WorksHere` for a colleague.
        """
        if person.role is not None:
            raise WorksHere

        def unit(tx: Transaction) -> Wipe:
            now, upto = self.clock.now(), tx.traces.newest(person.id)
            for request in tx.kept.forget(person.id, now):
                if request.claimed_by is not None:
                    plan(tx, NoticeKind.LEFT, request.claimed_by, request, Priority.RED, now)
            tx.traces.begin_wipe(person.id, WipeKind.FORGET, upto, now)
            tx.after_commit(self.bell)
            return Wipe(person_id=person.id, kind=WipeKind.FORGET, upto=upto, begun_at=now)

        wipe = await self.database.write(unit)
        return await self.traces.wipe(wipe)

    async def forgotten(self, person: PersonId) -> None:
        """The chat is empty, and the person knows: the last row goes, and what it stood on is overwritten."""
        await self.database.write(lambda tx: tx.kept.forgotten(person))
        await self.database.scrub()
