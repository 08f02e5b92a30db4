"""Deletes messages on both sides of a chat. Meets `services.ports.Chats`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramRetryAfter,
)
from aiogram.methods import DeleteMessages

from domain.traces import Erased

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aiogram import Bot

    from bot.rate import Budget
    from bot.session import Session
    from bot.tracing import Tracing
    from domain.people import PersonId
    from storage.database import Database

log = structlog.get_logger()

CALM = 3.0
"""Seconds that a chat is waited for to become calm; what comes later is deleted by its own time."""
GONE = ("user is deactivated", "chat not found")
"""There is no such chat any more: nobody can read it."""


class Eraser:
    """Of one bot: what another account wrote, nobody here may touch."""

    def __init__(self, bot: Bot, session: Session, budget: Budget, database: Database, tracing: Tracing) -> None:
        self.bot = bot
        self.session = session
        self.budget = budget
        self.database = database
        self.tracing = tracing
        self.busy: Callable[[PersonId], bool] = lambda _: False
        """Whether a notice is on its way to somebody: the postman knows."""

    async def calm(self, person: PersonId) -> None:
        """Wait until nothing is on its way into this chat, and all that came is written down."""
        for _ in range(int(CALM / 0.02)):
            if not self.busy(person):
                break
            await asyncio.sleep(0.02)
        await self.tracing.written()

    async def erase(self, bot: int, person: PersonId, messages: Sequence[int], *, urgent: bool) -> Erased:
        """Delete at most a hundred messages on both sides. Never raises for what Telegram or the network does."""
        if bot != self.bot.id:
            return Erased(refused=tuple(messages))  # another account's: nobody here may touch them
        chat = await self.database.read(lambda tx: tx.people.chat(person))
        await self.budget.erase(urgent=urgent)
        body = {"chat_id": chat, "message_ids": sorted(messages)}
        try:
            await self.session.call(self.bot, DeleteMessages, body)
        except (TelegramForbiddenError, TelegramNotFound, TelegramBadRequest) as refusal:
            if any(each in refusal.message for each in GONE):
                return Erased(gone=tuple(messages))
            return Erased(refused=tuple(messages))
        except TelegramRetryAfter as flood:
            log.warning("telegram deletes nothing for a while", seconds=flood.retry_after)
            return Erased()
        except AiogramError as fault:
            log.warning("messages were not deleted", fault=type(fault).__name__)
            return Erased()
        return Erased(gone=tuple(messages))
