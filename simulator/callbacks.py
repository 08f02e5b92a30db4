"""Presses of inline buttons, from the finger to the pop-up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio

    from simulator.chats import Message
    from simulator.phones import Phone


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What the bot said to a press. Without text the button only stops glowing."""

    text: str | None = field(default=None, repr=False)
    show_alert: bool = False
    url: str | None = None


@dataclass(slots=True)
class Query:
    """A press that waits for its answer."""

    id: str
    phone: Phone
    message: Message
    at: float
    """Unix seconds on the simulator's clock."""
    answered: asyncio.Future[CallbackAnswer]
