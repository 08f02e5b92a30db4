"""What the other side sees of a line: words with nobody's traits in them, and what goes along that is not words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialogs.screen import CAPTION_LIMIT, Piece, Screen
from dialogs.words import _
from domain.relay import Answer, Author, CaseMessage, Kind, masked, unlinked
from domain.relay.masking import Trait

if TYPE_CHECKING:
    from collections.abc import Sequence

WITHOUT_CAPTION = (Kind.STICKER, Kind.VIDEO_NOTE, Kind.LOCATION)
"""Under these Telegram lets nothing be written."""


def in_their_place() -> dict[Trait, str]:
    """What stands where somebody's trait was."""
    return {
        Trait.PROFILE: _("[a link to a profile was here]"),
        Trait.PHONE: _("[a phone number was here]"),
        Trait.EMAIL: _("[an e-mail was here]"),
    }


def passed(text: str, author: Author) -> str:
    """Words as the other side reads them. Notes stay with colleagues, as they are."""
    if author is Author.PERSON:
        return masked(text, in_their_place())
    return unlinked(text, in_their_place()) if author is Author.SPECIALIST else text


def label(kind: str) -> str:
    """A kind as a word."""
    return {
        Kind.PHOTO: _("[photo]"),
        Kind.VOICE: _("[voice message]"),
        Kind.VIDEO_NOTE: _("[round video]"),
        Kind.VIDEO: _("[video]"),
        Kind.AUDIO: _("[audio]"),
        Kind.STICKER: _("[sticker]"),
        Kind.ANIMATION: _("[animation]"),
        Kind.DOCUMENT: _("[file]"),
        Kind.DICE: _("[a throw in the chat]"),
        Kind.POLL: _("[poll]"),
        Kind.LOCATION: _("[a place on the map]"),
        Kind.CONTACT: _("[a phone number, given on purpose]"),
    }.get(Kind(kind), _("[a message of a kind that cannot be passed on]"))


def said(line: CaseMessage, before: str | None = None) -> str:
    """A line in words."""
    if line.taken_back_at is not None:
        return _("[taken back]")
    if line.kind is Kind.ANSWER:
        return {
            Answer.YES: _("[answered “yes” to the bot's gentle question, and was shown the helplines]"),
            Answer.UNSURE: _("[answered “I do not know” to the bot's gentle question]"),
            Answer.NOT_SAFE: _("[pressed “No, I need help” under the helplines: NOT SAFE NOW]"),
        }[Answer(line.text)]
    if line.kind is Kind.CONTACT:
        return f"{label(line.kind)} {line.text}"
    words = passed(line.text, line.author)
    what = label(line.media.kind) if line.media else "" if line.kind in (Kind.TEXT, Kind.EDIT) else label(line.kind)
    text = "\n".join(part for part in (what, words) if part)
    if line.kind is not Kind.EDIT:
        return text
    if before is None or line.author is Author.SPECIALIST:
        return _("Corrected: {text}").format(text=text)
    return _("Corrected. Before:\n{before}\nNow:\n{text}").format(before=passed(before, line.author), text=text)


def relayed(
    line: CaseMessage,
    sender: str,
    album: Sequence[CaseMessage] = (),
    before: str | None = None,
    reply_to: int | None = None,
) -> Screen:
    """A line on the other side, under the name its writer goes by. An album goes as one."""
    parts = [each for each in (album or (line,)) if each.media is not None]
    if not parts:
        return Screen("relay.relayed", f"{sender}:\n{said(line, before)}", reply_to=reply_to)
    words = []
    pieces = []
    for index, part in enumerate(parts):
        assert part.media is not None  # noqa: S101  for mypy: chosen above
        caption = "" if part.kind in (Kind.EDIT, *WITHOUT_CAPTION) else passed(part.text, part.author)
        head = f"{sender}:" if index == 0 else ""
        if part.kind is Kind.EDIT or part.media.kind in WITHOUT_CAPTION:
            words.append(f"{sender}:\n{said(part, before)}")
            pieces.append(Piece(part.media))
        elif len(head) + 1 + len(caption) > CAPTION_LIMIT:
            words.append(f"{sender}:\n{caption}")
            pieces.append(Piece(part.media, head))
        else:
            pieces.append(Piece(part.media, "\n".join(each for each in (head, caption) if each)))
    return Screen("relay.relayed", "\n\n".join(words), reply_to=reply_to, pieces=tuple(pieces))
