"""SOS, and the answers to the questions under a card. The check of every text is in the machine room, before all doors."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from dialogs import help_requests as asking
from dialogs.crisis import Check, CrisisWords, Safe
from dialogs.show import Show
from dialogs.ways import OpenSos
from domain.crisis import Action, Assessment, Category, Severity, Subject
from domain.help_requests import Status
from domain.hours import Now
from domain.people import Person
from domain.relay import Answer, Words
from services.help_requests import HelpRequests, Step

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
async def person_asks_for_numbers(
    message: Message,
    command: CommandObject,
    words: Words,
    assessment: Assessment,
    person: Person,
    crisis: CrisisWords,
    help_requests: HelpRequests,
    now: Now,
    show: Show,
) -> None:
    """What is written behind the command is kept like all words; the numbers come first."""
    await show.below(crisis.sos(person, now()))
    if command.args and person.role is None:
        written = await help_requests.write(person, words, assessment)
        if written.step is Step.DRAFTED:
            await show.below(asking.draft(written.request))


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
    words: Words,
    person: Person,
    crisis: CrisisWords,
    help_requests: HelpRequests,
    now: Now,
    show: Show,
) -> None:
    if callback_data.answer == "not_safe":
        await show.below(crisis.card(_found(Severity.IMMINENT), person, now()))
        await _call_for_a_human(Answer.NOT_SAFE, None, words, person, crisis, help_requests, show)
    else:
        await show.below(crisis.answered("elevated_followup", person, now()))


@router.callback_query(Check.filter())
async def person_answers_the_gentle_question(
    query: CallbackQuery,
    callback_data: Check,
    words: Words,
    person: Person,
    crisis: CrisisWords,
    help_requests: HelpRequests,
    now: Now,
    show: Show,
) -> None:
    if callback_data.answer == "yes":
        await show(crisis.card(_found(Severity.HIGH, callback_data.about, other=callback_data.other), person, now()))
        await _call_for_a_human(Answer.YES, callback_data.about, words, person, crisis, help_requests, show)
        return
    unsure = callback_data.answer == "unsure"
    await show(crisis.answered("elevated_followup" if unsure else "false_alarm", person, now()))
    if unsure:
        await help_requests.answer(person, Answer.UNSURE, words.key)
    request = await help_requests.open_of(person.id)
    if request is not None and request.status is Status.DRAFT:
        await show.below(asking.draft(request))


async def _call_for_a_human(
    answer: Answer,
    about: Category | None,
    words: Words,
    person: Person,
    crisis: CrisisWords,
    help_requests: HelpRequests,
    show: Show,
) -> None:
    """After the numbers: colleagues hear of it, and the person hears whether there are any."""
    if person.role is not None:
        return  # a colleague who tries the buttons has no case of their own
    written = await help_requests.answer(person, answer, words.key, about)
    if written is not None and written.request.status is Status.WAITING:
        prospect = await help_requests.prospect(written.request)
        await show.below(crisis.told("passed_on" if written.told or prospect.on_duty else "nobody"))
