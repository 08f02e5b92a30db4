"""What a person sees in one chat, and waiting for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from simulator.chats import Button, Chat, Message

if TYPE_CHECKING:
    from simulator.people import Person

Matcher = str | re.Pattern[str] | Callable[[str], bool]


class Sight:
    """The seeing half of a phone."""

    def __init__(self, person: Person, chat: Chat) -> None:
        self.person = person
        self.chat = chat
        self.world = chat.world
        self.alerts: list[str] = []
        """Pop-ups that had to be closed."""
        self.closed_alerts = 0
        """How many of them somebody at the page has closed."""
        self.toasts: list[str] = []
        """Words that showed for a moment."""
        self.opened: list[str] = []
        """Addresses opened by pressing."""
        self.copied: list[str] = []
        """What `copy_text` buttons put into the clipboard."""
        self.since = 0
        """The world's event at this person's last own action: where `expect` looks from."""
        self.cleared = 0
        self.pulse = chat.pulse

    @property
    def messages(self) -> list[Message]:
        """Visible messages of both sides, oldest first."""
        return [m for m in self.chat.messages.values() if not m.deleted and m.id > self.cleared]

    @property
    def history(self) -> list[Message]:
        """All there ever were, deleted ones too."""
        return list(self.chat.messages.values())

    @property
    def last(self) -> Message:
        """The newest visible message of the bot."""
        for message in reversed(self.chat.messages.values()):
            if message.from_bot and not message.deleted and message.id > self.cleared:
                return message
        raise AssertionError(f"the bot has said nothing to {self!r}")

    @property
    def keyboard(self) -> list[list[Button]]:
        """The reply keyboard, row by row."""
        return self.chat.keyboard

    @property
    def typing(self) -> bool:
        """Whether the bot shows that it is busy: for 5 seconds, or until its next message."""
        return self.chat.busy is not None

    def labels(self) -> list[str]:
        """Labels under the bot's last message, then those of the reply keyboard."""
        rows = [*(self.last.buttons if any(m.from_bot for m in self.messages) else []), *self.keyboard]
        return [button.text for row in rows for button in row]

    def find(self, label: str, message: Message | None = None) -> Button:
        """The button of the newest visible message with this label, else of the reply keyboard.

        An exact label wins over one that only contains it.
        """
        messages = [message] if message is not None else self.messages[::-1]
        standing = [b for m in messages if m.from_bot for row in m.buttons for b in row]
        if message is None:
            standing += [b for row in self.keyboard for b in row]
        for button in standing:
            if button.text == label:
                return button
        for button in standing:
            if label in button.text:
                return button
        raise AssertionError(f"no button {self._words(label)} on {self!r}: {self._seen()}")

    def mark(self) -> int:
        """A point in time to give to `expect(since=…)`."""
        return self.world.events

    async def expect(
        self,
        text: Matcher | None = None,
        *,
        timeout: float = 5.0,
        since: Message | int | None = None,
        kind: str | None = None,
        button: str | None = None,
        where: Callable[[Message], bool] | None = None,
    ) -> Message:
        """The newest message of the bot, new or edited since this person's last own action, that fits.

        `since` moves the start: a message (after its last change), a `mark()`, or 0 for the whole history.
        `text` is a part of the words, a pattern searched for, or a function of the words; `button` a part of a
        label. Raises `AssertionError` after `timeout` seconds, without words unless `show_words`.
        """
        start = since.event if isinstance(since, Message) else self.since if since is None else since

        def fits(message: Message) -> bool:
            return (
                message.event > start
                and message.from_bot
                and not message.deleted
                and (kind is None or message.kind == kind)
                and (text is None or matches(text, message.words))
                and (button is None or any(button in b.text for row in message.buttons for b in row))
                and (where is None or where(message))
            )

        def look() -> Message | None:
            fitting = [message for message in self.chat.messages.values() if fits(message)]
            return max(fitting, key=lambda message: message.event, default=None)

        found = await self.pulse.until(look, timeout)
        if found is None:
            wanted = self._words(text) if text is not None else kind or button or "any message"
            raise AssertionError(
                f"{wanted} was expected on {self!r} within {timeout} s since event {start}; there are: {self._seen()}"
            )
        return found

    async def expect_gone(self, message: Message, *, timeout: float = 5.0) -> None:
        """Wait until a message has been deleted."""
        if not await self.pulse.until(lambda: message.deleted or None, timeout):
            raise AssertionError(f"{message!r} is still there after {timeout} s")

    async def expect_popup(self, text: Matcher = "", *, timeout: float = 5.0) -> str:
        """Wait for an alert or a toast with these words, ever shown."""

        def look() -> str | None:
            return next((words for words in [*self.alerts, *self.toasts] if matches(text, words)), None)

        found = await self.pulse.until(look, timeout)
        if found is None:
            raise AssertionError(f"no pop-up {self._words(text)} on {self!r} within {timeout} s")
        return found

    def _words(self, text: object) -> str:
        if self.world.show_words:
            return repr(text)
        return f"<{len(text)} characters>" if isinstance(text, str) else f"<{type(text).__name__}>"

    def _seen(self) -> str:
        lines = []
        for message in self.messages[-8:]:
            line = f"\n  {message!r} event {message.event}"
            if self.world.show_words:
                labels = [[button.text for button in row] for row in message.buttons]
                line += f" {message.words!r} {labels or ''}"
            lines.append(line)
        if self.world.show_words and self.keyboard:
            lines.append(f"\n  keyboard: {[[button.text for button in row] for row in self.keyboard]}")
        return "".join(lines) or "nothing"

    def __repr__(self) -> str:
        """No name."""
        return f"<Phone of {self.person.id} in chat {self.chat.id}>"


def matches(text: Matcher, words: str) -> bool:
    """Part, pattern or function."""
    if isinstance(text, str):
        return text in words
    if isinstance(text, re.Pattern):
        return text.search(words) is not None
    return bool(text(words))
