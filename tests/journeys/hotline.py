"""The whole hotline in one process: a local Telegram, the bot, and a clock that is moved by hand."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from bot.app import App
from domain.crisis import Action
from domain.people import Language, Person, PersonId, Role
from tests.journeys.cast import Coordinator, Specialist, Teenager

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.content import Content
    from bot.settings import Settings
    from domain.crisis import Assessment
    from domain.help_requests import HelpRequest
    from domain.relay import CaseMessage
    from simulator import Bot, Telegram
    from tests.journeys.flows import Flows

T = TypeVar("T")

PATIENCE = 20.0
"""Seconds until something that should have come to rest is called hung."""


class Hotline:
    """`settled()` waits for the end of all that was caused; nobody sleeps."""

    def __init__(self, telegram: Telegram, bot: Bot, settings: Settings, content: Content, flows: Flows) -> None:
        self.telegram = telegram
        self.bot = bot
        self.settings = settings
        self.content = content
        self.flows = flows
        self.app = App(settings, content, trace=flows.hear)

    # Time

    def let_pass(self, seconds: float) -> None:
        """Move the hotline's clock. What becomes due by it happens at the next tick, or in `ticks`."""
        self.app.clock.shift += int(seconds * 1000)

    def it_is(self, weekday: int, hour: int) -> None:
        """Move the clock on to this hour of the hotline's wall clock; Monday is 0."""
        now = self.app.arrival.now()
        seconds = ((weekday - now.weekday()) * 24 + hour - now.hour) * 3600 - now.minute * 60 - now.second
        self.let_pass(seconds % (7 * 24 * 3600))

    async def marks_come(self) -> None:
        """Delivery marks come at once, and in a burst once more at the end of the second: let it end."""
        self.let_pass(1)
        self.app.postman.ring()
        await self.settled()

    async def ticks(self) -> None:
        """What the scheduler does each second."""
        await self.app.help_requests.look_after_red()
        self.app.postman.ring()
        await self.settled()

    async def settled(self, patience: float = PATIENCE) -> None:
        """Wait until everything received is handled and every due notice is settled. Raises TimeoutError."""
        async with asyncio.timeout(patience):
            while not await self._at_rest():
                await self.telegram.world.pulse.beat(0.005)

    async def _at_rest(self) -> bool:
        if self._arriving():
            return False
        await self.app.inbox.idle()
        now = self.app.clock.now()
        left = await self.read(lambda tx: _unsettled(tx, now))
        return not (left or self._arriving())

    def _arriving(self) -> bool:
        """Whether Telegram still has something for the bot, or the bot for Telegram."""
        return bool(self.bot.updates.waiting or self.bot.running)

    # What is on disk

    async def read(self, unit: Callable[[Any], T]) -> T:
        """Look into the database."""
        return await self.app.database.read(unit)

    async def rows(self, query: str) -> list[dict[str, Any]]:
        """Look into the database, in SQL that both engines know."""

        def unit(tx: Any) -> list[dict[str, Any]]:
            cursor = tx.people.connection.cursor()
            cursor.execute(query)
            names = [column[0] for column in cursor.description]
            found = [row if isinstance(row, dict) else dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            cursor.close()
            return found

        return await self.read(unit)

    async def person(self, telegram_id: int) -> Person:
        """Somebody's row."""
        found: Person = await self.read(lambda tx: tx.people.known(telegram_id))
        return found

    async def case(self, person: PersonId) -> HelpRequest:
        """The newest request of a person, open or closed."""
        found: HelpRequest | None = await self.read(
            lambda tx: tx.help_requests.open_of(person) or tx.help_requests.last_closed_of(person)
        )
        assert found is not None
        return found

    async def lines(self, person: PersonId) -> list[CaseMessage]:
        """All that was said in the newest request of a person."""
        request = await self.case(person)
        lines: list[CaseMessage] = await self.read(lambda tx: tx.relay.lines(request.id))
        return lines

    # Who is there

    def teenager(self, name: str = "Аружан", language: Language = Language.RU) -> Teenager:
        """Somebody who has never written; the phone speaks `language`."""
        account = self.telegram.add_person(name, language_code=language.value)
        return Teenager(self, account.phone(self.bot), language)

    async def specialist(
        self,
        name: str = "Айгуль",
        language: Language = Language.RU,
        *,
        role: Role = Role.PSYCHOLOGIST,
        speaks: Iterable[Language] = tuple(Language),
        on_duty: bool = True,
        topics: Iterable[str] = (),
    ) -> Specialist:
        """A colleague whose first day is over."""
        account = self.telegram.add_person(f"Account of {name}", language_code=language.value)
        colleague = (Coordinator if role.leads else Specialist)(self, account.phone(self.bot), language)
        token, _ = await self.app.staff.invite(role, name)
        await colleague.joins(token, speaks, topics)
        if on_duty:
            await colleague.comes_on_duty()
        return colleague

    async def coordinator(self, name: str = "Сауле", language: Language = Language.RU) -> Coordinator:
        """A coordinator whose first day is over; off duty."""
        colleague = await self.specialist(name, language, role=Role.COORDINATOR, on_duty=False)
        assert isinstance(colleague, Coordinator)
        return colleague

    # What the crisis check makes of words

    def assess(self, words: str) -> Assessment:
        """As the machine room will see them."""
        return self.app.check.assess_safely(words)

    def calm(self, words: str) -> str:
        """These words, proved to be ordinary."""
        assert self.assess(words).action is Action.NONE
        return words


def _unsettled(tx: Any, now: int) -> bool:
    counts = tx.notices.counts()
    due = tx.notices.next_due()
    return any(counts.get(state) for state in ("pending", "claimed", "sending")) or (due is not None and due <= now)
