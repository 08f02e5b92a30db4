"""A conversation through the bot: whose words, for whom, and how far they got."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

from pydantic import BaseModel, ConfigDict

from domain.help_requests import RequestId
from domain.people import Instant, PersonId

MessageId = NewType("MessageId", int)


class Author(StrEnum):
    """Who wrote a line of a case."""

    PERSON = "person"
    SPECIALIST = "specialist"
    NOTE = "note"
    """A specialist's note to themselves and colleagues: never leaves the staff side."""


class UpdateKey(BaseModel):
    """What Telegram delivered, once: handled twice means written once.

    `chat` and `message` point at the message that caused it, so that a delivery mark finds its way back.
    """

    model_config = ConfigDict(frozen=True)

    bot: int
    update: int
    message: int = 0
    at: Instant = 0


class Kind(StrEnum):
    """The kinds of content a case can hold. What is not text is kept as a word for its kind."""

    TEXT = "text"
    EDIT = "edit"
    OTHER = "other"
    ANSWER = "answer"
    """A button under a card or a question; its text is an `Answer`."""


class Answer(StrEnum):
    """What a person answered with a button, where the answer changes how urgent it is."""

    YES = "yes"
    """To the gentle question."""
    UNSURE = "unsure"
    NOT_SAFE = "not_safe"
    """Under the helplines: not safe at this moment."""


class Words(BaseModel):
    """One message as a person sent it."""

    model_config = ConfigDict(frozen=True)

    key: UpdateKey
    text: str
    kind: Kind = Kind.TEXT
    media: str | None = None
    """What was sent that is not text, as `kind:file id`, so that it can be fetched again; a contact or a place never."""
    reply_to: int | None = None
    """Telegram's id of the message it answers, in the writer's own chat."""


class CaseMessage(BaseModel):
    """A line of a case, opened for reading."""

    model_config = ConfigDict(frozen=True)

    id: MessageId
    request_id: RequestId
    author: Author
    kind: Kind
    text: str
    at: Instant
    author_id: PersonId = PersonId(0)
    source_message: int = 0
    """Telegram's id of it in the author's own chat; 0 where it has none."""
    red: bool = False
    delivered_at: Instant | None = None
    failure: str | None = None
