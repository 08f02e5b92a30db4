"""Who is told what about a waiting request: the part of the queue that several verbs share.

Everything here runs inside the caller's unit of work, so a notice exists exactly if what caused it does.
"""

from __future__ import annotations

from domain.errors import FirstDayOpen, NotAllowed
from domain.help_requests import HelpRequest, RequestId, Triage
from domain.notices import NoticeKind, NoticePlan, Priority
from domain.people import Instant, PersonId
from domain.queue import may_take
from domain.relay import MessageId
from domain.staff import StaffMember
from services.ports import Transaction

MARK_EVERY = 1000
"""Milliseconds in which one conversation gets two delivery marks at most."""


def at_work(tx: Transaction, person: PersonId) -> StaffMember:
    """The colleague. `NotAllowed` for everybody else, `FirstDayOpen` while it is not known how they are called."""
    member = tx.staff.get(person)
    if member is None:
        raise NotAllowed
    if not member.joined:
        raise FirstDayOpen
    return member


def whom_to_tell(tx: Transaction, request: HelpRequest) -> list[StaffMember]:
    """Red goes to everybody on duty. The rest goes to those who may take it, or to the wished one while on duty."""
    on_duty = tx.staff.on_duty()
    if request.triage is Triage.RED:
        return on_duty
    fitting = [member for member in on_duty if may_take(member, request)]
    wished = [member for member in fitting if member.id == request.wished]
    return wished or fitting


def plan(
    tx: Transaction,
    kind: NoticeKind,
    recipient: PersonId,
    request: HelpRequest,
    priority: Priority,
    now: Instant,
    message_id: MessageId | None = None,
    stage: str | None = None,
) -> None:
    """Write down a notice about a request, once for each of its versions (or for a line of it, or a given `stage`)."""
    subject = f"{request.id}.{message_id}" if message_id else f"{request.id}"
    stage = stage or f"{request.version}.{int(request.triage)}"
    tx.notices.plan(
        NoticePlan(
            kind=kind,
            recipient=recipient,
            dedup_key=f"{kind}:{subject}:{'' if message_id else stage}:{recipient}",
            priority=priority,
            due_at=now,
            request_id=request.id,
            message_id=message_id,
            version=request.version,
        ),
        now,
    )


def mark_delivery(tx: Transaction, request: RequestId, author: PersonId, now: Instant) -> None:
    """Have the author's newest delivered message marked: at once, and in a burst once more at the end of the second.

    A mark stands for everything before it too. One for every message would double what is sent to Telegram.
    """
    second = now // MARK_EVERY
    for due_at, turn in ((now, "first"), ((second + 1) * MARK_EVERY, "last")):
        planned = tx.notices.plan(
            NoticePlan(
                kind=NoticeKind.DELIVERY_MARK,
                recipient=author,
                dedup_key=f"{NoticeKind.DELIVERY_MARK}:{request}:{second}.{turn}:{author}",
                priority=Priority.MARK,
                due_at=due_at,
                request_id=request,
            ),
            now,
        )
        if planned:
            return


def announce(tx: Transaction, request: HelpRequest, now: Instant, kind: NoticeKind = NoticeKind.NEW_REQUEST) -> int:
    """Tell the right colleagues on duty that a request waits. Returns how many are told."""
    told = whom_to_tell(tx, request)
    priority = Priority.RED if request.triage is Triage.RED else Priority.ALERT
    for member in told:
        plan(tx, kind, member.id, request, priority, now)
    return len(told)


def back_to_queue(
    tx: Transaction, request: HelpRequest, by: PersonId, now: Instant, *, silent: bool
) -> HelpRequest | None:
    """Return a held request: colleagues get its card, the person a line; None where `by` no longer holds it."""
    waiting = tx.help_requests.give_back(request.id, by, now)
    if waiting is None:
        return None
    tx.help_requests.record(request.id, "returned_by_silence" if silent else "returned", by, now)
    announce(tx, waiting, now)
    plan(tx, NoticeKind.RETURNED, waiting.person_id, waiting, Priority.RELAYED, now)
    if silent:
        plan(tx, NoticeKind.RETURNED_BY_SILENCE, by, waiting, Priority.RED, now)
    return waiting


def fresh(tx: Transaction, request: RequestId) -> HelpRequest:
    """The request as it is now; `LookupError` where it is gone."""
    found = tx.help_requests.get(request)
    if found is None:
        raise LookupError(request)
    return found
