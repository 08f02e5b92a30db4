"""What a specialist writes: to the person, or for themselves."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from domain.errors import Outdated
from domain.help_requests import HelpRequest, RequestId, Status
from domain.notices import NoticeKind, Priority
from domain.people import Instant, PersonId
from domain.relay import Author, CaseMessage, UpdateKey, Words
from services.ports import Transaction
from services.queue import plan
from services.relay.part import Part
from services.relay.passing import changed, pass_on, said_already

PRESENT = 10 * 60_000
"""Milliseconds since their last words for which a person is taken to hold the phone themselves."""


class Passed(StrEnum):
    """Where a specialist's words went."""

    RELAYED = "relayed"
    NOTED = "noted"
    ASK_WHICH = "ask_which"
    """Several cases are open and nothing says which one is meant: nothing was sent."""
    NO_CASE = "no_case"
    NOT_YOURS = "not_yours"
    """The case that is answered is held by somebody else now, or closed."""


class Passing(BaseModel):
    """What became of a specialist's words, and the cases to choose from where that is not clear."""

    model_config = ConfigDict(frozen=True)

    passed: Passed
    request: HelpRequest | None = None
    choices: tuple[HelpRequest, ...] = ()
    paused: bool = False
    """The words wait: the person wants to hear nothing now, or gets a sign first and looks when it is safe."""


def _waits(tx: Transaction, held: HelpRequest, now: Instant) -> bool:
    """Whether words wait for their person. Whoever wants it so, and does not write just now, gets a sign first."""
    person = tx.people.get(held.person_id)
    if person.paused_at is None and person.knocked and now - tx.traces.last_word(person.id) > PRESENT:
        plan(tx, NoticeKind.KNOCK, person.id, held, Priority.RELAYED, now, stage=str(now))
        tx.notices.pause(person.id, but=NoticeKind.KNOCK)
        tx.people.knock(person.id, now)
        return True
    return person.paused_at is not None


class Writing(Part):
    """Nothing goes out by accident: it takes a reply, a chosen case, or exactly one case that is open."""

    async def changed(self, by: PersonId, words: Words) -> Words | None:
        """What an edit really changes; None where nothing visible did."""
        return await self.database.read(lambda tx: changed(tx, by, words))

    async def said_already(self, by: PersonId, words: Words) -> bool:
        """Whether what was asked about is passed on already."""
        return await self.database.read(lambda tx: said_already(tx, by, words))

    async def specialist_writes(
        self, by: PersonId, words: Words, to: RequestId | None = None, *, note: bool = False
    ) -> Passing:
        """Pass a specialist's words on to the person of a case, or keep them as a note that nobody else sees."""

        def unit(tx: Transaction) -> Passing:
            active = tx.help_requests.active_of(by)
            if words.edited and to is None:
                return self._correct(tx, active, by, words)
            meant = to
            if meant is None and words.reply_to is not None:
                meant = tx.relay.shown(by, words.reply_to)
                if meant is None and (own := tx.relay.source_of(by, words.reply_to)) is not None:
                    meant = own[0]
            if meant is None:
                if not active:
                    return Passing(passed=Passed.NO_CASE)
                if len(active) > 1:
                    return Passing(passed=Passed.ASK_WHICH, choices=tuple(active))
                meant = active[0].id
            held = next((request for request in active if request.id == meant), None)
            if held is None:
                return Passing(passed=Passed.NOT_YOURS, request=tx.help_requests.get(meant))
            return self._pass(tx, held, by, words, note=note)

        return await self.database.write(unit)

    async def send_note(self, request: RequestId, by: PersonId, update: int, key: UpdateKey) -> HelpRequest | None:
        """A note that was meant for the person goes to them; the note stays. None where the case is elsewhere now.

        `update` is the update that wrote the note. `Outdated` where it is no note of theirs.
        """

        def unit(tx: Transaction) -> HelpRequest | None:
            held = next((each for each in tx.help_requests.active_of(by) if each.id == request), None)
            if held is None:
                return None
            noted = tx.relay.written(request, key.model_copy(update={"update": update}))
            line = tx.relay.get(noted) if noted else None
            if line is None or line.author is not Author.NOTE or line.author_id != by:
                raise Outdated
            again = Words(key=key, text=line.text, kind=line.kind, media=line.media)
            self._pass(tx, held, by, again, note=False)
            return held

        return await self.database.write(unit)

    async def paused(self, request: HelpRequest) -> bool:
        """Whether the person of a case wants to hear nothing now."""
        return await self.database.read(lambda tx: tx.people.get(request.person_id).paused_at is not None)

    def _correct(self, tx: Transaction, active: list[HelpRequest], by: PersonId, words: Words) -> Passing:
        """A correction goes where the corrected words went: to the same case, and a note stays a note."""
        own = tx.relay.source_of(by, words.key.message)
        if own is None:
            # These words never went anywhere, so nothing says where they should go now.
            return Passing(passed=Passed.ASK_WHICH if active else Passed.NO_CASE, choices=tuple(active))
        line = tx.relay.get(own[1])
        held = next((request for request in active if request.id == own[0]), None)
        if held is None or line is None:
            return Passing(passed=Passed.NOT_YOURS, request=tx.help_requests.get(own[0]))
        return self._pass(tx, held, by, words, note=line.author is Author.NOTE)

    def _pass(self, tx: Transaction, held: HelpRequest, by: PersonId, words: Words, *, note: bool) -> Passing:
        author = Author.NOTE if note else Author.SPECIALIST
        line = tx.relay.add(held.id, author, by, words, red=False, pattern=None)
        if line is not None and not note:
            now = self.clock.now()
            pass_on(tx, held.person_id, held, line, now, album=_in_album(words))
            tx.help_requests.red_since(held.id, None)
            tx.after_commit(self.bell)
        waits = not note and _waits(tx, held, self.clock.now())
        return Passing(passed=Passed.NOTED if note else Passed.RELAYED, request=held, paused=waits)

    async def lines(self, request: RequestId, by: PersonId) -> list[CaseMessage]:
        """All lines of a case that one holds; empty for everybody else."""

        def unit(tx: Transaction) -> list[CaseMessage]:
            found = tx.help_requests.get(request)
            if found is None or found.status is not Status.ACTIVE or found.claimed_by != by:
                return []
            return tx.relay.lines(request)

        return await self.database.read(unit)


def _in_album(words: Words) -> bool:
    return bool(words.media and words.media.group)
