"""What a notice says is decided late: just before it is sent, from today's facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ConfigDict

from domain.help_requests import HelpRequest, Status
from domain.notices import (
    Again,
    Delivered,
    Failure,
    Notice,
    NoticeKind,
    NoticePlan,
    Priority,
    Settled,
    Undelivered,
)
from domain.people import Instant, Person, PersonId
from domain.relay import ALBUMS, AT_MOST, CaseMessage, Kind
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
    album: tuple[CaseMessage, ...] = ()
    """The parts that go together with `message`, itself among them."""
    before: str | None = None
    """What an edited message said before."""
    reply_to: int | None = None
    """Telegram's id, in the recipient's chat, of the message that this line answers or replaces."""
    places: tuple[int, ...] = ()
    """Telegram's ids, in the recipient's chat, of what shows this line."""


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
    about: dict[str, Any] = {}
    if message is not None and notice.kind in (NoticeKind.RELAYED, NoticeKind.REACTION, NoticeKind.TAKEN_BACK):
        about = _of_line(tx, notice, message)
        if notice.kind is NoticeKind.RELAYED and message.album is not None and not about["album"]:
            return None  # it went with the others
    return Facts(
        **about,
        notice=notice,
        recipient=tx.people.get(notice.recipient),
        request=request,
        message=message,
        # Only the person is told by name who writes; colleagues see the pseudonym.
        specialist=tx.staff.get(request.claimed_by) if to_person and request.claimed_by else None,
        source_message=source or None,
        now=now,
    )


def _of_line(tx: Transaction, notice: Notice, message: CaseMessage) -> dict[str, Any]:
    """What a line stands among: its album, what it answers, where it is shown."""
    recipient = notice.recipient
    answered = tx.relay.get(message.answers) if message.answers else None
    album: tuple[CaseMessage, ...] = ()
    if message.album is not None:
        waiting = [each for each in tx.relay.album(message.album) if _waits_with(tx, each, recipient)]
        album = _together(waiting, message)
    return {
        "album": album,
        "before": answered.text if answered is not None and message.kind is Kind.EDIT else None,
        "reply_to": _place(tx, answered, recipient) if answered is not None else None,
        "places": tuple(tx.relay.places(recipient, message.id))
        or tuple(filter(None, (_place(tx, message, recipient),))),
    }


def _waits_with(tx: Transaction, part: CaseMessage, recipient: PersonId) -> bool:
    return part.failure is None and part.taken_back_at is None and not tx.relay.places(recipient, part.id)


def _together(parts: list[CaseMessage], message: CaseMessage) -> tuple[CaseMessage, ...]:
    """The run around `message` that Telegram accepts as one album; a part that fits with none goes alone."""
    if not any(each.id == message.id for each in parts):
        return ()
    run: list[CaseMessage] = []
    for part in parts:
        kinds = {each.media.kind for each in (*run, part) if each.media}
        fits = any(kinds <= family for family in ALBUMS) and not any(
            each.media and each.media.image_file for each in (*run, part)
        )
        if run and (not fits or len(run) == AT_MOST):
            if any(each.id == message.id for each in run):
                break
            run = []
        run.append(part)
    return tuple(run)


def _place(tx: Transaction, line: CaseMessage, recipient: PersonId) -> int | None:
    if line.author_id == recipient:
        return line.source_message or None
    return next(iter(tx.relay.places(recipient, line.id)), None)


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


def _is_passed(tx: Transaction, notice: Notice, request: HelpRequest) -> bool:
    line = tx.relay.get(notice.message_id) if notice.message_id else None
    return line is not None and line.taken_back_at is None and _is_party(tx, notice, request)


_STILL: dict[NoticeKind, Callable[[Transaction, Notice, HelpRequest], bool]] = {
    NoticeKind.NEW_REQUEST: _waits_for,
    NoticeKind.RED_AGAIN: _waits_for,
    NoticeKind.RED_ESCALATED: _waits,
    NoticeKind.RELAYED: _is_passed,
    NoticeKind.REACTION: _is_passed,
    NoticeKind.TAKEN_BACK: _always,
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
    if isinstance(result, Again) and result.apart and settled.line is not None and settled.line.album is not None:
        tx.relay.part_album(settled.line.album)
        return True
    return False


def _delivered(tx: Transaction, settled: Settled, result: Delivered, now: Instant) -> bool:
    line, recipient = settled.line, settled.notice.recipient
    if settled.notice.kind is not NoticeKind.RELAYED or line is None:
        tx.traces.leave(result.bot, recipient, result.telegram_messages, now)
        return False
    tx.traces.show(result.bot, recipient, result.telegram_messages, now, line.request_id)
    parts = settled.album or (line,)
    # Of what was sent the last are the parts of the album, one message each; what stands before them is words.
    rest, each = result.telegram_messages, result.telegram_messages[-len(parts) :]
    if len(parts) > 1 and len(each) == len(parts):
        for part, telegram_message in zip(parts, each, strict=True):
            tx.relay.show(recipient, [telegram_message], part.request_id, part.id)
            tx.relay.mark_delivered(part.id, now)
        rest = rest[: -len(parts)]
    tx.relay.show(recipient, rest, line.request_id, line.id)
    if tx.relay.mark_delivered(line.id, now) and line.source_message:
        mark_delivery(tx, line.request_id, line.author_id, now)
        return True
    return False  # also where the line was erased while it was on its way


def _undelivered(tx: Transaction, settled: Settled, result: Undelivered, now: Instant) -> bool:
    notice, line = settled.notice, settled.line
    if result.failure in (Failure.BLOCKED, Failure.GONE):
        tx.people.mark_reachable(notice.recipient, reachable=False)
    if line is None or notice.kind not in (NoticeKind.RELAYED, NoticeKind.TAKEN_BACK):
        return False
    if notice.kind is NoticeKind.TAKEN_BACK and result.failure in (Failure.BLOCKED, Failure.GONE):
        return False  # nobody reads there any more
    failed = [tx.relay.mark_failed(part.id, result.failure) for part in settled.album or (line,)]
    if not any(failed) or not line.source_message:
        return False
    return tx.notices.plan(
        NoticePlan(
            kind=NoticeKind.NOT_DELIVERED,
            recipient=line.author_id,
            # One for each try: what was tried again by hand may fail again, and that must be as loud.
            dedup_key=f"{NoticeKind.NOT_DELIVERED}:{line.id}:{notice.id}:{line.author_id}",
            priority=Priority.RELAYED,
            due_at=now,
            request_id=line.request_id,
            message_id=line.id,
        ),
        now,
    )
