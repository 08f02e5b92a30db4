"""How the bot presents itself at Telegram: the menu of commands in both languages."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog
from aiogram.exceptions import AiogramError
from aiogram.types import BotCommand

from dialogs.commands import commands
from dialogs.words import speaking
from domain.people import Language

if TYPE_CHECKING:
    from aiogram import Bot, Dispatcher

log = structlog.get_logger()


async def introduce(bot: Bot, dispatcher: Dispatcher) -> None:
    """The commands menu in both languages, and the bot's own name for invitations. Not worth failing for."""
    pause = 1.0
    while True:
        try:
            me = await bot.me()
            dispatcher["bot_name"] = me.username
            for code in Language:
                with speaking(code, formal=False):
                    said = [BotCommand(command=name, description=text) for name, text in commands().items()]
                await bot.set_my_commands(said, language_code=code)
                if code is Language.RU:
                    await bot.set_my_commands(said)
        except (AiogramError, OSError) as fault:
            log.warning("telegram does not know us yet", fault=type(fault).__name__)
            await asyncio.sleep(pause)
            pause = min(60.0, pause * 2)
        else:
            return
