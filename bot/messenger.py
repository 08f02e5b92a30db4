"""The port to Telegram: a screen goes to a chat, and what Telegram said comes back as a fact.

People's words are always sent without a parse mode, so no text can be refused for its punctuation or name anybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReactionTypeEmoji,
    ReplyParameters,
)
from aiohttp import ClientConnectorError

from dialogs.screen import split
from domain.notices import Again, Delivered, Failure, Result, Undelivered

if TYPE_CHECKING:
    from aiogram import Bot

    from bot.rate import Budget
    from dialogs.screen import Screen
    from services.ports import Clock

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 300.0
"""Seconds between tries of the same notice: doubled each time, up to this."""
GONE = ("user is deactivated", "chat not found", "can't initiate conversation")


def keyboard(screen: Screen) -> InlineKeyboardMarkup | None:
    """The buttons of a screen as Telegram wants them."""
    if not screen.rows:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=each.text, callback_data=each.data) for each in row] for row in screen.rows
        ]
    )


class Messenger:
    """Sends screens. `show` and `edit` are for live replies and wait for their turn; `deliver` is the postman's."""

    def __init__(self, bot: Bot, budget: Budget, clock: Clock, jitter: float = 0.0) -> None:
        self.bot = bot
        self.budget = budget
        self.clock = clock
        self.jitter = jitter
        self.names: dict[tuple[int, int], str] | None = None
        """Which screen each message shows, by chat and message. Kept only while `App(trace=…)` listens."""

    async def send(self, chat: int, screen: Screen) -> tuple[int, ...]:
        """Send a screen, in several messages if it is long; the buttons are under the last. Returns Telegram's ids."""
        if screen.reaction is not None:
            if screen.reply_to:
                await self.bot.set_message_reaction(
                    chat, screen.reply_to, reaction=[ReactionTypeEmoji(emoji=screen.reaction)]
                )
            return ()
        parts = split(screen.text)
        sent = []
        for index, part in enumerate(parts):
            reply = (
                ReplyParameters(message_id=screen.reply_to, allow_sending_without_reply=True)
                if screen.reply_to and index == 0
                else None
            )
            message = await self.bot.send_message(
                chat,
                part,
                parse_mode=None,
                link_preview_options=NO_PREVIEW,
                reply_parameters=reply,
                reply_markup=keyboard(screen) if index == len(parts) - 1 else None,
            )
            sent.append(message.message_id)
        return self._named(chat, screen, *sent)

    async def show(self, chat: int, screen: Screen) -> tuple[int, ...]:
        """A live reply: waits for its turn, then sends."""
        await self.budget.live(chat)
        return await self.send(chat, screen)

    async def edit(self, chat: int, message: int, screen: Screen) -> tuple[int, ...]:
        """Turn a shown screen into another one; where Telegram will not, send the new one below."""
        if len(split(screen.text)) > 1:
            return await self.show(chat, screen)
        await self.budget.live(chat)
        try:
            await self.bot.edit_message_text(
                screen.text,
                chat_id=chat,
                message_id=message,
                parse_mode=None,
                link_preview_options=NO_PREVIEW,
                reply_markup=keyboard(screen),
            )
        except TelegramBadRequest as refusal:
            if "message is not modified" not in refusal.message:
                return await self.send(chat, screen)
        return self._named(chat, screen, message)

    def _named(self, chat: int, screen: Screen, *messages: int) -> tuple[int, ...]:
        if self.names is not None:
            self.names.update(((chat, message), screen.name) for message in messages)
        return messages

    async def deliver(self, chat: int, screen: Screen, attempts: int) -> Result:
        """Send a notice and say what became of it; never raises for anything that Telegram or the network does."""
        try:
            return Delivered(telegram_messages=await self.send(chat, screen))
        except TelegramRetryAfter as flood:
            self.budget.close(chat, flood.retry_after)
            return Again(at=self.clock.now() + flood.retry_after * 1000)
        except TelegramForbiddenError as refusal:
            return Undelivered(failure=_why(refusal.message, Failure.BLOCKED))
        except (TelegramServerError, ClientDecodeError) as fault:
            # A 502 comes from a proxy: nobody can say what the server behind it has done.
            return self._later(chat, attempts, doubtful=screen.reaction is None, fault=fault)
        except TelegramNetworkError as fault:
            unsent = isinstance(fault.__cause__, ClientConnectorError)
            return self._later(chat, attempts, doubtful=not unsent, fault=fault)
        except TelegramAPIError as refusal:
            return Undelivered(failure=_why(refusal.message, Failure.REFUSED))

    def _later(self, chat: int, attempts: int, *, doubtful: bool, fault: Exception) -> Again:
        del fault  # its text may hold the request, and so the words of people
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(attempts, 12)) * (1 + self.jitter)
        self.budget.close(chat, pause)
        return Again(at=self.clock.now() + int(pause * 1000), doubtful=doubtful)


def _why(message: str, otherwise: Failure) -> Failure:
    return Failure.GONE if any(part in message for part in GONE) else otherwise
