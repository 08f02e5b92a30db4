"""How a handler shows something: the port to the messenger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from dialogs.screen import Screen


class Show(Protocol):
    """Bound to the update that is being handled."""

    async def __call__(self, screen: Screen) -> tuple[int, ...]:
        """In place of the screen whose button was pressed, or below a message. Returns Telegram's message ids."""
        ...

    async def below(self, screen: Screen) -> tuple[int, ...]:
        """As a new message in any case."""
        ...

    async def file(self, name: str, text: str) -> None:
        """A text as a file, for its reader to keep."""
        ...

    async def toast(self, text: str) -> None:
        """A line that goes away by itself; a message where no button was pressed."""
        ...

    async def alert(self, text: str) -> None:
        """A pop-up of at most 200 characters that leaves no line in the chat."""
        ...

    async def mark(self) -> None:
        """A small sign under the person's own message: it is kept."""
        ...
