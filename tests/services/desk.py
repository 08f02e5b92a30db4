"""A hotline without a messenger: people and colleagues as rows, words as they would come in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.crisis import Action, Assessment, Category, Severity, Subject
from domain.help_requests import HelpRequest, Triage
from domain.people import Instant, Language, Person, PersonId, Role
from domain.queue import QueueRules
from domain.relay import Answer, Kind, UpdateKey, Words
from services.help_requests import HelpRequests, Written
from services.relay import Relay
from services.staff import Staff

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.database import Database

CALM = Assessment(action=Action.NONE, category=None, severity=Severity.NONE, subject=Subject.NONE, pattern=None)
RED = Assessment(
    action=Action.CARD, category=Category.SUICIDE, severity=Severity.HIGH, subject=Subject.SELF, pattern="test"
)
TOPICS = {
    "violence": (Role.PSYCHOLOGIST, Triage.YELLOW),
    "material_help": (Role.SOCIAL_PEDAGOGUE, Triage.GREEN),
}


class HandClock:
    """Moves when told."""

    def __init__(self) -> None:
        self.at: Instant = 1_795_770_000_000

    def now(self) -> Instant:
        """The present moment."""
        return self.at


class Desk:
    """The services, put together as `bot/app.py` does."""

    def __init__(self, database: Database, clock: HandClock, numbers: Iterator[int]) -> None:
        self.database = database
        self.clock = clock
        self.numbers = numbers
        self.requests = HelpRequests(
            database,
            clock,
            QueueRules(cap=2),
            lambda topic: TOPICS.get(topic or "", (Role.PSYCHOLOGIST, Triage.GREEN)),
            lambda _: next(numbers),
            lambda: None,
            lambda _: None,
        )
        self.relay = Relay(database, clock, lambda: None)
        self.staff = Staff(database, clock, lambda _: f"token {next(numbers)}", lambda: None)

    async def person(self) -> Person:
        """Somebody new."""
        person: Person = await self.database.write(lambda tx: tx.people.greet(next(self.numbers), self.clock.now()))
        return person

    async def colleague(self, role: Role = Role.PSYCHOLOGIST, *, on_duty: bool = True) -> PersonId:
        """Somebody who works here and speaks both languages."""
        token, _ = await self.staff.invite(role, "Айгуль")
        person = await self.person()
        member = await self.staff.join(token, person.id)
        await self.staff.describe(member.model_copy(update={"languages": frozenset(Language), "joined": True}))
        await self.staff.duty(person.id, on_duty=on_duty)
        return person.id

    def words(self, text: str = "Помогите", kind: Kind = Kind.TEXT, message: int | None = None) -> Words:
        """As they come from Telegram; `message` says which message is edited."""
        number = next(self.numbers)
        key = UpdateKey(bot=1, update=number, message=message or number, at=self.clock.now())
        return Words(key=key, text=text, kind=kind)

    async def writes(self, person: Person, text: str = "Помогите", assessment: Assessment = CALM) -> Written:
        """A person's words."""
        return await self.requests.write(person, self.words(text), assessment)

    async def answers(self, person: Person, answer: Answer) -> Written | None:
        """A button under a card or a question."""
        return await self.requests.answer(person, answer, self.words().key)

    async def asks(self, topic: str = "school") -> tuple[Person, HelpRequest]:
        """Somebody whose request waits."""
        person = await self.person()
        await self.requests.begin(person, topic)
        await self.writes(person)
        request, _ = await self.requests.send(person.id)
        return person, request

    async def planned(self, kind: str) -> list[Any]:
        """Recipients of the notices of a kind, oldest first."""

        def unit(tx: Any) -> list[Any]:
            cursor = tx.people.connection.execute("select recipient from notice where kind = ? order by id", (kind,))
            return [row["recipient"] for row in cursor.fetchall()]

        return await self.database.read(unit)
