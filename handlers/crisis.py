"""SOS, and the answers to the questions under a card. The check of every text is in the machine room, before all doors."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from dialogs import help_requests as asking
from dialogs.crisis import Check, CrisisWords, Safe
from dialogs.show import Show
from dialogs.ways import OpenSos
from domain.crisis import Action, Assessment, Category, Severity, Subject
from domain.help_requests import Status
from domain.hours import Now
from domain.people import Person
from services.help_requests import HelpRequests

router = Router(name="crisis")


def _found(severity: Severity, about: Category = Category.SUICIDE, *, other: bool = False) -> Assessment:
    return Assessment(
        action=Action.CARD,
        category=about,
        severity=severity,
        subject=Subject.OTHER if other else Subject.SELF,
        pattern="answered",
    )


@router.message(Command("sos"))
async def person_asks_for_numbers(message: Message, person: Person, crisis: CrisisWords, now: Now, show: Show) -> None:
    await show.below(crisis.sos(person, now()))


@router.callback_query(OpenSos.filter())
async def person_presses_sos(
    query: CallbackQuery, callback_data: OpenSos, person: Person, crisis: CrisisWords, now: Now, show: Show
) -> None:
    if callback_data.quiet:
        await show.alert(crisis.alert(person, now()))
    else:
        await show.below(crisis.sos(person, now()))


@router.callback_query(Safe.filter())
async def person_says_whether_safe(
    query: CallbackQuery,
    callback_data: Safe,
    person: Person,
    crisis: CrisisWords,
    help_requests: HelpRequests,
    now: Now,
    show: Show,
) -> None:
    if callback_data.answer == "not_safe":
        await show.below(crisis.card(_found(Severity.IMMINENT), person, now()))
        await help_requests.answer_check(person, thoughts=True)
    else:
        await show.below(crisis.answered("elevated_followup", person, now()))


@router.callback_query(Check.filter())
async def person_answers_the_gentle_question(
    query: CallbackQuery,
    callback_data: Check,
    person: Person,
    crisis: CrisisWords,
    help_requests: HelpRequests,
    now: Now,
    show: Show,
) -> None:
    if callback_data.answer == "yes":
        found = _found(Severity.HIGH, callback_data.about, other=callback_data.other)
        await show(crisis.card(found, person, now()))
        request = await help_requests.answer_check(person, thoughts=True, about=callback_data.about)
        if request is not None and request.status is Status.WAITING:
            prospect = await help_requests.prospect(request)
            await show.below(crisis.told("passed_on" if prospect.on_duty else "nobody"))
        return
    unsure = callback_data.answer == "unsure"
    await show(crisis.answered("elevated_followup" if unsure else "false_alarm", person, now()))
    request = await help_requests.answer_check(person, thoughts=None if unsure else False)
    if request is not None and request.status is Status.DRAFT:
        await show.below(asking.draft(request))
