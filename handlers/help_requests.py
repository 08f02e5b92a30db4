"""Asking for help: whatever a person writes, in any form, is taken in here."""

from __future__ import annotations

from collections.abc import Callable

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from dialogs import consents
from dialogs import help_requests as screens
from dialogs import people as people_screens
from dialogs.consents import KeepBack, Let
from dialogs.crisis import CrisisWords
from dialogs.filters import PersonSpeaks
from dialogs.help_requests import ChooseTopic, Discard, PickTopic, Rate, Resume, Send
from dialogs.people import Ask
from dialogs.screen import Screen
from dialogs.show import Show
from domain.crisis import Action, Assessment, Severity, Subject
from domain.errors import NotAllowed, NothingToSend, Outdated
from domain.help_requests import HelpRequest, Status
from domain.hours import Now
from domain.people import Person
from domain.relay import VOICES, Kind, Words, needs_a_yes
from domain.topics import Topics
from services.help_requests import HelpRequests, Step, Written
from services.people import People
from services.relay import Relay
from services.staff import Staff

commands = Router(name="help_requests")
speaking = Router(name="words")
speaking.message.filter(PersonSpeaks())
speaking.edited_message.filter(PersonSpeaks())
writing = Router(name="words_like_commands")

UNREMARKABLE = Assessment(action=Action.NONE, category=None, severity=Severity.NONE, subject=Subject.NONE, pattern=None)
"""A voice or a place is no words: there is nothing to check."""
CHECK_EVERY = 3600
"""Seconds between two gentle questions about one request."""


@commands.callback_query(Ask.filter())
@commands.message(Command("ask"))
async def person_asks_for_help(
    event: CallbackQuery | Message,
    person: Person,
    help_requests: HelpRequests,
    staff: Staff,
    topics: Topics,
    crisis: CrisisWords,
    now: Now,
    zone: str,
    show: Show,
) -> None:
    if person.role is not None:
        raise NotAllowed  # a colleague's words go to the cases they hold: here they would lead nowhere
    request = await help_requests.open_of(person.id)
    if request is not None and request.status is not Status.DRAFT:
        specialist = await staff.get(request.claimed_by) if request.claimed_by else None
        prospect = await help_requests.prospect(request)
        await show(screens.standing(request, prospect, crisis.numbers(person, "other", now()), specialist, zone))
    elif request is not None and request.messages:
        await show(screens.draft(request))
    elif request is None and (closed := await help_requests.last_closed_of(person.id)) is not None:
        await show(screens.come_back(*closed))
    else:
        await show(screens.topics(topics))


@commands.callback_query(ChooseTopic.filter())
async def person_chooses_a_topic(query: CallbackQuery, topics: Topics, show: Show) -> None:
    await show(screens.topics(topics))


@commands.callback_query(PickTopic.filter())
async def person_picks_topic(
    query: CallbackQuery,
    callback_data: PickTopic,
    person: Person,
    help_requests: HelpRequests,
    staff: Staff,
    crisis: CrisisWords,
    now: Now,
    zone: str,
    show: Show,
) -> None:
    request = await help_requests.begin(person, callback_data.topic)
    if request.status is Status.DRAFT:
        await show(screens.draft(request) if request.messages else screens.words(request))
        return
    specialist = await staff.get(request.claimed_by) if request.claimed_by else None
    prospect = await help_requests.prospect(request)
    await show(screens.standing(request, prospect, crisis.numbers(person, "other", now()), specialist, zone))


@commands.callback_query(Resume.filter())
async def person_comes_back(
    query: CallbackQuery, callback_data: Resume, person: Person, help_requests: HelpRequests, show: Show
) -> None:
    request = await help_requests.resume(person.id, callback_data.request, same=callback_data.same)  # type: ignore[arg-type]
    await show(screens.words(request))


@commands.callback_query(Send.filter())
async def person_sends(
    query: CallbackQuery,
    person: Person,
    help_requests: HelpRequests,
    crisis: CrisisWords,
    now: Now,
    zone: str,
    show: Show,
) -> None:
    try:
        request, prospect = await help_requests.send(person.id)
    except NothingToSend:
        await show.toast(people_screens.outdated())
        await show(people_screens.menu(await help_requests.open_of(person.id)))
        return
    await show(screens.sent(request, prospect, crisis.numbers(person, "other", now()), zone))


@commands.callback_query(Discard.filter())
async def person_drops_the_draft(query: CallbackQuery, person: Person, help_requests: HelpRequests, show: Show) -> None:
    if await help_requests.discard(person.id):
        await show(screens.discarded())
    else:
        await show.toast(people_screens.outdated())
        await show(people_screens.menu(await help_requests.open_of(person.id)))


@commands.callback_query(Rate.filter())
async def person_says_whether_it_helped(
    query: CallbackQuery, callback_data: Rate, person: Person, help_requests: HelpRequests, show: Show
) -> None:
    if callback_data.rating:
        await help_requests.rate(person.id, callback_data.request, callback_data.rating)  # type: ignore[arg-type]
    await show(screens.rated())


@commands.callback_query(Let.filter())
async def person_lets_it_pass(
    query: CallbackQuery,
    asked: Words | None,
    person: Person,
    people: People,
    help_requests: HelpRequests,
    relay: Relay,
    show: Show,
) -> None:
    if asked is None:
        await show(consents.gone(staff=False))
        return
    if asked.media is not None and asked.media.kind in VOICES:
        await people.agree_to_voice(person.id)
    if await relay.said_already(person.id, asked):
        raise Outdated
    # What was written under it is kept already.
    alone = asked if asked.kind is Kind.CONTACT else asked.model_copy(update={"text": ""})
    written = await help_requests.write(person, alone, UNREMARKABLE)
    drafted = written.step is Step.DRAFTED
    await show(_draft(written.request, alone, person) if drafted else consents.given(staff=False))


@commands.callback_query(KeepBack.filter())
async def person_keeps_it_back(query: CallbackQuery, person: Person, show: Show) -> None:
    await show(consents.kept_back(staff=person.role is not None))


@speaking.message()
@speaking.edited_message()
@writing.edited_message()
@writing.message()
async def person_writes(
    message: Message,
    words: Words,
    assessment: Assessment,
    person: Person,
    help_requests: HelpRequests,
    relay: Relay,
    crisis: CrisisWords,
    topics: Topics,
    now: Now,
    more: Callable[[], bool],
    show: Show,
) -> None:
    """Every kind of message, in every state: kept first, then answered. Only commands go elsewhere."""
    if words.edited:
        changed = await relay.changed(person.id, words)
        if changed is None:
            return
        words = changed
    if needs_a_yes(words.kind, words.media, voice_agreed=person.voice_agreed):
        question = consents.ask(words, staff=False)
        await show.below(people_screens.with_languages(question) if person.language is None else question)
        if words.kind is Kind.CONTACT or not words.text:
            return
        # What is written under it is words, and is kept without a question.
        kind = Kind.EDIT if words.edited else Kind.TEXT
        words = words.model_copy(update={"kind": kind, "media": None})
    written = await help_requests.write(person, words, assessment)
    if (preview := consents.preview(words)) is not None:
        await show.below(preview)
    if assessment.action is Action.CARD:
        await _tell_who_was_called(written, help_requests, crisis, show)
    elif assessment.action is Action.QUESTION and await help_requests.may_ask_check(person.id, CHECK_EVERY):
        await show.below(crisis.question(assessment, person, now()))
    elif written.step is Step.DRAFTED and not more():
        await show.below(_draft(written.request, words, person))
    elif words.kind is Kind.OTHER and not more():
        await show.below(screens.kept_other(written.request))
    elif written.step is Step.ADDED and not more():
        await show.mark()


def _draft(request: HelpRequest, words: Words, person: Person) -> Screen:
    screen = screens.kept_other(request) if words.kind is Kind.OTHER else screens.draft(request)
    return people_screens.with_languages(screen) if person.language is None else screen


async def _tell_who_was_called(written: Written, help_requests: HelpRequests, crisis: CrisisWords, show: Show) -> None:
    """After the card: who was called, once that is so."""
    if written.step in (Step.SENT, Step.ADDED):
        prospect = await help_requests.prospect(written.request)
        await show.below(crisis.told("passed_on" if written.told or prospect.on_duty else "nobody"))
