"""What a notice says is decided late: just before it is sent, from today's facts."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import BaseModel, ConfigDict

from domain.help_requests import HelpRequest, Status
from domain.notices import (
    Delivered,
    Failure,
    Notice,
    NoticeKind,
    NoticePlan,
    Priority,
    Settled,
    Undelivered,
)
from domain.people import Instant, Person
from domain.relay import CaseMessage
from domain.staff import StaffMember
from services.ports import Transaction
from services.queue import mark_delivery


class Facts(BaseModel):
    """All that the words of a notice may need. None means: does not apply."""

    model_config = ConfigDict(frozen=True)

    notice: Notice
    recipient: Person
    request: HelpRequest
    message: CaseMessage | None = None
    specialist: StaffMember | None = None
    source_message: int | None = None
    """Telegram's id of the message that a delivery mark or a failure belongs to, in the recipient's chat."""
    now: Instant = 0


def facts(tx: Transaction, notice: Notice, now: Instant) -> Facts | None:
    """Read what the notice is about as it is now; None where it should not be sent any more."""
    if notice.not_after is not None and now > notice.not_after:
        return None
    request = tx.help_requests.get(notice.request_id) if notice.request_id else None
    if request is None or not _STILL[notice.kind](tx, notice, request):
        return None
    message = tx.relay.get(notice.message_id) if notice.message_id else None
    to_person = notice.recipient == request.person_id
    source = message.source_message if message and message.author_id == notice.recipient else None
    if notice.kind is NoticeKind.DELIVERY_MARK:
        source = tx.relay.newest_delivered(request.id, notice.recipient)
        if not source:
            return None
    return Facts(
        notice=notice,
        recipient=tx.people.get(notice.recipient),
        request=request,
        message=message,
        # Only the person is told by name who writes; colleagues see the pseudonym.
        specialist=tx.staff.get(request.claimed_by) if to_person and request.claimed_by else None,
        source_message=source or None,
        now=now,
    )


def _waits_for(tx: Transaction, notice: Notice, request: HelpRequest) -> bool:
    member = tx.staff.get(notice.recipient)
    return request.status is Status.WAITING and request.version == notice.version and bool(member and member.on_duty)


def _waits(_tx: Transaction, notice: Notice, request: HelpRequest) -> bool:
    return request.status is Status.WAITING and request.version == notice.version


def _same_version(_tx: Transaction, notice: Notice, request: HelpRequest) -> bool:
    return request.version == notice.version


def _is_party(_tx: Transaction, notice: Notice, request: HelpRequest) -> bool:
    # A colleague who gave the case away reads no more of it; whoever takes it next sees all its lines.
    held = request.status is Status.ACTIVE and request.claimed_by == notice.recipient
    return held or request.person_id == notice.recipient


def _knocks(tx: Transaction, notice: Notice, _request: HelpRequest) -> bool:
    return tx.people.get(notice.recipient).knocking


def _always(_tx: Transaction, _notice: Notice, _request: HelpRequest) -> bool:
    return True


_STILL: dict[NoticeKind, Callable[[Transaction, Notice, HelpRequest], bool]] = {
    NoticeKind.NEW_REQUEST: _waits_for,
    NoticeKind.RED_AGAIN: _waits_for,
    NoticeKind.RED_ESCALATED: _waits,
    NoticeKind.RELAYED: _is_party,
    NoticeKind.NOT_DELIVERED: _always,
    NoticeKind.DELIVERY_MARK: _always,
    NoticeKind.CLAIMED: _same_version,
    NoticeKind.RETURNED: _waits,
    NoticeKind.RETURNED_BY_SILENCE: _always,
    NoticeKind.HANDED_OVER: _same_version,
    NoticeKind.CLOSED: _same_version,
    NoticeKind.LEFT: _always,
    NoticeKind.KNOCK: _knocks,
}
"""When each kind is still true."""


def settle(tx: Transaction, settled: Settled, now: Instant) -> bool:
    """Write down what became of a notice and what follows from it. True where something new became due."""
    tx.notices.settle(settled, now)
    result = settled.result
    if isinstance(result, Delivered):
        return _delivered(tx, settled, result, now)
    if isinstance(result, Undelivered):
        return _undelivered(tx, settled, result, now)
    return False


def _delivered(tx: Transaction, settled: Settled, result: Delivered, now: Instant) -> bool:
    line, recipient = settled.line, settled.notice.recipient
    if settled.notice.kind is not NoticeKind.RELAYED or line is None:
        tx.traces.leave(result.bot, recipient, result.telegram_messages, now)
        return False
    tx.traces.show(result.bot, recipient, result.telegram_messages, now, line.request_id)
    tx.relay.show(recipient, result.telegram_messages, line.request_id, line.id)
    if tx.relay.mark_delivered(line.id, now) and line.source_message:
        mark_delivery(tx, line.request_id, line.author_id, now)
        return True
    return False  # also where the line was erased while it was on its way


def _undelivered(tx: Transaction, settled: Settled, result: Undelivered, now: Instant) -> bool:
    notice, line = settled.notice, settled.line
    if result.failure in (Failure.BLOCKED, Failure.GONE):
        tx.people.mark_reachable(notice.recipient, reachable=False)
    if notice.kind is not NoticeKind.RELAYED or line is None:
        return False
    if not tx.relay.mark_failed(line.id, result.failure) or not line.source_message:
        return False
    return tx.notices.plan(
        NoticePlan(
            kind=NoticeKind.NOT_DELIVERED,
            recipient=line.author_id,
            dedup_key=f"{NoticeKind.NOT_DELIVERED}:{line.id}::{line.author_id}",
            priority=Priority.RELAYED,
            due_at=now,
            request_id=line.request_id,
            message_id=line.id,
        ),
        now,
    )
