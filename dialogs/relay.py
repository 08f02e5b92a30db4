"""A conversation through the bot, as both sides see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup

from dialogs.cards import card
from dialogs.kinds import relayed, said
from dialogs.screen import Flow, Id, Screen, button
from dialogs.ways import for_staff
from dialogs.words import _, language
from domain.help_requests import HelpRequest, Outcome
from domain.notices import Failure
from domain.relay import Author, CaseMessage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domain.people import Instant
    from domain.pseudonyms import Pseudonyms
    from domain.staff import StaffMember
    from domain.topics import Topics

__all__ = ["relayed"]
REPEATED = "↻ "
"""Stands before words that may be on the screen already: Telegram could not tell whether it took them."""

FLOW: Flow = {
    "relay.case": {
        "note": ("relay.note",),
        "hand": ("relay.colleagues", "relay.no_colleague"),
        "back": ("relay.given_back",),
        "close": ("relay.outcomes",),
    },
    "relay.which": {"to": ("relay.passed", "relay.not_yours")},
    "relay.noted": {"send_note": ("relay.passed", "relay.not_yours")},
    "relay.colleagues": {"to_colleague": ("relay.handed_over",), "open": ("relay.case",)},
    "relay.no_colleague": {"open": ("relay.case",)},
    "relay.outcomes": {"outcome": ("relay.closed",), "open": ("relay.case",)},
    "relay.note": {"text": ("relay.noted", "relay.cannot_pass", "relay.not_yours")},
}


class Writing(StatesGroup):
    """What a specialist's next text is."""

    note = State()
    which = State()


class OpenCase(CallbackData, prefix="open"):
    """Read a case that one holds."""

    request: Id


class Note(CallbackData, prefix="note"):
    """The next text is a note to oneself."""

    request: Id


class SendNote(CallbackData, prefix="send_note"):
    """What was taken for a note goes to the person after all. `update` names the text."""

    request: Id
    update: Id


class ToCase(CallbackData, prefix="to"):
    """The text is meant for this case. `update` names the text: each of several questions keeps its own."""

    request: Id
    update: Id = 0


class HandOver(CallbackData, prefix="hand"):
    """Choose a colleague for a case."""

    request: Id


class ToColleague(CallbackData, prefix="to_colleague"):
    """This colleague takes the case over."""

    request: Id
    colleague: Id


class GiveBack(CallbackData, prefix="back"):
    """Return a case to the queue."""

    request: Id


class Close(CallbackData, prefix="close"):
    """End a conversation."""

    request: Id


class CloseAs(CallbackData, prefix="outcome"):
    """How it ended."""

    request: Id
    outcome: Outcome


def _line(message: CaseMessage, name: str) -> str:
    who = {Author.PERSON: name, Author.SPECIALIST: _("Specialist"), Author.NOTE: _("Note")}[message.author]
    return f"{who}: {said(message)}"


def case(request: HelpRequest, lines: Iterable[CaseMessage], names: Pseudonyms, topics: Topics, now: Instant) -> Screen:
    """A case as its specialist reads it: the card, then all that was said. May be longer than one message."""
    name = names.name(request.pseudonym, language())
    said = "\n\n".join(_line(line, name) for line in lines)
    hint = _("Reply to this message, or just write if this is your only open case.")
    return for_staff(
        "relay.case",
        "\n\n".join((card(request, names, topics, now), said, hint)),
        (button(_("Note to self"), Note(request=request.id)), button(_("Hand over"), HandOver(request=request.id))),
        (
            button(_("Back to the queue"), GiveBack(request=request.id)),
            button(_("Close"), Close(request=request.id)),
        ),
    )


def which(choices: Sequence[HelpRequest], names: Pseudonyms, update: int = 0) -> Screen:
    """Several cases are open and nothing says which is meant: nothing was sent yet."""
    rows = [
        (button(names.name(request.pseudonym, language()), ToCase(request=request.id, update=update)),)
        for request in choices
    ]
    return for_staff("relay.which", _("To whom? Nothing has been sent yet."), *rows)


def passed(request: HelpRequest, names: Pseudonyms, *, paused: bool = False) -> Screen:
    """A chosen case got the words; or they wait until their person comes back."""
    says = _("On its way to {name}.")
    if paused:
        says = _("{name} is not looking right now. Your words are kept and will arrive on their return.")
    return for_staff("relay.passed", says.format(name=names.name(request.pseudonym, language())))


def no_case() -> Screen:
    """A specialist writes with no case open."""
    return for_staff("relay.no_case", _("You have no open case, so this was not sent to anybody. Take one with /next."))


def not_yours() -> Screen:
    """The case that is answered is with somebody else now, or closed."""
    return for_staff(
        "relay.not_yours",
        _("This case is no longer with you, so nothing was sent. It is closed, in the queue or with a colleague."),
    )


def cannot_pass() -> Screen:
    """A specialist sent what cannot be passed on in any form."""
    return for_staff(
        "relay.cannot_pass",
        _("A message of this kind cannot be passed on without saying more than it should. Nothing was sent."),
    )


def note(request: HelpRequest, names: Pseudonyms) -> Screen:
    """The next text stays here."""
    return for_staff(
        "relay.note",
        _("Write the note about {name}. Your next message stays with the staff. /cancel to leave it.").format(
            name=names.name(request.pseudonym, language())
        ),
    )


def noted(request: HelpRequest, update: int, names: Pseudonyms) -> Screen:
    """The note is kept. Whoever had forgotten that a note was due sends it on with one tap."""
    send = button(
        _("It was meant for {name}: send it").format(name=names.name(request.pseudonym, language())),
        SendNote(request=request.id, update=update),
    )
    return for_staff("relay.noted", _("Noted. The person does not see it."), (send,))


def colleagues(request: HelpRequest, members: Sequence[StaffMember]) -> Screen:
    """To whom a case may go."""
    rows = [
        (button(member.name(language()), ToColleague(request=request.id, colleague=member.id)),) for member in members
    ]
    return for_staff(
        "relay.colleagues",
        _("Who takes it over? These are on duty and speak the language."),
        *rows,
        (button(_("Back to the case"), OpenCase(request=request.id)),),
    )


def no_colleague(request: HelpRequest) -> Screen:
    """Nobody to hand over to."""
    return for_staff(
        "relay.no_colleague",
        _("Nobody else who speaks the language is on duty. You can return the case to the queue."),
        (button(_("Back to the case"), OpenCase(request=request.id)),),
    )


def handed_over(colleague: StaffMember) -> Screen:
    """The case is with a colleague."""
    return for_staff("relay.handed_over", _("{name} has it now.").format(name=colleague.name(language())))


def given_back() -> Screen:
    """The case is in the queue again."""
    return for_staff("relay.given_back", _("The case is back in the queue with its place kept. The person was told."))


def outcomes(request: HelpRequest) -> Screen:
    """How did it end?"""
    names = {
        Outcome.HELPED: _("Helped"),
        Outcome.CONTINUES: _("Will be continued"),
        Outcome.REFERRED: _("Referred to others"),
        Outcome.EMERGENCY: _("Emergency services"),
        Outcome.NO_ANSWER: _("The person stopped answering"),
        Outcome.NOT_OURS: _("Not for us"),
    }
    rows = [(button(name, CloseAs(request=request.id, outcome=outcome)),) for outcome, name in names.items()]
    return for_staff(
        "relay.outcomes", _("How did it end?"), *rows, (button(_("Back to the case"), OpenCase(request=request.id)),)
    )


def closed() -> Screen:
    """The conversation is closed on this side too."""
    return for_staff("relay.closed", _("Closed. Thank you. The person was asked whether it helped."))


def failure(why: str | None) -> str:
    """Why something did not arrive, in words."""
    return {
        Failure.BLOCKED: _("the person has blocked the bot"),
        Failure.GONE: _("the person's Telegram account is gone"),
        Failure.REFUSED: _("Telegram refused it"),
        Failure.EXPIRED: _("it was too late for it"),
        Failure.NO_VOICES: _("the person accepts no voice messages; please write it instead"),
        Failure.UNREADABLE: _("the file could not be fetched and cleaned"),
    }[Failure(why or Failure.REFUSED)]


def not_delivered(request: HelpRequest, why: str | None, names: Pseudonyms) -> Screen:
    """A specialist's words that did not arrive: loud, with the reason, never silent."""
    return for_staff(
        "relay.not_delivered",
        _("NOT DELIVERED to {name}: {why}.").format(name=names.name(request.pseudonym, language()), why=failure(why)),
    )
