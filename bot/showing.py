"""How handlers show something, for the update that is being handled. Meets `dialogs.show.Show`."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from dialogs.relay import REPEATED

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiogram.types import CallbackQuery

    from bot.messenger import Messenger
    from dialogs.screen import Screen

log = structlog.get_logger()

KEPT = "✍"
"""The mark under a person's message that is on disk and waits for a reader."""
TRIES = 5
LONGEST_WAIT = 30
"""Seconds of a flood wait that a live reply sits out; beyond that the update is handled again later."""


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
        if self.repeated:
            screen = replace(screen, text=REPEATED + screen.text)
        return await self._insist(lambda: self.messenger.show(self.chat, screen))

    async def toast(self, text: str) -> None:
        """A line that goes away by itself; a message where no button was pressed."""
        await self._answer(text, alert=False)

    async def alert(self, text: str) -> None:
        """A pop-up that leaves no line in the chat."""
        self.seen.append("popup")
        await self._answer(text, alert=True)

    async def mark(self) -> None:
        """The person's message is kept. No text: the mark stays small, and a second one changes nothing."""
        if self.message is not None:
            await self.messenger.budget.live(self.chat)
            with contextlib.suppress(TelegramBadRequest, TelegramForbiddenError):
                await self.messenger.react(self.chat, self.message, KEPT)

    async def finish(self) -> None:
        """A pressed button must not spin for ever."""
        if not self._answered:
            await self._answer(None, alert=False)

    async def _answer(self, text: str | None, *, alert: bool) -> None:
        if self.query is None:
            return
        if self._answered:
            return
        self._answered = True
        # A query is answerable for a short while only; after that the screen itself has to do.
        with contextlib.suppress(TelegramBadRequest):
            await self.query.answer(text, show_alert=alert)

    async def _insist(self, call: Callable[[], Awaitable[tuple[int, ...]]]) -> tuple[int, ...]:
        pause = 0.3
        for attempt in range(TRIES):
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
                if flood.retry_after > LONGEST_WAIT or attempt == TRIES - 1:
                    raise
            except (TelegramServerError, TelegramNetworkError, ClientDecodeError):
                if attempt == TRIES - 1:
                    raise
                await asyncio.sleep(pause)
                pause *= 2
        return ()
