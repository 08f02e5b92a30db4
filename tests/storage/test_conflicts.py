"""Two of what may be only one: the database decides, under the same name on both engines."""

from __future__ import annotations

import asyncio
import contextlib

from storage.database import Conflict, Database, Transaction, Unit


def words(tx: Transaction) -> list[str]:
    """The words of all notes, the oldest first."""
    return list(tx.notes.words())


async def test_second_of_what_may_be_only_one_is_a_conflict(database: Database) -> None:
    """The database decides who was first, and the loser's unit leaves nothing."""

    def unit(tx: Transaction) -> None:
        tx.notes.add("beside")
        tx.notes.add("mine", slot=9)

    results = await asyncio.gather(database.write(unit), database.write(unit), return_exceptions=True)

    conflicts = [result for result in results if isinstance(result, Conflict)]
    assert len(conflicts) == 1
    assert "slot" in conflicts[0].constraint
    assert sorted(await database.read(words)) == ["beside", "mine"]


async def test_overlap_is_a_conflict_under_one_name(database: Database) -> None:
    """What PostgreSQL excludes and SQLite guards by a trigger is refused alike; what only touches is not."""

    def book(starts: int, ends: int) -> Unit[int]:
        return lambda tx: int(tx.notes.book_talk(starts, ends))

    results = await asyncio.gather(database.write(book(10, 20)), database.write(book(15, 25)), return_exceptions=True)
    await database.write(book(25, 35))

    assert [result.constraint for result in results if isinstance(result, Conflict)] == ["talk_overlap"]


async def test_attempt_lets_a_unit_go_on_after_a_conflict(database: Database) -> None:
    """What was attempted is undone alone; before and after stay."""

    def unit(tx: Transaction) -> None:
        tx.notes.add("before", slot=1)
        with contextlib.suppress(Conflict), tx.attempt():
            tx.notes.add("inside")
            tx.notes.add("taken", slot=1)
        with tx.attempt():
            tx.notes.add("after", slot=2)

    await database.write(unit)

    assert await database.read(words) == ["before", "after"]
