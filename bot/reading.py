"""What arrived, rebuilt from an allow-list: words, and of anything else only what is needed to send it again.

Whatever is not named here is not read, and so can be neither kept nor passed on: origins of forwarded messages, bots
that helped, stories, quotes of third parties, file names, sticker sets, performers, cards of contacts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from aiogram.enums import ContentType

from domain.relay import Kind, Media, Place, UpdateKey, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aiogram.types import Message, MessageEntity

_FILES = (
    Kind.PHOTO,
    Kind.VOICE,
    Kind.VIDEO_NOTE,
    Kind.VIDEO,
    Kind.AUDIO,
    Kind.STICKER,
    Kind.ANIMATION,
    Kind.DOCUMENT,
)
_STICKERS = ("image/webp", "application/x-tgsticker", "video/webm")


def words_of(message: Message, key: UpdateKey, *, edited: bool) -> Words:
    """A message as words, with what was sent along."""
    kind, text, media = _content(message)
    reply = message.reply_to_message
    return Words(
        key=key,
        text=text,
        kind=Kind.EDIT if edited else kind,
        media=media,
        reply_to=reply.message_id if reply else None,
    )


def _content(message: Message) -> tuple[Kind, str, Media | None]:
    kind = ContentType(message.content_type).value
    if message.text:
        return Kind.TEXT, _named_anew(message.text, message.entities), None
    if kind in _AS_WORDS:
        return _AS_WORDS[kind](message)
    if kind in (ContentType.LOCATION, ContentType.VENUE):
        return _place(message)
    caption = _named_anew(message.caption or "", message.caption_entities)
    if kind == ContentType.LIVE_PHOTO:
        still = getattr(message.live_photo, "photo", None)
        return (Kind.PHOTO, caption, _file(Kind.PHOTO, still, message)) if still else (Kind.OTHER, caption, None)
    for known in _FILES:
        if kind == known:
            return known, caption, _file(known, getattr(message, known), message)
    return Kind.OTHER, caption, None


def _named_anew(text: str, entities: Sequence[MessageEntity] | None) -> str:
    """A name that is a link to an account becomes an @mention: without its entity nothing would tell it from a word."""
    for each in sorted(entities or (), key=lambda entity: -entity.offset):
        if each.type == "text_mention":
            units = text.encode("utf-16-le")
            start, end = each.offset * 2, (each.offset + each.length) * 2
            name = re.sub(r"\W+", "_", units[start:end].decode("utf-16-le"))
            text = f"{units[:start].decode('utf-16-le')}@{name}{units[end:].decode('utf-16-le')}"
    return text


def _file(kind: Kind, content: Any, message: Message) -> Media:
    best = content[-1] if isinstance(content, list) else content  # a photo comes in several sizes, the best last
    mime = getattr(best, "mime_type", None) or ""
    named = kind in (Kind.AUDIO, Kind.STICKER) or bool(getattr(best, "file_name", None))
    if kind is Kind.STICKER:
        mime = _STICKERS[1 if best.is_animated else 2 if best.is_video else 0]
    return Media(
        kind=kind,
        file_id=best.file_id,
        unique=best.file_unique_id,
        mime=mime,
        size=best.file_size or 0,
        width=getattr(best, "width", None) or getattr(best, "length", None) or 0,
        height=getattr(best, "height", None) or 0,
        duration=_seconds(getattr(best, "duration", None)),
        spoiler=bool(message.has_media_spoiler),
        named=named or kind is Kind.DOCUMENT,
        group=message.media_group_id or "",
    )


def _seconds(duration: Any) -> int:
    return int(duration.total_seconds()) if hasattr(duration, "total_seconds") else int(duration or 0)


def _place(message: Message) -> tuple[Kind, str, Media | None]:
    at = message.location or (message.venue.location if message.venue else None)
    if at is None:
        return Kind.OTHER, "", None
    place = Place(latitude=at.latitude, longitude=at.longitude)
    return Kind.LOCATION, "", Media(kind=Kind.LOCATION, place=place)


def _dice(message: Message) -> tuple[Kind, str, Media | None]:
    return Kind.DICE, f"{message.dice.emoji} {message.dice.value}" if message.dice else "", None


def _poll(message: Message) -> tuple[Kind, str, Media | None]:
    poll = message.poll
    said = [poll.question, *(f"– {option.text}" for option in poll.options)] if poll else []
    return Kind.POLL, "\n".join(said), None


def _checklist(message: Message) -> tuple[Kind, str, Media | None]:
    listed = message.checklist
    said = [listed.title, *(f"– {task.text}" for task in listed.tasks)] if listed else []
    return Kind.TEXT, "\n".join(said), None


def _contact(message: Message) -> tuple[Kind, str, Media | None]:
    return Kind.CONTACT, message.contact.phone_number if message.contact else "", None


_AS_WORDS: dict[str, Callable[[Message], tuple[Kind, str, Media | None]]] = {
    ContentType.DICE: _dice,
    ContentType.POLL: _poll,
    ContentType.CHECKLIST: _checklist,
    ContentType.CONTACT: _contact,
}
