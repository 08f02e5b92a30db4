"""What holds on PostgreSQL in particular: undone for others' sake, connections that break, commits in doubt."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import psycopg
import pytest

from storage.database import Conflict, DatabaseDown, Transaction, Unit
from storage.migrations import ADVISORY_LOCK
from storage.postgresql import TRIES, SwallowedError
from tests.storage.notes import Desk

# Runs inside COMMIT, and ends the connection there.
DIES_AT_COMMIT = """
create function die() returns trigger language plpgsql as $$
begin perform pg_terminate_backend(pg_backend_pid()); return null; end; $$;
create constraint trigger die after insert on note deferrable initially deferred
    for each row when (new.words = 'in doubt') execute function die();
"""


def count(tx: Transaction) -> int:
    """How many notes there are."""
    return int(tx.notes.count())


def backend(tx: Transaction) -> int:
    """The number of the server's process behind this connection."""
    return int(tx.connection.execute("select pg_backend_pid() as pid").fetchone()["pid"])


async def test_unit_undone_for_the_sake_of_others_runs_again(postgresql_desk: Desk) -> None:
    """Two units that wait for each other's rows: PostgreSQL undoes one, and its caller never learns of it."""
    each_holds_one = threading.Barrier(2)
    runs: list[str] = []

    def unit(first: str, second: str) -> Unit[None]:
        def inside(tx: Transaction) -> None:
            runs.append(first)
            tx.notes.sql.hold(tx.connection, words=first)
            if len(runs) <= 2:
                each_holds_one.wait()
            tx.notes.sql.hold(tx.connection, words=second)

        return inside

    async with postgresql_desk.database(writers=2) as database:
        await database.write(lambda tx: (tx.notes.add("a"), tx.notes.add("b")))

        await asyncio.gather(database.write(unit("a", "b")), database.write(unit("b", "a")))

    assert sorted(runs[:2]) == ["a", "b"]
    assert len(runs) == 3


async def test_unit_that_is_undone_every_time_is_given_up(postgresql_desk: Desk) -> None:
    """The number of tries is bounded; then the database counts as down."""
    runs: list[int] = []

    def unit(tx: Transaction) -> None:
        runs.append(1)
        raise psycopg.errors.SerializationFailure

    async with postgresql_desk.database() as database:
        with pytest.raises(DatabaseDown):
            await database.write(unit)

    assert len(runs) == TRIES


async def test_connection_that_broke_while_idle_is_made_anew(postgresql_desk: Desk) -> None:
    """After a restart of the server the next unit succeeds, and its caller never learns of it."""
    async with postgresql_desk.database(writers=1) as database:
        victim = await database.write(backend)
        with psycopg.connect(postgresql_desk.url, autocommit=True) as admin:
            admin.execute("select pg_terminate_backend(%s, 5000)", [victim])

        await database.write(lambda tx: tx.notes.add("after"))

        assert await database.read(count) == 1
        assert await database.write(backend) != victim


async def test_commit_in_doubt_is_not_tried_again(postgresql_desk: Desk) -> None:
    """Lost in the middle of COMMIT, a unit may have been kept: it is not run twice, and its caller is told."""
    with psycopg.connect(postgresql_desk.url, autocommit=True) as admin:
        async with postgresql_desk.database(writers=1) as database:
            admin.execute(DIES_AT_COMMIT.encode())
            await database.write(lambda tx: tx.notes.add("sure"))  # so that the connection is not a new one
            runs: list[int] = []

            def unit(tx: Transaction) -> None:
                runs.append(1)
                tx.notes.add("in doubt")

            with pytest.raises(DatabaseDown):
                await database.write(unit)

            assert runs == [1]
            assert await database.ready()


async def test_unit_that_swallows_an_error_is_not_called_kept(postgresql_desk: Desk) -> None:
    """PostgreSQL answers such a commit with a silent rollback; its caller must not take that for success."""

    def unit(tx: Transaction) -> None:
        tx.notes.add("first", slot=1)
        with pytest.raises(Conflict):
            tx.notes.add("second", slot=1)

    async with postgresql_desk.database() as database:
        with pytest.raises(SwallowedError):
            await database.write(unit)

        assert await database.read(count) == 0


async def test_row_that_is_held_for_too_long_is_a_database_that_is_down(postgresql_desk: Desk) -> None:
    """A writer waits for another replica's row only so long; meanwhile and afterwards all else goes on."""
    async with postgresql_desk.database(lock_timeout=50) as database:
        await database.write(lambda tx: tx.notes.add("held"))
        with psycopg.connect(postgresql_desk.url) as replica:
            replica.execute("update note set words = words")
            with pytest.raises(DatabaseDown, match="lock timeout"):
                await database.write(lambda tx: tx.notes.discard("held"))
            assert await database.read(count) == 1

        await database.write(lambda tx: tx.notes.discard("held"))
        assert await database.read(count) == 0


async def test_reads_do_not_wait_behind_writers_that_wait(postgresql_desk: Desk) -> None:
    """Even if every writer waits for a row, a reader is answered."""
    async with postgresql_desk.database(writers=2, lock_timeout=60_000) as database:
        await database.write(lambda tx: tx.notes.add("held"))
        with psycopg.connect(postgresql_desk.url) as replica:
            replica.execute("update note set words = words")
            writers = [asyncio.create_task(database.write(lambda tx: tx.notes.discard("held"))) for _ in range(5)]
            await asyncio.sleep(0)

            assert await database.read(count) == 1
            assert not any(writer.done() for writer in writers)

        await asyncio.gather(*writers)


async def test_server_that_is_not_there_is_a_database_that_is_down(tmp_path: Path) -> None:
    """Connection refused is told as such."""
    desk = Desk("postgresql", tmp_path, f"postgresql://nobody@/none?host={tmp_path}")
    desk.lay_out()

    with pytest.raises(DatabaseDown):
        await desk.database().__aenter__()


async def test_replica_waits_for_a_migration_however_long_it_takes(postgresql_desk: Desk) -> None:
    """The time limit for rows does not hold for the start: another replica may be rebuilding a large table."""
    waits = "select 1 from pg_locks where locktype = 'advisory' and not granted"
    with psycopg.connect(postgresql_desk.url) as replica:
        replica.execute(f"select pg_advisory_xact_lock({ADVISORY_LOCK})".encode())
        starting = asyncio.create_task(postgresql_desk.database(lock_timeout=1).__aenter__())
        while not starting.done() and replica.execute(waits.encode()).fetchone() is None:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)  # many times the limit
        assert not starting.done()

    await (await starting).__aexit__(None, None, None)


async def test_truth_is_a_number_on_both_databases(postgresql_desk: Desk) -> None:
    """True goes into an integer column as 1, as on SQLite: no store needs to know which database it is on."""
    async with postgresql_desk.database() as database:
        note = await database.write(lambda tx: tx.notes.sql.add(tx.connection, words="x", slot=True, board=None))

        row = await database.read(lambda tx: tx.notes.sql.get(tx.connection, note=note))

    assert row["slot"] == 1
