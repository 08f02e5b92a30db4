"""A real client works with it: aiogram, over polling and over a webhook."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot as Client
from aiogram import Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.filters import Command
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
)
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from simulator import KINDS, Bot, Phone, Telegram

KEYBOARD = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]])


@pytest.fixture
async def client(telegram: Telegram, bot: Bot) -> AsyncIterator[Client]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(telegram.url))
    async with Client(bot.token, session=session) as client:
        yield client


@pytest.fixture
def dispatcher() -> Dispatcher:
    """A bot that greets, answers a button, and echoes."""
    dispatcher = Dispatcher()

    @dispatcher.message(Command("start"))
    async def greets(message: Message) -> None:
        await message.answer("Сәлем", reply_markup=KEYBOARD)

    @dispatcher.message()
    async def echoes(message: Message) -> None:
        await message.copy_to(message.chat.id)

    @dispatcher.callback_query()
    async def agrees(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.message.edit_text("Жақсы")
        await query.answer("ok")

    return dispatcher


async def journey(phone: Phone) -> None:
    """Start, press, write."""
    await phone.start()
    await phone.expect("Сәлем", button="Да")
    answer = await phone.press("Да")
    assert answer is not None
    assert answer.text == "ok"
    await phone.expect("Жақсы")
    await phone.send("слова")
    assert (await phone.expect("слова")).from_bot
    await phone.send_kind("voice")
    await phone.expect(kind="voice")


async def test_over_polling(telegram: Telegram, client: Client, dispatcher: Dispatcher, phone: Phone) -> None:
    """Aiogram's own polling."""
    polling = asyncio.create_task(dispatcher.start_polling(client, handle_signals=False))
    try:
        await journey(phone)
        await telegram.settled()
    finally:
        with contextlib.suppress(RuntimeError):
            await dispatcher.stop_polling()
        await polling


async def test_over_webhook(client: Client, dispatcher: Dispatcher, phone: Phone) -> None:
    """Aiogram's own aiohttp handler, answering in the response itself."""
    app = web.Application()
    handler = SimpleRequestHandler(dispatcher, client, handle_in_background=False, secret_token="s")
    handler.register(app, "/hook")
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await client.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="s")
    try:
        await journey(phone)
    finally:
        await client.delete_webhook()
        await runner.cleanup()


async def test_errors_become_exceptions(telegram: Telegram, client: Client, phone: Phone) -> None:
    """Refusals, 403 and 429 reach their own classes."""
    with pytest.raises(TelegramBadRequest, match="message text is empty"):
        await client.send_message(phone.chat.id, "")
    phone.block()
    with pytest.raises(TelegramForbiddenError):
        await client.send_message(phone.chat.id, "x")
    phone.unblock()
    telegram.faults.add("429", retry_after=3)
    with pytest.raises(TelegramRetryAfter) as caught:
        await client.send_message(phone.chat.id, "x")
    assert caught.value.retry_after == 3


async def test_files_go_up_and_down(client: Client, phone: Phone) -> None:
    """Uploads, albums of uploads, and downloads."""
    file = BufferedInputFile(b"content", "a.txt")
    sent = await client.send_document(phone.chat.id, file, caption="файл")
    assert sent.document is not None
    assert (sent.document.file_name, phone.last.caption) == ("a.txt", "файл")
    album = [InputMediaPhoto(media=BufferedInputFile(b"1", "1.jpg")), InputMediaPhoto(media=file)]
    assert len(await client.send_media_group(phone.chat.id, list(album))) == 2
    voice = await phone.send_kind("voice", content=b"sound")
    downloaded = await client.download(voice.raw["voice"]["file_id"])
    assert downloaded is not None
    assert downloaded.read() == b"sound"


async def test_every_kind_is_a_message_aiogram_understands(client: Client, phone: Phone) -> None:
    """All updates parse, with no field that the published types do not know."""
    for kind in KINDS:
        await phone.send_kind(kind)

    updates = await client.get_updates(limit=100)
    assert len(updates) == len(KINDS)
    for update in updates:
        assert update.message is not None
        assert not update.message.model_extra
        assert update.message.content_type != "unknown"


async def test_profile(client: Client) -> None:
    """Commands by language and the words of introduction come back as they were set."""
    await client.set_my_commands([BotCommand(command="sos", description="Помощь")], language_code="ru")
    await client.set_my_description("Описание")

    assert [c.command for c in await client.get_my_commands(language_code="ru")] == ["sos"]
    assert await client.get_my_commands() == []
    assert (await client.get_my_description()).description == "Описание"
