"""A noun for these tests only: notes on boards, with tables, queries and a store of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from storage.database import Connection, Database
from storage.queries import Dialect, Queries
from storage.sealing import Seals

Engine = Literal["sqlite", "postgresql"]

TABLES = """
create table board (id integer primary key);
create table note (
    id     integer primary key,
    words  text not null,
    slot   integer unique,
    board  integer references board (id) deferrable initially deferred
);
create table talk (id integer primary key, starts integer not null, ends integer not null);
-- only: sqlite
create trigger talk_overlap before insert on talk
when exists (select 1 from talk where starts < new.ends and ends > new.starts)
begin
    select raise(abort, 'talk_overlap');
end;
-- end
-- only: postgresql
alter table talk add constraint talk_overlap exclude using gist (int8range(starts, ends) with &&);
-- end
"""
QUERIES = """
-- name: add(words, slot, board)<!
insert into note (words, slot, board) values (:words, :slot, :board) returning id

-- name: count()$
select count(*) from note

-- name: count_percent(step)$
select count(*) from note where id % :step >= 0 and words like '100 %'

-- name: all_words()
select words from note order by id

-- name: get(note)^
select id, words, slot from note where id = :note

-- name: book_talk(starts, ends)<!
insert into talk (starts, ends) values (:starts, :ends) returning id

-- name: hold(words)!
update note set words = words where words = :words

-- name: discard(words)!
delete from note where words = :words
"""


class Notes:
    """Rows of `note`, and of `talk`."""

    def __init__(self, connection: Connection, queries: Queries, seals: Seals) -> None:
        self.connection = connection
        self.sql: Any = queries.notes

    def add(self, words: str, slot: int | None = None, board: int | None = None) -> int:
        """The id of the new note. Raises Conflict if the slot is taken."""
        return int(self.sql.add(self.connection, words=words, slot=slot, board=board))

    def book_talk(self, starts: int, ends: int) -> int:
        """The id of the new talk. Raises Conflict if it overlaps another."""
        return int(self.sql.book_talk(self.connection, starts=starts, ends=ends))

    def count(self) -> int:
        """How many there are."""
        return int(self.sql.count(self.connection))

    def words(self) -> list[str]:
        """All, in the order in which they were added."""
        return [row["words"] for row in self.sql.all_words(self.connection)]

    def discard(self, words: str) -> None:
        """Delete it."""
        self.sql.discard(self.connection, words=words)


class Desk:
    """Where databases of notes stand: a folder, and perhaps a PostgreSQL."""

    def __init__(self, engine: Engine, folder: Path, url: str = "") -> None:
        self.engine = engine
        self.folder = folder
        self.url = url
        self.migrations = folder / "migrations"
        self.path = folder / "notes.db"
        self._queries = folder / "queries"

    def lay_out(self) -> None:
        """Write the SQL files."""
        self.migrations.mkdir()
        self._queries.mkdir()
        (self.migrations / "0001_notes.sql").write_text(TABLES, "utf-8")
        (self._queries / "notes.sql").write_text(QUERIES, "utf-8")

    def queries(self, dialect: Dialect) -> Queries:
        """The queries about notes."""
        return Queries(dialect, self._queries)

    def database(self, **options: Any) -> Database:
        """A database that is not open yet."""
        seals = Seals(bytes(32))
        chosen: dict[str, Any] = {
            "queries": self.queries(self.engine),
            "migrations": self.migrations,
            **options,
        }
        if self.engine == "sqlite":
            from storage.sqlite import SqliteDatabase

            return SqliteDatabase(chosen.pop("path", self.path), {"notes": Notes}, seals, **chosen)
        from storage.postgresql import PostgresqlDatabase

        return PostgresqlDatabase(self.url, {"notes": Notes}, seals, **chosen)
