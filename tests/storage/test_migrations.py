"""The schema grows by numbered files, each applied once, whole or not at all."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from storage.migrations import (
    FOLDER,
    Dialect,
    MigrationFailed,
    MigrationRefused,
    check,
    found,
    migrate,
    statements,
    translated,
)
from tests.storage.notes import Desk

FIRST = "create table person (id integer primary key, name text not null);"
SECOND = "alter table person add column chat blob;\ninsert into person (name) values ('from the second');"


class Ground:
    """An empty database, and a folder for migrations."""

    def __init__(self, dialect: Dialect, connection: Any, folder: Path) -> None:
        self.dialect = dialect
        self.connection = connection
        self.folder = folder

    def write(self, name: str, sql: str) -> None:
        """Put a file into the folder."""
        (self.folder / name).write_text(sql, "utf-8")

    def migrate(self) -> list[str]:
        """Bring the database to what the folder says."""
        return migrate(self.connection, self.dialect, self.folder)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """All rows."""
        rows = self.connection.execute(sql).fetchall()
        return [tuple(row.values()) if isinstance(row, dict) else tuple(row) for row in rows]


@pytest.fixture(params=["sqlite", "postgresql"])
def ground(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ground]:
    """An empty database, on each engine."""
    connection: Any
    if request.param == "sqlite":
        connection = sqlite3.connect(tmp_path / "old.db", isolation_level=None)
    else:
        url = request.getfixturevalue("postgres_url")
        connection = psycopg.connect(url, autocommit=True, row_factory=dict_row)
    folder = tmp_path / "numbered"
    folder.mkdir()
    yield Ground(request.param, connection, folder)
    connection.close()


def test_old_schema_is_brought_up_to_date(ground: Ground) -> None:
    """A database of the first version, with its rows, becomes one of the second; a third start changes nothing."""
    ground.write("0001_people.sql", FIRST)
    assert ground.migrate() == ["0001_people.sql"]
    ground.connection.execute("insert into person (name) values ('from the first')")

    ground.write("0002_chats.sql", SECOND)

    assert ground.migrate() == ["0002_chats.sql"]
    assert ground.migrate() == []
    assert ground.ask("select name, chat from person order by id") == [
        ("from the first", None),
        ("from the second", None),
    ]
    assert ground.ask("select number, name from migration order by number") == [(1, "people"), (2, "chats")]


def test_migration_that_fails_leaves_nothing_behind(ground: Ground) -> None:
    """Not even its first statement stays; those before it do; once repaired, it is applied."""
    ground.write("0001_people.sql", FIRST)
    ground.write("0002_chats.sql", SECOND + "\ninsert into nowhere values (1);")

    with pytest.raises(MigrationFailed, match=r"0002_chats\.sql"):
        ground.migrate()

    assert ground.ask("select * from person") == []
    assert ground.ask("select number from migration") == [(1,)]
    ground.write("0002_chats.sql", SECOND)
    assert ground.migrate() == ["0002_chats.sql"]


def test_changed_migration_is_refused(ground: Ground) -> None:
    """What was applied must not be rewritten: the operator learns which file, and what to do."""
    ground.write("0001_people.sql", FIRST)
    ground.migrate()
    ground.write("0001_people.sql", FIRST.replace("\n", "\r\n") + "  \n")
    assert ground.migrate() == []  # how lines end is not a change

    ground.write("0001_people.sql", FIRST.replace("name", "nickname"))

    with pytest.raises(MigrationRefused, match=r"0001_people\.sql was changed .* new migration"):
        ground.migrate()


def test_database_newer_than_the_program_is_refused(ground: Ground) -> None:
    """An old program does not touch what a newer one has made."""
    ground.write("0001_people.sql", FIRST)
    ground.write("0002_chats.sql", SECOND)
    ground.migrate()
    (ground.folder / "0002_chats.sql").unlink()

    with pytest.raises(MigrationRefused, match=r"newer than this program: it has 0002_chats\.sql"):
        ground.migrate()


def test_database_of_another_history_is_refused(ground: Ground) -> None:
    """A file under the number of another is not taken for it."""
    ground.write("0001_people.sql", FIRST)
    ground.migrate()
    (ground.folder / "0001_people.sql").rename(ground.folder / "0001_animals.sql")

    with pytest.raises(MigrationRefused, match=r"has 0001_people\.sql where this program has 0001_animals\.sql"):
        ground.migrate()


def test_check_changes_nothing(ground: Ground) -> None:
    """A command beside a running bot tells that migrations wait, and leaves them to the bot."""
    ground.write("0001_people.sql", FIRST)

    with pytest.raises(MigrationRefused, match=r"older than this program: 0001_people\.sql"):
        check(ground.connection, ground.dialect, ground.folder)
    assert ground.migrate() == ["0001_people.sql"]
    check(ground.connection, ground.dialect, ground.folder)


def test_sections_and_triggers(ground: Ground) -> None:
    """Each database executes its own section, whole bodies with semicolons and quotes included."""
    ground.write(
        "0001_slots.sql",
        """
        create table slot (id integer primary key, note text default 'a; b -- c'); -- ids; of slots
        -- only: sqlite
        create trigger no_second before insert on slot when new.id = 2
        begin
            select 1; -- not the end;
            select raise(abort, 'no second; ever');
        end;
        -- end
        -- only: postgresql
        create function refuse() returns trigger language plpgsql as $$
        begin
            raise exception 'no second; ever' using errcode = 'integrity_constraint_violation';
        end; $$;
        create trigger no_second before insert on slot for each row when (new.id = 2) execute function refuse();
        -- end
        insert into slot (id) values (1);
        """,
    )
    ground.migrate()

    assert ground.ask("select id, note from slot") == [(1, "a; b -- c")]
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError), match="no second; ever"):
        ground.connection.execute("insert into slot (id) values (2)")


def test_rebuilt_table_keeps_its_references(ground: Ground) -> None:
    """A migration may rebuild a table that others refer to; one that leaves orphans is undone."""
    ground.write("0001_a.sql", "create table a (id integer primary key); create table b (a integer references a (id));")
    ground.write("0002_rows.sql", "insert into a (id) values (5); insert into b (a) values (5);")
    ground.migrate()
    orphaned = "delete from a;" if ground.dialect == "sqlite" else "delete from a cascade;"
    ground.write("0003_orphans.sql", orphaned)

    with pytest.raises(MigrationFailed, match="0003_orphans"):
        ground.migrate()

    if ground.dialect == "sqlite":
        ground.write(
            "0003_orphans.sql",
            "create table a2 (id integer primary key, name text); insert into a2 (id) select id from a;"
            "drop table a; alter table a2 rename to a;",
        )
        assert ground.migrate() == ["0003_orphans.sql"]
        with pytest.raises(sqlite3.IntegrityError):
            ground.connection.execute("insert into b (a) values (404)")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("id integer primary key,", "id bigint generated by default as identity primary key,"),
        ("id INTEGER PRIMARY KEY autoincrement,", "id bigint generated by default as identity primary key,"),
        ("p integer primary key references person (id)", "p bigint primary key references person (id)"),
        ("n integer not null, m blob, r real", "n bigint not null, m bytea, r double precision"),
        ("a text) strict;", "a text);"),
        ("a text ) without rowid, strict;", "a text );"),
        ("check (a in ('integer', \"blob\")) -- integer", "check (a in ('integer', \"blob\")) -- integer"),
        ("integers, pinteger, blobs, reality", "integers, pinteger, blobs, reality"),
    ],
)
def test_dialect(ours: str, theirs: str) -> None:
    """The words that differ are exchanged, and no others: strings and comments stay."""
    assert translated(ours, "postgresql").replace(" )", ")") == theirs.replace(" )", ")")
    assert translated(ours, "sqlite") == ours


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["0002_late.sql"], "expected number 0001, found 0002_late.sql"),
        (["0001_a.sql", "0001_b.sql"], "expected number 0002, found 0001_b.sql"),
        (["0001_a.sql", "0003_c.sql"], "expected number 0002"),
        (["1_a.sql"], "not named NNNN_name.sql"),
    ],
)
def test_numbers_have_no_gaps_and_no_twins(tmp_path: Path, names: list[str], said: str) -> None:
    """Two branches that both added number 7 are found out before either is applied."""
    for name in names:
        (tmp_path / name).write_text(FIRST)

    with pytest.raises(MigrationRefused, match=said):
        found(tmp_path)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("-- only: sqlite\nselect 1;", "no `-- end`"),
        ("select 1;\n-- end", "does not belong there"),
        ("-- only: oracle\n-- end", "does not belong there"),
        ("-- only: sqlite\n-- only: postgresql\n-- end", "does not belong there"),
    ],
)
def test_sections_are_well_formed(sql: str, said: str) -> None:
    """A forgotten mark cannot quietly drop half of a schema."""
    with pytest.raises(MigrationRefused, match=said):
        list(statements(sql, "sqlite"))


def test_statement_without_its_end_is_refused() -> None:
    """A missing semicolon is told with the statement; a comment at the end of the file is none."""
    assert list(statements("select 1; -- done\n/* really; */", "sqlite")) == ["select 1;"]
    with pytest.raises(MigrationFailed, match="does not end: 'select 2'"):
        list(statements("select 1; select 2", "sqlite"))


async def test_replicas_that_start_together_migrate_once(postgresql_desk: Desk) -> None:
    """They queue behind PostgreSQL's lock; all come up."""
    databases = [postgresql_desk.database() for _ in range(4)]
    await asyncio.gather(*(database.__aenter__() for database in databases))

    for database in databases:
        assert await database.ready()
        await database.__aexit__(None, None, None)


def test_hotlines_own_migrations_apply(ground: Ground) -> None:
    """The files that are shipped are in order and apply to an empty database, on both engines."""
    assert migrate(ground.connection, ground.dialect) == [str(migration) for migration in found(FOLDER)]
