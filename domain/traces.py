"""Traces: what stands in a private chat, where whoever holds the phone can read it.

Telegram lets a bot delete a message on both sides, its own and the person's, for 48 hours; after that never again.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from domain.people import Instant, PersonId

HOUR = 3_600_000
ERASABLE = 48 * HOUR
"""How long Telegram lets a bot delete a message, in milliseconds."""
AT_ONCE = 100
"""Messages that one call deletes."""
LONGEST = 40 * HOUR + HOUR // 2
"""«Within two days»: nothing that vanishes may grow older than 47 hours, and an outage may last six."""
ALARM_AT = 46 * HOUR
"""What is to vanish and is this old is an alarm: an hour is left before 47, and two before Telegram erases no more."""
NEVER: Instant = 253_402_300_799_000
"""The due time of what waits until somebody comes back: the end of the year 9999."""


class Vanishing(StrEnum):
    """After how long messages vanish from a person's chat. Theirs to choose."""

    HOUR = "1h"
    DAY = "24h"
    LONGEST = "47h"
    OFF = "off"

    @property
    def after(self) -> int | None:
        """In milliseconds; None: they stay."""
        return {Vanishing.HOUR: HOUR, Vanishing.DAY: 24 * HOUR, Vanishing.LONGEST: LONGEST, Vanishing.OFF: None}[self]


class WipeKind(StrEnum):
    """Why a chat is emptied."""

    HIDE = "hide"
    FORGET = "forget"


class Wipe(BaseModel):
    """A chat that is being emptied, up to this message."""

    model_config = ConfigDict(frozen=True)

    person_id: PersonId
    kind: WipeKind
    upto: int
    begun_at: Instant


class Trace(BaseModel):
    """A message in the chat of a person with a bot."""

    model_config = ConfigDict(frozen=True)

    bot: int
    person_id: PersonId
    telegram_message: int
    at: Instant


class Erased(BaseModel):
    """What Telegram said to a deletion. What is in neither list is to be tried again."""

    model_config = ConfigDict(frozen=True)

    gone: tuple[int, ...] = ()
    refused: tuple[int, ...] = ()


class Overdue(BaseModel):
    """What should be gone and still stands in some chat. Numbers only."""

    model_config = ConfigDict(frozen=True)

    traces: int
    oldest_hours: int
