"""The lines of a case: whose words, for whom, and how far they got."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

from pydantic import BaseModel, ConfigDict

from domain.help_requests import RequestId
from domain.people import Instant, PersonId
from domain.relay.media import Media

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
    """The kinds of content a case can hold."""

    TEXT = "text"
    EDIT = "edit"
    """New words, or another picture, in place of what an earlier line said."""
    PHOTO = "photo"
    VOICE = "voice"
    VIDEO_NOTE = "video_note"
    VIDEO = "video"
    AUDIO = "audio"
    STICKER = "sticker"
    ANIMATION = "animation"
    DOCUMENT = "document"
    DICE = "dice"
    """As words: which one, and what fell."""
    POLL = "poll"
    """As words: the question and the answers to choose from."""
    LOCATION = "location"
    """A point on the map, passed only after a yes."""
    CONTACT = "contact"
    """The number alone, passed only after a yes."""
    OTHER = "other"
    """What cannot be passed on in any form; kept as a word for it."""
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
    media: Media | None = None
    """What was sent that is not text: enough to send it again, and nothing more."""
    reply_to: int | None = None
    """Telegram's id of the message it answers, in the writer's own chat."""

    @property
    def edited(self) -> bool:
        """These words stand in place of earlier ones with the same `key.message`."""
        return self.kind is Kind.EDIT


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
    media: Media | None = None
    answers: MessageId | None = None
    """The line that it answers or, for an edit, replaces."""
    album: MessageId | None = None
    """The first line of the album that it is part of."""
    taken_back_at: Instant | None = None
    reaction: str | None = None
    """What the other side put under it: an emoji, or `OTHER_REACTION`."""
