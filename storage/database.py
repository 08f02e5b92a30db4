"""Units of work: how anything is read from or written to the database.

A unit is a plain function that takes a `Transaction`. It cannot await, so no call to Telegram can happen inside
a transaction. It runs on a thread of the database, possibly twice (see `Database.write`), so it changes nothing but
the database, and returns values, never something that still reads.

    DatabaseDown     not now: locked, disk full, connection refused …; callers may degrade and try again
    DatabaseBusy     never from here: another process is the writer. For the operator
    Conflict         the database itself refused: two of what may be only one
    anything else    raised by the unit, or a mistake in it; passes through unchanged
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Self, TypeVar

if TYPE_CHECKING:
    from storage.queries import Queries
    from storage.sealing import Seals

T = TypeVar("T")


class DatabaseDown(Exception):
    """The database does not answer now. Nothing of the unit is promised to be kept; it may be tried again."""


class DatabaseBusy(Exception):
    """Another process is the writer of this database."""


class Conflict(Exception):
    """The database refused a second of what may be only one (unique, exclusion, or a guarding trigger).

    `constraint` names what refused: the constraint on PostgreSQL, the columns or the trigger's message on SQLite.
    It ends the unit, unless caught around `Transaction.attempt`: on PostgreSQL nothing more can be done in it.
    """

    def __init__(self, constraint: str) -> None:
        super().__init__(constraint)
        self.constraint = constraint


class Cursor(Protocol):
    """What `Connection.execute` gives, on both databases."""

    @property
    def rowcount(self) -> int: ...

    def fetchone(self) -> Any: ...

    def fetchall(self) -> list[Any]: ...

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """A driver's connection inside a transaction. Stores give it to queries and need little else of it."""

    def execute(self, query: str, parameters: Mapping[str, Any] = ..., /) -> Cursor: ...


# What makes the store of each noun, mostly its class: called with the connection, all queries, and the seals.
Stores = Mapping[str, Callable[[Connection, "Queries", "Seals"], Any]]


class Transaction:
    """What a unit receives: the stores, one attribute per noun, each made when first asked for.

    Of use only while the unit runs.
    """

    def __init__(self, connection: Connection, stores: Stores, queries: Queries, seals: Seals) -> None:
        self.connection = connection
        self.callbacks: list[Callable[[], object]] = []
        self._stores = stores
        self._queries = queries
        self._seals = seals

    def __getattr__(self, noun: str) -> Any:
        # Called only for what is not yet an attribute, so that the second use costs nothing.
        try:
            store = self.__dict__["_stores"][noun]
        except KeyError:
            raise AttributeError(f"no store is registered under the name {noun!r}") from None
        made = store(self.connection, self._queries, self._seals)
        setattr(self, noun, made)
        return made

    @contextlib.contextmanager
    def attempt(self) -> Iterator[None]:
        """What is written inside is undone alone if it raises, and the unit may go on.

        The only way to go on after a Conflict that is the same on both databases.
        """
        self.connection.execute("savepoint attempt")
        try:
            yield
        except BaseException:
            self.connection.execute("rollback to savepoint attempt")
            self.connection.execute("release savepoint attempt")
            raise
        self.connection.execute("release savepoint attempt")

    def after_commit(self, callback: Callable[[], object]) -> None:
        """Have `callback` run on the event loop once this unit is durable, and never if it is not.

        It runs before the writer's caller goes on. What it raises goes to the loop's exception handler.
        """
        self.callbacks.append(callback)


Unit = Callable[[Transaction], T]


class Database(ABC):
    """Reads and writes by units. An async context manager: entering opens and migrates, leaving closes."""

    def __init__(self, stores: Stores, queries: Queries, seals: Seals) -> None:
        self._stores = stores
        self._queries = queries
        self._seals = seals

    @abstractmethod
    async def write(self, unit: Unit[T]) -> T:
        """Run the unit; all that it wrote is durable when this returns, and nothing of it is kept when it raises.

        A unit may be run again after the database undid it (a deadlock, a neighbour's failed commit). A caller that is
        cancelled learns nothing: its unit may have been kept.

        Raises DatabaseDown, and whatever the unit raises.
        """

    @abstractmethod
    async def read(self, unit: Unit[T]) -> T:
        """Run the unit on one consistent snapshot, which holds every write that returned before.

        Never waits for writers. Raises DatabaseDown, and whatever the unit raises.
        """

    @abstractmethod
    async def __aenter__(self) -> Self: ...

    @abstractmethod
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    @abstractmethod
    async def scrub(self) -> None:
        """Leave as little as the engine can of rows that were deleted. To be called after a purge.

        Raises DatabaseDown.
        """

    async def ready(self) -> bool:
        """True if it reads and takes writes; raises DatabaseDown otherwise."""
        await self.write(_touch)
        await self.read(_touch)
        return True

    def transaction(self, connection: Connection) -> Transaction:
        """A transaction for one unit on this connection."""
        return Transaction(connection, self._stores, self._queries, self._seals)


def _touch(tx: Transaction) -> None:
    tx.connection.execute("select 1").fetchone()


def refuse_coroutine_function(unit: Callable[..., object]) -> None:
    """Raise TypeError for a unit that could await, before anything runs."""
    if inspect.iscoroutinefunction(unit) or inspect.isasyncgenfunction(unit):
        raise TypeError(f"a unit of work is a plain function, not `async def`: {_name(unit)}")


def perform(unit: Unit[T], tx: Transaction) -> T:
    """Run the unit; raise TypeError if what it returns still has to run."""
    result = unit(tx)
    kind = type(result)
    if hasattr(kind, "__await__") or hasattr(kind, "__anext__") or hasattr(kind, "__next__"):
        if hasattr(result, "close"):
            result.close()
        raise TypeError(f"a unit of work returns what it read, not something that still runs: {_name(unit)}")
    return result


def _name(unit: Callable[..., object]) -> str:
    return getattr(unit, "__qualname__", repr(unit))


# ── for the two engines ──────────────────────────────────────────────────────────────────────────────────────────────


class Job(NamedTuple):
    """A unit that waits, and whom it answers."""

    future: asyncio.Future[Any]
    unit: Unit[Any]


class Outcome(NamedTuple):
    """What became of a job: a result or an error, and what its unit wanted done once it is durable."""

    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None
    callbacks: Sequence[Callable[[], object]] = ()


def deliver(outcomes: Sequence[Outcome]) -> None:
    """Tell the callers. On the event loop."""
    for outcome in outcomes:
        for callback in outcome.callbacks:
            outcome.future.get_loop().call_soon(callback)
        if outcome.future.done():
            continue  # its caller has gone
        if outcome.error is None:
            outcome.future.set_result(outcome.result)
        else:
            outcome.future.set_exception(outcome.error)
