"""Everything unprompted: a row with a due time before it is a message.

States, one arrow each:

    planned ──due──▶ pending ──taken by a worker──▶ claimed ──about to be sent──▶ sending ──▶ sent
       ▲                                               │                             ├─────▶ skipped
       └───────────────── chat is paced or flooded ────┘◀──────── retry ─────────────┴─────▶ dead

`sending` that outlives its process is *in doubt*: Telegram may or may not have shown it. A kind that may be
`repeated` is sent again, marked and counted; any other is skipped.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import NewType

from pydantic import BaseModel, ConfigDict, Field

from domain.help_requests import RequestId
from domain.people import Instant, PersonId
from domain.relay import CaseMessage, MessageId

NoticeId = NewType("NoticeId", int)


class Priority(IntEnum):
    """Lower goes first. Within one priority a chat's notices keep their order."""

    RED = 0
    RELAYED = 1
    ALERT = 2
    MARK = 8


class NoticeKind(StrEnum):
    """What a notice is about; `dialogs/notices.py` words each."""

    NEW_REQUEST = "new_request"
    RED_AGAIN = "red_again"
    RED_ESCALATED = "red_escalated"
    RELAYED = "relayed"
    NOT_DELIVERED = "not_delivered"
    DELIVERY_MARK = "delivery_mark"
    CLAIMED = "claimed"
    RETURNED = "returned"
    RETURNED_BY_SILENCE = "returned_by_silence"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"
    REACTION = "reaction"
    TAKEN_BACK = "taken_back"
    LEFT = "left"
    KNOCK = "knock"

    @property
    def repeated(self) -> bool:
        """Whether a notice in doubt is sent again. A lost nudge is better than two; lost words never are."""
        return self is not NoticeKind.DELIVERY_MARK


class NoticePlan(BaseModel):
    """A notice to be. `dedup_key` is `kind:subject:version:recipient`: the database refuses a second one."""

    model_config = ConfigDict(frozen=True)

    kind: NoticeKind
    recipient: PersonId
    dedup_key: str
    priority: Priority
    due_at: Instant
    not_after: Instant | None = None
    request_id: RequestId | None = None
    message_id: MessageId | None = None
    version: int | None = None


class Notice(BaseModel):
    """A planned notice as the postman holds it."""

    model_config = ConfigDict(frozen=True)

    id: NoticeId
    kind: NoticeKind
    recipient: PersonId
    priority: Priority
    due_at: Instant
    not_after: Instant | None = None
    attempts: int = 0
    in_doubt: int = 0
    request_id: RequestId | None = None
    message_id: MessageId | None = None
    version: int | None = None


class Failure(StrEnum):
    """Why something could not be delivered, as the sender may hear it."""

    BLOCKED = "blocked"
    GONE = "gone"
    REFUSED = "refused"
    EXPIRED = "expired"
    NO_VOICES = "no_voices"
    """Whoever it is for accepts no voice messages."""
    UNREADABLE = "unreadable"
    """The file could not be fetched or cleaned, so it was not passed on as it is."""


class Delivered(BaseModel):
    """Telegram took it; `telegram_messages` are its ids in the recipient's chat with this bot."""

    model_config = ConfigDict(frozen=True)

    bot: int = 0
    telegram_messages: tuple[int, ...] = ()


class Undelivered(BaseModel):
    """It will not arrive, and why."""

    model_config = ConfigDict(frozen=True)

    failure: Failure


class Skipped(BaseModel):
    """The world moved on before it was due: nothing was sent, and nothing should be."""

    model_config = ConfigDict(frozen=True)


class Again(BaseModel):
    """To be tried again at `at`; `doubtful` when Telegram may already have shown it."""

    model_config = ConfigDict(frozen=True)

    at: Instant
    doubtful: bool = False
    apart: bool = False
    """An album that Telegram refused as one: its parts go one by one, so that a bad one stops no other."""


Result = Delivered | Undelivered | Skipped | Again


class Settled(BaseModel):
    """A notice and what became of it; `line` is the line of a case that it brought."""

    model_config = ConfigDict(frozen=True)

    notice: Notice
    line: CaseMessage | None = None
    album: tuple[CaseMessage, ...] = ()
    """All lines that went with it as one, where it was an album."""
    result: Result = Field(discriminator=None)
