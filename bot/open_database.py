"""The database that the settings name, with all its tables. Does not import aiogram: short commands use it too."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from storage.audit import AuditTable
from storage.drafts import DraftTable
from storage.help_requests import HelpRequestTable
from storage.inbox import InboxTable
from storage.kept import KeptTable
from storage.notices import NoticeTable
from storage.people import PeopleTable
from storage.relay import RelayTable
from storage.sealing import Seals, load_secret
from storage.sqlite import SqliteDatabase
from storage.staff import StaffTable
from storage.traces import TraceTable

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.database import Database, DatabaseDown

STORES = {
    "people": PeopleTable,
    "staff": StaffTable,
    "help_requests": HelpRequestTable,
    "relay": RelayTable,
    "notices": NoticeTable,
    "inbox": InboxTable,
    "drafts": DraftTable,
    "traces": TraceTable,
    "kept": KeptTable,
    "audit": AuditTable,
}
"""What a unit of work finds on its transaction."""


def open_database(settings: Settings, *, alone: bool = True) -> Database:
    """Not open yet: enter it. `alone=False` is for a short command beside a running bot."""
    given = settings.secret_key.get_secret_value() if settings.secret_key else None
    seals = Seals(*load_secret(settings.data_dir, given))
    url = settings.database_url
    if url.startswith("postgresql"):
        from storage.postgresql import PostgresqlDatabase

        return PostgresqlDatabase(url, STORES, seals)
    return SqliteDatabase(url.removeprefix("sqlite:///"), STORES, seals, alone=alone)


def passes(down: DatabaseDown) -> bool:
    """Whether waiting may help: the file is locked by another process, or the server does not answer yet.

    A wrong path, password or file stays wrong, and is for the operator.
    """
    cause = down.__cause__
    if isinstance(cause, sqlite3.Error):
        return cause.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return getattr(cause, "sqlstate", "") in (None, "57P03")  # no answer; cannot_connect_now
