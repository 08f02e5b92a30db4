"""What a person sees at once: a text and buttons under it. A frozen value: dialogs build it, the messenger shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aiogram.filters.callback_data import CallbackData

    from domain.relay import Media

Flow = dict[str, dict[str, tuple[str, ...]]]
"""Screen × what arrives (the kind of a button, or `text`) → the screens that may follow."""
TEXT_LIMIT = 4096
"""Characters of one message, Bot API."""
CAPTION_LIMIT = 1024
"""Characters under a picture, Bot API."""
Id = Annotated[int, Field(ge=0, lt=2**63)]
"""An id in a button. What a changed client sends beyond what a database can hold is no button of ours."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a screen. `data` is what comes back when it is pressed: at most 64 bytes, ids only."""

    text: str
    data: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that is not text, and the words under it."""

    media: Media
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """`name` is the screen in the flows and in the gallery, as `noun.screen`."""

    name: str
    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    reaction: str | None = None
    """Instead of a text: a mark on a message of the recipient; an empty one takes the mark away."""
    numbers: tuple[str, ...] = ()
    """Telephone numbers in the text that a tap should copy: Telegram makes a link of long numbers only."""
    reply_to: int | None = None
    """Telegram's id, in the recipient's chat, of the message that this belongs to."""
    pieces: tuple[Piece, ...] = ()
    """What goes after the text; several are an album."""
    deletes: tuple[int, ...] = ()
    """Instead of a text: Telegram's ids, in the recipient's chat, of messages that go away."""

    def with_row(self, *buttons: Button) -> Screen:
        """The same screen with one more row of buttons."""
        return replace(self, rows=(*self.rows, buttons))


def with_numbers(screen: Screen, lines: Iterable[str]) -> Screen:
    """The same screen, with the numbers at the head of these lines («111: …») made to be copied by a tap."""
    return replace(screen, numbers=tuple(line.partition(":")[0] for line in lines))


def button(text: str, data: CallbackData) -> Button:
    """A button that carries its choice."""
    return Button(text, data.pack())


def mark(text: str, *, chosen: bool) -> str:
    """The label of something that can be chosen more than once."""
    return f"✓ {text}" if chosen else text


def split(text: str, limit: int = TEXT_LIMIT) -> list[str]:
    """Parts that fit into one message each, cut at a line or a space where there is one near; nothing is dropped.

    `limit` is in characters. What the cut falls on stays at the end of its part.
    """
    parts = []
    while len(text) > limit:
        near = limit - limit // 8
        cut = max(text.rfind("\n", near, limit), text.rfind(" ", near, limit)) + 1 or limit
        parts.append(text[:cut])
        text = text[cut:]
    return [*parts, text]
