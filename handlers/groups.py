"""Groups: the bot says once that it talks in private, and reads nothing there."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from dialogs import people as screens
from dialogs.filters import IsGroup
from dialogs.screen import Screen
from dialogs.show import Show

router = Router(name="groups")
for each in (router.message, router.edited_message, router.callback_query, router.my_chat_member):
    each.filter(IsGroup())


@router.message(Command("start", "ask", "sos", "help"))
async def somebody_calls_the_bot_in_a_group(message: Message, show: Show) -> None:
    await show.below(Screen("groups.only_private", screens.only_private()))


@router.message()
@router.edited_message()
@router.callback_query()
@router.my_chat_member()
async def group_goes_on_unread(event: object) -> None:
    """Silence is the answer: nothing is stored, nothing is said."""
