"""PostgreSQL: the same units on psycopg connections, each with a thread of its own.

Each unit is a transaction of its own; PostgreSQL itself lets commits that come at the same time share a wait for the
disk. Writers and readers are different threads, so that a unit that waits for a row does not keep anybody from reading.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
import time
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import DictRow, dict_row
from psycopg.types.numeric import Int8BinaryDumper
from typing_extensions import override

from storage import migrations
from storage.database import (
    Database,
    DatabaseDown,
    Job,
    Outcome,
    Stores,
    Unit,
    deliver,
    perform,
    refuse_coroutine_function,
)
from storage.queries import Queries

if TYPE_CHECKING:
    from storage.sealing import Seals

T = TypeVar("T")
PgConnection = psycopg.Connection[DictRow]

TRIES = 6  # of a unit that PostgreSQL undoes for the sake of others
_UNDONE = (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected)

_WRITE = b"begin isolation level read committed read write"
_READ = b"begin isolation level repeatable read read only"


class SwallowedError(RuntimeError):
    """A unit went on after an error of the database, outside of `Transaction.attempt`. Nothing of it was kept."""


class PostgresqlDatabase(Database):
    """A PostgreSQL database, which several replicas of the bot may share."""

    def __init__(
        self,
        url: str,
        stores: Stores,
        seals: Seals,
        *,
        queries: Queries | None = None,
        migrations: Path = migrations.FOLDER,
        writers: int = 4,
        readers: int = 2,
        lock_timeout: int = 5000,
    ) -> None:
        """`url` as libpq takes it (`postgresql://…`). `lock_timeout` in milliseconds: how long to wait for a row.

        Each of the writers and readers is a thread with a connection.
        """
        super().__init__(stores, queries or Queries("postgresql"), seals)
        self._url = url
        self._given_options = conninfo_to_dict(url).get("options") or ""
        self._migrations = migrations
        self._lock_timeout = lock_timeout
        self._writes: SimpleQueue[Job | None] = SimpleQueue()
        self._reads: SimpleQueue[Job | None] = SimpleQueue()
        self._workers = [_Worker(self, self._writes, _WRITE) for _ in range(writers)]
        self._workers += [_Worker(self, self._reads, _READ) for _ in range(readers)]
        self._open = False

    @override
    async def __aenter__(self) -> Self:
        """Raises DatabaseDown, or what `storage.migrations` raises."""
        await asyncio.to_thread(self._migrate)
        self._open = True
        for worker in self._workers:
            worker.start()
        return self

    @override
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open = False
        for worker in self._workers:
            worker.jobs.put(None)
        for worker in self._workers:
            await asyncio.to_thread(worker.join)

    @override
    async def write(self, unit: Unit[T]) -> T:
        return await self._ask(self._writes, unit)

    @override
    async def read(self, unit: Unit[T]) -> T:
        return await self._ask(self._reads, unit)

    async def _ask(self, jobs: SimpleQueue[Job | None], unit: Unit[T]) -> T:
        refuse_coroutine_function(unit)
        if not self._open:
            raise DatabaseDown("the database is not open")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        jobs.put(Job(future, unit))
        return await future

    @override
    async def scrub(self) -> None:
        """Let PostgreSQL reuse the room of deleted rows. Its own logs and backups are the operator's to rotate."""
        await asyncio.to_thread(self._vacuum)

    def _vacuum(self) -> None:
        connection = self.connect()
        try:
            connection.execute("vacuum")
        except psycopg.OperationalError as error:
            raise _down(error) from error
        finally:
            connection.close()

    def _migrate(self) -> None:
        connection = self.connect()
        try:
            # Replicas that start together wait for the one that migrates, however long it takes.
            connection.execute("set lock_timeout = 0")
            migrations.migrate(connection, "postgresql", self._migrations)
        except psycopg.OperationalError as error:
            raise _down(error) from error
        finally:
            connection.close()

    def connect(self) -> PgConnection:
        """A new connection, which commits only when told. Raises DatabaseDown."""
        try:
            connection = psycopg.connect(
                self._url,
                autocommit=True,
                row_factory=dict_row,
                connect_timeout=5,
                # Notice within seconds that the server has vanished without a word.
                keepalives_idle=10,
                keepalives_interval=5,
                keepalives_count=3,
                tcp_user_timeout=15_000,
                options=f"{self._given_options} -c lock_timeout={self._lock_timeout} -c synchronous_commit=on",
            )
        except psycopg.OperationalError as error:
            raise DatabaseDown(str(error)) from error
        # All whole numbers are bigint here, booleans too, as on SQLite; by default psycopg picks a type by size, and
        # so prepares a statement anew for each combination.
        connection.adapters.register_dumper(int, Int8BinaryDumper)
        connection.adapters.register_dumper(bool, Int8BinaryDumper)
        connection.prepared_max = 500
        return connection


class _Worker(threading.Thread):
    """Takes one job after another, on a connection that it makes anew when it breaks."""

    def __init__(self, database: PostgresqlDatabase, jobs: SimpleQueue[Job | None], begin: bytes) -> None:
        super().__init__(name="postgresql", daemon=True)
        self.jobs = jobs
        self._database = database
        self._begin = begin
        self._connection: PgConnection | None = None

    @override
    def run(self) -> None:
        while (job := self.jobs.get()) is not None:
            if job.future.cancelled():
                continue
            outcome = self._do(job)
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
                job.future.get_loop().call_soon_threadsafe(deliver, (outcome,))
        self._drop()

    def _do(self, job: Job) -> Outcome:
        """Run the unit until it is kept or fails for good."""
        fresh = self._connection is None
        for tries_left in reversed(range(TRIES)):
            try:
                return self._transact(job)
            except _UNDONE as error:
                if not tries_left:
                    return Outcome(job.future, error=_down(error))
                time.sleep(random.uniform(0.001, 0.02))  # noqa: S311  jitter, so that the two do not meet again
            except _Lost as lost:
                # It may have been closed while nobody used it; a new one that is lost too is no accident.
                if fresh or not lost.surely_undone:
                    return Outcome(job.future, error=_down(lost.error))
                fresh = True
            except BaseException as error:  # noqa: BLE001  belongs to its caller, not to this thread
                return Outcome(job.future, error=_down(error) if self._is_down(error) else error)
        raise AssertionError("unreachable")

    def _transact(self, job: Job) -> Outcome:
        committing = False
        if self._connection is None:
            self._connection = self._database.connect()
        connection = self._connection
        try:
            connection.execute(self._begin)
            tx = self._database.transaction(connection)
            result = perform(job.unit, tx)
            committing = True
            _commit(connection)
        except BaseException as error:
            if connection.broken or connection.closed:
                self._drop()
                if isinstance(error, psycopg.Error):
                    raise _Lost(error, surely_undone=not committing) from error
            else:
                self._undo(connection)
            raise
        return Outcome(job.future, result, callbacks=tx.callbacks)

    def _is_down(self, error: BaseException) -> bool:
        # A server that takes no writes any more is down for a writer; in a read, a write is the unit's mistake.
        read_only = isinstance(error, psycopg.errors.ReadOnlySqlTransaction) and self._begin == _WRITE
        return read_only or isinstance(error, psycopg.OperationalError)

    def _undo(self, connection: PgConnection) -> None:
        try:
            connection.execute(b"rollback")
        except psycopg.Error:
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(psycopg.Error):
                self._connection.close()
        self._connection = None


def _commit(connection: PgConnection) -> None:
    # After an error PostgreSQL answers a commit with a rollback, and does not call that an error.
    if connection.execute(b"commit").statusmessage != "COMMIT":
        raise SwallowedError("a unit went on after an error of the database without Transaction.attempt")


class _Lost(Exception):
    """The connection broke. Unless `surely_undone`, the commit had been sent: nobody knows what became of it."""

    def __init__(self, error: psycopg.Error, *, surely_undone: bool) -> None:
        super().__init__(str(error))
        self.error = error
        self.surely_undone = surely_undone


def _down(error: BaseException) -> DatabaseDown:
    down = DatabaseDown(str(error))
    down.__cause__ = error
    return down
