"""With the database down: words in a crisis and the SOS button are still answered, once each. Needs nothing but text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from aiogram.exceptions import AiogramError

from dialogs import people as screens
from dialogs.screen import Screen
from dialogs.words import speaking
from domain.crisis import Action

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.arrival import Arrival

log = structlog.get_logger()


class Degraded:
    """Answers without the database. Country and age cannot be read now: the numbers are those of the hotline's country."""

    def __init__(self, arrival: Arrival) -> None:
        self.arrival = arrival
        self._told: set[int] = set()

    def recovered(self) -> None:
        """The database is back: at the next outage everybody is told anew."""
        self._told.clear()

    async def answer(self, updates: list[dict[str, Any]]) -> None:
        """Answer each once: a crisis first, then whoever has not been told yet. The updates stay with Telegram."""
        for update in updates:
            await self.urgent(update)
        for update in updates:
            await self._safely(update, self._tell)

    async def urgent(self, update: dict[str, Any]) -> None:
        """Answer what cannot wait for the database: a call for the numbers, and words in a crisis."""
        if update["update_id"] not in self.arrival.carded and update["update_id"] not in self.arrival.settled:
            await self._safely(update, self._help)

    async def _safely(
        self, update: dict[str, Any], answer: Callable[[dict[str, Any], dict[str, Any], int], Awaitable[None]]
    ) -> None:
        content = update.get("message") or update.get("edited_message") or update.get("callback_query")
        if content is None or "from" not in content:
            return
        chat = content.get("chat") or (content.get("message") or {}).get("chat", {})
        if chat.get("type") != "private":
            return
        from bot.arrival import suggested_language

        with speaking(suggested_language(content["from"].get("language_code")), formal=False):
            try:
                await answer(update, content, chat["id"])
            except AiogramError as fault:
                log.warning("no answer without the database", update=update["update_id"], fault=type(fault).__name__)
            except Exception:
                log.exception("no answer without the database", update=update["update_id"])

    async def _help(self, update: dict[str, Any], content: dict[str, Any], chat: int) -> None:
        arrival, now = self.arrival, self.arrival.now()
        if "data" in content:
            if content["data"].split(":")[0] == "sos":
                await arrival.bot.answer_callback_query(content["id"], arrival.crisis.alert(None, now), show_alert=True)
                arrival.settled.add(update["update_id"])
            return
        text = content.get("text") or content.get("caption") or ""
        if text.startswith("/sos"):
            await arrival.messenger.show(chat, arrival.crisis.sos(None, now))
            arrival.settled.add(update["update_id"])
            return
        assessment = arrival.check.assess_safely(text)
        if assessment.action is not Action.NONE:
            await arrival.messenger.show(chat, arrival.crisis.card(assessment, None, now))
            arrival.carded.add(update["update_id"])

    async def _tell(self, update: dict[str, Any], content: dict[str, Any], chat: int) -> None:
        arrival = self.arrival
        answered = update["update_id"] in arrival.carded or update["update_id"] in arrival.settled
        if answered or chat in self._told or "data" in content:
            return
        self._told.add(chat)
        numbers = "\n".join(arrival.crisis.numbers(None, "sos", arrival.now()))
        await arrival.messenger.show(chat, Screen("people.degraded", f"{screens.degraded()}\n\n{numbers}"))
