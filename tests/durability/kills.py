"""The same evening for each test of a crash: people write, and the process is killed after every fiftieth message."""

from __future__ import annotations

import contextlib
import random
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from bot.open_database import open_database
from bot.settings import Settings
from simulator import Telegram
from tests.durability.hotline import Conversations, Line, line, lines_of
from tests.durability.processes import Nursery

IN_FLIGHT = 4
"""Duplicates that one kill may cause."""


class Reading(NamedTuple):
    """What stands on the specialists' phones, against what was written."""

    lost: set[tuple[int, int]]
    shuffled: list[Line]
    repeated: list[Line]
    unmarked: list[Line]
    marked: int

    @property
    def broken(self) -> bool:
        """Something was lost, came out of order, or came twice as if it were new."""
        return bool(self.lost or self.shuffled or self.unmarked)


def read(talk: Conversations, each: int) -> Reading:
    """Compare with `each` lines of every person."""
    lines = [found for phone in talk.specialists for found in lines_of(phone)]
    newest: dict[int, int] = {}
    shuffled = []
    first: set[tuple[int, int]] = set()
    repeated = []
    for found in lines:
        if found.number < newest.get(found.person, -1):
            shuffled.append(found)
        newest[found.person] = found.number
        if (found.person, found.number) in first:
            repeated.append(found)
        first.add((found.person, found.number))
    written = {(person, number) for person in range(len(talk.people)) for number in range(each)}
    return Reading(
        written - first, shuffled, repeated, [it for it in repeated if not it.marked], sum(it.marked for it in lines)
    )


async def evening(
    nursery: Nursery,
    telegram: Telegram,
    settings: Settings,
    talk: Conversations,
    rounds: int,
    *mischief: str,
    kills: bool = True,
    first: int = 0,
) -> int:
    """Everybody writes a line in each round; in the middle of the round, wherever that is, the process is killed.

    Returns the number of kills. The bot runs when this returns.
    """
    dice = random.Random(7)
    arrived, killed = telegram.record.methods, 0
    if nursery.pid is None:
        await nursery.start(settings, *mischief)
    for number in range(first, first + rounds):
        wanted = arrived["sendMessage"] + dice.randrange(len(talk.people))
        for person, phone in enumerate(talk.people):
            await phone.send(line(person, number))
        if kills:
            await telegram.world.pulse.until(lambda at=wanted: arrived["sendMessage"] >= at or None, timeout=60)  # type: ignore[misc]
            await nursery.kill()
            killed += 1
            await nursery.start(settings, *mischief)
    return killed


async def all_read(telegram: Telegram, talk: Conversations, each: int, timeout: float = 90) -> None:
    """Wait until every line stands on a specialist's phone."""
    count = len(talk.people) * each
    arrived = telegram.record.methods

    def complete() -> bool | None:
        return (arrived["sendMessage"] >= count and not read(talk, each).lost) or None

    if not await telegram.world.pulse.until(complete, timeout):
        raise AssertionError(f"after {timeout} s: {len(read(talk, each).lost)} of {count} are missing")


async def doubts(settings: Settings) -> int:
    """How many repeats the database knows of."""
    async with open_database(settings) as database:
        counts: dict[str, int] = await database.read(lambda tx: tx.notices.counts())
        return counts["in_doubt"]


@contextlib.contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """Another process (to SQLite, any other connection) holds the database."""
    path = settings.database_url.removeprefix("sqlite:///")
    with contextlib.closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as holder:
        holder.execute("begin exclusive")
        yield
        holder.execute("rollback")
