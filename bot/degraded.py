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
    from bot.arrival import Arrival

log = structlog.get_logger()

REMEMBERED = 10_000


class Degraded:
    """Answers without the database. Country and age cannot be read now: the numbers are those of the hotline's country."""

    def __init__(self, arrival: Arrival) -> None:
        self.arrival = arrival
        self._answered: dict[int, None] = {}
        self._told: set[int] = set()

    def recovered(self) -> None:
        """The database is back: at the next outage everybody is told anew."""
        self._told.clear()

    async def answer(self, updates: list[dict[str, Any]]) -> None:
        """Answer what cannot wait; everything else stays with Telegram until the database is back."""
        for update in updates:
            if update["update_id"] in self._answered:
                continue
            self._answered[update["update_id"]] = None
            if len(self._answered) > REMEMBERED:
                del self._answered[next(iter(self._answered))]
            try:
                await self._one(update)
            except AiogramError:
                log.warning("no answer without the database", update=update["update_id"])

    async def _one(self, update: dict[str, Any]) -> None:
        message = update.get("message") or update.get("edited_message")
        query = update.get("callback_query")
        content = message or query
        if content is None or "from" not in content:
            return
        chat = content.get("chat") or (content.get("message") or {}).get("chat", {})
        if chat.get("type") != "private":
            return
        from bot.arrival import suggested_language

        with speaking(suggested_language(content["from"].get("language_code")), formal=False):
            if query is not None and query.get("data", "").split(":")[0] == "sos":
                now = self.arrival.now()
                await self.arrival.bot.answer_callback_query(
                    query["id"], self.arrival.crisis.alert(None, now), show_alert=True
                )
            elif message is not None:
                await self._words(chat["id"], message.get("text") or message.get("caption") or "")

    async def _words(self, chat: int, text: str) -> None:
        crisis, now, messenger = self.arrival.crisis, self.arrival.now(), self.arrival.messenger
        if text.startswith("/sos"):
            await messenger.show(chat, crisis.sos(None, now))
            return
        assessment = self.arrival.check.assess_safely(text)
        if assessment.action is not Action.NONE:
            await messenger.show(chat, crisis.card(assessment, None, now))
        elif chat not in self._told:
            self._told.add(chat)
            numbers = "\n".join(crisis.numbers(None, "sos", now))
            await messenger.show(chat, Screen("people.degraded", f"{screens.degraded()}\n\n{numbers}"))
