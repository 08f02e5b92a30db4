"""Seven days, ten thousand messages, six hours without Telegram: what is to vanish vanishes, by the hotline's clock."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from domain.people import Person, PersonId
from domain.traces import ERASABLE, HOUR, Erased, Vanishing
from services.traces import Traces
from tests.services.desk import Desk

DAYS = 7
MESSAGES = 10_000
OUTAGE = (70 * HOUR, 76 * HOUR)
"""Since the beginning: with messages old enough to vanish on both sides of it."""
STEP = HOUR // 6


class FakeChats:
    """Telegram, as far as it deletes: 48 hours long, all of a call or nothing, and not during the outage."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.stands: dict[tuple[PersonId, int], int] = {}
        self.down = False
        self.calls = 0

    async def calm(self, person: PersonId) -> None:
        """Nothing is on its way here."""

    async def erase(self, bot: int, person: PersonId, messages: Sequence[int], *, urgent: bool) -> Erased:
        """As Telegram does."""
        del bot, urgent
        self.calls += 1
        assert len(messages) <= 100
        if self.down:
            return Erased()
        now = self.desk.clock.now()
        if any(now - self.stands.get((person, each), now) > ERASABLE for each in messages):
            return Erased(refused=tuple(messages))
        for each in messages:
            self.stands.pop((person, each), None)
        return Erased(gone=tuple(messages))


class Week:
    """People who write, each with their own choice."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.chats = FakeChats(desk)
        self.traces = Traces(desk.database, desk.clock, self.chats, lambda: None)
        self.choices: dict[PersonId, Vanishing] = {}
        self.people: list[Person] = []
        self.oldest = 0

    async def come(self, many: int) -> None:
        """People of every choice."""
        for number in range(many):
            person = await self.desk.person()
            choice = list(Vanishing)[number % 4]
            await self.traces.choose(person.id, choice)
            self.people.append(person)
            self.choices[person.id] = choice

    async def pass_by(self, *, sweeping: bool = True) -> None:
        """The week, in steps of ten minutes."""
        dice, clock = random.Random(7), self.desk.clock
        begun, number = clock.now(), 0
        steps = DAYS * 24 * HOUR // STEP
        for step in range(steps):
            clock.at += STEP
            self.chats.down = OUTAGE[0] <= clock.now() - begun < OUTAGE[1]
            batch = [(dice.choice(self.people).id, number + each) for each in range(MESSAGES // steps + 1)]
            number += len(batch)
            for person, message in batch:
                self.chats.stands[person, message] = clock.now()

            def unit(tx: object, batch: list[tuple[PersonId, int]] = batch) -> None:
                for person, message in batch:
                    tx.traces.leave(1, person, (message,), clock.now())  # type: ignore[attr-defined]

            await self.desk.database.write(unit)
            if sweeping and not (self.chats.down and step % 3):
                await self.traces.vanish()
            self.oldest = max(self.oldest, self.age())
        assert number >= MESSAGES

    def age(self) -> int:
        """Of the oldest message in any chat of somebody who lets them vanish."""
        now = self.desk.clock.now()
        ages = [now - at for (who, _), at in self.chats.stands.items() if self.choices[who] is not Vanishing.OFF]
        return max(ages, default=0)


@pytest.mark.timeout(120)
async def test_nothing_grows_older_than_47_hours_in_a_week_with_an_outage(desk: Desk) -> None:
    """Whatever is chosen, but «never»: those messages all stay. After the outage what is due goes first thing."""
    week = Week(desk)
    await week.come(40)

    await week.pass_by()

    assert 46 * HOUR < week.oldest <= 47 * HOUR
    kept = [who for who, _ in week.chats.stands if week.choices[who] is Vanishing.OFF]
    assert len(kept) > MESSAGES // 5
    assert week.chats.calls < MESSAGES


@pytest.mark.timeout(120)
async def test_without_sweeping_the_alarm_rings(desk: Desk) -> None:
    """A negative control: with nobody to sweep everything stays, and the operator hears of it."""
    week = Week(desk)
    await week.come(8)

    await week.pass_by(sweeping=False)

    assert week.oldest > 6 * 24 * HOUR
    overdue = await week.traces.overdue()
    assert overdue is not None
    assert overdue.traces > 1000
    assert overdue.oldest_hours > 46


async def test_one_chat_that_is_refused_does_not_hold_up_the_others(desk: Desk) -> None:
    """Of a batch that Telegram refuses for the sake of one message the rest goes all the same."""
    week = Week(desk)
    await week.come(2)
    first = week.people[1].id
    now = desk.clock.now()

    def unit(tx: object) -> None:
        tx.traces.leave(1, first, range(1, 101), now)  # type: ignore[attr-defined]

    await desk.database.write(unit)
    week.chats.stands = {(first, each): now for each in range(1, 101)}
    week.chats.stands[first, 40] = now - 10 * 24 * HOUR  # Telegram knows it as old
    desk.clock.at += 24 * HOUR

    await week.traces.vanish()

    assert list(week.chats.stands) == [(first, 40)]
