"""First meeting, menu, settings."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from dialogs import people as screens
from dialogs.people import (
    ChooseAge,
    ChooseLanguage,
    Meet,
    OpenSettings,
    PickAge,
    PickCountry,
    PickLanguage,
    PickRegion,
)
from dialogs.show import Show
from dialogs.ways import GoHome
from dialogs.words import speaking
from domain.people import Person
from domain.regions import Regions
from services.help_requests import HelpRequests
from services.people import People

router = Router(name="people")


@router.message(CommandStart())
async def person_starts(
    message: Message, person: Person, help_requests: HelpRequests, kept_days: int, show: Show
) -> None:
    if person.language is None:
        await show(screens.choose_language(person.suggested))
    elif not person.introduced:
        await show(screens.welcome(kept_days))
    else:
        await show(screens.menu(await help_requests.open_of(person.id)))


@router.callback_query(PickLanguage.filter())
async def person_picks_language(
    query: CallbackQuery,
    callback_data: PickLanguage,
    person: Person,
    people: People,
    help_requests: HelpRequests,
    regions: Regions,
    kept_days: int,
    show: Show,
) -> None:
    chosen = await people.choose_language(person.id, callback_data.code)
    with speaking(chosen.language, formal=chosen.formal):
        if chosen.role is None and not chosen.introduced:
            await show(screens.welcome(kept_days))
        elif chosen.role is None and person.language is None:
            await show(screens.menu(await help_requests.open_of(person.id)))
        else:
            await show(screens.settings(chosen, regions))


@router.callback_query(Meet.filter())
async def person_goes_on_to_the_country(
    query: CallbackQuery, callback_data: Meet, person: Person, people: People, regions: Regions, show: Show
) -> None:
    await people.introduce(person.id)
    await show(screens.choose_country(regions, alone=callback_data.alone))


@router.callback_query(PickCountry.filter())
async def person_picks_country(
    query: CallbackQuery, callback_data: PickCountry, person: Person, people: People, regions: Regions, show: Show
) -> None:
    chosen = await people.choose_region(person.id, callback_data.code, None)
    if callback_data.code and regions.of(callback_data.code):
        await show(screens.choose_region(regions, callback_data.code, alone=callback_data.alone))
    elif callback_data.alone:
        await show(screens.settings(chosen, regions))
    else:
        await show(screens.choose_age())


@router.callback_query(PickRegion.filter())
async def person_picks_region(
    query: CallbackQuery, callback_data: PickRegion, person: Person, people: People, regions: Regions, show: Show
) -> None:
    chosen = await people.choose_region(person.id, callback_data.country, callback_data.code)
    await show(screens.settings(chosen, regions) if callback_data.alone else screens.choose_age())


@router.callback_query(PickAge.filter())
async def person_picks_age(
    query: CallbackQuery,
    callback_data: PickAge,
    person: Person,
    people: People,
    help_requests: HelpRequests,
    regions: Regions,
    show: Show,
) -> None:
    chosen = await people.choose_age_band(person.id, callback_data.band)
    with speaking(chosen.spoken, formal=chosen.formal):
        if callback_data.alone:
            await show(screens.settings(chosen, regions))
        else:
            await show(screens.menu(await help_requests.open_of(person.id)))


@router.callback_query(GoHome.filter())
@router.message(Command("menu"))
async def person_goes_home(
    event: CallbackQuery | Message, person: Person, help_requests: HelpRequests, show: Show
) -> None:
    await show(screens.menu(await help_requests.open_of(person.id)))


@router.callback_query(OpenSettings.filter())
@router.message(Command("settings"))
async def person_opens_settings(event: CallbackQuery | Message, person: Person, regions: Regions, show: Show) -> None:
    await show(screens.settings(person, regions))


@router.callback_query(ChooseLanguage.filter())
@router.message(Command("language"))
async def person_chooses_language(event: CallbackQuery | Message, person: Person, show: Show) -> None:
    await show(screens.choose_language(person.spoken))


@router.callback_query(ChooseAge.filter())
async def person_chooses_age(query: CallbackQuery, show: Show) -> None:
    await show(screens.choose_age(alone=True))


@router.message(Command("cancel"))
async def person_cancels(
    message: Message, state: FSMContext, person: Person, help_requests: HelpRequests, show: Show
) -> None:
    await state.clear()
    await show(screens.menu(await help_requests.open_of(person.id)))


@router.my_chat_member()
async def person_blocks_or_returns(event: ChatMemberUpdated, person: Person, people: People) -> None:
    await people.mark_reachable(person.id, reachable=event.new_chat_member.status == "member")
