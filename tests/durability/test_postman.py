"""Promise 6: what is due goes out, once if that can be known, in its order, and red before everything."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest

from bot.open_database import open_database
from bot.rate import Rates
from bot.settings import load_settings
from domain.help_requests import RequestId
from domain.notices import Again, Delivered, Failure, Notice, Priority, Result, Skipped, Undelivered
from tests.durability.hotline import hire, open_case
from tests.durability.outbox import Desk, Office

IN_FLIGHT = 4
HOUR = 3600 * 1000


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """On each database."""
    settings = load_settings(tmp_path / "no.env", data_dir=tmp_path, database_url=database_url)
    async with open_database(settings) as database:
        colleagues = [await hire(database, 100 + n) for n in range(10)]
        case = RequestId(await open_case(database, 1))
        await database.write(lambda tx: tx.connection.execute("update notice set state = 'sent'").rowcount)
        yield Desk(settings, database, colleagues, case)


def disorder(sent: list[Notice]) -> list[tuple[Notice, Notice]]:
    """Where somebody got a notice before an older one of the same priority."""
    lanes: dict[tuple[int, int], list[Notice]] = {}
    for notice in sent:
        lanes.setdefault((notice.recipient, notice.priority), []).append(notice)
    return [(first, second) for lane in lanes.values() for first, second in pairwise(lane) if second.id < first.id]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
async def test_order_stands_whatever_telegram_says_and_whoever_dies(desk: Desk, seed: int) -> None:
    """Sends fail in every way, news comes in between, the postman dies and another takes over: each chat gets its
    notices in order, never more than four are on the way, and in the end nothing is left.
    """
    dice = random.Random(seed)
    calm = False

    async def answer(notice: Notice) -> Result:
        for _ in range(dice.randrange(4)):
            await asyncio.sleep(0)
        if calm or dice.random() < 0.6:
            return Delivered()
        later = Again(at=office.clock.now() + dice.randrange(60), doubtful=dice.random() < 0.5)
        ends: list[Result] = [later, later, later, Undelivered(failure=Failure.REFUSED), Skipped()]
        return dice.choice(ends)

    office = Office(desk, answer)
    priorities = [Priority.RED, Priority.RELAYED, Priority.RELAYED, Priority.ALERT]
    for _ in range(5):
        async with office.postman() as postman:
            for _ in range(8):
                who = dice.choice(desk.colleagues[:5])
                await office.plan(who, desk.case, dice.choice(priorities), dice.randrange(1, 6))
                postman.ring()
            enough = len(office.sent) + dice.randrange(12)
            await office.until(lambda: len(office.sent) >= enough)  # noqa: B023  waited for right here
    calm = True
    async with office.postman():
        await office.settled()

    assert disorder(office.sent) == []
    assert office.most_on_the_way <= IN_FLIGHT


async def test_red_overtakes_ten_thousand_that_are_due(desk: Desk) -> None:
    """A red notice goes to everybody on duty after no more than what is on its way already, whatever else is due."""
    office = Office(desk)
    for who in desk.colleagues:
        await office.plan(who, desk.case, Priority.ALERT, 1000)
    async with office.postman() as postman:
        await office.until(lambda: len(office.sent) >= 100)
        before = len(office.sent)
        for who in desk.colleagues:
            await office.plan(who, desk.case, Priority.RED)
        planned = len(office.sent)
        postman.ring()
        red = len(desk.colleagues)
        await office.until(lambda: sum(each.priority is Priority.RED for each in office.sent) == red)

    last = max(n for n, each in enumerate(office.sent) if each.priority is Priority.RED)
    assert before >= 100
    assert last - planned < red + 3 * IN_FLIGHT


async def test_red_overtakes_hands_full_of_paced_chats(desk: Desk) -> None:
    """Also when all the postman holds must wait for the pace of its chats."""
    office = Office(desk, rates=Rates(notices=1000, live=1000, chat=0.2, chat_burst=1))
    for who in desk.colleagues[:9]:
        await office.plan(who, desk.case, Priority.ALERT, 20)
    async with office.postman() as postman:
        await office.until(lambda: len(office.sent) >= 9)
        await office.plan(desk.colleagues[9], desk.case, Priority.RED)
        postman.ring()
        await office.until(lambda: any(each.priority is Priority.RED for each in office.sent))

    assert len(office.sent) == 10


async def test_a_chat_closed_for_hours_delays_nobody_else(desk: Desk) -> None:
    """Telegram closes one chat for three hours: all others get theirs at once; after the three hours, also across a
    restart, the closed one gets its own, in order.
    """
    closed, *others = desk.colleagues
    open_again = 0

    async def answer(notice: Notice) -> Result:
        nonlocal open_again
        now = office.clock.now()
        if notice.recipient != closed or (open_again and now >= open_again):
            return Delivered()
        open_again = now + 3 * HOUR
        return Again(at=open_again)

    def reached() -> int:
        return len({each.id for each in office.sent if each.recipient != closed})

    office = Office(desk, answer)
    await office.plan(closed, desk.case, Priority.RELAYED, 100)
    for who in others:
        await office.plan(who, desk.case, Priority.RELAYED, 20)
    async with office.postman() as postman:
        await office.until(lambda: reached() == 180)
        await office.plan(closed, desk.case, Priority.RELAYED)
        postman.ring()
    tried = sum(each.recipient == closed for each in office.sent)
    async with office.postman():
        await office.plan(closed, desk.case, Priority.RELAYED)
        await office.plan(others[0], desk.case, Priority.RELAYED)
        await office.until(lambda: reached() == 181)
    assert tried == sum(each.recipient == closed for each in office.sent) == 1

    office.clock.shift += 3 * HOUR
    async with office.postman():
        await office.settled()
    assert len({each.id for each in office.sent if each.recipient == closed}) == 102
    assert disorder(office.sent) == []


async def test_a_flooded_chat_does_not_fill_the_hands(desk: Desk) -> None:
    """Hundreds are due for one chat, and paced; everybody else is served meanwhile."""
    flooded, *others = desk.colleagues
    office = Office(desk, rates=Rates(notices=500, live=500, chat=5, chat_burst=5))
    await office.plan(flooded, desk.case, Priority.RELAYED, 500)
    for who in others:
        await office.plan(who, desk.case, Priority.RELAYED, 4)
    async with office.postman():
        await office.until(lambda: sum(each.recipient != flooded for each in office.sent) == 36)

    assert sum(each.recipient == flooded for each in office.sent) < 20
