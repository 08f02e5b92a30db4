"""How a line gets on its way to the other side. Everything here runs inside the caller's unit of work."""

from __future__ import annotations

from domain.help_requests import HelpRequest, Status
from domain.notices import NoticeKind, NoticePlan, Priority
from domain.people import Instant, PersonId
from domain.relay import CaseMessage, Kind, MessageId, Words
from services.ports import Transaction

GATHER = 1_000
"""Milliseconds in which the next part of an album may still come: Telegram brings each as an update of its own."""
GATHER_AT_MOST = 3_000
"""Whatever came by then goes; what comes later follows as a second album."""


def other_side(request: HelpRequest, by: PersonId) -> PersonId | None:
    """Who reads what `by` writes in this case; None while nobody does, or where `by` has no part in it."""
    if request.status is not Status.ACTIVE or request.claimed_by is None:
        return None
    if by == request.person_id:
        return request.claimed_by
    return request.person_id if by == request.claimed_by else None


def pass_on(
    tx: Transaction, to: PersonId, request: HelpRequest, line: MessageId, now: Instant, *, album: bool, turn: str = ""
) -> None:
    """Plan the notice that brings a line. What belongs to an album waits for the rest of it, and so does what follows.

    `turn` tells a second way of the same line to the same reader from the first.
    """
    due = now
    until = now + GATHER
    begun = tx.notices.gathering(to, request.id, now, until)
    if album and (begun is None or _young(tx, line, now)):
        tx.notices.gather(to, request.id, now, until)
        due = until
    elif begun is not None:
        due = begun
    tx.notices.plan(
        NoticePlan(
            kind=NoticeKind.RELAYED,
            recipient=to,
            dedup_key=f"{NoticeKind.RELAYED}:{request.id}.{line}:{turn}:{to}",
            priority=Priority.RELAYED,
            due_at=due,
            request_id=request.id,
            message_id=line,
            version=request.version,
        ),
        now,
    )


def _young(tx: Transaction, line: MessageId, now: Instant) -> bool:
    part = tx.relay.get(line)
    head = tx.relay.get(part.album) if part is not None and part.album else None
    return head is None or now - head.at < GATHER_AT_MOST - GATHER


def changed(tx: Transaction, by: PersonId, words: Words) -> Words | None:
    """What an edit really changes; None where nothing visible did. A place that moves is not followed."""
    if words.media is not None and words.media.kind == Kind.LOCATION:
        return None
    before = tx.relay.versions(by, words.key.message)
    known = {line.media.unique for line in before if line.media is not None}
    media = words.media if words.media and (words.media.unique not in known) else None
    if media is None and before and latest(before) == words.text:
        return None
    return words.model_copy(update={"media": media})


def latest(versions: list[CaseMessage]) -> str:
    """What a message said last."""
    return versions[-1].text if versions else ""


def said_already(tx: Transaction, by: PersonId, words: Words) -> bool:
    """Whether what was asked about is passed on already: a button may be pressed twice."""
    return any(line.kind is words.kind for line in tx.relay.versions(by, words.key.message))
