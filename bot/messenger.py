"""The port to Telegram: a screen goes to a chat, and what Telegram said comes back as a fact.

People's words are always sent without a parse mode, so no text can be refused for its punctuation or name anybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import DeleteMessages, SendMediaGroup, SendMessage, SetMessageReaction
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
)
from aiohttp import ClientConnectorError

from bot import parcels
from dialogs.screen import split
from domain.notices import Again, Delivered, Failure, Result, Undelivered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aiogram import Bot

    from bot.rate import Budget
    from bot.session import Session
    from bot.tracing import Tracing
    from dialogs.screen import Screen
    from services.ports import Clock

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 300.0
"""Seconds between tries of the same notice: doubled each time, up to this."""
LINKED_DIGITS = 7
DELETED_AT_ONCE = 100
"""Messages of one call (Bot API, deleteMessages)."""
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


def tappable(screen: Screen, text: str) -> list[MessageEntity] | None:
    """Short numbers as code, which a tap copies. Offsets are in UTF-16 units, as Telegram counts."""
    found = []
    for number in screen.numbers:
        # From seven digits on Telegram makes a link of the number, which a tap calls: better than a copy.
        at = text.find(number) if sum(each.isdigit() for each in number) < LINKED_DIGITS else -1
        if number and at >= 0:
            found.append(MessageEntity(type="code", offset=_units(text[:at]), length=_units(number)))
    return found or None


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def bodies(chat: int, screen: Screen) -> Iterator[dict[str, Any]]:
    """A screen as the parameters of `sendMessage`, once for each part of its text."""
    parts = split(screen.text) if screen.text else []
    for index, part in enumerate(parts):
        body: dict[str, Any] = {"chat_id": chat, "text": part, "link_preview_options": {"is_disabled": True}}
        if screen.reply_to and index == 0:
            body["reply_parameters"] = {"message_id": screen.reply_to, "allow_sending_without_reply": True}
        if screen.numbers and (entities := tappable(screen, part)):
            body["entities"] = [each.model_dump(exclude_none=True) for each in entities]
        if screen.rows and index == len(parts) - 1:
            body["reply_markup"] = {
                "inline_keyboard": [
                    [{"text": each.text, "callback_data": each.data} for each in row] for row in screen.rows
                ]
            }
        yield body


class Messenger:
    """Sends screens. `show` and `edit` are for live replies and wait for their turn; `deliver` is the postman's."""

    def __init__(self, bot: Bot, session: Session, budget: Budget, clock: Clock, jitter: float = 0.0) -> None:
        self.bot = bot
        self.session = session
        self.budget = budget
        self.clock = clock
        self.jitter = jitter
        self.names: dict[tuple[int, int], tuple[str, ...]] | None = None
        """Which screens each message has shown, by chat and message. Kept only while `App(trace=…)` listens."""
        self.tracing: Tracing | None = None
        """Hears what stands in which chat from now on."""

    async def send(self, chat: int, screen: Screen, sent: list[int] | None = None) -> tuple[int, ...]:
        """Send a screen, in several messages if it is long; the buttons are under the last. Returns Telegram's ids.

        `sent` collects them, for a caller who must know how far it came before an error.
        """
        if screen.reaction is not None:
            if screen.reply_to:
                await self.react(chat, screen.reply_to, screen.reaction)
            return ()
        if screen.deletes:
            await self.delete(chat, screen.deletes)
            return ()
        sent = [] if sent is None else sent
        for body in bodies(chat, screen):
            message = await self.session.call(self.bot, SendMessage, body)
            sent.append(message["message_id"])
        if screen.pieces:
            await self._send_pieces(chat, screen, sent)
        return self._named(chat, screen, *sent)

    async def _send_pieces(self, chat: int, screen: Screen, sent: list[int]) -> None:
        reply_to = None if sent else screen.reply_to
        reply = {"message_id": reply_to, "allow_sending_without_reply": True} if reply_to else None
        if len(screen.pieces) > 1:
            media = await parcels.album(self.bot, screen.pieces)
            messages = await self.bot(SendMediaGroup(chat_id=chat, media=media, reply_parameters=reply))  # type: ignore[arg-type]
            sent.extend(each.message_id for each in messages)
            return
        piece = screen.pieces[0]
        direct = parcels.call(chat, piece)
        if direct is not None:
            body = direct.body | ({"reply_parameters": reply} if reply else {})
            sent.append((await self.session.call(self.bot, direct.method, body))["message_id"])
        else:
            message = await self.bot(await parcels.made(self.bot, chat, piece, reply_to))
            sent.append(message.message_id)

    async def delete(self, chat: int, messages: Sequence[int]) -> None:
        """Take messages away on both sides of this chat."""
        for at in range(0, len(messages), DELETED_AT_ONCE):
            some = list(messages[at : at + DELETED_AT_ONCE])
            await self.session.call(self.bot, DeleteMessages, {"chat_id": chat, "message_ids": some})

    async def react(self, chat: int, message: int, emoji: str) -> None:
        """Put a mark on a message in this chat; an empty one takes it away."""
        reaction = [{"type": "emoji", "emoji": emoji}] if emoji else []
        await self.session.call(
            self.bot, SetMessageReaction, {"chat_id": chat, "message_id": message, "reaction": reaction}
        )

    async def show(self, chat: int, screen: Screen) -> tuple[int, ...]:
        """A live reply: waits for its turn, then sends."""
        await self.budget.live(chat)
        return await self._say(chat, screen)

    async def show_file(self, chat: int, name: str, text: str) -> tuple[int, ...]:
        """A live reply that is a file."""
        await self.budget.live(chat)
        message = await self.bot.send_document(chat, BufferedInputFile(text.encode(), name))
        self._left(chat, (message.message_id,))
        return (message.message_id,)

    async def _say(self, chat: int, screen: Screen) -> tuple[int, ...]:
        """Send, and remember what was left in the chat, also of what came only half-way."""
        sent: list[int] = []
        try:
            return await self.send(chat, screen, sent)
        finally:
            self._left(chat, sent)

    def _left(self, chat: int, messages: Sequence[int]) -> None:
        if self.tracing is not None and messages:
            self.tracing.left(self.bot.id, chat, messages)

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
                entities=tappable(screen, screen.text),
                link_preview_options=NO_PREVIEW,
                reply_markup=keyboard(screen),
            )
        except TelegramBadRequest as refusal:
            if "message is not modified" not in refusal.message:
                return await self._say(chat, screen)
        return self._named(chat, screen, message)

    def _named(self, chat: int, screen: Screen, *messages: int) -> tuple[int, ...]:
        if self.names is not None:
            for message in messages:
                self.names[chat, message] = (screen.name, *self.names.get((chat, message), ()))
        return messages

    async def deliver(self, chat: int, screen: Screen, attempts: int) -> Result:
        """Send a notice and say what became of it; never raises for anything that Telegram or the network does."""
        sent: list[int] = []
        result = await self._deliver(chat, screen, attempts, sent)
        if not isinstance(result, Delivered):
            self._left(chat, sent)
        return result

    async def _deliver(self, chat: int, screen: Screen, attempts: int, sent: list[int]) -> Result:
        try:
            return Delivered(bot=self.bot.id, telegram_messages=await self.send(chat, screen, sent))
        except TelegramRetryAfter as flood:
            self.budget.close(chat, flood.retry_after)
            # The first part of a long text may have arrived before the flood wait.
            return Again(at=self.clock.now() + flood.retry_after * 1000, doubtful=bool(sent))
        except TelegramForbiddenError as refusal:
            return Undelivered(failure=_why(refusal.message, Failure.BLOCKED))
        except (TelegramServerError, ClientDecodeError) as fault:
            # A 502 comes from a proxy: nobody can say what the server behind it has done.
            return self._later(chat, attempts, doubtful=screen.reaction is None, fault=fault)
        except TelegramNetworkError as fault:
            unsent = isinstance(fault.__cause__, ClientConnectorError) and not sent
            return self._later(chat, attempts, doubtful=not unsent and screen.reaction is None, fault=fault)
        except (TelegramAPIError, parcels.Unreadable) as refusal:
            return self._refused(screen, refusal, begun=bool(sent))

    def _refused(self, screen: Screen, refusal: TelegramAPIError | parcels.Unreadable, *, begun: bool) -> Result:
        if len(screen.pieces) > 1:
            return Again(at=self.clock.now(), apart=True, doubtful=begun)
        if isinstance(refusal, parcels.Unreadable):
            return Undelivered(failure=Failure.UNREADABLE)
        return Undelivered(failure=_why(refusal.message, Failure.REFUSED))

    def _later(self, chat: int, attempts: int, *, doubtful: bool, fault: Exception) -> Again:
        del fault  # its text may hold the request, and so the words of people
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(attempts, 12)) * (1 + self.jitter)
        self.budget.close(chat, pause)
        return Again(at=self.clock.now() + int(pause * 1000), doubtful=doubtful)


def _why(message: str, otherwise: Failure) -> Failure:
    if "VOICE_MESSAGES_FORBIDDEN" in message:
        return Failure.NO_VOICES
    return Failure.GONE if any(part in message for part in GONE) else otherwise
