"""What is kept about me, and: forget me."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from dialogs import kept as screens
from dialogs.kept import AskFile, AskForget, Forget, GetFile
from dialogs.people import OpenMy
from dialogs.show import Show
from domain.errors import WorksHere
from domain.people import Person
from domain.regions import Regions
from services.kept import Kept

router = Router(name="kept")


@router.callback_query(OpenMy.filter())
@router.message(Command("my"))
async def person_asks_what_is_kept(
    event: CallbackQuery | Message, person: Person, kept: Kept, regions: Regions, zone: str, kept_days: int, show: Show
) -> None:
    await show(screens.my(await kept.about(person.id), regions, zone, kept_days))


@router.callback_query(AskFile.filter())
async def person_is_warned_about_the_file(query: CallbackQuery, show: Show) -> None:
    await show(screens.file_warning())


@router.callback_query(GetFile.filter())
async def person_gets_the_file(
    query: CallbackQuery, person: Person, kept: Kept, regions: Regions, zone: str, show: Show
) -> None:
    keeping = await kept.about(person.id, words=True)
    await show.file(screens.FILE, screens.document(keeping, regions, zone))
    await show.below(screens.file_sent())


@router.callback_query(AskForget.filter())
@router.message(Command("forget"))
async def person_is_asked_before_all_is_erased(event: CallbackQuery | Message, person: Person, show: Show) -> None:
    if person.role is not None:
        raise WorksHere
    await show(screens.ask_forget())


@router.callback_query(Forget.filter())
async def person_is_forgotten(query: CallbackQuery, person: Person, kept: Kept, show: Show) -> None:
    left = await kept.forget(person)
    if left is None:
        return  # Telegram does not take it now: it is gone on with by itself, and ends with the same screen
    await show.below(screens.forgotten(left))
    await kept.forgotten(person.id)
