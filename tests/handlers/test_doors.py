"""Every door is a door: its filters filter, and whoever stands behind it gets what they ask for by name."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from bot.dispatcher import ROUTERS
from bot.injected import Arriving, Injected
from dialogs.filters import IsStaff
from handlers import first_day, relay, staff

if TYPE_CHECKING:
    from aiogram.dispatcher.event.handler import HandlerObject

EVENTS = {"message", "query", "event"}
"""What arrived: aiogram gives it first, under whatever name the sentence has for it."""
OF_AIOGRAM = {"state", "command", "callback_data", "bot"}
FOR_COLLEAGUES = (first_day.router, staff.router, relay.commands, relay.writing)


def handlers(router: Router) -> Iterator[tuple[str, HandlerObject]]:
    """Each handler of a router, with the kind of update it is for."""
    for kind, observer in router.observers.items():
        for handler in observer.handlers:
            yield kind, handler


def doubtful(router: Router) -> list[str]:
    """Filters that aiogram takes for something else, or runs in a thread: of the router itself and of its handlers."""
    found = []
    for kind, observer in router.observers.items():
        guards = [("(all)", each) for each in observer._handler.filters or ()]
        guards += [(handler.callback.__name__, each) for handler in observer.handlers for each in handler.filters or ()]
        found += [
            f"{router.name}.{kind} {name}: {type(each.callback).__name__}"
            for name, each in guards
            if not isinstance(each.callback, Filter)
        ]
    return found


def unlisted(router: Router) -> list[str]:
    """Parameters that nobody promises to fill."""
    known = {*Injected.__annotations__, *Arriving.__annotations__, *OF_AIOGRAM}
    found = []
    for _, handler in handlers(router):
        asked = list(inspect.signature(handler.callback).parameters)
        found += [
            f"{handler.callback.__name__}({name})"
            for index, name in enumerate(asked)
            if name not in (EVENTS if index == 0 else known)
        ]
    return found


@pytest.mark.parametrize("router", ROUTERS, ids=lambda router: router.name)
def test_every_filter_is_one_that_aiogram_asks(router: Router) -> None:
    """Only `Filter` classes guard doors: anything else is run in a thread, or lets everybody in."""
    assert doubtful(router) == []


def test_filter_that_lets_everybody_in_is_noticed() -> None:
    """A class with async `__call__` that is no Filter always passes: before a handler and before a whole router."""

    class OnlyStaff:
        async def __call__(self, message: Message, **data: Any) -> bool:
            return False

    async def opens(message: Message) -> None:
        """Behind the door."""

    leaky, guarded = Router(name="leaky"), Router(name="guarded")
    leaky.message.register(opens, OnlyStaff())
    guarded.message.filter(OnlyStaff())
    guarded.message.register(opens)

    assert doubtful(leaky) == ["leaky.message opens: OnlyStaff"]
    assert doubtful(guarded) == ["guarded.message (all): OnlyStaff"]


@pytest.mark.parametrize("router", ROUTERS, ids=lambda router: router.name)
def test_every_parameter_is_promised_by_somebody(router: Router) -> None:
    """What a handler asks for by name stands in `bot/injected.py`, or is aiogram's own."""
    assert unlisted(router) == []


def test_parameter_that_nobody_fills_is_noticed() -> None:
    """A misspelt service would be found only when somebody presses the button."""

    async def opens(message: Message, help_request: object, person: object) -> None:
        """Behind the door."""

    router = Router(name="misspelt")
    router.message.register(opens)

    assert unlisted(router) == ["opens(help_request)"]


@pytest.mark.parametrize("router", FOR_COLLEAGUES, ids=lambda router: router.name)
def test_colleagues_doors_are_guarded_for_each_kind_of_update(router: Router) -> None:
    """Whatever update a staff router takes, the guard stands before all of its handlers."""
    guarded = {
        kind
        for kind, observer in router.observers.items()
        if any(isinstance(each.callback, IsStaff) for each in observer._handler.filters or ())
    }

    assert {kind for kind, _ in handlers(router)} <= guarded


def test_every_handler_is_a_sentence() -> None:
    """Handlers say who does what, and no two of a router say the same."""
    for router in ROUTERS:
        names = [handler.callback.__name__ for _, handler in handlers(router)]
        assert all("_" in name for name in names), names
        # One sentence may hold for several kinds of updates; two functions never share a name.
        assert len(set(names)) == len({handler.callback for _, handler in handlers(router)})
