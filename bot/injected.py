"""What a handler may ask for by name. A test fails on a handler with a parameter that is not listed here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

from dialogs.crisis import CrisisWords
from dialogs.show import Show
from domain.crisis import Assessment
from domain.hours import Now
from domain.people import Person
from domain.pseudonyms import Pseudonyms
from domain.regions import Regions
from domain.relay import Words
from domain.topics import Topics
from services.help_requests import HelpRequests
from services.kept import Kept
from services.people import People
from services.ports import Clock
from services.relay import Relay
from services.staff import Staff
from services.traces import Traces


class Injected(TypedDict):
    """The same for every update: services, and the content that screens are made of."""

    people: People
    help_requests: HelpRequests
    relay: Relay
    staff: Staff
    traces: Traces
    kept: Kept
    crisis: CrisisWords
    topics: Topics
    regions: Regions
    pseudonyms: Pseudonyms
    clock: Clock
    now: Now
    zone: str
    kept_days: int
    bot_name: str


class Arriving(TypedDict):
    """Of this update: who, what they wrote, and where to show something."""

    person: Person
    words: Words
    asked: Words | None
    """The sender's own message that a pressed question is about."""
    assessment: Assessment
    private: bool
    more: Callable[[], bool]
    show: Show
