"""Long polling that confirms nothing before it is on disk.

aiogram's own polling confirms updates whose handlers have not finished. Here the next `getUpdates`, which makes
Telegram forget, is asked only after the commit; while the database is down the offset stays, and only words in
a crisis are answered.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import orjson
import structlog

from storage.database import DatabaseDown

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession

    from bot.inbox import Inbox, Update

log = structlog.get_logger()

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
LONG = 30
"""Seconds Telegram may hold a question open."""
LONGEST_PAUSE = 15.0
DATABASE_PATIENCE = 3.0
"""Seconds a batch may wait for the database before people in a crisis are answered without it."""


class Polling:
    """Asks Telegram for updates and gives them to the inbox."""

    def __init__(
        self,
        bot: Bot,
        session: AiohttpSession,
        inbox: Inbox,
        answer_without_database: Callable[[list[Update]], Awaitable[None]],
    ) -> None:
        self.bot = bot
        self.session = session
        self.inbox = inbox
        self.answer_without_database = answer_without_database
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll for ever."""
        pause = 0.5
        while True:
            try:
                updates = await self._ask()
            except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as fault:
                log.warning("telegram does not answer", fault=type(fault).__name__)
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, pause * 2)
                continue
            pause = 0.5
            if updates:
                await self._take_in(updates)

    async def _take_in(self, updates: list[Update]) -> None:
        storing = asyncio.ensure_future(self.inbox.receive(self.bot.id, updates))
        while True:
            done, _ = await asyncio.wait({storing}, timeout=DATABASE_PATIENCE)
            if not done:
                await self.answer_without_database(updates)
                continue
            try:
                storing.result()
            except DatabaseDown:
                log.error("database down: updates stay with telegram", updates=len(updates))
                await self.answer_without_database(updates)
                await asyncio.sleep(1.0)
                return
            self._offset = updates[-1]["update_id"] + 1
            return

    async def _ask(self) -> list[Update]:
        session = await self.session.create_session()
        url = self.session.api.api_url(token=self.bot.token, method="getUpdates")
        body = {"timeout": str(LONG), "allowed_updates": orjson.dumps(ALLOWED).decode()}
        if self._offset is not None:
            body["offset"] = str(self._offset)
        async with session.post(url, data=body, timeout=aiohttp.ClientTimeout(total=LONG + 10)) as response:
            answer = orjson.loads(await response.read())
        if answer.get("ok"):
            updates: list[Update] = answer["result"]
            return updates
        wait = answer.get("parameters", {}).get("retry_after", 1)
        # 409 is another copy of the bot, or a thief of its token: the operator must hear of it.
        log.error("telegram refuses updates", code=answer.get("error_code"))
        await asyncio.sleep(min(wait, 60))
        return []
