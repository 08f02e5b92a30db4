"""The desk: how colleagues come in, go on duty, and see the queue."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command, CommandObject, CommandStart, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from dialogs import relay as relay_screens
from dialogs import staff as screens
from dialogs.filters import IsStaff, NoReply, says_a_name
from dialogs.show import Show
from dialogs.staff import (
    Cases,
    Claim,
    Duty,
    FirstDay,
    Invite,
    InviteRole,
    Inviting,
    Next,
    Queue,
)
from dialogs.ways import Desk, GoHome
from domain.errors import NotAllowed
from domain.people import Instant, Person, Role
from domain.pseudonyms import Pseudonyms
from domain.relay import Words
from domain.staff import StaffMember
from domain.topics import Topics
from services.help_requests import HelpRequests, OpenedRequest
from services.ports import Clock
from services.staff import Staff

router = Router(name="staff")
for each in (router.message, router.callback_query):
    each.filter(IsStaff())


async def _member(staff: Staff, person: Person) -> StaffMember:
    member = await staff.get(person.id)
    if member is None:
        raise NotAllowed
    return member


async def _show_desk(who: int, staff: Staff, help_requests: HelpRequests, show: Show) -> None:
    member = await staff.get(who)  # type: ignore[arg-type]
    if member is None:
        raise NotAllowed
    await show(screens.desk(member, await help_requests.queue(member.id), len(await help_requests.cases(member.id))))


@router.message(CommandStart())
@router.message(Command("menu", "cancel"))
@router.callback_query(Desk.filter())
@router.callback_query(GoHome.filter())
async def colleague_goes_to_the_desk(
    event: CallbackQuery | Message,
    person: Person,
    staff: Staff,
    help_requests: HelpRequests,
    state: FSMContext,
    show: Show,
) -> None:
    member = await _member(staff, person)
    if not member.joined:
        await state.set_state(FirstDay.name_ru)
        await show(screens.name_ru(member.role, member.name_ru))
        return
    await state.clear()
    await _show_desk(person.id, staff, help_requests, show)


@router.callback_query(Duty.filter())
async def colleague_comes_on_or_goes_off(
    query: CallbackQuery,
    callback_data: Duty,
    person: Person,
    staff: Staff,
    help_requests: HelpRequests,
    show: Show,
) -> None:
    await staff.duty(person.id, on_duty=callback_data.on)
    await _show_desk(person.id, staff, help_requests, show)


@router.message(Command("duty"))
async def colleague_switches_duty(
    message: Message, command: CommandObject, person: Person, staff: Staff, help_requests: HelpRequests, show: Show
) -> None:
    member = await _member(staff, person)
    wanted = {"on": True, "off": False}.get((command.args or "").strip().lower(), not member.on_duty)
    await staff.duty(person.id, on_duty=wanted)
    await _show_desk(person.id, staff, help_requests, show)


@router.message(Command("queue"))
@router.callback_query(Queue.filter())
async def colleague_looks_at_the_queue(
    event: CallbackQuery | Message,
    person: Person,
    help_requests: HelpRequests,
    pseudonyms: Pseudonyms,
    topics: Topics,
    clock: Clock,
    show: Show,
) -> None:
    may_claim = person.role is not None and person.role.answers_requests
    waiting = await help_requests.queue(person.id)
    await show(screens.queue(waiting, pseudonyms, topics, clock.now(), may_claim=may_claim))


@router.message(Command("cases"))
@router.callback_query(Cases.filter())
async def specialist_looks_at_cases(
    event: CallbackQuery | Message, person: Person, help_requests: HelpRequests, pseudonyms: Pseudonyms, show: Show
) -> None:
    await show(screens.cases(await help_requests.cases(person.id), pseudonyms))


async def _show_case(
    opened: OpenedRequest,
    person: Person,
    help_requests: HelpRequests,
    pseudonyms: Pseudonyms,
    topics: Topics,
    now: Instant,
    words: Words,
    show: Show,
) -> None:
    # Below, not in place of the card: what stands in a chat vanishes by its own age, and the card may be old.
    shown = await show.below(relay_screens.case(opened.request, opened.lines, pseudonyms, topics, now))
    await help_requests.seen(opened, person.id, list(shown), words.key.bot)


@router.message(Command("next"))
@router.callback_query(Next.filter())
async def specialist_takes_the_next(
    event: CallbackQuery | Message,
    person: Person,
    help_requests: HelpRequests,
    pseudonyms: Pseudonyms,
    topics: Topics,
    clock: Clock,
    words: Words,
    show: Show,
) -> None:
    opened = await help_requests.next(person.id)
    if opened is None:
        await show(screens.nobody_waits())
    else:
        await _show_case(opened, person, help_requests, pseudonyms, topics, clock.now(), words, show)


@router.callback_query(Claim.filter())
async def specialist_claims_request(
    query: CallbackQuery,
    callback_data: Claim,
    person: Person,
    help_requests: HelpRequests,
    pseudonyms: Pseudonyms,
    topics: Topics,
    clock: Clock,
    words: Words,
    show: Show,
) -> None:
    opened = await help_requests.claim(callback_data.request, person.id)  # type: ignore[arg-type]
    await _show_case(opened, person, help_requests, pseudonyms, topics, clock.now(), words, show)


@router.message(Command("invite"))
@router.callback_query(Invite.filter())
async def coordinator_invites(event: CallbackQuery | Message, person: Person, show: Show) -> None:
    if person.role is None or not person.role.leads:
        raise NotAllowed
    await show(screens.invite_role(person.role))


@router.callback_query(InviteRole.filter())
async def coordinator_picks_the_role(
    query: CallbackQuery, callback_data: InviteRole, person: Person, state: FSMContext, show: Show
) -> None:
    if person.role is None or not person.role.leads:
        raise NotAllowed
    await state.set_state(Inviting.name)
    await state.set_data({"role": callback_data.role})
    await show(screens.invite_name())


@router.message(StateFilter(Inviting.name), NoReply())
async def coordinator_names_the_colleague(
    message: Message,
    person: Person,
    staff: Staff,
    state: FSMContext,
    bot_name: str,
    zone: str,
    show: Show,
) -> None:
    if not says_a_name(message):
        await show(screens.invite_name())
        return
    role = Role((await state.get_data())["role"])
    token, expires_at = await staff.invite(role, (message.text or "").strip(), by=person.id)
    await state.clear()
    await show(screens.invited(f"https://t.me/{bot_name}?start={token}", expires_at, zone))
