"""What a specialist does: take a request, read it, hand it over, give it back, close it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from domain.errors import AlreadyClaimed, NoSuchColleague, NotAllowed, Outdated, TooManyCases
from domain.help_requests import HelpRequest, Outcome, RequestId, Status, Triage
from domain.notices import NoticeKind, Priority
from domain.people import Instant, Language, PersonId
from domain.queue import in_turn, may_take
from domain.relay import Author, CaseMessage
from domain.staff import StaffMember
from services.help_requests.part import Part
from services.ports import Transaction
from services.queue import at_work, back_to_queue, mark_delivery, plan
from services.relay.passing import pass_on


class OpenedRequest(BaseModel):
    """A case as its specialist reads it."""

    model_config = ConfigDict(frozen=True)

    request: HelpRequest
    lines: list[CaseMessage]


class Answering(Part):
    """A request as the specialist who takes it sees it."""

    async def claim(self, request: RequestId, by: PersonId) -> OpenedRequest:
        """Take a request. Of all who press, one gets it; the others get `AlreadyClaimed` with the name.

        Raises `TooManyCases` at the cap (never for red), `NotAllowed` for a queue that is not theirs, `Outdated`.
        """

        def unit(tx: Transaction) -> OpenedRequest:
            return self._claim(tx, request, by, self.clock.now())

        return await self.database.write(unit)

    def _claim(self, tx: Transaction, request: RequestId, by: PersonId, now: Instant) -> OpenedRequest:
        member = at_work(tx, by)
        before = tx.help_requests.get(request)
        if before is None:
            raise Outdated
        if not (member.role is before.queue or before.triage is Triage.RED):
            raise NotAllowed
        if before.status is Status.ACTIVE and before.claimed_by == by:
            return OpenedRequest(request=before, lines=tx.relay.lines(request))
        held = len(tx.help_requests.active_of(by))
        if held >= self.rules.cap and before.triage is not Triage.RED:
            raise TooManyCases(self.rules.cap)
        claimed = tx.help_requests.claim(request, by, now)
        if claimed is None:
            # Looked at again: on PostgreSQL a colleague may have been faster since the first look.
            today = tx.help_requests.get(request)
            owner = tx.staff.get(today.claimed_by) if today and today.claimed_by else None
            if today is None or owner is None or today.status is not Status.ACTIVE:
                raise Outdated
            raise AlreadyClaimed((owner.name(Language.RU), owner.name(Language.KK)))
        tx.help_requests.count_overtaken(before, self.rules.patience * 1000, now)
        tx.help_requests.record(request, "claimed", by, now)
        self._hand_out(tx, claimed, now)
        return OpenedRequest(request=claimed, lines=tx.relay.lines(request))

    def _hand_out(self, tx: Transaction, request: HelpRequest, now: Instant) -> None:
        """Tell the person who reads, and start the clock on red words that nobody has answered."""
        plan(tx, NoticeKind.CLAIMED, request.person_id, request, Priority.RELAYED, now)
        if request.triage is Triage.RED and request.unanswered_red_since is None:
            reading = (self.rules.first_answer_after - self.rules.silent_after) * 1000
            tx.help_requests.red_since(request.id, now + reading)
        tx.after_commit(self.bell)

    async def next(self, by: PersonId) -> OpenedRequest | None:
        """Take whose turn it is, by `domain.queue`; None where nobody waits for this specialist.

        A case that is theirs and was never shown to them comes first: an answer that got lost must not lose a child.
        """

        def unit(tx: Transaction) -> OpenedRequest | None:
            member = at_work(tx, by)
            if not member.role.answers_requests:
                raise NotAllowed
            if (lost := tx.help_requests.not_seen_by(by)) is not None:
                return OpenedRequest(request=lost, lines=tx.relay.lines(lost.id))
            for request in in_turn(tx.help_requests.waiting(), self.rules.bound):
                if may_take(member, request) or request.triage is Triage.RED:
                    return self._claim(tx, request.id, by, self.clock.now())
            return None

        return await self.database.write(unit)

    async def queue(self, by: PersonId) -> list[HelpRequest]:
        """Who waits, in turn: what a specialist may take, everything for who leads."""

        def unit(tx: Transaction) -> list[HelpRequest]:
            member = at_work(tx, by)
            return [
                request
                for request in in_turn(tx.help_requests.waiting(), self.rules.bound)
                if member.role.leads or request.triage is Triage.RED or may_take(member, request)
            ]

        return await self.database.read(unit)

    async def cases(self, by: PersonId) -> list[HelpRequest]:
        """What a specialist holds now."""
        return await self.database.read(lambda tx: tx.help_requests.active_of(by))

    async def open(self, request: RequestId, by: PersonId) -> OpenedRequest:
        """Read a case that one holds. `Outdated` where somebody else does."""

        def unit(tx: Transaction) -> OpenedRequest:
            return OpenedRequest(request=_held(tx, request, by), lines=tx.relay.lines(request))

        return await self.database.read(unit)

    async def seen(self, opened: OpenedRequest, by: PersonId, telegram_messages: list[int], bot: int = 0) -> None:
        """The case was shown to its specialist: its lines are given, and a reply to these messages finds the case."""

        def unit(tx: Transaction) -> None:
            now = self.clock.now()
            tx.relay.show(by, telegram_messages, opened.request.id, None)
            tx.traces.show(bot, by, telegram_messages, now, opened.request.id)
            lines = [each for each in opened.lines if each.author is Author.PERSON and each.taken_back_at is None]
            given = [line for line in lines if line.delivered_at is None]
            for line in given:
                if line.media is None:
                    tx.relay.mark_delivered(line.id, now)
            for line in lines:
                # Words stand in the case itself; what is not words follows it, once for each reader.
                if line.media is not None and not tx.relay.places(by, line.id):
                    pass_on(tx, by, opened.request, line.id, now, album=line.album is not None)
            if given:
                mark_delivery(tx, opened.request.id, opened.request.person_id, now)
            tx.after_commit(self.bell)

        await self.database.write(unit)

    async def give_back(self, request: RequestId, by: PersonId) -> HelpRequest:
        """Back to the queue, where it keeps the place its wait has earned."""

        def unit(tx: Transaction) -> HelpRequest:
            returned = back_to_queue(tx, _held(tx, request, by), by, self.clock.now(), silent=False)
            tx.after_commit(self.bell)
            if returned is None:
                raise Outdated
            return returned

        return await self.database.write(unit)

    async def colleagues(self, request: RequestId, by: PersonId) -> list[StaffMember]:
        """To whom a case can be handed over: on duty, speaking its language."""

        def unit(tx: Transaction) -> list[StaffMember]:
            held = _held(tx, request, by)
            return [
                member
                for member in tx.staff.on_duty()
                if member.id != by and member.role.answers_requests and held.language in member.languages
            ]

        return await self.database.read(unit)

    async def hand_over(self, request: RequestId, by: PersonId, to: PersonId) -> StaffMember:
        """To a colleague who is on duty and speaks the language; `NoSuchColleague` where that has changed."""

        def unit(tx: Transaction) -> StaffMember:
            now = self.clock.now()
            held = _held(tx, request, by)
            colleague = tx.staff.get(to)
            if colleague is None or not (colleague.on_duty and colleague.role.answers_requests):
                raise NoSuchColleague
            if held.language not in colleague.languages:
                raise NoSuchColleague
            handed = tx.help_requests.hand_over(request, by, to, now)
            if handed is None:
                raise Outdated
            tx.help_requests.record(request, "handed_over", to, now)
            plan(tx, NoticeKind.HANDED_OVER, to, handed, Priority.RED, now)
            self._hand_out(tx, handed, now)
            return colleague

        return await self.database.write(unit)

    async def close(self, request: RequestId, by: PersonId, outcome: Outcome) -> HelpRequest:
        """End a conversation; the person is asked whether it helped."""

        def unit(tx: Transaction) -> HelpRequest:
            now = self.clock.now()
            closed = tx.help_requests.close(request, by, outcome, now)
            if closed is None:
                raise Outdated
            tx.help_requests.record(request, f"closed:{outcome}", by, now)
            plan(tx, NoticeKind.CLOSED, closed.person_id, closed, Priority.RELAYED, now)
            tx.after_commit(self.bell)
            return closed

        return await self.database.write(unit)


def _held(tx: Transaction, request: RequestId, by: PersonId) -> HelpRequest:
    found = tx.help_requests.get(request)
    if found is None or found.status is not Status.ACTIVE or found.claimed_by != by:
        raise Outdated
    return found
