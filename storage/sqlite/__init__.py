"""The database in one file: see `database.py`."""

from storage.sqlite.database import MEMORY, SqliteDatabase

__all__ = ["MEMORY", "SqliteDatabase"]
