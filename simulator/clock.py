"""The simulator's time. Anything with `now()` may stand in for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the simulator asks of a clock."""

    def now(self) -> datetime:
        """The present, aware, in UTC."""
        ...


class ShiftedClock:
    """The computer's clock, moved by hand: 48 hours pass in a test, a week in the demo."""

    def __init__(self) -> None:
        self.offset = timedelta()

    def now(self) -> datetime:
        """The present, aware, in UTC."""
        return datetime.now(UTC) + self.offset

    def shift(self, seconds: float) -> None:
        """Let `seconds` pass at once; negative goes back."""
        self.offset += timedelta(seconds=seconds)
