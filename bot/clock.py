"""The only place that asks the machine for the time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.people import Instant


class SystemClock:
    """UTC, in milliseconds. `shift` moves it, for the demo's «+24 h» and for tests."""

    def __init__(self) -> None:
        self.shift: int = 0

    def now(self) -> Instant:
        """The present moment."""
        return time.time_ns() // 1_000_000 + self.shift
