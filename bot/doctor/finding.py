"""One line of the doctor's report."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """`attention` can wait for a human; with a `fault` the bot will not do its work."""

    OK = "ok"
    ATTENTION = "attention"
    FAULT = "fault"


class Finding(NamedTuple):
    """What was looked at, what was seen, and what to do about it."""

    level: Level
    about: str
    seen: str
    advice: str = ""

    def __str__(self) -> str:
        advice = f" → {self.advice}" if self.advice else ""
        return f"{self.level:<9}  {self.about}: {self.seen}{advice}"
