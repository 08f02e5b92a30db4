"""What must never be, asked of the tables themselves."""

from __future__ import annotations

from storage.table import Table


class AuditTable(Table):
    """Reads everything and changes nothing."""

    noun = "audit"

    def findings(self) -> list[tuple[str, int]]:
        """Each thing that must not be, and how often it is."""
        sql, connection = self.sql, self.connection
        return [
            ("messages sent twice without being in doubt", sql.relayed_twice(connection)),
            ("words in a held case with no way to their reader", sql.words_without_a_way(connection)),
            ("cases whose count of messages is wrong", sql.miscounted(connection)),
            ("active cases that nobody holds", sql.held_by_nobody(connection)),
            ("updates set aside after three tries", sql.poisoned(connection)),
            ("handled updates whose words are still kept", sql.kept_payloads(connection)),
        ]
