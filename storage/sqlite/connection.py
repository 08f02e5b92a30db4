"""A connection of aiosqlite's whose thread runs whole units, and lets those that wait share one commit."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from typing import TypeVar

import aiosqlite
from typing_extensions import override

from storage.database import DatabaseDown, Job, Outcome, Transaction, Unit, deliver, perform

T = TypeVar("T")

MOST_AT_ONCE = 200  # units in one commit: the first of them waits for the last

# What is not a mistake in a statement but the state of the machine. https://sqlite.org/rescode.html
_DOWN = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOTADB,
}


class UnitConnection(aiosqlite.Connection):
    """A connection whose thread runs whole units: one hop there, one hop back, whatever the number of statements."""

    def __init__(
        self,
        connector: Callable[[], sqlite3.Connection],
        transaction: Callable[[sqlite3.Connection], Transaction],
        *,
        writes: bool,
    ) -> None:
        """`writes=False` makes a connection that the database itself keeps from writing."""
        super().__init__(connector, iter_chunk_size=64)
        self._transaction = transaction
        self._may_write = writes
        self._loop = asyncio.get_running_loop()
        self._writes: deque[Job] = deque()
        self._reads: deque[Job] = deque()
        self._called = False

    async def open(self) -> None:
        """Connect. Raises what the connector raises."""
        try:
            _ = await self  # itself
        except BaseException:
            # aiosqlite tells its thread to end and goes; a thread that outlives the loop would have nobody to answer.
            await asyncio.to_thread(self._thread.join)
            raise

    def write(self, unit: Unit[T]) -> asyncio.Future[T]:
        """Queue a unit for the next commit."""
        return self._wait_in(self._writes, unit)

    def read(self, unit: Unit[T]) -> asyncio.Future[T]:
        """Queue a unit for the next snapshot."""
        return self._wait_in(self._reads, unit)

    def _wait_in(self, queue: deque[Job], unit: Unit[T]) -> asyncio.Future[T]:
        future: asyncio.Future[T] = self._loop.create_future()
        if not self._running:
            future.set_exception(DatabaseDown("the database is closed"))
            return future
        queue.append(Job(future, unit))
        if not self._called:
            self._called = True
            # One turn later: all tasks that are ready to run now get their units into the same commit.
            self._loop.call_soon(self._call)
        return future

    def _call(self) -> None:
        self._tx.put_nowait((None, self._serve))

    @override
    async def close(self) -> None:
        """Serve who waits, then close."""
        if self._called:
            self._call()
        await super().close()

    # ── below here: on the connection's own thread ───────────────────────────────────────────────────────────────

    def _serve(self) -> None:
        self._called = False  # before looking: who comes from now on calls again
        while self._writes or self._reads:
            if batch := _take(self._writes):
                self._answer(self._commit(batch))
            if batch := _take(self._reads):
                self._answer(self._look(batch))

    def _answer(self, outcomes: Sequence[Outcome]) -> None:
        self._loop.call_soon_threadsafe(deliver, outcomes)

    def _commit(self, batch: Sequence[Job]) -> Sequence[Outcome]:
        """Run all units, commit once. If that fails nobody has written anything, whatever their units returned."""
        connection = self._conn
        try:
            connection.execute("begin immediate")
            if len(batch) == 1:
                outcomes = [self._run(batch[0], "rollback")]
                if outcomes[0].error is not None:
                    return outcomes
            else:
                outcomes = self._run_trusting(batch) or [self._run_beside_others(job) for job in batch]
            connection.execute("commit")
        except sqlite3.IntegrityError as error:
            # A deferred foreign key of one of them. Alone, only that one fails.
            _undo(connection)
            if len(batch) == 1:
                return [Outcome(batch[0].future, error=error)]
            return [outcome for job in batch for outcome in self._commit([job])]
        except sqlite3.Error as error:
            _undo(connection)
            return [Outcome(job.future, error=down(error) or DatabaseDown(str(error))) for job in batch]
        return outcomes

    def _run_trusting(self, batch: Sequence[Job]) -> list[Outcome] | None:
        """All units without a net: a savepoint for each costs as much as two of its statements. None, and nothing
        written, as soon as one of them fails: then all are run again, each beside the others.
        """
        outcomes = []
        for job in batch:
            outcomes.append(self._run(job, "rollback"))
            if outcomes[-1].error is not None or not self._conn.in_transaction:
                _undo(self._conn)
                self._conn.execute("begin immediate")
                return None
        return outcomes

    def _run_beside_others(self, job: Job) -> Outcome:
        self._conn.execute("savepoint unit")
        outcome = self._run(job, "rollback to unit")
        # Fails if a full disk, or a unit, has ended the transaction: then the whole batch is gone. So does the commit.
        self._conn.execute("release unit")
        return outcome

    def _run(self, job: Job, undo: str) -> Outcome:
        if job.future.cancelled():
            return Outcome(job.future)
        tx = self._transaction(self._conn)
        try:
            result = perform(job.unit, tx)
        except BaseException as error:  # noqa: BLE001  even SystemExit belongs to its caller, not to this thread
            if self._conn.in_transaction:
                self._conn.execute(undo)
            return Outcome(job.future, error=down(error) or error)
        return Outcome(job.future, result, callbacks=tx.callbacks)

    def _look(self, batch: Sequence[Job]) -> Sequence[Outcome]:
        """Run all units on one snapshot, which begins after each of them was asked for."""
        connection = self._conn
        try:
            if self._may_write:
                connection.execute("pragma query_only = on")
            connection.execute("begin")
            outcomes = [self._run_reading(job) for job in batch]
            connection.execute("rollback")
            if self._may_write:
                connection.execute("pragma query_only = off")
        except sqlite3.Error as error:
            _undo(connection)
            return [Outcome(job.future, error=down(error) or error) for job in batch]
        return outcomes

    def _run_reading(self, job: Job) -> Outcome:
        try:
            return Outcome(job.future, perform(job.unit, self._transaction(self._conn)))
        except BaseException as error:  # noqa: BLE001  belongs to its caller
            return Outcome(job.future, error=down(error) or error)


def _take(queue: deque[Job]) -> list[Job]:
    return [queue.popleft() for _ in range(min(len(queue), MOST_AT_ONCE))]


def _undo(connection: sqlite3.Connection) -> None:
    with contextlib.suppress(sqlite3.Error):  # the first error is the one that tells
        if connection.in_transaction:
            connection.execute("rollback")


def down(error: BaseException) -> DatabaseDown | None:
    """What the error is to callers, if it tells of the machine and not of a mistake in a statement."""
    if isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & 0xFF in _DOWN:
        answer = DatabaseDown(str(error))
        answer.__cause__ = error
        return answer
    return None
