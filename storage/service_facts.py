"""Facts about the service itself, such as how far Telegram's updates were taken in."""

from __future__ import annotations

from storage.table import Table


class ServiceFactTable(Table):
    """Rows of `service_fact`."""

    noun = "service_facts"

    def get(self, name: str) -> int | None:
        """The value, or None where it was never written."""
        value: int | None = self.sql.get(self.connection, name=name)
        return value

    def put(self, name: str, value: int) -> None:
        """Write the value over the old one."""
        self.sql.put(self.connection, name=name, value=value)
