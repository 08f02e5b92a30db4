"""The desk of a colleague: the first day, duty, the queue, invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup

from dialogs.cards import card
from dialogs.people import LANGUAGE_NAMES, OpenSettings
from dialogs.relay import OpenCase
from dialogs.screen import Button, Flow, Id, Screen, button, mark
from dialogs.times import moment
from dialogs.ways import for_staff
from dialogs.words import _, _n, language
from domain.help_requests import HelpRequest, Triage
from domain.people import Language, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.people import Instant
    from domain.pseudonyms import Pseudonyms
    from domain.staff import StaffMember
    from domain.topics import Topics

QUEUE_SHOWN = 10
"""Cards on one screen: more do not fit a phone, and the worst come first."""

FLOW: Flow = {
    "staff.name_ru": {"text": ("staff.name_kk", "staff.name_ru"), "keep": ("staff.name_kk",)},
    "staff.name_kk": {"text": ("staff.languages", "staff.name_kk"), "keep": ("staff.languages",)},
    "staff.languages": {
        "speaks": ("staff.languages",),
        "languages_done": ("staff.topics", "staff.desk", "staff.languages"),
    },
    "staff.topics": {"takes": ("staff.topics",), "topics_done": ("staff.desk",)},
    "staff.desk": {
        "duty": ("staff.desk",),
        "next": ("relay.case", "staff.nobody_waits"),
        "queue": ("staff.queue", "staff.nobody_waits"),
        "cases": ("staff.cases",),
        "invite": ("staff.invite_role",),
        "settings": ("people.settings",),
    },
    "staff.queue": {"next": ("relay.case", "staff.nobody_waits")},
    "staff.cases": {"open": ("relay.case",)},
    "staff.invite_role": {"role": ("staff.invite_name",)},
    "staff.invite_name": {"text": ("staff.invited", "staff.invite_name")},
}


class FirstDay(StatesGroup):
    """What is asked when somebody begins to work here."""

    name_ru = State()
    name_kk = State()
    languages = State()
    topics = State()


class Inviting(StatesGroup):
    """Whom a coordinator invites."""

    name = State()


class Keep(CallbackData, prefix="keep"):
    """Keep the name as it is suggested."""


class Speaks(CallbackData, prefix="speaks"):
    """Speaks this language, or not. What is meant rides along: pressed twice is not pressed back."""

    code: Language
    on: bool = True


class LanguagesDone(CallbackData, prefix="languages_done"):
    """All languages are marked."""


class Takes(CallbackData, prefix="takes"):
    """Takes this topic, or not."""

    topic: str
    on: bool = True


class TopicsDone(CallbackData, prefix="topics_done"):
    """All topics are marked."""


class Duty(CallbackData, prefix="duty"):
    """Come on duty or go off."""

    on: bool


class Next(CallbackData, prefix="next"):
    """Take whose turn it is."""


class Queue(CallbackData, prefix="queue"):
    """See who waits."""


class Cases(CallbackData, prefix="cases"):
    """See one's own cases."""


class Claim(CallbackData, prefix="claim"):
    """Take this request. `version` is what was seen on the card."""

    request: Id
    version: Id


class Invite(CallbackData, prefix="invite"):
    """Invite a colleague."""


class InviteRole(CallbackData, prefix="role"):
    """As what."""

    role: Role


def role_name(role: Role) -> str:
    """How a role is called."""
    return {
        Role.PSYCHOLOGIST: _("psychologist"),
        Role.SOCIAL_PEDAGOGUE: _("social pedagogue"),
        Role.COORDINATOR: _("coordinator"),
        Role.ADMIN: _("administrator"),
    }[role]


def name_ru(role: Role, suggested: str) -> Screen:
    """The first question of the first day."""
    return for_staff(
        "staff.name_ru",
        _("Welcome! You join as: {role}. How shall people see you in Russian? A first name or an alias.").format(
            role=role_name(role)
        ),
        (button(_("Keep “{name}”").format(name=suggested), Keep()),),
        home=False,
    )


def name_kk(suggested: str) -> Screen:
    """The same name as Kazakh readers see it."""
    return for_staff(
        "staff.name_kk",
        _("And in Kazakh?"),
        (button(_("Keep “{name}”").format(name=suggested), Keep()),),
        home=False,
    )


def languages(spoken: frozenset[Language]) -> Screen:
    """Only requests in these languages are offered."""
    rows = [
        (button(mark(LANGUAGE_NAMES[code], chosen=code in spoken), Speaks(code=code, on=code not in spoken)),)
        for code in Language
    ]
    done = [(button(_("Done"), LanguagesDone()),)] if spoken else []
    return for_staff("staff.languages", _("In which languages do you work?"), *rows, *done, home=False)


def topics(listed: Topics, role: Role, taken: frozenset[str]) -> Screen:
    """Calm requests are offered by topic; red ones always."""
    rows = [
        (
            button(
                mark(topic.name[language()], chosen=topic.id in taken), Takes(topic=topic.id, on=topic.id not in taken)
            ),
        )
        for topic in listed.of(role)
    ]
    return for_staff(
        "staff.topics",
        _("Which topics do you take? Nothing marked means all. Urgent requests reach you in any case."),
        *rows,
        (button(_("Done"), TopicsDone()),),
        home=False,
    )


def _on_duty(member: StaffMember) -> str:
    if member.on_duty:
        return _("You are on duty.")
    if member.role.leads:
        return _("You are off duty: only a red request that nobody takes reaches you.")
    return _("You are off duty: no new requests reach you.")


def desk(member: StaffMember, waiting: Sequence[HelpRequest], held: int) -> Screen:
    """Where a working day begins and ends."""
    red = sum(1 for request in waiting if request.triage is Triage.RED)
    lines = [
        f"{member.name(language())}, {role_name(member.role)}",
        _on_duty(member),
        _("Waiting: {all}, of them red: {red}. With you: {held}.").format(all=len(waiting), red=red, held=held),
    ]
    toggle = button(_("Go off duty"), Duty(on=False)) if member.on_duty else button(_("Come on duty"), Duty(on=True))
    rows: list[tuple[Button, ...]] = [(toggle,)]
    if member.role.answers_requests:
        rows.append((button(_("Next request"), Next()), button(_("My cases"), Cases())))
    elif held:
        rows.append((button(_("My cases"), Cases()),))
    rows.append((button(_("Queue"), Queue()),))
    if member.role.leads:
        rows.append((button(_("Invite a colleague"), Invite()),))
    rows.append((button(_("Settings"), OpenSettings()),))
    return for_staff("staff.desk", "\n".join(lines), *rows, home=False)


def queue(
    waiting: Sequence[HelpRequest], names: Pseudonyms, listed: Topics, now: Instant, *, may_claim: bool
) -> Screen:
    """Who waits, in turn; no word of anybody."""
    if not waiting:
        return nobody_waits()
    shown = waiting[:QUEUE_SHOWN]
    text = "\n\n".join(card(request, names, listed, now) for request in shown)
    more = len(waiting) - len(shown)
    if more:
        text = "\n\n".join((text, _n("and {n} more", "and {n} more", more).format(n=more)))
    rows = [(button(_("Take the next"), Next()),)] if may_claim else []
    return for_staff("staff.queue", text, *rows)


def nobody_waits() -> Screen:
    """A calm moment."""
    return for_staff("staff.nobody_waits", _("Nobody is waiting for you."))


def cases(held: Sequence[HelpRequest], names: Pseudonyms) -> Screen:
    """One's own cases, each a button."""
    if not held:
        return for_staff("staff.cases", _("You have no open cases."))
    rows = [(button(names.name(request.pseudonym, language()), OpenCase(request=request.id)),) for request in held]
    return for_staff("staff.cases", _("Your open cases:"), *rows)


def invite_role(by: Role) -> Screen:
    """As what shall the colleague join?"""
    roles = [role for role in Role if role is not Role.ADMIN or by is Role.ADMIN]
    rows = [(button(role_name(role), InviteRole(role=role)),) for role in roles]
    return for_staff("staff.invite_role", _("As what shall the colleague join?"), *rows)


def invite_name() -> Screen:
    """Whom?"""
    return for_staff("staff.invite_name", _("What is the colleague called? They can change the shown name later."))


def invited(link: str, expires_at: Instant, zone: str) -> Screen:
    """A link for one person."""
    return for_staff(
        "staff.invited",
        "\n\n".join(
            (
                _("Send this link to the colleague. It works once, until {moment}.").format(
                    moment=moment(expires_at, zone)
                ),
                link,
            )
        ),
    )
