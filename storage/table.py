"""What every noun's tables have in common: a connection, the named queries of the noun, and the seals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from storage.database import Connection
    from storage.queries import Queries
    from storage.sealing import Seals


class Table:
    """The rows of one noun, inside one unit of work. `noun` names the file of queries."""

    noun: ClassVar[str]

    def __init__(self, connection: Connection, queries: Queries, seals: Seals) -> None:
        self.connection = connection
        self.queries: Any = queries
        self.seals = seals
        self.sql: Any = getattr(queries, self.noun)
