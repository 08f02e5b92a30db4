"""A specialist's side of a conversation. Nothing goes out by accident."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from dialogs import consents
from dialogs import relay as screens
from dialogs.consents import Let
from dialogs.filters import IsStaff
from dialogs.relay import (
    Close,
    CloseAs,
    GiveBack,
    HandOver,
    Note,
    OpenCase,
    SendNote,
    ToCase,
    ToColleague,
    Writing,
)
from dialogs.show import Show
from domain.errors import Outdated
from domain.people import Person
from domain.pseudonyms import Pseudonyms
from domain.relay import Kind, Words, needs_a_yes
from domain.topics import Topics
from services.help_requests import HelpRequests
from services.ports import Clock
from services.relay import Passed, Relay

ASKED_AT_ONCE = 20
"""Texts of one specialist that may wait for «to whom?» side by side."""

commands = Router(name="relay")
writing = Router(name="relayed_words")
for router in (commands, writing):
    for each in (router.message, router.edited_message, router.callback_query):
        each.filter(IsStaff())


@commands.callback_query(OpenCase.filter())
async def specialist_opens_a_case(
    query: CallbackQuery,
    callback_data: OpenCase,
    person: Person,
    help_requests: HelpRequests,
    pseudonyms: Pseudonyms,
    topics: Topics,
    clock: Clock,
    words: Words,
    show: Show,
) -> None:
    opened = await help_requests.open(callback_data.request, person.id)  # type: ignore[arg-type]
    shown = await show.below(screens.case(opened.request, opened.lines, pseudonyms, topics, clock.now()))
    await help_requests.seen(opened, person.id, list(shown), words.key.bot)


@commands.callback_query(Note.filter())
async def specialist_begins_a_note(
    query: CallbackQuery,
    callback_data: Note,
    person: Person,
    help_requests: HelpRequests,
    pseudonyms: Pseudonyms,
    state: FSMContext,
    show: Show,
) -> None:
    opened = await help_requests.open(callback_data.request, person.id)  # type: ignore[arg-type]
    await state.set_state(Writing.note)
    await state.set_data({"request": opened.request.id})
    await show.below(screens.note(opened.request, pseudonyms))


@commands.message(StateFilter(Writing.note))
async def specialist_writes_a_note(
    message: Message, words: Words, person: Person, relay: Relay, pseudonyms: Pseudonyms, state: FSMContext, show: Show
) -> None:
    if words.kind is Kind.OTHER or needs_a_yes(words.kind, words.media, voice_agreed=True):
        await show(screens.cannot_pass())
        return
    request = (await state.get_data())["request"]
    passing = await relay.specialist_writes(person.id, words, to=request, note=True)
    await state.clear()
    if passing.passed is Passed.NOTED and passing.request is not None:
        await show(screens.noted(passing.request, words.key.update, pseudonyms))
    else:
        await show(screens.not_yours())


@commands.callback_query(SendNote.filter())
async def specialist_sends_a_note_after_all(
    query: CallbackQuery, callback_data: SendNote, words: Words, person: Person, relay: Relay,
    pseudonyms: Pseudonyms, show: Show,
) -> None:  # fmt: skip
    request = await relay.send_note(callback_data.request, person.id, callback_data.update, words.key)  # type: ignore[arg-type]
    if request is None:
        await show(screens.not_yours())
    else:
        await show(screens.passed(request, pseudonyms, paused=await relay.paused(request)))


@commands.callback_query(ToCase.filter(), StateFilter(Writing.which))
async def specialist_says_which_case(
    query: CallbackQuery,
    callback_data: ToCase,
    person: Person,
    relay: Relay,
    pseudonyms: Pseudonyms,
    state: FSMContext,
    show: Show,
) -> None:
    waiting = dict((await state.get_data()).get("words", {}))
    kept = waiting.pop(str(callback_data.update), None)
    if kept is None:
        raise Outdated
    passing = await relay.specialist_writes(
        person.id,
        Words.model_validate(kept),
        to=callback_data.request,  # type: ignore[arg-type]
    )
    await state.set_data({"words": waiting})
    if passing.passed is Passed.RELAYED and passing.request is not None:
        await show(screens.passed(passing.request, pseudonyms, paused=passing.paused))
    else:
        await show(screens.not_yours())


@commands.callback_query(HandOver.filter())
async def specialist_looks_for_a_colleague(
    query: CallbackQuery, callback_data: HandOver, person: Person, help_requests: HelpRequests, show: Show
) -> None:
    opened = await help_requests.open(callback_data.request, person.id)  # type: ignore[arg-type]
    colleagues = await help_requests.colleagues(opened.request.id, person.id)
    found = screens.colleagues(opened.request, colleagues) if colleagues else screens.no_colleague(opened.request)
    await show.below(found)


@commands.callback_query(ToColleague.filter())
async def specialist_hands_over(
    query: CallbackQuery, callback_data: ToColleague, person: Person, help_requests: HelpRequests, show: Show
) -> None:
    request, colleague = callback_data.request, callback_data.colleague
    await show(screens.handed_over(await help_requests.hand_over(request, person.id, colleague)))  # type: ignore[arg-type]


@commands.callback_query(GiveBack.filter())
async def specialist_gives_back(
    query: CallbackQuery, callback_data: GiveBack, person: Person, help_requests: HelpRequests, show: Show
) -> None:
    await help_requests.give_back(callback_data.request, person.id)  # type: ignore[arg-type]
    await show.below(screens.given_back())


@commands.callback_query(Close.filter())
async def specialist_ends_the_conversation(
    query: CallbackQuery, callback_data: Close, person: Person, help_requests: HelpRequests, show: Show
) -> None:
    opened = await help_requests.open(callback_data.request, person.id)  # type: ignore[arg-type]
    await show.below(screens.outcomes(opened.request))


@commands.callback_query(CloseAs.filter())
async def specialist_names_the_outcome(
    query: CallbackQuery, callback_data: CloseAs, person: Person, help_requests: HelpRequests, show: Show
) -> None:
    await help_requests.close(callback_data.request, person.id, callback_data.outcome)  # type: ignore[arg-type]
    await show(screens.closed())


@commands.callback_query(Let.filter())
async def specialist_lets_it_pass(
    query: CallbackQuery,
    asked: Words | None,
    person: Person,
    relay: Relay,
    pseudonyms: Pseudonyms,
    state: FSMContext,
    show: Show,
) -> None:
    if asked is None:
        await show(consents.gone(staff=True))
        return
    if await relay.said_already(person.id, asked):
        raise Outdated
    alone = asked if asked.kind is Kind.CONTACT else asked.model_copy(update={"text": ""})
    if await _pass(alone, person, relay, pseudonyms, state, show):
        await show(consents.given(staff=True))


@writing.edited_message()
@writing.message()
async def specialist_writes(
    message: Message,
    words: Words,
    person: Person,
    relay: Relay,
    pseudonyms: Pseudonyms,
    state: FSMContext,
    show: Show,
) -> None:
    if words.kind is Kind.OTHER:
        await show(screens.cannot_pass())
        return
    if words.edited:
        changed = await relay.changed(person.id, words)
        if changed is None:
            return
        words = changed
    if needs_a_yes(words.kind, words.media, voice_agreed=True):
        await show.below(consents.ask(words, staff=True))
        if words.kind is Kind.CONTACT or not words.text:
            return
        kind = Kind.EDIT if words.edited else Kind.TEXT
        words = words.model_copy(update={"kind": kind, "media": None})
    await _pass(words, person, relay, pseudonyms, state, show)


async def _pass(
    words: Words, person: Person, relay: Relay, pseudonyms: Pseudonyms, state: FSMContext, show: Show
) -> bool:
    """True where it is on its way; else what is in the way was shown."""
    passing = await relay.specialist_writes(person.id, words)
    match passing.passed:
        case Passed.ASK_WHICH:
            # Each question keeps the words it asks about: an older one, answered late, must not send newer words.
            asked = await state.get_state() == Writing.which.state
            waiting = list((await state.get_data()).get("words", {}).items()) if asked else []
            waiting.append((str(words.key.update), words.model_dump(mode="json")))
            await state.set_state(Writing.which)
            await state.set_data({"words": dict(waiting[-ASKED_AT_ONCE:])})
            await show(screens.which(passing.choices, pseudonyms, words.key.update))
        case Passed.NO_CASE:
            await show(screens.no_case())
        case Passed.NOT_YOURS:
            await show(screens.not_yours())
        case Passed.RELAYED if passing.paused and passing.request is not None:
            await show(screens.passed(passing.request, pseudonyms, paused=True))
        case Passed.RELAYED | Passed.NOTED:
            return True  # the mark under the message says so once it is given
    return False
