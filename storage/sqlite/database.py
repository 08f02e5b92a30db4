"""SQLite: one writer that shares its commits, one reader, each on a thread of its own.

A commit waits for the disk (`synchronous=FULL`), and that wait is nearly all that a write costs. So the writer takes
every unit that waits, runs them one after another in a single transaction, each under a savepoint, and commits once.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self, TypeVar

from typing_extensions import override

from storage import migrations
from storage.database import Database, DatabaseBusy, DatabaseDown, Stores, Unit, refuse_coroutine_function
from storage.queries import Queries
from storage.sqlite.connection import UnitConnection, down

if TYPE_CHECKING:
    from storage.sealing import Seals

T = TypeVar("T")

MEMORY = ":memory:"
SETTINGS = (
    "journal_mode = wal",  # readers and the writer do not wait for one another
    "synchronous = full",  # durable when COMMIT returns, even if the power goes
    "secure_delete = on",  # what was deleted is overwritten with zeros
    "foreign_keys = on",
    "temp_store = memory",  # nothing is sorted on disk
    "journal_size_limit = 8388608",  # after a flood the -wal file shrinks again; bytes
)


class SqliteDatabase(Database):
    """A database in one file, mode 0600, or in memory (`":memory:"`, for tests)."""

    def __init__(
        self,
        path: Path | str,
        stores: Stores,
        seals: Seals,
        *,
        queries: Queries | None = None,
        migrations: Path = migrations.FOLDER,
        busy_timeout: int = 5000,
        alone: bool = True,
    ) -> None:
        """`busy_timeout` in milliseconds.

        `alone=False` is for a short command beside a running bot: it neither takes nor minds the lock, and does not
        migrate. SQLite itself keeps the two from writing at once.
        """
        super().__init__(stores, queries or Queries("sqlite"), seals)
        self.path = path if path == MEMORY else Path(path)
        self._migrations = migrations
        self._busy_timeout = busy_timeout
        self._alone = alone
        self._lock: IO[bytes] | None = None
        self._writer: UnitConnection | None = None
        self._reader: UnitConnection | None = None

    @override
    async def __aenter__(self) -> Self:
        """Raises DatabaseBusy, DatabaseDown, or what `storage.migrations` raises."""
        if isinstance(self.path, Path):
            _prepare(self.path)
            if self._alone:
                self._lock = _lock(self.path)
        try:
            self._writer = await self._connect(self._open_writer, writes=True)
            # In memory one connection does both: a second could see the first's unfinished work, or be locked out.
            in_memory = self.path == MEMORY
            self._reader = self._writer if in_memory else await self._connect(self._open_reader, writes=False)
        except sqlite3.Error as error:
            await self._close()
            raise down(error) or error from error
        except BaseException:
            await self._close()
            raise
        return self

    @override
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._close()

    @override
    async def write(self, unit: Unit[T]) -> T:
        refuse_coroutine_function(unit)
        if self._writer is None:
            raise DatabaseDown("the database is not open")
        return await self._writer.write(unit)

    @override
    async def read(self, unit: Unit[T]) -> T:
        refuse_coroutine_function(unit)
        if self._reader is None:
            raise DatabaseDown("the database is not open")
        return await self._reader.read(unit)

    @override
    async def scrub(self) -> None:
        """Empty the -wal file: deleted rows are zeros in the database, but stand there until it is written over."""
        if self._writer is None:
            raise DatabaseDown("the database is not open")
        try:
            await self._writer.execute_fetchall("pragma wal_checkpoint(truncate)")
        except sqlite3.Error as error:
            raise down(error) or error from error

    async def _connect(self, connector: Callable[[], sqlite3.Connection], *, writes: bool) -> UnitConnection:
        connection = UnitConnection(connector, self.transaction, writes=writes)
        await connection.open()
        return connection

    async def _close(self) -> None:
        reader, writer = self._reader, self._writer
        self._reader = self._writer = None
        if reader is not None and reader is not writer:
            await reader.close()
        if writer is not None:
            await writer.close()
        if self._lock is not None:
            self._lock.close()

    def _open_writer(self) -> sqlite3.Connection:
        connection = self._open()
        try:
            if self._alone:
                migrations.migrate(connection, "sqlite", self._migrations)
            else:
                migrations.check(connection, "sqlite", self._migrations)
        except BaseException:
            connection.close()
            raise
        return connection

    def _open_reader(self) -> sqlite3.Connection:
        connection = self._open()
        connection.execute("pragma query_only = on")
        return connection

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=self._busy_timeout / 1000, isolation_level=None, cached_statements=512
        )
        try:
            for setting in SETTINGS:
                connection.execute(f"pragma {setting}")
        except BaseException:
            connection.close()
            raise
        connection.row_factory = sqlite3.Row
        return connection


def _prepare(path: Path) -> None:
    """Make the file readable by its owner only. SQLite gives its -wal and -shm the same mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.fchmod(descriptor, 0o600)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise DatabaseDown(f"cannot open {path}: {error.strerror}") from error


def _lock(path: Path) -> IO[bytes]:
    """Be the only writer until the file is closed, or the process ends however it ends."""
    name = path.with_name(path.name + ".lock")
    lock = open(name, "ab", opener=lambda file, flags: os.open(file, flags, 0o600))  # noqa: SIM115  held while open
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise DatabaseBusy(
            f"{path} is in use by another process, which holds {name}. Stop that process first; "
            "the lock goes with it, and the file need not be deleted."
        ) from error
    return lock
