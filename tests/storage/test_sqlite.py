"""What holds on SQLite in particular: shared commits, one writer, waiting for locks, and files that keep secrets."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from storage.database import DatabaseBusy, DatabaseDown, Transaction
from storage.sqlite import MEMORY, SqliteDatabase
from tests.storage.notes import Desk

ROOT = Path(__file__).parents[2]
ANOTHER_PROCESS = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("begin immediate")
print("locked", flush=True)
sys.stdin.readline()
connection.execute("commit")
"""
ANOTHER_BOT = """
import asyncio, json, sys
from pathlib import Path
from tests.storage.notes import Desk

async def hold():
    async with Desk("sqlite", Path(sys.argv[1])).database():
        print("open", flush=True)
        sys.stdin.readline()

asyncio.run(hold())
"""


def count(tx: Transaction) -> int:
    """How many notes there are."""
    return int(tx.notes.count())


def add(tx: Transaction) -> int:
    """One more note."""
    return int(tx.notes.add("note"))


@contextmanager
def process(program: str, argument: Path, says: str) -> Iterator[subprocess.Popen[str]]:
    """Another Python process that has said what it has to say, and waits for a line or for its end."""
    child = subprocess.Popen(
        [sys.executable, "-c", program, str(argument)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdout is not None
        try:
            assert child.stdout.readline() == f"{says}\n"
            yield child
        finally:
            child.kill()


def opened(desk: Desk, **options: object) -> SqliteDatabase:
    """A database of notes in a file, of the class itself."""
    database = desk.database(**options)
    assert isinstance(database, SqliteDatabase)
    return database


@asynccontextmanager
async def commits(database: SqliteDatabase) -> AsyncIterator[list[str]]:
    """The commits that happen inside the `with`."""
    assert database._writer is not None
    seen: list[str] = []
    await database._writer.set_trace_callback(
        lambda statement: seen.append(statement) if statement == "commit" else None
    )
    yield seen


async def test_waiting_units_share_commits(sqlite_desk: Desk) -> None:
    """200 writes that come together cost a handful of waits for the disk, not 200."""
    async with opened(sqlite_desk) as database:
        async with commits(database) as seen:
            await asyncio.gather(*(database.write(add) for _ in range(200)))

        assert len(seen) <= 5
        assert await database.read(count) == 200


async def test_units_that_come_one_by_one_share_nothing(sqlite_desk: Desk) -> None:
    """Each is durable when it returns, so the number of commits above is not the counter's mistake."""
    async with opened(sqlite_desk) as database:
        async with commits(database) as seen:
            for _ in range(20):
                await database.write(add)

        assert len(seen) == 20


async def test_commit_that_fails_is_told_to_all(sqlite_desk: Desk) -> None:
    """If the shared commit fails nobody's unit is kept, nobody is told otherwise, and nobody is woken."""

    def no_commit(action: int, argument: str | None, *_: str | None) -> int:
        is_commit = action == sqlite3.SQLITE_TRANSACTION and argument == "COMMIT"
        return sqlite3.SQLITE_DENY if is_commit else sqlite3.SQLITE_OK

    woken: list[int] = []

    def unit(tx: Transaction) -> None:
        tx.after_commit(lambda: woken.append(1))
        add(tx)

    async with opened(sqlite_desk) as database:
        assert database._writer is not None
        await database._writer.set_authorizer(no_commit)
        results = await asyncio.gather(*(database.write(unit) for _ in range(10)), return_exceptions=True)
        await database._writer.set_authorizer(None)

        assert [type(result) for result in results] == [DatabaseDown] * 10
        assert (await database.read(count), woken) == (0, [])
        await database.write(unit)
        assert (await database.read(count), woken) == (1, [1])


async def test_full_disk_is_a_database_that_is_down_until_there_is_room(sqlite_desk: Desk) -> None:
    """Writers are told, readers are answered, and everything goes on by itself once there is room again."""
    async with opened(sqlite_desk) as database:
        await database.write(add)
        pages = await database.write(lambda tx: tx.connection.execute("pragma page_count").fetchone()[0])
        await database.write(lambda tx: tx.connection.execute(f"pragma max_page_count = {pages}").fetchone())

        with pytest.raises(DatabaseDown, match="full"):
            await database.write(lambda tx: tx.notes.add("x" * 100_000))
        assert await database.read(count) == 1

        await database.write(lambda tx: tx.connection.execute("pragma max_page_count = 100000").fetchone())
        await database.write(lambda tx: tx.notes.add("x" * 100_000))
        assert await database.read(count) == 2


async def test_write_waits_while_another_process_holds_the_file(sqlite_desk: Desk) -> None:
    """A backup tool or a shell that locks the file for a moment delays a write and fails none; reads go on."""
    async with opened(sqlite_desk, busy_timeout=60_000) as database:
        with process(ANOTHER_PROCESS, sqlite_desk.path, "locked") as child:
            writing = asyncio.create_task(database.write(add))
            assert await database.read(count) == 0
            assert not writing.done()
            child.communicate("go\n")
            await writing

        assert await database.read(count) == 1


async def test_past_the_busy_timeout_it_is_down_and_then_recovers(sqlite_desk: Desk) -> None:
    """Held for too long, every waiting writer is told; when the file is free again nothing needs a restart."""
    async with opened(sqlite_desk, busy_timeout=20) as database:
        with process(ANOTHER_PROCESS, sqlite_desk.path, "locked"):
            results = await asyncio.gather(*(database.write(add) for _ in range(5)), return_exceptions=True)
            with pytest.raises(DatabaseDown, match="locked"):
                await database.ready()

        assert {type(result) for result in results} == {DatabaseDown}
        assert await database.ready()
        await database.write(add)
        assert await database.read(count) == 1


async def test_second_bot_on_the_same_file_is_refused(sqlite_desk: Desk) -> None:
    """The refusal names the file and what to do, and a killed bot leaves no lock behind."""
    with process(ANOTHER_BOT, sqlite_desk.folder, "open") as bot:
        with pytest.raises(DatabaseBusy, match=r"notes\.db is in use by another process.*notes\.db\.lock"):
            await sqlite_desk.database().__aenter__()
        bot.send_signal(signal.SIGKILL)
        bot.wait()

    async with sqlite_desk.database() as database:
        assert await database.ready()


async def test_command_may_write_beside_a_running_bot(sqlite_desk: Desk) -> None:
    """`alone=False` takes no lock: an invitation can be made while the bot runs, and both see it."""
    async with sqlite_desk.database() as bot, sqlite_desk.database(alone=False) as command:
        await asyncio.gather(*(database.write(add) for database in (bot, command) for _ in range(20)))

        assert (await bot.read(count), await command.read(count)) == (40, 40)


async def test_files_are_for_their_owner_only(sqlite_desk: Desk) -> None:
    """The database, its journal and its lock have mode 0600 whatever the umask, also if the file was there before."""
    sqlite_desk.path.touch(mode=0o666)
    sqlite_desk.path.chmod(0o666)
    umask = os.umask(0)
    try:
        async with sqlite_desk.database() as database:
            await database.write(add)
            files = {path.name: stat.S_IMODE(path.stat().st_mode) for path in sqlite_desk.folder.glob("notes.db*")}
    finally:
        os.umask(umask)

    expected = ("notes.db", "notes.db-shm", "notes.db-wal", "notes.db.lock")
    assert files == dict.fromkeys(expected, 0o600)


async def test_deleted_words_are_gone_from_the_files(sqlite_desk: Desk) -> None:
    """After a purge no byte of the words is left on disk, while the bot runs; before it, they are to be found."""
    secret = "that nobody shall read " * 300

    def found() -> bool:
        return any(b"nobody shall read" in path.read_bytes() for path in sqlite_desk.folder.glob("notes.db*"))

    async with sqlite_desk.database() as database:
        await database.write(lambda tx: tx.notes.add(secret))
        assert found()
        await database.scrub()
        assert found()

        await database.write(lambda tx: tx.notes.discard(secret))
        await database.scrub()
        assert not found()


async def test_unit_that_ends_the_transaction_itself_is_not_called_kept(sqlite_desk: Desk) -> None:
    """Alone or beside others: nobody is told that something is durable when it was rolled back."""

    def unit(tx: Transaction) -> None:
        add(tx)
        tx.connection.execute("rollback")

    async with sqlite_desk.database() as database:
        with pytest.raises(DatabaseDown):
            await database.write(unit)
        results = await asyncio.gather(database.write(add), database.write(unit), return_exceptions=True)

        assert [type(result) for result in results] == [DatabaseDown, DatabaseDown]
        assert await database.read(count) == 0


async def test_memory_is_the_real_engine(sqlite_desk: Desk) -> None:
    """In memory, reader and writer see the same, reads cannot write, and nothing is written to disk."""
    async with sqlite_desk.database(path=MEMORY) as database:
        await asyncio.gather(*(database.write(add) for _ in range(20)))
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            await database.read(add)

        assert await database.read(count) == 20
        assert await database.ready()
    async with sqlite_desk.database(path=MEMORY) as another:
        assert await another.read(count) == 0
    assert not sqlite_desk.path.exists()


async def test_file_that_is_no_database_is_told_apart(sqlite_desk: Desk) -> None:
    """Garbage in place of the file is reported at the start, and the lock is given back."""
    sqlite_desk.path.write_bytes(b"not a database at all" * 100)

    for _ in range(2):
        with pytest.raises(DatabaseDown, match="not a database"):
            await sqlite_desk.database().__aenter__()
