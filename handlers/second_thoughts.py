"""Reactions, taking back, trying again: the same for both sides of a conversation."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message, MessageReactionUpdated, ReactionTypeEmoji

from dialogs import second_thoughts as screens
from dialogs.second_thoughts import OTHER_REACTION, TryAgain
from dialogs.show import Show
from domain.people import Person
from domain.relay import Words
from services.relay import Relay

router = Router(name="second_thoughts")


@router.message_reaction()
async def somebody_reacts(event: MessageReactionUpdated, words: Words, person: Person, relay: Relay) -> None:
    newest = event.new_reaction[-1] if event.new_reaction else None
    reaction = newest.emoji if isinstance(newest, ReactionTypeEmoji) else OTHER_REACTION if newest else None
    await relay.react(person.id, event.message_id, reaction, words.key)


@router.message(Command("undo"))
async def somebody_takes_words_back(message: Message, words: Words, person: Person, relay: Relay, show: Show) -> None:
    outcome = await relay.take_back(person.id, words.reply_to)
    await show(screens.taken_back(outcome, staff=person.role is not None))


@router.callback_query(TryAgain.filter())
async def somebody_tries_again(
    query: CallbackQuery, callback_data: TryAgain, person: Person, relay: Relay, show: Show
) -> None:
    await relay.try_again(person.id, callback_data.line)  # type: ignore[arg-type]
    await show(screens.on_its_way(staff=person.role is not None))
