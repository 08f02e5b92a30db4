"""What the parts of `Relay` share."""

from __future__ import annotations

from collections.abc import Callable

from services.ports import Clock, Database


class Part:
    """The ports, and the bell that tells the postman that something became due."""

    def __init__(self, database: Database, clock: Clock, bell: Callable[[], None]) -> None:
        self.database = database
        self.clock = clock
        self.bell = bell
