"""Whose turn it is, played through with the real counting in a real database: fair inside a colour, starved in none."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.open_database import open_database
from bot.settings import load_settings
from domain.help_requests import HelpRequest, Outcome, RequestId, Triage
from domain.people import Instant, Language, PersonId, Role
from domain.queue import QueueRules, in_turn, since
from domain.relay import Author, UpdateKey, Words
from services.help_requests import HelpRequests
from services.staff import Staff

MINUTE = 60_000
RULES = QueueRules(patience=60 * 60, bound=4, cap=1000)
NEVER_IN_A_ROW = 2
"""Turns in a row that may go to others while red waits."""


class HandClock:
    """Moves when told."""

    def __init__(self) -> None:
        self.at: Instant = 1_795_770_000_000

    def now(self) -> Instant:
        """The present moment."""
        return self.at


class Turn:
    """One request taken: which, who else waited, and what time it was."""

    def __init__(self, taken: HelpRequest, waited: list[HelpRequest], now: Instant) -> None:
        self.taken = taken
        self.waited = waited
        self.now = now

    @property
    def let_through(self) -> bool:
        """Whether somebody worse was made to wait."""
        return any(other.triage > self.taken.triage for other in self.waited)

    def impatient(self) -> list[HelpRequest]:
        """Those below red who had waited past the patience of the service, longest first."""
        late = [
            each
            for each in [*self.waited, self.taken]
            if each.triage is not Triage.RED and since(each) <= self.now - RULES.patience * 1000
        ]
        return sorted(late, key=lambda each: (since(each), each.id))


class Day:
    """A queue with one specialist, in a database of its own."""

    def __init__(self, database: Any) -> None:
        self.database = database
        self.clock = HandClock()
        numbers = count(1)
        self.requests = HelpRequests(
            database, self.clock, RULES, lambda _: (Role.PSYCHOLOGIST, Triage.GREEN), lambda _: next(numbers),
            lambda: None, lambda _: None,
        )  # fmt: skip
        self.numbers = count(1)
        self.turns: list[Turn] = []
        self.specialist = PersonId(0)

    async def opens(self) -> None:
        """Somebody comes to work."""
        staff = Staff(self.database, self.clock, lambda _: "token", lambda: None)
        await staff.invite(Role.PSYCHOLOGIST, "Айгуль")
        person = await self.database.write(lambda tx: tx.people.greet(999, self.clock.now()))
        member = await staff.join("token", person.id)
        await staff.describe(member.model_copy(update={"languages": frozenset(Language), "joined": True}))
        self.specialist = person.id

    async def asks(self, colour: Triage) -> None:
        """Somebody's request of this colour begins to wait."""

        def unit(tx: Any) -> None:
            now, number = self.clock.now(), next(self.numbers)
            person = tx.people.greet(number, now)
            request = tx.help_requests.begin(person, None, Role.PSYCHOLOGIST, colour, number, now)
            words = Words(key=UpdateKey(bot=1, update=number, at=now), text="Помогите")
            tx.relay.add(request.id, Author.PERSON, person.id, words, red=False, pattern=None)
            tx.help_requests.send(request.id, now)

        await self.database.write(unit)

    async def is_next(self, *, back: bool = False) -> None:
        """The specialist takes whose turn it is; closes it, or gives it back at the end."""
        waiting: list[HelpRequest] = await self.database.read(lambda tx: tx.help_requests.waiting())
        opened = await self.requests.next(self.specialist)
        if opened is None:
            assert waiting == []
            return
        taken = next(each for each in waiting if each.id == opened.request.id)
        self.turns.append(Turn(taken, [each for each in waiting if each.id != taken.id], self.clock.now()))
        if back:
            await self.requests.give_back(taken.id, self.specialist)
        else:
            await self.requests.close(taken.id, self.specialist, Outcome.HELPED)


async def _lives(events: Iterable[tuple[str, Any]], folder: Path) -> list[Turn]:
    settings = load_settings(folder / "no.env", data_dir=folder)
    async with open_database(settings) as database:
        day = Day(database)
        await day.opens()
        for what, how in events:
            day.clock.at += 1000
            if what == "asks":
                await day.asks(how)
            elif what == "passes":
                day.clock.at += how * MINUTE
            else:
                await day.is_next(back=how)
        return day.turns


def lived(events: Iterable[tuple[str, Any]]) -> list[Turn]:
    """The turns of a day in which this happened."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_lives(events, Path(folder)))


event = st.one_of(
    st.tuples(st.just("asks"), st.sampled_from(Triage)),
    st.tuples(st.just("asks"), st.sampled_from(Triage)),
    st.tuples(st.just("next"), st.just(value=False)),
    st.tuples(st.just("next"), st.booleans()),
    st.tuples(st.just("passes"), st.integers(1, 90)),
)
days = given(st.lists(event, min_size=30, max_size=90))
modest = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


def busy(colours: Iterable[Triage], first: Iterable[Triage] = ()) -> list[tuple[str, Any]]:
    """Some who have long waited, and then each minute one more than can be taken."""
    events: list[tuple[str, Any]] = [("asks", colour) for colour in first]
    events.append(("passes", 61))
    for colour in colours:
        events += [("asks", colour), ("next", False), ("passes", 1)]
    return events


@modest
@days
def test_nobody_is_overtaken_inside_a_colour(events: list[tuple[str, Any]]) -> None:
    """Of one colour always the one who has waited longest goes first, also after coming back to the queue."""
    for turn in lived(events):
        fellows = [each for each in turn.waited if each.triage is turn.taken.triage]
        assert all((since(turn.taken), turn.taken.id) < (since(each), each.id) for each in fellows)


@modest
@days
def test_worst_goes_first_but_for_one_turn_in_five(events: list[tuple[str, Any]]) -> None:
    """A worse colour waits for a lower one at most once in any `bound + 1` turns, and only after the lower was patient."""
    turns = lived(events)
    for index, turn in enumerate(turns):
        window = turns[index : index + RULES.bound + 1]
        assert sum(each.let_through for each in window) <= 1
        if turn.let_through:
            assert turn.taken in turn.impatient()


@modest
@days
def test_red_is_never_held_up_by_more_than_two_turns(events: list[tuple[str, Any]]) -> None:
    """Whatever happens, while a red request waits at most two turns in a row go to others."""
    in_a_row = 0
    for turn in lived(events):
        red_waits = any(each.triage is Triage.RED for each in turn.waited)
        in_a_row = in_a_row + 1 if red_waits and turn.taken.triage is not Triage.RED else 0
        assert in_a_row <= NEVER_IN_A_ROW


def test_low_colour_is_never_starved() -> None:
    """On a day with more red and yellow than hands, who has waited longest is let through every fifth turn."""
    # Given a yellow and two greens who have waited an hour, and from then on nothing but red and yellow
    turns = lived(busy([Triage.RED, Triage.YELLOW] * 30, first=[Triage.YELLOW, Triage.GREEN, Triage.GREEN]))

    # Then in any five turns with somebody impatient one of the impatient is taken, and always the longest
    for index in range(len(turns) - RULES.bound):
        window = turns[index : index + RULES.bound + 1]
        if all(turn.impatient() for turn in window):
            assert any(turn.taken.id == turn.impatient()[0].id for turn in window)
    assert sum(turn.taken.triage is Triage.GREEN for turn in turns) == 2


def test_red_alone_starves_nobody() -> None:
    """Sixty reds in an hour: the one green that has waited long enough is taken after four of them."""
    turns = lived(busy([Triage.RED] * 60, first=[Triage.GREEN]))

    places = [index for index, turn in enumerate(turns) if turn.taken.triage is Triage.GREEN]
    assert places == [RULES.bound]


def test_calm_day_is_simply_in_order() -> None:
    """With nobody impatient it is the worst colour first, then the longest wait."""
    colours = [Triage.GREEN, Triage.RED, Triage.YELLOW, Triage.RED, Triage.GREEN]
    events: list[tuple[str, Any]] = [("asks", colour) for colour in colours]
    taken = [turn.taken for turn in lived([*events, *[("next", False)] * 5])]

    assert [each.triage for each in taken] == sorted(colours, reverse=True)
    assert [each.id for each in taken] == [2, 4, 3, 1, 5]


def test_order_does_not_depend_on_how_the_list_came() -> None:
    """Whose turn it is follows from the requests alone."""
    shown: Callable[[list[HelpRequest]], list[RequestId]] = lambda found: [each.id for each in in_turn(found, 4)]  # noqa: E731
    turns = lived([*[("asks", colour) for colour in [*Triage, *Triage]], ("passes", 70), ("next", False)])
    waiting = [turns[0].taken, *turns[0].waited]

    assert shown(waiting) == shown(waiting[::-1]) == shown(sorted(waiting, key=lambda each: each.version))
