"""How handlers show something, for the update that is being handled. Meets `dialogs.show.Show`."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiohttp import ClientConnectorError

from dialogs.relay import REPEATED

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiogram.types import CallbackQuery

    from bot.messenger import Messenger
    from dialogs.screen import Screen

log = structlog.get_logger()

KEPT = "✍"
"""The mark under a person's message that is on disk and waits for a reader."""
TRIES = 3
NEUTRAL = ("traces.done", "kept.forgotten")
"""What is left of an emptied chat says nothing, not even that it may be a repeat."""
LONGEST_WAIT = 10
"""Seconds that a live reply waits for a flooded chat; beyond that the update is tried again later, in nobody's way."""
TEMPORARY = (TelegramServerError, TelegramNetworkError, ClientDecodeError)


class Unshown(Exception):
    """Telegram does not take the answer now; `wait` is in seconds. What the update does may be done all the same."""

    def __init__(self, wait: float) -> None:
        super().__init__(wait)
        self.wait = wait


class Unreachable(Exception):
    """The person has blocked the bot or is gone: nothing live can be said."""


class Showing:
    """`repeated`: this update was begun before a crash, so what is sent now may be on the screen already."""

    def __init__(
        self, messenger: Messenger, chat: int, message: int | None, query: CallbackQuery | None, *, repeated: bool
    ) -> None:
        self.messenger = messenger
        self.chat = chat
        self.message = message
        self.query = query
        self.repeated = repeated
        self.seen: list[str] = []
        self._answered = query is None

    async def __call__(self, screen: Screen) -> tuple[int, ...]:
        """In place of the screen whose button was pressed, or below a message."""
        if self.query is None or self.message is None:
            return await self.below(screen)
        message = self.message
        self.seen.append(screen.name)
        return await self._insist(lambda: self.messenger.edit(self.chat, message, screen))

    async def below(self, screen: Screen) -> tuple[int, ...]:
        """As a new message."""
        self.seen.append(screen.name)
        return await self._insist(lambda: self.messenger.show(self.chat, self._marked(screen)))

    def _marked(self, screen: Screen) -> Screen:
        marked = self.repeated and screen.name not in NEUTRAL
        return replace(screen, text=REPEATED + screen.text) if marked else screen

    async def file(self, name: str, text: str) -> None:
        """A text as a file, for its reader to keep."""
        await self._insist(lambda: self.messenger.show_file(self.chat, name, text))

    async def toast(self, text: str) -> None:
        """A line that goes away by itself; a message where no button was pressed."""
        await self._answer(text, alert=False)

    async def alert(self, text: str) -> None:
        """A pop-up that leaves no line in the chat."""
        self.seen.append("popup")
        await self._answer(text, alert=True)

    async def mark(self) -> None:
        """The person's message is kept. No text: the mark stays small, and a second one changes nothing."""
        if self.message is not None and self.messenger.budget.chat_pause(self.chat) <= LONGEST_WAIT:
            await self.messenger.budget.live(self.chat)
            with contextlib.suppress(TelegramAPIError, ClientDecodeError):
                await self.messenger.react(self.chat, self.message, KEPT)

    async def finish(self) -> None:
        """A pressed button must not spin for ever."""
        if not self._answered:
            await self._answer(None, alert=False)

    async def _answer(self, text: str | None, *, alert: bool) -> None:
        if self.query is None or self._answered:
            return
        self._answered = True
        query = self.query
        if alert:
            await self._insist(lambda: self._pop_up(query, text))
            return
        # A query is answerable for a short while only, and what it says stands on the screen as well.
        with contextlib.suppress(TelegramAPIError, ClientDecodeError):
            await query.answer(text)

    async def _pop_up(self, query: CallbackQuery, text: str | None) -> tuple[int, ...]:
        with contextlib.suppress(TelegramBadRequest):
            await query.answer(text, show_alert=True)
        return ()

    async def _insist(self, call: Callable[[], Awaitable[tuple[int, ...]]]) -> tuple[int, ...]:
        pause = 0.3
        for attempt in range(TRIES):
            wait = self.messenger.budget.chat_pause(self.chat)
            if wait > LONGEST_WAIT:
                raise Unshown(wait)
            try:
                return await call()
            except TelegramForbiddenError as refusal:
                raise Unreachable from refusal
            except TelegramBadRequest as refusal:
                if "chat not found" in refusal.message:
                    raise Unreachable from refusal
                raise
            except TelegramRetryAfter as flood:
                self.messenger.budget.close(self.chat, flood.retry_after)
                if attempt == TRIES - 1:
                    raise Unshown(flood.retry_after) from flood
            except TEMPORARY as fault:
                # Unless not even a connection was made, Telegram may have shown it: what follows is marked.
                self.repeated |= not isinstance(fault.__cause__, ClientConnectorError)
                if attempt == TRIES - 1:
                    raise Unshown(pause) from fault
                await asyncio.sleep(pause)
                pause *= 2
        raise Unshown(pause)
