"""Who is at the door. Classes with `async __call__` must inherit `Filter`, or aiogram lets everybody in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram.filters import Filter

if TYPE_CHECKING:
    from aiogram.types import Message, TelegramObject

    from domain.people import Person


def says_a_name(message: Message) -> bool:
    """A sticker is no name, and a command that strayed into the question is none either."""
    text = (message.text or "").strip()
    return bool(text) and not text.startswith("/")


class IsStaff(Filter):
    """A colleague."""

    async def __call__(self, event: TelegramObject, person: Person) -> bool:
        """By the person's row, read for this very update."""
        return person.role is not None


class PersonSpeaks(Filter):
    """Words, or anything else that is no command, from somebody who is no colleague."""

    async def __call__(self, message: Message, person: Person, private: bool) -> bool:  # noqa: FBT001  see below
        """People are never asked to type anything: whatever they write is about what worries them."""
        return private and person.role is None and not (message.text or "").startswith("/")


class IsGroup(Filter):
    """Anything that is not a private chat."""

    async def __call__(self, event: TelegramObject, private: bool) -> bool:  # noqa: FBT001  aiogram passes by name
        """As the machine room has seen it."""
        return not private
