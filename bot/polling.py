"""Long polling that confirms nothing before it is on disk.

aiogram's own polling confirms updates whose handlers have not finished. Here the next `getUpdates`, which makes
Telegram forget, is asked only after the commit; while the database is down the offset stays, and only words in
a crisis are answered.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp
import orjson
import structlog

from storage.database import DatabaseDown

if TYPE_CHECKING:
    from aiogram import Bot

    from bot.degraded import Degraded
    from bot.inbox import Inbox, Update
    from bot.session import Session

log = structlog.get_logger()

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member", "message_reaction"]
LONG = 30
"""Seconds Telegram may hold a question open."""
PATIENCE = aiohttp.ClientTimeout(total=LONG + 10)
GATHER = 0.04
"""Seconds between two questions while many people write at once."""
LONGEST_PAUSE = 15.0
DATABASE_PATIENCE = 3.0
"""Seconds a batch may wait for the database before people in a crisis are answered without it."""


class Polling:
    """Asks Telegram for updates and gives them to the inbox."""

    def __init__(
        self,
        bot: Bot,
        session: Session,
        inbox: Inbox,
        degraded: Degraded,
    ) -> None:
        self.bot = bot
        self.session = session
        self.inbox = inbox
        self.degraded = degraded
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll for ever."""
        pause = 0.5
        while True:
            if self.inbox.crowded:
                # What arrives meanwhile comes in one answer and one commit, instead of one each.
                await asyncio.sleep(GATHER)
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
        storing = asyncio.ensure_future(self.inbox.receive(self.bot.id, updates))  # noqa: TID251  awaited right below
        while True:
            done, _ = await asyncio.wait({storing}, timeout=DATABASE_PATIENCE)
            if not done:
                await self.degraded.answer(updates)
                continue
            try:
                storing.result()
            except DatabaseDown:
                log.error("database down: updates stay with telegram", updates=len(updates))  # noqa: TRY400  it is no bug
                await self.degraded.answer(updates)
                await asyncio.sleep(1.0)
                return
            self.degraded.recovered()
            self._offset = updates[-1]["update_id"] + 1
            return

    async def _ask(self) -> list[Update]:
        body: dict[str, Any] = {"timeout": LONG, "allowed_updates": ALLOWED}
        if self._offset is not None:
            body["offset"] = self._offset
        _, content = await self.session.post(self.bot, "getUpdates", body, PATIENCE)
        answer = orjson.loads(content)
        if answer.get("ok"):
            updates: list[Update] = answer["result"]
            return updates
        wait = answer.get("parameters", {}).get("retry_after", 1)
        # 409 is another copy of the bot, or a thief of its token: the operator must hear of it.
        log.error("telegram refuses updates", code=answer.get("error_code"))
        await asyncio.sleep(min(wait, 60))
        return []
