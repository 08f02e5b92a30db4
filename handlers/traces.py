"""Quick exit, vanishing and silence. They work in every state, for everybody."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from dialogs import traces as screens
from dialogs.people import ChooseVanishing, Knock, Pause, menu, settings
from dialogs.show import Show
from dialogs.traces import Look, PickVanishing
from dialogs.ways import Hide
from domain.errors import NotAllowed
from domain.people import Person
from domain.regions import Regions
from services.help_requests import HelpRequests
from services.people import People
from services.traces import Traces

router = Router(name="traces")


@router.callback_query(Hide.filter())
@router.message(Command("hide"))
async def person_hides(event: CallbackQuery | Message, person: Person, traces: Traces, show: Show) -> None:
    left = await traces.hide(person)
    if left is None:
        return  # Telegram does not take it now: it is gone on with by itself, and ends with the same screen
    await show.below(screens.done(left))
    await traces.hidden(person.id)


@router.callback_query(ChooseVanishing.filter())
async def person_looks_when_messages_vanish(query: CallbackQuery, person: Person, show: Show) -> None:
    if person.role is not None:
        raise NotAllowed  # in a colleague's chat everything has its time: these are not their words
    await show(screens.vanishing(person))


@router.callback_query(PickVanishing.filter())
async def person_chooses_when_messages_vanish(
    query: CallbackQuery, callback_data: PickVanishing, person: Person, traces: Traces, show: Show
) -> None:
    if person.role is not None:
        raise NotAllowed
    await show(screens.vanishing(await traces.choose(person.id, callback_data.choice)))


@router.callback_query(Look.filter())
async def person_looks(query: CallbackQuery, person: Person, help_requests: HelpRequests, show: Show) -> None:
    """What waited is on its way already: whoever does anything has come back."""
    await show(menu(await help_requests.open_of(person.id)))


@router.callback_query(Knock.filter())
async def person_chooses_the_sign(
    query: CallbackQuery, callback_data: Knock, person: Person, people: People, regions: Regions, show: Show
) -> None:
    if person.role is not None:
        raise NotAllowed
    await show(settings(await people.choose_discreet(person.id, discreet=callback_data.on), regions))


@router.callback_query(Pause.filter())
@router.message(Command("pause"))
async def person_wants_silence(event: CallbackQuery | Message, person: Person, traces: Traces, show: Show) -> None:
    if person.role is not None:
        raise NotAllowed  # a colleague goes off duty instead
    await traces.pause(person.id)
    await show(screens.paused())
