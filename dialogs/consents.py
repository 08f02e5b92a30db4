"""What tells more about its sender than words do: the bot stops, says in a sentence what it is, and asks.

The question is a reply to the very message and holds nothing of it. Whoever says no has left nothing here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram.filters.callback_data import CallbackData

from dialogs.kinds import passed as as_passed
from dialogs.screen import Flow, Screen, button
from dialogs.ways import for_person, for_staff
from dialogs.words import _
from domain.relay import Author, Kind

if TYPE_CHECKING:
    from domain.relay import Words

FLOW: Flow = {
    "consents.ask": {
        "let": (
            "help_requests.draft",
            "consents.given",
            "consents.gone",
            "relay.which",
            "relay.no_case",
            "relay.not_yours",
        ),
        "keep_back": ("consents.kept_back",),
        "language": ("people.welcome", "people.menu", "people.settings"),
    },
}


class Let(CallbackData, prefix="let"):
    """Pass it on. What is meant is the message that the question answers."""


class KeepBack(CallbackData, prefix="keep_back"):
    """Do not pass it on."""


def _why(words: Words) -> str:
    media = words.media
    if words.kind is Kind.CONTACT:
        return _("A contact names somebody. Only the phone number would be passed on, not the name.")
    if words.kind is Kind.LOCATION:
        return _("A place shows where you are. Only this one point would be passed on; it does not follow you.")
    if media is not None and media.kind == Kind.VOICE:
        return _("A voice is an identity: somebody who knows you could recognise it. Shall I pass voice messages on?")
    if media is not None and media.kind == Kind.VIDEO_NOTE:
        return _("A voice and a face are an identity: somebody who knows you could recognise them. Shall I pass it on?")
    if media is not None and media.too_large:
        return _("This file is too large for me to clean. It may hold a name or a place, and goes as it is.")
    return _(
        "A file may hold more than you see: the name of whoever made it, a date, a place. I cannot clean this one."
    )


def ask(words: Words, *, staff: bool) -> Screen:
    """Stop, explain, ask. Nothing has been passed on, and nothing is kept."""
    text = "\n\n".join((_why(words), _("Nothing has been sent yet.")))
    row = (button(_("Send"), Let()), button(_("Do not send"), KeepBack()))
    screen = (for_staff if staff else for_person)("consents.ask", text, row)
    return _at(screen, words.key.message)


def given(*, staff: bool) -> Screen:
    """It goes where the words go."""
    return (for_staff if staff else for_person)("consents.given", _("Good. It is passed on."))


def kept_back(*, staff: bool) -> Screen:
    """It goes nowhere, and nothing of it stays."""
    text = _("Good. It was not sent, and I keep nothing of it.")
    return (for_staff if staff else for_person)("consents.kept_back", text)


def gone(*, staff: bool) -> Screen:
    """The message that was asked about is not there any more."""
    text = _("That message is not there any more, so there is nothing to send. Please send it again.")
    return (for_staff if staff else for_person)("consents.gone", text)


def preview(words: Words) -> Screen | None:
    """What the specialist reads instead, where something was taken out; None where nothing was."""
    if words.kind in (Kind.CONTACT, Kind.ANSWER):
        return None
    instead = as_passed(words.text, Author.PERSON)
    if instead == words.text:
        return None
    parts = (
        _("So that nobody learns who you are, your specialist sees:"),
        instead,
        _("To pass a phone number on all the same, send it as a contact."),
    )
    return _at(for_person("consents.preview", "\n\n".join(parts)), words.key.message)


def _at(screen: Screen, message: int) -> Screen:
    return Screen(screen.name, screen.text, screen.rows, reply_to=message or None)
