"""Quick exit, vanishing, and silence: the phone may be in other hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram.filters.callback_data import CallbackData

from dialogs.people import OpenSettings
from dialogs.screen import Flow, Screen, button, mark
from dialogs.ways import for_person
from dialogs.words import _
from domain.traces import Vanishing

if TYPE_CHECKING:
    from domain.people import Person

FLOW: Flow = {
    "traces.knock": {"look": ("people.menu",)},
    "traces.vanishing": {"vanish": ("traces.vanishing",), "settings": ("people.settings",)},
}


class PickVanishing(CallbackData, prefix="vanish"):
    """After so long."""

    choice: Vanishing


def done(left: int) -> Screen:
    """All that quick exit leaves: it says nothing of what this chat was, and has no button that would tell."""
    return Screen("traces.done", _("Done. Left: {n}").format(n=left) if left else _("Done."))


def vanishing_name(choice: Vanishing) -> str:
    """In words that a child understands."""
    return {
        Vanishing.HOUR: _("After an hour"),
        Vanishing.DAY: _("After a day"),
        Vanishing.LONGEST: _("Within two days"),
        Vanishing.OFF: _("Never by themselves"),
    }[choice]


def vanishing(person: Person) -> Screen:
    """The choices, and what they mean."""
    says = _(
        "Messages in this chat vanish by themselves, mine and yours. What you wrote stays with us in safe keeping, "
        "and the conversation goes on."
    )
    limit = _("Messages older than two days can no longer be erased: such are the rules of Telegram.")
    return for_person(
        "traces.vanishing",
        f"{says}\n\n{limit}",
        *(
            (button(mark(vanishing_name(each), chosen=each.after == person.vanish_after), PickVanishing(choice=each)),)
            for each in Vanishing
        ),
        (button(_("Settings"), OpenSettings()),),
    )


class Look(CallbackData, prefix="look"):
    """Show what waits."""


def knock() -> Screen:
    """All that the phone shows before its owner looks."""
    return Screen("traces.knock", _("A new message"), ((button(_("Open"), Look()),),))


def paused() -> Screen:
    """Nothing more comes unprompted, and how that ends."""
    return for_person(
        "traces.paused",
        _(
            "Nothing will come here until you write again. All that arrives meanwhile will wait. "
            "Write anything, and we will go on."
        ),
    )
