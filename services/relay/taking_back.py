"""Second thoughts: take words back, or send once more what did not arrive. Never by itself, always by hand."""

from __future__ import annotations

from enum import StrEnum

from domain.errors import Outdated
from domain.help_requests import HelpRequest, Status
from domain.notices import NoticeKind, NoticePlan, Priority
from domain.people import Instant, PersonId
from domain.relay import Author, CaseMessage, Kind, MessageId
from services.ports import Transaction
from services.relay.part import Part
from services.relay.passing import other_side, pass_on

DELETABLE = 47 * 3_600_000
"""Milliseconds. Telegram lets a bot delete for 48 hours (Bot API, deleteMessages); one is kept for the way."""
NEVER_SAID = (Kind.ANSWER,)


class TakenBack(StrEnum):
    """What could be done about words that somebody wants back."""

    UNREAD = "unread"
    """They had reached nobody's screen, and will not."""
    GONE = "gone"
    """They are being deleted on the other side; nobody can know whether they were read."""
    ANSWERED = "answered"
    """They are being deleted, but the other side has written since, and so has most likely read them."""
    IN_THE_CASE = "in_the_case"
    """They stand in the case as it was opened: hidden from now on, but not on that screen."""
    TOO_LATE = "too_late"
    """Older than what Telegram lets a bot delete."""
    NOTHING = "nothing"
    """No words of theirs that could be taken back."""


class TakingBack(Part):
    """For both sides alike."""

    async def take_back(self, by: PersonId, message: int | None) -> TakenBack:
        """Take back what this message of theirs said, with its corrections; without one, their last words."""

        def unit(tx: Transaction) -> TakenBack:
            meant = message
            if meant is None:
                held = [each for each in (tx.help_requests.open_of(by), *tx.help_requests.active_of(by)) if each]
                meant = tx.relay.newest_own(held[0].id, by) if len(held) == 1 else None
            lines = [each for each in tx.relay.versions(by, meant) if _takable(each)] if meant else []
            if not lines:
                return TakenBack.NOTHING
            return self._take(tx, lines, by, self.clock.now())

        return await self.database.write(unit)

    def _take(self, tx: Transaction, lines: list[CaseMessage], by: PersonId, now: Instant) -> TakenBack:
        request = tx.help_requests.get(lines[0].request_id)
        if request is None:
            return TakenBack.NOTHING
        if any(line.delivered_at and now - line.delivered_at > DELETABLE for line in lines):
            return TakenBack.TOO_LATE
        readers = _readers(request, by)
        shown = [(to, line) for line in lines for to in readers if tx.relay.places(to, line.id)]
        for line in lines:
            tx.relay.take_back(line.id, now)
        for to, line in shown:
            tx.notices.plan(
                NoticePlan(
                    kind=NoticeKind.TAKEN_BACK,
                    recipient=to,
                    dedup_key=f"{NoticeKind.TAKEN_BACK}:{line.id}::{to}",
                    priority=Priority.RELAYED,
                    due_at=now,
                    request_id=request.id,
                    message_id=line.id,
                ),
                now,
            )
        tx.after_commit(self.bell)
        if not any(line.delivered_at for line in lines):
            return TakenBack.UNREAD
        if not shown:
            return TakenBack.IN_THE_CASE
        first = min(line.delivered_at or now for line in lines)
        answered = any(each.author_id != by and each.at > first for each in tx.relay.lines(request.id))
        return TakenBack.ANSWERED if answered else TakenBack.GONE

    async def try_again(self, by: PersonId, line: MessageId) -> None:
        """Send what did not arrive once more. `Outdated` where it is not theirs, or has arrived, or nobody reads it."""

        def unit(tx: Transaction) -> None:
            found = tx.relay.get(line)
            request = tx.help_requests.get(found.request_id) if found else None
            if found is None or request is None or found.author_id != by or found.author is Author.NOTE:
                raise Outdated
            to = other_side(request, by)
            if to is None or found.failure is None or found.delivered_at is not None or found.taken_back_at is not None:
                raise Outdated
            now = self.clock.now()
            parts = [each for each in tx.relay.album(found.album) if each.failure] if found.album else [found]
            for part in parts:
                tx.relay.try_again(part.id)
                pass_on(tx, to, request, part.id, now, album=False, turn=f"again{now}")
            tx.after_commit(self.bell)

        await self.database.write(unit)


def _takable(line: CaseMessage) -> bool:
    return line.author is not Author.NOTE and line.taken_back_at is None and line.kind not in NEVER_SAID


def _readers(request: HelpRequest, by: PersonId) -> list[PersonId]:
    """Who may have it on their screen: the person, or the one who holds the case; a closed case keeps its last reader."""
    if by != request.person_id:
        return [request.person_id]
    return [request.claimed_by] if request.claimed_by and request.status in (Status.ACTIVE, Status.CLOSED) else []
