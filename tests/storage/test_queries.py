"""The SQL files: the same answers on both databases, and mistakes found before anybody meets them."""

from __future__ import annotations

import itertools
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from storage.database import Conflict, Database, Transaction
from storage.migrations import migrate
from storage.postgresql import PostgresqlDatabase
from storage.queries import Dialect, Queries, QueryMistake
from storage.sealing import Seals

UNNAMED, NUMBER = 0, psycopg.adapters.types["int8"].oid
FILE = "-- name: find(name)^\nselect * from thing where name = :name\n"


def load(folder: Path, dialect: Dialect = "sqlite", **files: str) -> Queries:
    """Queries from files, whose names have _ for each dot but the last."""
    for name, text in files.items():
        (folder / f"{name.replace('_', '.')}.sql").write_text(text, "utf-8")
    return Queries(dialect, folder)


async def test_signs_mean_the_same_on_both_databases(database: Database) -> None:
    """One row, all rows, a value, a number of changes, what `returning` gives: neither driver's habits show."""

    def unit(tx: Transaction) -> None:
        sql, connection = tx.notes.sql, tx.connection
        assert sql.count(connection) == 0
        assert sql.all_words(connection) == []
        assert sql.get(connection, note=404) is None
        first = sql.add(connection, words="100 % of :it", slot=None, board=None)
        second = sql.add(connection, words="second", slot=7, board=None)
        assert second == first + 1
        assert sql.count(connection) == 2
        assert sql.count_percent(connection, step=3) == 1
        assert [row["words"] for row in sql.all_words(connection)] == ["100 % of :it", "second"]
        assert dict(sql.get(connection, note=second)) == {"id": second, "words": "second", "slot": 7}
        assert sql.discard(connection, words="second") == 1
        assert sql.discard(connection, words="second") == 0

    await database.write(unit)


async def test_parameters_are_checked(database: Database) -> None:
    """One that is missing or misspelt is a mistake that is named; sqlite3 alone would ignore one too many."""
    with pytest.raises(QueryMistake, match=r"notes\.sql: get takes \['note'\], got \['nota'\]"):
        await database.read(lambda tx: tx.notes.sql.get(tx.connection, nota=1))
    with pytest.raises(QueryMistake, match=r"got \['note', 'words'\]"):
        await database.read(lambda tx: tx.notes.sql.get(tx.connection, note=1, words=""))


async def test_conflict_says_what_refused_and_nothing_of_the_row(database: Database) -> None:
    """The name of the constraint helps; the words of the row, which drivers like to quote, stay out."""

    def unit(tx: Transaction) -> None:
        tx.notes.add("private", slot=424242)
        tx.notes.add("private", slot=424242)

    with pytest.raises(Conflict) as refused:
        await database.write(unit)

    assert refused.value.constraint in {"note.slot", "note_slot_key"}
    assert refused.value.__cause__ is None


def test_twin_replaces_its_query_on_postgresql_only(tmp_path: Path) -> None:
    """One query may differ, the rest of the file is shared."""
    files = {
        "things": FILE + "-- name: drop()!\ndelete from thing\n",
        "things_postgresql": "-- name: find(name)^\nselect * from only thing where name = :name for update\n",
    }

    assert "for update" not in load(tmp_path, "sqlite", **files).things.find.sql
    queries = load(tmp_path, "postgresql", **files)
    assert queries.things.find.sql.endswith("name = %(name)s for update")
    assert list(queries.names()) == ["things.drop", "things.find"]


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"things_postgresql": FILE}, "twins without a plain file: things"),
        (
            {"things": FILE, "things_postgresql": FILE.replace("find", "seek")},
            "seek has no query of that name",
        ),
        (
            {"things": FILE, "things_postgresql": FILE.replace("name)", "name)$").replace("$^", "$")},
            "find differs from the plain one in parameters or sign",
        ),
        ({"things": FILE.replace("name)", "nome)")}, "undeclared parameter name"),
        ({"things": FILE.replace("name)", "name, age)")}, "unused declared parameter"),
        ({"things": FILE.replace("(name)", "")}, "missing mandatory parameter list"),
        ({"things": FILE.replace("^", "<!")}, "find: `<!` needs `returning`"),
        ({"things": "-- name: all#\ndelete from thing"}, "scripts"),
        ({"things": FILE + FILE}, "find stands there twice"),
    ],
)
def test_mistake_in_a_file_is_found_at_the_start(
    tmp_path: Path, dialect: Dialect, files: dict[str, str], said: str
) -> None:
    """Whichever database is in use, and with the name of the file."""
    with pytest.raises(QueryMistake, match=re.escape(said)):
        load(tmp_path, dialect, **files)


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A store that asks for queries of a noun without a file is told so."""
    with pytest.raises(AttributeError, match=r"there is no query file people\.sql"):
        _ = load(tmp_path, things=FILE).people


@contextmanager
def prepared_sqlite(path: Path) -> Iterator[Any]:
    """Tells what SQLite says to a statement, after all migrations."""
    connection = sqlite3.connect(path, isolation_level=None)
    migrate(connection, "sqlite")

    def ask(sql: str, parameters: frozenset[str]) -> str:
        try:
            connection.execute(f"explain {sql}", dict.fromkeys(parameters)).fetchall()
        except sqlite3.Error as error:
            return str(error)
        return ""

    yield ask
    connection.close()


@contextmanager
def prepared_postgresql(url: str) -> Iterator[Any]:
    """Tells what PostgreSQL says to a statement, after all migrations."""
    connection = PostgresqlDatabase(url, {}, Seals(bytes(32)), queries=Queries("postgresql", Path("/nowhere")))
    with connection.connect() as driver:
        migrate(driver, "postgresql")

        def prepare(sql: str, types: Sequence[int]) -> str:
            result = driver.pgconn.prepare(b"", sql.encode(), types)
            return "" if result.status == psycopg.pq.ExecStatus.COMMAND_OK else result.error_message.decode()

        def ask(sql: str, parameters: frozenset[str]) -> str:
            numbers = {name: number for number, name in enumerate(sorted(parameters), start=1)}
            numbered = re.sub(r"%\((\w+)\)s", lambda found: f"${numbers[found[1]]}", sql).replace("%%", "%")
            # psycopg names the type of numbers and of nothing else; here nobody knows which parameters are numbers.
            choices = sorted(itertools.product((UNNAMED, NUMBER), repeat=len(numbers)), key=sum)
            said = ""
            for types in choices:
                answer = prepare(numbered, types)
                if not answer:
                    return ""
                said = said or answer
            return said

        yield ask


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_every_query_of_the_hotline_is_understood(
    dialect: Dialect, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Tables, columns and types of each query are what the migrations make, on both databases."""
    queries = Queries(dialect)
    asking = (
        prepared_sqlite(tmp_path / "senim.db")
        if dialect == "sqlite"
        else prepared_postgresql(request.getfixturevalue("postgres_url"))
    )
    with asking as ask:
        wrong = {}
        for name in queries.names():
            stem, query = name.split(".")
            functions = getattr(queries, stem)
            said = ask(getattr(functions, query).sql, functions.driver_adapter.expected[query])
            if said:
                wrong[name] = said

        assert wrong == {}
        assert ask("select no_such_column from migration", frozenset()) != ""
