"""Hours: somebody is there when it is said, and nobody is woken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.hours import DAYS, DutyHours, Hours, QuietHours, Week, days, duration, windows

DUTY = DutyHours.model_validate(
    {"zone": "Asia/Almaty", "week": {"mon-fri": "09:00-13:00, 14:00-21:00", "sat": "20:00-02:00", "sun": "closed"}}
)
QUIET = QuietHours.model_validate({"from": "22:00", "until": "08:00"})


def wall(clock: str) -> datetime:
    """What a clock on the wall shows: a time without a zone."""
    return datetime.fromisoformat(clock)


def almaty(day: int, hour: int, minute: int = 0) -> datetime:
    """November 2026: the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=5)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (almaty(23, 8, 59), False),
        (almaty(23, 9), True),
        (almaty(23, 13), False),
        (almaty(23, 14), True),
        (almaty(23, 21), False),
        (almaty(28, 19, 59), False),
        (almaty(28, 23), True),
        (almaty(29, 1, 59), True),  # Saturday's window reaches into Sunday
        (almaty(29, 2), False),
        (almaty(29, 12), False),
    ],
)
def test_open_is_read_on_the_hotlines_wall_clock(at: datetime, expected: object) -> None:
    """Windows begin with their first minute and end before their last, breaks and midnight included."""
    assert DUTY.is_open(at) is expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (almaty(23, 3), almaty(23, 9)),
        (almaty(23, 13, 30), almaty(23, 14)),
        (almaty(27, 22), almaty(28, 20)),
        (almaty(29, 3), almaty(30, 9)),
        (almaty(23, 10, 17), almaty(23, 10, 17)),
    ],
)
def test_the_next_opening_is_the_hour_when_somebody_will_be_there(at: datetime, expected: datetime) -> None:
    """At night the next morning, on Sunday Monday; now, where somebody is there now."""
    assert DUTY.next_open(at) == expected


def test_a_hotline_that_never_opens_promises_nothing() -> None:
    """An empty week has no next opening."""
    never = DutyHours.model_validate({"zone": "Asia/Almaty", "week": {"mon-sun": "closed"}})

    assert never.next_open(almaty(23, 12)) is None


window = st.tuples(st.integers(0, 23), st.integers(0, 23)).filter(lambda pair: pair[0] != pair[1])
weeks = st.dictionaries(st.sampled_from(DAYS), window.map(lambda pair: f"{pair[0]:02}:00-{pair[1]:02}:00"))


@given(weeks, st.datetimes(wall("2024-03-01"), wall("2030-01-01")))
def test_the_next_opening_is_open_and_nothing_before_it_is(week: dict[str, str], at: datetime) -> None:
    """For any week: closed in between, open from there on."""
    model = Week.model_validate(week)
    opens = model.next_open(at)

    if opens is None:
        assert not week
        return
    assert opens >= at
    assert model.is_open(opens)
    if opens > at:
        assert not model.is_open(at)
        assert not model.is_open(at + (opens - at) / 2)
        assert not model.is_open(opens - timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("found", "expected"),
    [("9-18", "a time from 00:00"), ("09:00", "hours such as"), ("25:00-26:00", "a time from"), (900, "in quotes")],
)
def test_hours_that_cannot_be_read_are_refused_with_an_example(found: object, expected: str) -> None:
    """The operator is told what to write, not what a regular expression is."""
    with pytest.raises(ValueError, match=expected):
        windows(found)


def test_overlapping_windows_and_days_named_twice_are_refused() -> None:
    """Two lines for one day contradict each other sooner or later."""
    with pytest.raises(ValueError, match="do not overlap"):
        windows("09:00-13:00, 12:00-18:00")
    with pytest.raises(ValidationError, match="named twice: mon, wed"):
        Week.model_validate({"mon-wed": "09:00-18:00", "wed-mon": "10:00-11:00"})


def test_spans_of_days_may_pass_sunday() -> None:
    """`sat-mon` is Saturday, Sunday, Monday."""
    assert days("sat-mon") == (5, 6, 0)
    assert days("mon") == (0,)
    with pytest.raises(ValueError, match="a day or a span"):
        days("monday")


@pytest.mark.parametrize(
    ("hour", "minute", "expected"), [(21, 59, False), (22, 0, True), (3, 0, True), (7, 59, True), (8, 0, False)]
)
def test_quiet_hours_pass_midnight(hour: int, minute: int, expected: object) -> None:
    """From 22:00 until 08:00 nobody is written to unasked."""
    assert QUIET.covers(wall(f"2026-11-23 {hour:02}:{minute:02}")) is expected


def test_what_came_at_night_may_be_sent_at_eight() -> None:
    """Quiet hours end the same morning before it, and the next one in the evening; by day they end at once."""
    morning = wall("2026-11-24 08:00")

    assert QUIET.over_at(wall("2026-11-23 23:15")) == morning
    assert QUIET.over_at(wall("2026-11-24 03:30")) == morning
    assert QUIET.over_at(wall("2026-11-24 12:00")) == wall("2026-11-24 12:00")


@given(st.datetimes(wall("2024-03-01"), wall("2030-01-01")), st.integers(0, 23), st.integers(0, 23))
def test_quiet_hours_end_outside_of_themselves(local: datetime, starts: int, ends: int) -> None:
    """Whenever they are asked about, the moment they name is not quiet."""
    quiet = QuietHours.model_validate({"from": f"{starts}:00", "until": f"{ends}:00"})

    assert not quiet.covers(quiet.over_at(local))
    assert local <= quiet.over_at(local) <= local + timedelta(days=1)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("60 seconds", timedelta(seconds=60)),
        ("1 minute", timedelta(minutes=1)),
        ("24 hours", timedelta(days=1)),
        ("30 days", timedelta(days=30)),
    ],
)
def test_durations_are_written_as_people_say_them(found: object, expected: timedelta) -> None:
    """A number and a unit."""
    assert duration(found) == expected


@pytest.mark.parametrize("found", ["60", 60, "sixty seconds", "0 days", "-5 minutes", "3 moons", None])
def test_a_duration_without_a_unit_is_refused(found: object) -> None:
    """60 what? Nobody should have to guess."""
    with pytest.raises(ValueError, match="a number and a unit"):
        duration(found)


def test_a_zone_that_does_not_exist_is_refused() -> None:
    """A misspelt zone would shift every hour of the hotline."""
    with pytest.raises(ValidationError, match="Asia/Almaty"):
        Hours.model_validate(
            {"duty": {"zone": "Asia/Almata", "week": {}}, "quiet": {"from": "22:00", "until": "08:00"}}
        )
