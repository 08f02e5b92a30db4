"""The order of the doors: the first one that opens is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram import Dispatcher

from handlers import (
    crisis,
    fallback,
    first_day,
    groups,
    help_requests,
    kept,
    people,
    relay,
    second_thoughts,
    staff,
    traces,
)

if TYPE_CHECKING:
    from aiogram.fsm.storage.base import BaseStorage

    from bot.injected import Injected

ROUTERS = (
    help_requests.speaking,  # people's words are the most, and the most urgent: no other door looks at them first
    groups.router,  # nothing personal happens in a group
    crisis.router,  # SOS works in every state, for everybody
    traces.router,  # so does quick exit
    first_day.joining,  # an invitation makes a colleague of a person
    first_day.router,  # what is asked on the first day is answered before anything else
    second_thoughts.router,  # reactions, /undo and «Try again», for both sides
    staff.router,  # colleagues have a desk where others have a menu
    relay.commands,  # a specialist's buttons, and texts that were asked for
    people.router,
    kept.router,
    help_requests.commands,
    fallback.commands,  # commands that nobody knows are not passed on to anybody
    relay.writing,  # a specialist's words
    help_requests.writing,  # a person's words that look like a command
    fallback.buttons,  # buttons that nobody knows any more
)
"""Read from the top. Words come last: every door before them has asked for something more special."""


def build(storage: BaseStorage, injected: Injected) -> Dispatcher:
    """A dispatcher whose handlers get `injected` by name. Order per person is the inbox's work, not aiogram's."""
    dispatcher = Dispatcher(storage=storage, **injected)
    for router in ROUTERS:
        router._parent_router = None  # noqa: SLF001  a process may build more than one dispatcher: tests do
        dispatcher.include_router(router)
    return dispatcher
