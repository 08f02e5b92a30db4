"""What no other door takes: commands that do not exist, and buttons of long ago."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from dialogs import people as screens
from dialogs.show import Show
from domain.crisis import Action, Assessment
from domain.errors import Outdated

commands = Router(name="unknown_commands")
buttons = Router(name="unknown_buttons")


class IsCommand(Filter):
    """Looks like a command, and is not a cry for help with a slash in front."""

    async def __call__(self, message: Message, assessment: Assessment) -> bool:
        """`/не хочу жить` is words, whatever it begins with."""
        return bool(message.text and message.text.startswith("/")) and assessment.action is Action.NONE


@commands.message(IsCommand())
async def person_tries_an_unknown_command(message: Message, show: Show) -> None:
    await show(screens.unknown_command())


@buttons.callback_query()
async def person_presses_an_unknown_button(query: CallbackQuery) -> None:
    raise Outdated
