"""The first day: an invitation makes a colleague of a person, who says how they are called and what they take."""

from __future__ import annotations

from typing import TypeVar

from aiogram import Router
from aiogram.filters import CommandObject, CommandStart, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from dialogs import staff as screens
from dialogs.filters import IsStaff, says_a_name
from dialogs.show import Show
from dialogs.staff import (
    FirstDay,
    Keep,
    LanguagesDone,
    Speaks,
    Takes,
    TopicsDone,
)
from domain.errors import NotAllowed
from domain.people import Person
from domain.staff import StaffMember
from domain.topics import Topics
from services.help_requests import HelpRequests
from services.people import People
from services.staff import Staff

T = TypeVar("T")

joining = Router(name="joining")
router = Router(name="first_day")
for each in (router.message, router.callback_query):
    each.filter(IsStaff())


@joining.message(CommandStart(deep_link=True))
async def invited_person_joins(
    message: Message,
    command: CommandObject,
    person: Person,
    people: People,
    staff: Staff,
    state: FSMContext,
    show: Show,
) -> None:
    member = await staff.join(command.args or "", person.id)
    if person.language is None:
        # Alerts reach a colleague unasked: the language must not hang on what the phone says at that moment.
        await people.choose_language(person.id, person.spoken)
    await state.set_state(FirstDay.name_ru)
    await show(screens.name_ru(member.role, member.name_ru))


async def _member(staff: Staff, person: Person) -> StaffMember:
    member = await staff.get(person.id)
    if member is None:
        raise NotAllowed
    return member


@router.callback_query(Keep.filter(), StateFilter(FirstDay.name_ru))
@router.message(StateFilter(FirstDay.name_ru))
async def colleague_names_themselves_in_russian(
    event: CallbackQuery | Message, person: Person, staff: Staff, state: FSMContext, show: Show
) -> None:
    member = await _member(staff, person)
    if isinstance(event, Message):
        if not says_a_name(event):
            await show(screens.name_ru(member.role, member.name_ru))
            return
        member = await staff.describe(member.model_copy(update={"name_ru": (event.text or "").strip()}))
    await state.set_state(FirstDay.name_kk)
    await show(screens.name_kk(member.name_ru))


@router.callback_query(Keep.filter(), StateFilter(FirstDay.name_kk))
@router.message(StateFilter(FirstDay.name_kk))
async def colleague_names_themselves_in_kazakh(
    event: CallbackQuery | Message, person: Person, staff: Staff, state: FSMContext, show: Show
) -> None:
    member = await _member(staff, person)
    if isinstance(event, Message) and not says_a_name(event):
        await show(screens.name_kk(member.name_ru))
        return
    name = (event.text or "").strip() if isinstance(event, Message) else member.name_ru
    member = await staff.describe(member.model_copy(update={"name_kk": name}))
    await state.set_state(FirstDay.languages)
    await show(screens.languages(member.languages))


def _marked(marked: frozenset[T], one: T, *, on: bool) -> frozenset[T]:
    return marked | {one} if on else marked - {one}


@router.callback_query(Speaks.filter())
async def colleague_marks_a_language(
    query: CallbackQuery, callback_data: Speaks, person: Person, staff: Staff, show: Show
) -> None:
    member = await _member(staff, person)
    spoken = _marked(member.languages, callback_data.code, on=callback_data.on)
    await staff.describe(member.model_copy(update={"languages": spoken}))
    await show(screens.languages(spoken))


@router.callback_query(LanguagesDone.filter())
async def colleague_has_marked_languages(
    query: CallbackQuery,
    person: Person,
    staff: Staff,
    help_requests: HelpRequests,
    topics: Topics,
    state: FSMContext,
    show: Show,
) -> None:
    member = await _member(staff, person)
    if not member.languages:
        await show(screens.languages(member.languages))
    elif member.role.answers_requests:
        await state.set_state(FirstDay.topics)
        await show(screens.topics(topics, member.role, member.topics))
    else:
        await _begin_work(member, staff, help_requests, state, show)


@router.callback_query(Takes.filter())
async def colleague_marks_a_topic(
    query: CallbackQuery, callback_data: Takes, person: Person, staff: Staff, topics: Topics, show: Show
) -> None:
    member = await _member(staff, person)
    taken = _marked(member.topics, callback_data.topic, on=callback_data.on)
    await staff.describe(member.model_copy(update={"topics": taken}))
    await show(screens.topics(topics, member.role, taken))


@router.callback_query(TopicsDone.filter())
async def colleague_has_marked_topics(
    query: CallbackQuery,
    person: Person,
    staff: Staff,
    help_requests: HelpRequests,
    state: FSMContext,
    show: Show,
) -> None:
    await _begin_work(await _member(staff, person), staff, help_requests, state, show)


async def _begin_work(
    member: StaffMember, staff: Staff, help_requests: HelpRequests, state: FSMContext, show: Show
) -> None:
    await state.clear()
    joined = await staff.describe(member.model_copy(update={"joined": True}))
    waiting = await help_requests.queue(member.id)
    await show(screens.desk(joined, waiting, len(await help_requests.cases(member.id))))
