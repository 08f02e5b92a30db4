"""The ways that lead out of every screen: SOS, home, and for colleagues the desk."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from dialogs.screen import Button, Screen, button
from dialogs.words import _


class OpenSos(CallbackData, prefix="sos"):
    """The numbers, at once: `quiet` shows them as a pop-up that leaves no line in the chat."""

    quiet: bool = False


class GoHome(CallbackData, prefix="home"):
    """The menu."""


class Desk(CallbackData, prefix="desk"):
    """The menu of a colleague."""


def for_person(name: str, text: str, *rows: tuple[Button, ...], home: bool = True) -> Screen:
    """A screen for somebody who may need help: SOS is on every one of them, and nearly always a way home."""
    last: tuple[Button, ...] = (button(_("SOS: help now"), OpenSos()),)
    if home:
        last = (*last, button(_("Menu"), GoHome()))
    return Screen(name, text, (*rows, last))


def for_staff(name: str, text: str, *rows: tuple[Button, ...], home: bool = True) -> Screen:
    """A screen for a colleague, with a way to the desk."""
    return Screen(name, text, (*rows, (button(_("Desk"), Desk()),)) if home else rows)
