"""A hotline in the middle of its day: people who talk with specialists, put straight into the database.

The tests and the benchmarks of durability begin where conversations are already open; how they open is told elsewhere.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.clock import SystemClock
from bot.open_database import open_database
from bot.settings import Settings, load_settings
from domain.crisis import Action, Assessment, Severity, Subject
from domain.help_requests import Triage
from domain.people import Language, PersonId, Role
from domain.queue import QueueRules
from domain.relay import UpdateKey, Words
from services.help_requests import HelpRequests
from services.staff import Staff

if TYPE_CHECKING:
    from pathlib import Path

    from simulator import Telegram
    from simulator.phones import Phone
    from simulator.world import Bot
    from storage.database import Database

CALM = Assessment(action=Action.NONE, category=None, severity=Severity.NONE, subject=Subject.NONE, pattern=None)
UNLIMITED = {"notices_per_second": 1000, "live_per_second": 1000, "chat_per_second": 1000, "chat_burst": 1000}
"""Rates that never make anybody wait: what is tested is order and loss, not pace."""
OWN_BOT = 1
"""The words that open a case are nobody's update; they are written under the id of a bot that does not exist."""


class Conversations(NamedTuple):
    """Phones of both sides, and who talks with whom."""

    people: list[Phone]
    specialists: list[Phone]
    specialist_of: dict[int, Phone]
    """By a person's Telegram id."""


@dataclass(frozen=True)
class Line:
    """What a test writes: whose line it is, the how-manieth, and whether it came marked as a possible repeat."""

    person: int
    number: int
    marked: bool


_LINE = re.compile(r"строка (\d+) от (\d+)")


def line(person: int, number: int) -> str:
    """Words that say where they belong, and that no crisis check minds."""
    return f"строка {number} от {person}"


def lines_of(phone: Phone) -> list[Line]:
    """Every line that this phone shows, in order; a mark stands before the whole message."""
    found = []
    for message in phone.history:
        match = _LINE.search(message.words) if message.from_bot else None
        if match:
            found.append(Line(int(match[2]), int(match[1]), message.words.startswith("↻ ")))
    return found


def settings_for(telegram: Telegram, bot: Bot, folder: Path, **given: Any) -> Settings:
    """Settings of a bot at this simulator."""
    return load_settings(
        folder / "no.env",
        **{"bot_token": bot.token, "telegram_api": telegram.url, "data_dir": folder, **UNLIMITED, **given},
    )


def environment(settings: Settings) -> dict[str, str]:
    """The same settings for a process of its own."""
    named = settings.model_dump(exclude_none=True, exclude={"listen"})
    secret = {"bot_token": settings.token}
    if settings.secret_key is not None:
        secret["secret_key"] = settings.secret_key.get_secret_value()
    return {f"SENIM_{name.upper()}": str(value) for name, value in {**named, **secret}.items()}


async def converse(telegram: Telegram, bot: Bot, settings: Settings, people: int, specialists: int) -> Conversations:
    """Open conversations of so many people, spread evenly over the specialists. Nothing is due afterwards."""
    theirs = [telegram.add_person(f"Person {n}").phone(bot) for n in range(people)]
    ours = [telegram.add_person(f"Specialist {n}").phone(bot) for n in range(specialists)]
    for phone in (*theirs, *ours):
        phone.chat.started = True
    holder = {phone.person.id: ours[n % specialists] for n, phone in enumerate(theirs)}
    async with open_database(settings) as database:
        at_desk = {phone.person.id: await hire(database, phone.person.id) for phone in ours}
        for phone in theirs:
            await open_case(database, phone.person.id, at_desk[holder[phone.person.id].person.id])
        await database.write(
            lambda tx: tx.connection.execute("update notice set state = 'sent', settled_at = created_at").rowcount
        )
    return Conversations(theirs, ours, holder)


async def hire(database: Database, telegram_id: int, role: Role = Role.PSYCHOLOGIST) -> PersonId:
    """A specialist on duty who speaks both languages."""
    clock = SystemClock()
    staff = Staff(database, clock, secrets.token_urlsafe, _nothing)
    person = await database.write(lambda tx: tx.people.greet(telegram_id, clock.now()))
    token, _ = await staff.invite(role, "Colleague")
    member = await staff.join(token, person.id)
    names = {"name_ru": "Айгуль", "name_kk": "Айгүл"}
    await staff.describe(member.model_copy(update={**names, "languages": frozenset(Language), "joined": True}))
    await staff.duty(person.id, on_duty=True)
    return PersonId(person.id)


async def open_case(database: Database, telegram_id: int, specialist: PersonId | None = None) -> int:
    """A case of somebody who has introduced themselves; held by the specialist, or waiting. Returns its id."""
    clock = SystemClock()
    requests = help_requests(database, clock)

    def arrive(tx: Any) -> Any:
        person = tx.people.greet(telegram_id, clock.now())
        tx.people.choose_language(person.id, Language.RU)
        tx.people.introduce(person.id)
        return tx.people.get(person.id)

    person = await database.write(arrive)
    key = UpdateKey(bot=OWN_BOT, update=telegram_id, at=clock.now())
    written = await requests.write(person, Words(key=key, text="здравствуйте"), CALM)
    await requests.send(person.id)
    if specialist is not None:
        await requests.claim(written.request.id, by=specialist)
    return int(written.request.id)


def help_requests(database: Database, clock: SystemClock) -> HelpRequests:
    """The verbs, with rules that never stand in the way."""

    def topics(_topic: str | None) -> tuple[Role, Triage]:
        return Role.PSYCHOLOGIST, Triage.GREEN

    def pseudonym(_attempt: int) -> int:
        return secrets.randbelow(1_000_000)

    return HelpRequests(database, clock, QueueRules(cap=10_000), topics, pseudonym, _nothing, lambda _now: None)


def _nothing() -> None:
    return
