"""The hotline's clock: when somebody is there, when nobody is disturbed, how long things wait and are kept.

Rules are local: weekly windows and an IANA zone are the truth, instants follow from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Annotated, Any, Literal, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = 24 * 60
_CLOCK = re.compile(r"(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)")
_UNITS = {
    "s": "seconds",
    "second": "seconds",
    "min": "minutes",
    "minute": "minutes",
    "h": "hours",
    "hour": "hours",
}
_UNITS |= {"day": "days", "week": "weeks"}


class Window(NamedTuple):
    """Minutes since midnight. An end past 1440 belongs to the night after."""

    start: int
    end: int


def _minutes(text: str) -> int:
    found = _CLOCK.fullmatch(text.strip())
    minutes = int(found["hour"]) * 60 + int(found["minute"]) if found else _DAY + 1
    if minutes > _DAY:
        raise ValueError("a time from 00:00 to 24:00")
    return minutes


def _window(text: str) -> Window:
    start, dash, end = text.partition("-")
    if not dash:
        raise ValueError('hours such as "09:00-18:00", or "closed"')
    first, last = _minutes(start), _minutes(end)
    if first in (last, _DAY):
        raise ValueError('hours that begin and end at different times, such as "09:00-18:00"; all day is "00:00-24:00"')
    return Window(first, last if last > first else last + _DAY)


def windows(found: object) -> tuple[Window, ...]:
    """`"09:00-13:00, 14:00-18:00"` as windows; `"closed"` as none. Raises ValueError, which says what is expected."""
    if isinstance(found, tuple):
        return found
    if not isinstance(found, str):
        raise ValueError('hours in quotes, such as "09:00-18:00", or "closed"')  # noqa: TRY004  pydantic's kind
    if found.strip() == "closed":
        return ()
    parts = sorted(_window(part) for part in found.split(","))
    if any(later.start < earlier.end for earlier, later in pairwise(parts)):
        raise ValueError("hours that do not overlap")
    return tuple(parts)


def days(found: str) -> tuple[int, ...]:
    """`"mon"`, `"mon-fri"`, `"fri-mon"` as numbers of days. Raises ValueError, which says what is expected."""
    first, dash, last = found.partition("-")
    if first not in DAYS or (dash and last not in DAYS):
        raise ValueError('a day or a span of days, such as "mon" or "mon-fri" (' + ", ".join(DAYS) + ")")
    start, length = DAYS.index(first), (DAYS.index(last) - DAYS.index(first)) % 7 if dash else 0
    return tuple((start + step) % 7 for step in range(length + 1))


def _days_name(found: str) -> str:
    days(found)
    return found


class Week(BaseModel):
    """Opening hours, the same every week. In the file: `{mon-fri: "09:00-18:00", sat: "10:00-14:00"}`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    week: Mapping[Annotated[str, AfterValidator(_days_name)], Annotated[tuple[Window, ...], BeforeValidator(windows)]]

    @model_validator(mode="before")
    @classmethod
    def _bare_mapping(cls, found: Any) -> Any:
        return found if isinstance(found, dict) and "week" in found else {"week": found}

    @model_validator(mode="after")
    def _every_day_once(self) -> Week:
        named = [day for name in self.week for day in days(name)]
        twice = {DAYS[day] for day in named if named.count(day) > 1}
        if twice:
            raise ValueError("every day in one line only; named twice: " + ", ".join(sorted(twice, key=DAYS.index)))
        return self

    def is_open(self, local: datetime) -> bool:
        """`local` is on the wall clock of the place; its zone, if any, is not looked at."""
        wall = local.replace(tzinfo=None)
        return any(start <= wall < end for start, end in self._around(wall.date(), before=1, after=0))

    def next_open(self, local: datetime) -> datetime | None:
        """The next opening on the same wall clock; `local` itself where open, None where never open."""
        wall = local.replace(tzinfo=None)
        if self.is_open(wall):
            return wall
        return min(
            (start for start, _ in self._around(wall.date(), before=0, after=7) if start >= wall),
            default=None,
        )

    def _around(self, today: date, *, before: int, after: int) -> Iterator[tuple[datetime, datetime]]:
        for shift in range(-before, after + 1):
            day = today + timedelta(days=shift)
            midnight = datetime.combine(day, time())
            for name, hours in self.week.items():
                if day.weekday() in days(name):
                    for window in hours:
                        yield (
                            midnight + timedelta(minutes=window.start),
                            midnight + timedelta(minutes=window.end),
                        )


def zone_name(found: str) -> str:
    """An IANA zone that the pinned time zone data knows. Raises ValueError, which says what is expected."""
    try:
        ZoneInfo(found)
    except (KeyError, ValueError, OSError):
        raise ValueError('an IANA time zone such as "Asia/Almaty"') from None
    return found


Zone = Annotated[str, AfterValidator(zone_name)]


class DutyHours(BaseModel):
    """When somebody is usually there. Who really is, only `/duty` knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zone: Zone
    week: Week

    def is_open(self, at: datetime) -> bool:
        """`at` is aware."""
        return self.week.is_open(at.astimezone(ZoneInfo(self.zone)))

    def next_open(self, at: datetime) -> datetime | None:
        """The hour when somebody will be there, aware, in the zone of the hotline; None where the week is empty."""
        zone = ZoneInfo(self.zone)
        opens = self.week.next_open(at.astimezone(zone))
        return opens.replace(tzinfo=zone) if opens else None


def _clock(found: object) -> object:
    if not isinstance(found, str):
        raise ValueError('a time in quotes, such as "22:00"')  # noqa: TRY004  pydantic's kind of error
    return _minutes(found) % _DAY


class QuietHours(BaseModel):
    """When nobody is written to unasked, on the person's own wall clock. Red cases know no quiet hours."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    starts: Annotated[int, BeforeValidator(_clock)] = Field(alias="from")
    ends: Annotated[int, BeforeValidator(_clock)] = Field(alias="until")

    def covers(self, local: datetime) -> bool:
        minute = local.hour * 60 + local.minute
        if self.starts <= self.ends:
            return self.starts <= minute < self.ends
        return minute >= self.starts or minute < self.ends

    def over_at(self, local: datetime) -> datetime:
        """The first moment from `local` on, on its wall clock, at which a person may be written to."""
        if not self.covers(local):
            return local
        end = local.replace(hour=self.ends // 60, minute=self.ends % 60, second=0, microsecond=0)
        return end if end > local else end + timedelta(days=1)


class Hours(BaseModel):
    """`content/hours.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    duty: DutyHours
    quiet: QuietHours


def duration(found: object) -> timedelta:
    """`"60 seconds"`, `"3 minutes"`, `"24 hours"`, `"30 days"`. Raises ValueError, which says what is expected."""
    if isinstance(found, timedelta):
        return found
    number, _, unit = str(found).strip().partition(" ")
    name = _UNITS.get(unit) or _UNITS.get(unit.removesuffix("s"))
    if not number.isdigit() or not int(number) or name is None:
        raise ValueError('a number and a unit, such as "60 seconds", "3 minutes", "24 hours" or "30 days"')
    return timedelta(**{name: int(number)})


Duration = Annotated[timedelta, BeforeValidator(duration)]


class TriageRules(BaseModel):
    """`content/triage.yaml`: how long the hotline waits before it acts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    red_again_after: Duration
    """A red case nobody claimed: everybody on duty is alerted once more."""
    coordinators_after: Duration
    """And still nobody: the coordinators."""
    silent_after: Duration
    """A specialist who does not answer a red message this long: the case goes back to the queue."""
    first_answer_after: Duration
    """The same from the claim of a red case to the first answer: there is something to read first."""
    queue_patience: Duration
    """A request that waited longer begins to count how often it is overtaken …"""
    overtaken_at_most: int = Field(ge=1, le=100)
    """… and goes first after so many times."""
    draft_expires: Duration
    invite_expires: Duration
    active_cases: int = Field(ge=1, le=100)
    """Cases one specialist may hold at a time."""


Kept = Literal["inbox_ids", "case_words"]


def milliseconds(length: timedelta) -> int:
    """A length of time as instants count it."""
    return int(length.total_seconds() * 1000)


class Retention(BaseModel):
    """`content/retention.yaml`: how long what is kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kept: Mapping[Kept, Duration]

    def __getitem__(self, kind: Kept) -> timedelta:
        return self.kept[kind]


class Now(Protocol):
    """The present on the wall clock of the hotline, aware: what helplines and hours are asked with."""

    def __call__(self) -> datetime: ...
