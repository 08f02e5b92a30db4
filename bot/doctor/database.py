"""The database: there, of this version, writable, readable with the key, and with room to grow."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.doctor.finding import Finding, Level
from bot.settings import Settings, sqlite_path
from domain.traces import ALARM_AT, HOUR
from storage import migrations
from storage.people import CHAT
from storage.sealing import FILE, Seals, SecretRefused, Unreadable, load_secret

_ABOUT = "database"
_LITTLE, _TOO_LITTLE = 1 << 30, 100 << 20
"""Free bytes: below the first attention, below the second a fault."""


def look_at_database(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Reads only; the one write is rolled back."""
    path = sqlite_path(settings.database_url)
    if path is None:
        yield from _postgresql(settings, now)
        return
    folder = _nearest(path.parent)
    yield from _room(folder)
    if path.exists():
        yield from _sqlite(path, settings, now)
    elif os.access(folder, os.W_OK | os.X_OK):
        yield Finding(Level.OK, _ABOUT, f"none yet; the first `make run` makes {path}")
    else:
        yield Finding(Level.FAULT, _ABOUT, f"{folder} cannot be written to", "Give it to the user who runs the bot.")


def _sqlite(path: Path, settings: Settings, now: datetime) -> Iterator[Finding]:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=3)) as connection:
            connection.isolation_level = None
            yield from _state(connection, "sqlite")
            connection.execute("begin immediate")
            connection.execute("rollback")
            yield from _sealed(connection, settings)
            yield from _overdue(connection, "sqlite", now)
    except sqlite3.OperationalError as error:
        advice = "Make the file and its folder writable for the user who runs the bot, and see that nobody holds it."
        yield Finding(Level.FAULT, _ABOUT, f"{path}: {error}", advice)
    except sqlite3.DatabaseError as error:
        yield Finding(Level.FAULT, _ABOUT, f"{path}: {error}", "Restore the last backup; keep this file for a look.")
    else:
        yield Finding(Level.OK, _ABOUT, f"{path} can be read and written")


class _Statements:
    """A psycopg connection as the migrations want it."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def execute(self, query: str, /) -> Any:
        return self._connection.execute(query.encode())


def _postgresql(settings: Settings, now: datetime) -> Iterator[Finding]:
    import psycopg
    from psycopg.rows import dict_row

    try:
        with psycopg.connect(settings.database_url, autocommit=True, connect_timeout=5, row_factory=dict_row) as opened:
            connection = _Statements(opened)
            yield from _state(connection, "postgresql")
            connection.execute("create temporary table senim_doctor (probe integer)")
            yield from _sealed(connection, settings)
            yield from _overdue(connection, "postgresql", now)
    except psycopg.Error as error:
        seen = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        yield Finding(Level.FAULT, _ABOUT, seen, "Check SENIM_DATABASE_URL, and that PostgreSQL answers there.")
    else:
        yield Finding(Level.OK, _ABOUT, "PostgreSQL answers and can be written to")


def _state(connection: migrations.Connection, dialect: migrations.Dialect) -> Iterator[Finding]:
    try:
        migrations.check(connection, dialect)
    except migrations.MigrationRefused as error:
        level = Level.ATTENTION if "not applied yet" in str(error) else Level.FAULT
        yield Finding(level, "migrations", str(error))
    else:
        yield Finding(Level.OK, "migrations", f"all {len(migrations.found())} applied")


def _sealed(connection: migrations.Connection, settings: Settings) -> Iterator[Finding]:
    """Whether the key is the one that this database was sealed with."""
    given = settings.secret_key.get_secret_value() if settings.secret_key else None
    if given is None and not (settings.data_dir / FILE).exists():
        return  # said already, about the key
    try:
        row = connection.execute("select chat from person where length(chat) > 0 order by id desc limit 1").fetchone()
        if row is not None:
            sealed = bytes(row["chat"] if isinstance(row, dict) else row[0])
            Seals(*load_secret(settings.data_dir, given)).open(sealed, CHAT)
    except Unreadable:
        advice = "Bring the old key back, or put it behind the new one: SENIM_SECRET_KEY=new,old."
        yield Finding(Level.FAULT, "key", "this database was sealed with another key", advice)
    except (SecretRefused, sqlite3.OperationalError):
        return  # said already, about the key or about the migrations


def _overdue(connection: migrations.Connection, dialect: migrations.Dialect, now: datetime) -> Iterator[Finding]:
    """Messages that were to vanish from chats and still stand there: after 48 hours Telegram erases them no more."""
    with contextlib.suppress(migrations.MigrationRefused):
        migrations.check(connection, dialect)
        before = int(now.timestamp() * 1000) - ALARM_AT
        row = connection.execute(
            f"select count(*) as traces from trace where due_at is not null and at <= {before}"  # noqa: S608  a number
        ).fetchone()
        traces = row["traces"] if isinstance(row, dict) else row[0]
        if traces:
            seen = f"{traces} messages should have vanished from chats and are older than {ALARM_AT // HOUR} hours"
            yield Finding(
                Level.FAULT, "traces", seen, "Let the bot run now: Telegram erases nothing that is older than 48 hours."
            )
        else:
            yield Finding(Level.OK, "traces", "what is to vanish from chats does")


def _room(folder: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(folder).free
    if free < _LITTLE:
        level = Level.FAULT if free < _TOO_LITTLE else Level.ATTENTION
        seen = f"{free >> 20} MB free beside the database"
        yield Finding(level, "disk", seen, "Make room: a full disk stops the bot.")
    else:
        yield Finding(Level.OK, "disk", f"{free >> 30} GB free")


def _nearest(folder: Path) -> Path:
    """The folder, or where it would be made."""
    return next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())
