"""Who is at the door. Classes with `async __call__` must inherit `Filter`, or aiogram lets everybody in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aiogram.filters import Filter

if TYPE_CHECKING:
    from aiogram.types import Message, TelegramObject

    from domain.people import Person


_COMMAND = re.compile(
    r"/(start(@\w+)?\s+[\w-]{1,64}|sos(@\w+)?\s.+|[a-z0-9_]+(@\w+)?)\s*", re.ASCII | re.DOTALL | re.IGNORECASE
)
"""What is a command and nothing else, a link with its token, and SOS whatever follows. «/ask меня бьют» is words."""


def is_command(text: str) -> bool:
    """Whether somebody who needs help has sent a command and nothing that should be kept."""
    return bool(_COMMAND.fullmatch(text))


def says_a_name(message: Message) -> bool:
    """A sticker is no name, and a command that strayed into the question is none either."""
    text = (message.text or "").strip()
    return bool(text) and not text.startswith("/")


class NoReply(Filter):
    """Stands by itself. A reply answers somebody: it is never the answer to a question of the desk."""

    async def __call__(self, message: Message) -> bool:
        """As Telegram says."""
        return message.reply_to_message is None


class IsStaff(Filter):
    """A colleague."""

    async def __call__(self, event: TelegramObject, person: Person) -> bool:
        """By the person's row, read for this very update."""
        return person.role is not None


class PersonSpeaks(Filter):
    """Words, or anything else that is no command, from somebody who is no colleague."""

    async def __call__(self, message: Message, person: Person, private: bool) -> bool:  # noqa: FBT001  see below
        """People are never asked to type anything: whatever they write is about what worries them."""
        return private and person.role is None and not is_command(message.text or "")


class IsGroup(Filter):
    """Anything that is not a private chat."""

    async def __call__(self, event: TelegramObject, private: bool) -> bool:  # noqa: FBT001  aiogram passes by name
        """As the machine room has seen it."""
        return not private
