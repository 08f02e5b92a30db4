"""What a person does: write, send, come back, say whether it helped."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from domain.crisis import Action, Assessment
from domain.errors import NothingToSend, Outdated
from domain.help_requests import HelpRequest, Prospect, RequestId, Status, Triage, triage_of
from domain.people import Instant, Person, PersonId
from domain.relay import Answer, Author, Kind, UpdateKey, Words
from domain.staff import StaffMember
from services.help_requests.part import Part
from services.ports import Transaction
from services.queue import announce, fresh
from services.relay.passing import pass_on


class Step(StrEnum):
    """What became of a person's words."""

    DRAFTED = "drafted"
    ADDED = "added"
    RELAYED = "relayed"
    SENT = "sent"
    """Red words do not wait for a button: the request was sent at once."""


class Written(BaseModel):
    """A person's words, on disk. `told` is how many colleagues on duty are being alerted by them."""

    model_config = ConfigDict(frozen=True)

    step: Step
    request: HelpRequest
    told: int = 0


class Asking(Part):
    """A request as the person who asks sees it."""

    def _draft(self, tx: Transaction, person: Person, topic: str | None, now: Instant) -> HelpRequest:
        found = tx.help_requests.open_of(person.id)
        queue, floor = self.topics(topic)
        attempt = 0
        while found is None:
            begun = tx.help_requests.begin(person, topic, queue, floor, self.pick_pseudonym(attempt), now)
            if begun is not None:
                tx.help_requests.record(begun.id, "begun", None, now)
            # Refused: the pseudonym is taken, or on PostgreSQL another process has just begun one for this person.
            found = begun or tx.help_requests.open_of(person.id)
            attempt += 1
        return found

    async def begin(self, person: Person, topic: str) -> HelpRequest:
        """A draft on this topic. An open draft takes the topic; a sent request stays as it is."""

        def unit(tx: Transaction) -> HelpRequest:
            request = self._draft(tx, person, topic, self.clock.now())
            if request.status is Status.DRAFT and request.topic != topic:
                queue, floor = self.topics(topic)
                return tx.help_requests.set_topic(request.id, topic, queue, floor) or request
            return request

        return await self.database.write(unit)

    async def open_of(self, person: PersonId) -> HelpRequest | None:
        """The request that is not closed yet."""
        return await self.database.read(lambda tx: tx.help_requests.open_of(person))

    async def last_closed_of(self, person: PersonId) -> tuple[HelpRequest, StaffMember | None] | None:
        """The case one could come back to, and the specialist who had it."""

        def unit(tx: Transaction) -> tuple[HelpRequest, StaffMember | None] | None:
            request = tx.help_requests.last_closed_of(person)
            if request is None:
                return None
            return request, tx.staff.get(request.claimed_by) if request.claimed_by else None

        return await self.database.read(unit)

    async def write(self, person: Person, words: Words, assessment: Assessment) -> Written:
        """Keep a person's words and bring them as far as they can go now. Twice the same update is once."""

        def unit(tx: Transaction) -> Written:
            request = self._draft(tx, person, None, self.clock.now())
            triage = triage_of(assessment, request.triage)
            red = assessment.action is Action.CARD
            return self._take_in(tx, request, words, triage, assessment.category, assessment.pattern, red=red)

        return await self.database.write(unit)

    async def answer(self, person: Person, answer: Answer, key: UpdateKey, about: str | None = None) -> Written | None:
        """A button under a card or a gentle question, kept as a line of the case: whoever reads the case must see it.

        «Yes» and «not safe» are red, whatever was open before, and sent at once; «I do not know» is yellow. None where
        «I do not know» finds no open request to colour.
        """

        def unit(tx: Transaction) -> Written | None:
            red = answer is not Answer.UNSURE
            request = self._draft(tx, person, None, self.clock.now()) if red else tx.help_requests.open_of(person.id)
            if request is None:
                return None
            words = Words(key=key, text=answer, kind=Kind.ANSWER)
            triage = Triage.RED if red else max(Triage.YELLOW, request.triage)
            return self._take_in(tx, request, words, triage, about if red else None, "answered", red=red)

        return await self.database.write(unit)

    def _take_in(
        self,
        tx: Transaction,
        request: HelpRequest,
        words: Words,
        triage: Triage,
        category: str | None,
        pattern: str | None,
        *,
        red: bool,
    ) -> Written:
        now = self.clock.now()
        line = tx.relay.add(request.id, Author.PERSON, request.person_id, words, red=red, pattern=pattern)
        if line is None:
            return Written(step=_standing(request), request=request)
        was_red = request.triage is Triage.RED
        if triage is not request.triage:
            tx.help_requests.raise_triage(request.id, triage, category, now)
        if request.status is not Status.ACTIVE or triage is not request.triage:
            request = fresh(tx, request.id)
        told = 0
        step = _standing(request)
        if request.status is Status.DRAFT and red:
            request = tx.help_requests.send(request.id, now) or request
            tx.help_requests.record(request.id, "sent", None, now)
            step, told = Step.SENT, announce(tx, request, now)
        elif request.status is Status.WAITING and red and not was_red:
            told = announce(tx, request, now)
        elif request.status is Status.ACTIVE and request.claimed_by is not None:
            album = bool(words.media and words.media.group)
            pass_on(tx, request.claimed_by, request, line, now, album=album)
            if red and request.unanswered_red_since is None:
                tx.help_requests.red_since(request.id, now)
        tx.after_commit(self.bell)
        return Written(step=step, request=request, told=told)

    async def may_ask_check(self, person: PersonId, every: int) -> bool:
        """Whether the gentle question may be asked now: at most once in `every` seconds for one request."""

        def unit(tx: Transaction) -> bool:
            now = self.clock.now()
            request = tx.help_requests.open_of(person)
            if request is None:
                return True
            if request.checked_at is not None and now - request.checked_at < every * 1000:
                return False
            tx.help_requests.touch_check(request.id, now)
            return True

        return await self.database.write(unit)

    async def send(self, person: PersonId) -> tuple[HelpRequest, Prospect]:
        """The draft begins to wait. Sending what is sent already just tells how things stand."""

        def unit(tx: Transaction) -> tuple[HelpRequest, Prospect]:
            now = self.clock.now()
            request = tx.help_requests.open_of(person)
            if request is None:
                raise NothingToSend
            if request.status is Status.DRAFT:
                sent = tx.help_requests.send(request.id, now)
                if sent is None:
                    raise NothingToSend
                request = sent
                tx.help_requests.record(request.id, "sent", None, now)
                announce(tx, request, now)
                tx.after_commit(self.bell)
            return request, self._prospect(tx, request, now)

        return await self.database.write(unit)

    async def discard(self, person: PersonId) -> bool:
        """Drop the draft and its words; False where nothing was in the making."""

        def unit(tx: Transaction) -> bool:
            request = tx.help_requests.open_of(person)
            if request is None or request.status is not Status.DRAFT:
                return False
            tx.help_requests.discard(request.id)
            return True

        return await self.database.write(unit)

    async def resume(self, person: PersonId, request: RequestId, *, same: bool) -> HelpRequest:
        """Come back to a closed case, with the same specialist if wished. `Outdated` where another one is open."""

        def unit(tx: Transaction) -> HelpRequest:
            now = self.clock.now()
            closed = tx.help_requests.get(request)
            if closed is None or closed.person_id != person or tx.help_requests.open_of(person) is not None:
                raise Outdated
            again = tx.help_requests.resume(request, closed.claimed_by if same else None, now)
            if again is None:
                raise Outdated
            tx.help_requests.record(request, "resumed", None, now)
            tx.help_requests.raise_triage(request, self.topics(again.topic)[1], None, now)
            return fresh(tx, request)

        return await self.database.write(unit)

    async def rate(self, person: PersonId, request: RequestId, rating: int) -> bool:
        """Whether it helped, 1 to 5. False where it was rated already."""
        return await self.database.write(lambda tx: tx.help_requests.rate(request, person, rating))


def _standing(request: HelpRequest) -> Step:
    if request.status is Status.ACTIVE:
        return Step.RELAYED
    return Step.DRAFTED if request.status is Status.DRAFT else Step.ADDED
