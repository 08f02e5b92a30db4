"""The SQL files as functions: `queries.people.find(connection, key=…)` runs `-- name: find(key)^` of people.sql.

aiosql reads the files. What a query gives is decided by the sign behind its parameter list:

    (none)  all rows, a list          ^   one row or None          $   the first column of one row, or None
    !       how many rows changed     <!  the first column that `returning` gives, or None
    *!      how many rows changed by the statement run for each of a list of mappings

`NOUN.postgresql.sql` holds twins: queries that replace those of the same name, parameters and sign in NOUN.sql when
the database is PostgreSQL.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from aiosql.adapters.generic import GenericAdapter
from aiosql.queries import Queries as Functions
from aiosql.query_loader import QueryLoader
from aiosql.types import QueryDatum, SQLOperationType
from aiosql.utils import VAR_REF, SQLLoadException, SQLParseException
from typing_extensions import override

from storage.database import Conflict

if TYPE_CHECKING:
    import psycopg

Dialect = Literal["sqlite", "postgresql"]
FOLDER = Path(__file__).parent

_RETURNING = re.compile(r"\breturning\b", re.IGNORECASE)
_WITHOUT_PARAMETERS = (SQLOperationType.SCRIPT, SQLOperationType.INSERT_UPDATE_DELETE_MANY)


class Row(Protocol):
    """One row, read by column name: `row["id"]`; `dict(row)` and `Model(**row)` work too. No numbers, no `get`."""

    def __getitem__(self, column: str, /) -> Any: ...

    def keys(self) -> Sequence[str]: ...


class QueryMistake(Exception):
    """A query file, or a call of a query, is wrong. For the programmer."""


class Adapter(GenericAdapter):
    """aiosql's way to a driver, on the shortest path and with the same answers on both databases.

    Its own adapters differ: on SQLite `$` fails on `sqlite3.Row` and `<!` ignores what `returning` gives, and a list of
    rows is read only while it is walked, that is when its unit may be over.
    """

    def __init__(self, source: Path) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.source = source
        self.expected: dict[str, frozenset[str]] = {}

    @override
    def process_sql(self, query_name: str, op_type: SQLOperationType, sql: str) -> str:
        names = [found["var_name"] for found in VAR_REF.finditer(sql) if found["var_name"]]
        self.expected[query_name] = frozenset(names)
        if op_type is SQLOperationType.SCRIPT:
            # sqlite3's executescript commits first: a script would end the transaction of its unit.
            raise QueryMistake(f"{self.source.name}: {query_name}: scripts (#) are for migrations only")
        if op_type is SQLOperationType.INSERT_RETURNING and not _RETURNING.search(sql):
            raise QueryMistake(f"{self.source.name}: {query_name}: `<!` needs `returning`")
        return sql

    def run(self, conn: Any, query_name: str, sql: str, parameters: Mapping[str, Any]) -> Any:
        """Execute; raise QueryMistake for parameters that are missing or unknown, Conflict where one exists."""
        if parameters.keys() != self.expected[query_name]:
            raise QueryMistake(
                f"{self.source.name}: {query_name} takes {sorted(self.expected[query_name])}, got {sorted(parameters)}"
            )
        try:
            return conn.execute(sql, parameters)
        except self.refusal as error:
            raise self.conflict(error) or error from None

    @property
    def refusal(self) -> type[Exception]:
        """The driver's class of errors among which are the conflicts. Asked for only once something was raised."""
        raise NotImplementedError

    def conflict(self, error: Any) -> Conflict | None:
        """The portable form of a driver's refusal, if it is a conflict."""
        raise NotImplementedError

    @override
    def select(self, conn: Any, query_name: str, sql: str, parameters: Any, record_class: object = None) -> Any:
        return self.run(conn, query_name, sql, parameters).fetchall()

    @override
    def select_one(self, conn: Any, query_name: str, sql: str, parameters: Any, record_class: object = None) -> Any:
        return self.run(conn, query_name, sql, parameters).fetchone()

    @override
    def select_value(self, conn: Any, query_name: str, sql: str, parameters: Any) -> Any:
        row = self.run(conn, query_name, sql, parameters).fetchone()
        if row is None:
            return None
        return next(iter(row.values() if isinstance(row, dict) else row))

    @override
    def insert_update_delete(self, conn: Any, query_name: str, sql: str, parameters: Any) -> int:
        changed: int = self.run(conn, query_name, sql, parameters).rowcount
        return changed

    @override
    def insert_update_delete_many(self, conn: Any, query_name: str, sql: str, parameters: Any) -> int:
        cursor = conn.cursor()
        try:
            cursor.executemany(sql, parameters)
        except self.refusal as error:
            raise self.conflict(error) or error from None
        changed: int = cursor.rowcount
        return changed

    insert_returning = select_value


class SqliteAdapter(Adapter):
    """For the standard library's sqlite3."""

    _CONFLICTS = (
        sqlite3.SQLITE_CONSTRAINT_UNIQUE,
        sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
        sqlite3.SQLITE_CONSTRAINT_ROWID,
        sqlite3.SQLITE_CONSTRAINT_TRIGGER,
    )

    @property
    @override
    def refusal(self) -> type[Exception]:
        return sqlite3.IntegrityError

    @override
    def conflict(self, error: sqlite3.IntegrityError) -> Conflict | None:
        if error.sqlite_errorcode in self._CONFLICTS:
            return Conflict(str(error).removeprefix("UNIQUE constraint failed: "))
        return None


class PostgresqlAdapter(Adapter):
    """For psycopg 3, whose parameters are `%(name)s`."""

    # unique_violation, exclusion_violation, and what a trigger raises: integrity_constraint_violation.
    _CONFLICTS = ("23505", "23P01", "23000")

    @override
    def process_sql(self, query_name: str, op_type: SQLOperationType, sql: str) -> str:
        checked = super().process_sql(query_name, op_type, sql)
        return VAR_REF.sub(_as_pyformat, checked.replace("%", "%%"))

    @property
    @override
    def refusal(self) -> type[Exception]:
        import psycopg  # noqa: PLC0415  takes 0.2 s; not needed where only SQLite runs

        return psycopg.IntegrityError

    @override
    def conflict(self, error: psycopg.IntegrityError) -> Conflict | None:
        if error.sqlstate in self._CONFLICTS:
            return Conflict(error.diag.constraint_name or error.diag.message_primary or "")
        return None


def _as_pyformat(found: re.Match[str]) -> str:
    if found["var_name"] is None:
        return found[0]
    return f"{found['lead']}%({found['var_name']})s"


_ADAPTERS: dict[Dialect, type[Adapter]] = {"sqlite": SqliteAdapter, "postgresql": PostgresqlAdapter}


class Queries:
    """All query files of a folder: one attribute per file, one function per query in it.

    Each function takes the connection first, then its parameters by name. Raises Conflict where the database refuses a
    second of what may be only one.
    """

    def __init__(self, dialect: Dialect, folder: Path = FOLDER) -> None:
        """Raise QueryMistake, naming file and query, for what cannot be right."""
        self.dialect = dialect
        twins = {path.name.removesuffix(".postgresql.sql"): path for path in folder.glob("*.postgresql.sql")}
        plain = [path for path in sorted(folder.glob("*.sql")) if path not in twins.values()]
        if orphans := sorted(twins.keys() - {path.stem for path in plain}):
            raise QueryMistake(f"{folder}: twins without a plain file: {', '.join(orphans)}")
        for path in plain:
            adapter = _ADAPTERS[dialect](path)
            queries = _read(path, adapter)
            if path.stem in twins:
                # Also read for SQLite, so that a twin that cannot be right is found wherever the tests run.
                replaced = _replace(queries, twins[path.stem], _ADAPTERS["postgresql"])
                queries = replaced if dialect == "postgresql" else queries
            setattr(self, path.stem, Functions(adapter).load_from_list(list(queries.values())))

    def __getattr__(self, name: str) -> Any:
        # Only for names without a file; typed so that `queries.people.find` needs no cast.
        raise AttributeError(f"there is no query file {name}.sql")

    def names(self) -> Iterable[str]:
        """`file.query` of every query."""
        for stem, functions in sorted(vars(self).items()):
            if isinstance(functions, Functions):
                yield from (f"{stem}.{name}" for name in functions.available_queries if _is_query(functions, name))


def _is_query(functions: Functions, name: str) -> bool:
    # aiosql adds a cursor twin for every select; it is of no use where lists are read at once.
    return not (name.endswith("_cursor") and name.removesuffix("_cursor") in functions.available_queries)


def _read(path: Path, adapter: Adapter) -> dict[str, QueryDatum]:
    try:
        data = QueryLoader(adapter, None, attribute=None).load_query_data_from_file(path, encoding="utf-8")
    except (SQLParseException, SQLLoadException) as error:
        raise QueryMistake(f"{path.name}: {error}") from error
    queries: dict[str, QueryDatum] = {}
    for datum in data:
        if datum.parameters is None and datum.operation_type not in _WITHOUT_PARAMETERS:
            raise QueryMistake(f"{path.name}: {datum.query_name}: no parameter list")
        if datum.query_name in queries:
            raise QueryMistake(f"{path.name}: {datum.query_name} stands there twice")
        queries[datum.query_name] = datum
    return queries


def _replace(
    queries: Mapping[str, QueryDatum], twins: Path, adapter: Callable[[Path], Adapter]
) -> dict[str, QueryDatum]:
    replaced = dict(queries)
    for name, twin in _read(twins, adapter(twins)).items():
        plain = replaced.get(name)
        if plain is None:
            raise QueryMistake(f"{twins.name}: {name} has no query of that name to replace")
        same = (set(plain.parameters or ()), plain.operation_type) == (
            set(twin.parameters or ()),
            twin.operation_type,
        )
        if not same:
            raise QueryMistake(f"{twins.name}: {name} differs from the plain one in parameters or sign")
        replaced[name] = twin
    return replaced
