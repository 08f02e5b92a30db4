"""What every unit of work may rely on, whichever database is behind it."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from typing import Any, cast

import psycopg
import pytest

from storage.database import Database, DatabaseDown, Transaction, Unit
from tests.storage.notes import Desk


class NoRoom(Exception):
    """A refusal of the domain, raised inside a unit."""


def count(tx: Transaction) -> int:
    """How many notes there are."""
    return int(tx.notes.count())


def words(tx: Transaction) -> list[str]:
    """The words of all notes, the oldest first."""
    return list(tx.notes.words())


async def test_unit_gives_back_what_it_returns(database: Database) -> None:
    """A caller gets its unit's value, from writes and from reads."""
    note = await database.write(lambda tx: tx.notes.add("first"))

    row = await database.read(lambda tx: tx.notes.sql.get(tx.connection, note=note))

    assert (row["id"], row["words"], row["slot"]) == (note, "first", None)
    assert dict(row) == {"id": note, "words": "first", "slot": None}


async def test_unit_is_kept_whole_or_not_at_all(database: Database) -> None:
    """A refusal halfway through reaches the caller as it is, and nothing that the unit wrote stays."""

    def unit(tx: Transaction) -> None:
        tx.notes.add("half")
        raise NoRoom

    with pytest.raises(NoRoom):
        await database.write(unit)

    assert await database.read(count) == 0


async def test_failing_unit_does_not_take_its_neighbours(database: Database) -> None:
    """Units that wait together share a fate only in the disk: one that is refused leaves the others whole."""

    def unit(number: int) -> Any:
        def inside(tx: Transaction) -> int:
            tx.notes.add(str(number))
            if number % 3 == 0:
                raise NoRoom
            return number

        return inside

    results = await asyncio.gather(*(database.write(unit(n)) for n in range(60)), return_exceptions=True)

    expected = [number for number in range(60) if number % 3]
    assert [result for result in results if isinstance(result, int)] == expected
    assert sum(isinstance(result, NoRoom) for result in results) == 20
    assert sorted(map(int, await database.read(words))) == expected


async def test_late_violation_of_one_unit_does_not_take_its_neighbours(database: Database) -> None:
    """A constraint that is checked only at the commit fails the unit that violates it, and only that one."""
    results = await asyncio.gather(
        database.write(lambda tx: tx.notes.add("before")),
        database.write(lambda tx: tx.notes.add("on no board", board=77)),
        database.write(lambda tx: tx.notes.add("after")),
        return_exceptions=True,
    )

    assert isinstance(results[1], sqlite3.IntegrityError | psycopg.IntegrityError)
    assert sorted(await database.read(words)) == ["after", "before"]


async def test_reader_sees_only_what_is_committed_and_does_not_wait(database: Database) -> None:
    """While a writer is in the middle of its unit, a reader is answered, and sees none of it."""
    halfway, go_on = threading.Event(), threading.Event()

    def unit(tx: Transaction) -> None:
        tx.notes.add("unfinished")
        halfway.set()
        go_on.wait()

    writer = asyncio.create_task(database.write(unit))
    await asyncio.to_thread(halfway.wait)
    try:
        seen = await database.read(count)
    finally:
        go_on.set()
    await writer

    assert (seen, await database.read(count)) == (0, 1)


async def test_reader_sees_one_moment(database: Database) -> None:
    """Two statements of one read agree, even if a write was committed between them; and that write did not wait."""
    halfway, go_on = threading.Event(), threading.Event()

    def unit(tx: Transaction) -> tuple[int, int]:
        before = count(tx)
        halfway.set()
        go_on.wait()
        return before, count(tx)

    reader = asyncio.create_task(database.read(unit))
    await asyncio.to_thread(halfway.wait)
    try:
        await database.write(lambda tx: tx.notes.add("in between"))
    finally:
        go_on.set()

    assert await reader == (0, 0)
    assert await database.read(count) == 1


async def test_read_holds_every_write_that_returned(database: Database) -> None:
    """Who has written and then reads finds it, every time."""
    for number in range(1, 31):
        await database.write(lambda tx: tx.notes.add("again"))
        assert await database.read(count) == number


async def test_read_cannot_write(database: Database) -> None:
    """A unit that writes in a read is refused by the database itself: it would be lost."""
    with pytest.raises((sqlite3.OperationalError, psycopg.errors.ReadOnlySqlTransaction)):
        await database.read(lambda tx: tx.notes.add("lost"))

    assert await database.read(count) == 0


async def test_caller_that_is_cancelled_leaves_the_others_alone(database: Database) -> None:
    """Cancelled while its unit runs, or waits: everybody else is answered as if it had never been there."""
    halfway, go_on = threading.Event(), threading.Event()

    def slow(tx: Transaction) -> None:
        tx.notes.add("slow")
        halfway.set()
        go_on.wait()

    running = asyncio.create_task(database.write(slow))
    await asyncio.to_thread(halfway.wait)
    waiting = [asyncio.create_task(database.write(lambda tx: tx.notes.add("waiting"))) for _ in range(20)]
    await asyncio.sleep(0)
    running.cancel()
    for task in waiting[:10]:
        task.cancel()
    go_on.set()

    results = await asyncio.gather(*waiting, return_exceptions=True)

    assert all(isinstance(result, asyncio.CancelledError) for result in results[:10])
    assert all(isinstance(result, int) for result in results[10:])
    assert await database.ready()


async def test_after_commit_comes_once_it_is_durable(database: Database) -> None:
    """What a unit wanted done afterwards finds the unit's work in the database, before its caller goes on."""
    order: list[str] = []
    seen: list[asyncio.Task[int]] = []

    def unit(tx: Transaction) -> None:
        tx.after_commit(lambda: order.append("callback"))
        tx.after_commit(lambda: seen.append(asyncio.get_running_loop().create_task(database.read(count))))
        tx.notes.add("durable")

    await database.write(unit)
    order.append("caller")

    assert order == ["callback", "caller"]
    assert await seen[0] == 1


async def test_after_commit_never_comes_after_a_rollback(database: Database) -> None:
    """A unit that is refused wakes nobody; a neighbour of it does."""
    called: list[str] = []

    def refused(tx: Transaction) -> None:
        tx.after_commit(lambda: called.append("refused"))
        raise NoRoom

    def kept(tx: Transaction) -> None:
        tx.after_commit(lambda: called.append("kept"))

    await asyncio.gather(database.write(refused), database.write(kept), return_exceptions=True)
    await database.ready()

    assert called == ["kept"]


async def test_coroutine_function_is_no_unit(database: Database) -> None:
    """`async def` could await Telegram inside a transaction, so it is refused before anything runs."""

    async def unit(tx: Transaction) -> None: ...

    for run in (database.write, database.read):
        with pytest.raises(TypeError, match=r"plain function, not `async def`: .*unit"):
            await run(cast("Unit[None]", unit))


async def test_unit_returns_nothing_that_still_runs(database: Database) -> None:
    """A coroutine or a generator would run when the transaction is over: the unit is undone."""

    async def later() -> None: ...

    def gives_coroutine(tx: Transaction) -> Any:
        tx.notes.add("undone")
        return later()

    def gives_generator(tx: Transaction) -> Iterator[str]:
        tx.notes.add("undone")
        return (word for word in tx.notes.words())

    for unit in (gives_coroutine, gives_generator):
        with pytest.raises(TypeError, match="not something that still runs"):
            await database.write(unit)

    assert await database.read(count) == 0


async def test_mistake_in_a_statement_is_not_called_a_database_that_is_down(database: Database) -> None:
    """A programming error passes as the driver raised it: nobody should wait for it to go away."""
    with pytest.raises((sqlite3.OperationalError, psycopg.errors.UndefinedTable)):
        await database.write(lambda tx: tx.connection.execute("select * from nowhere").fetchall())

    assert await database.ready()


async def test_unknown_noun_is_named(database: Database) -> None:
    """A store that nobody registered is a clear mistake."""
    with pytest.raises(AttributeError, match="no store is registered under the name 'nothing'"):
        await database.read(lambda tx: tx.nothing)


async def test_closed_database_is_down(desk: Desk) -> None:
    """Before it is opened and after it is closed every caller is told so, and none waits for ever."""
    database = desk.database()
    with pytest.raises(DatabaseDown):
        await database.read(count)

    async with database:
        waiting = [asyncio.create_task(database.write(lambda tx: tx.notes.add("last"))) for _ in range(5)]
        await asyncio.sleep(0)

    with pytest.raises(DatabaseDown):
        await database.write(count)
    await asyncio.gather(*waiting)
    async with desk.database() as again:
        assert await again.read(count) == 5


async def test_scrub_may_be_called_at_any_time(database: Database) -> None:
    """It waits for nobody for long, and what is there stays there."""
    await asyncio.gather(*(database.write(lambda tx: tx.notes.add("x")) for _ in range(20)), database.scrub())

    assert await database.read(count) == 20
