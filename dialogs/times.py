"""Hours and days as they are said in each language. Babel's own Kazakh patterns are wrong, so these are ours."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from dialogs.words import _n, language
from domain.people import Instant, Language

_PATTERNS = {Language.RU: "EEEE, d MMMM, HH:mm", Language.KK: "d MMMM, EEEE, HH:mm"}


def moment(at: Instant, zone: str) -> str:
    """Day and hour on the wall clock of the zone, such as «понедельник, 23 ноября, 09:00»."""
    local = datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(zone))
    return format_datetime(local, _PATTERNS[language()], tzinfo=ZoneInfo(zone), locale=language())


def length(milliseconds: int) -> str:
    """A wait in whole minutes, or hours from two hours on. Never less than a minute."""
    minutes = max(1, milliseconds // 60_000)
    if minutes < 120:
        return _n("{n} minute", "{n} minutes", minutes).format(n=minutes)
    return _n("{n} hour", "{n} hours", minutes // 60).format(n=minutes // 60)
