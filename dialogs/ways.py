"""The ways that lead out of every screen: SOS, home, and for colleagues the desk."""

from __future__ import annotations

from dataclasses import replace

from aiogram.filters.callback_data import CallbackData

from dialogs.screen import Button, Flow, Screen, button
from dialogs.words import _

ANYWHERE: Flow = {
    "people": {
        "sos": ("crisis.sos",),
        "home": ("people.menu",),
        "hide": ("traces.done",),
        "/hide": ("traces.done",),
        "/pause": ("traces.paused",),
        "/my": ("kept.my",),
        "/forget": ("kept.forget",),
        "text": (
            "help_requests.draft",
            "help_requests.kept_other",
            "crisis.card",
            "crisis.told",
            "crisis.question",
            "consents.ask",
            "consents.preview",
        ),
        "edit": (
            "help_requests.draft",
            "help_requests.kept_other",
            "crisis.card",
            "crisis.told",
            "crisis.question",
            "consents.ask",
            "consents.preview",
        ),
        "/start": ("people.language", "people.welcome", "people.menu", "staff.name_ru"),
        "/menu": ("people.menu",),
        "/cancel": ("people.menu",),
        "/ask": (
            "help_requests.topics",
            "help_requests.draft",
            "help_requests.standing",
            "help_requests.come_back",
        ),
        "/sos": ("crisis.sos", "help_requests.draft"),
        "/undo": ("second_thoughts.taken_back",),
        "/settings": ("people.settings",),
        "/language": ("people.language",),
        "/unknown": ("people.unknown_command",),
    },
    "staff": {
        "sos": ("crisis.sos",),
        "home": ("staff.desk", "staff.name_ru"),
        "desk": ("staff.desk", "staff.name_ru"),
        "hide": ("traces.done",),
        "/hide": ("traces.done",),
        "text": (
            "relay.which",
            "relay.no_case",
            "relay.not_yours",
            "relay.cannot_pass",
            "relay.passed",
            "consents.ask",
        ),
        "edit": (
            "relay.which",
            "relay.no_case",
            "relay.not_yours",
            "relay.cannot_pass",
            "relay.passed",
            "consents.ask",
        ),
        "/start": ("staff.desk", "staff.name_ru"),
        "/menu": ("staff.desk", "staff.name_ru"),
        "/cancel": ("staff.desk", "staff.name_ru"),
        "/duty": ("staff.desk",),
        "/queue": ("staff.queue", "staff.nobody_waits"),
        "/next": ("relay.case", "staff.nobody_waits"),
        "/cases": ("staff.cases",),
        "/invite": ("staff.invite_role",),
        "/sos": ("crisis.sos",),
        "/undo": ("second_thoughts.taken_back",),
        "/settings": ("people.settings",),
        "/language": ("people.language",),
        "/unknown": ("people.unknown_command",),
    },
}
"""Not a screen but whoever is at the door: what may follow from every screen, for people and for colleagues."""


class OpenSos(CallbackData, prefix="sos"):
    """The numbers, at once: `quiet` shows them as a pop-up that leaves no line in the chat."""

    quiet: bool = False


class Hide(CallbackData, prefix="hide"):
    """Quick exit: this chat is emptied on both sides, and nothing tells what it was about."""


class GoHome(CallbackData, prefix="home"):
    """The menu."""


class Desk(CallbackData, prefix="desk"):
    """The menu of a colleague."""


def discreet(screen: Screen) -> Screen:
    """The same for something that comes unprompted: not even a button says what this chat is."""
    rows = tuple(
        tuple(Button("SOS", each.data) if each.data == OpenSos().pack() else each for each in row)
        for row in screen.rows
    )
    return replace(screen, rows=rows)


def for_person(name: str, text: str, *rows: tuple[Button, ...], home: bool = True) -> Screen:
    """A screen for somebody who may need help: SOS and quick exit are on every one, and nearly always a way home."""
    last: tuple[Button, ...] = (button(_("SOS: help now"), OpenSos()), button(_("Hide"), Hide()))
    if home:
        last = (*last, button(_("Menu"), GoHome()))
    return Screen(name, text, (*rows, last))


def for_staff(name: str, text: str, *rows: tuple[Button, ...], home: bool = True) -> Screen:
    """A screen for a colleague, with a way to the desk."""
    return Screen(name, text, (*rows, (button(_("Desk"), Desk()),)) if home else rows)
