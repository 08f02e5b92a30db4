"""Helplines: whoever asks, wherever, whenever, gets numbers that somebody answers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from bot.content.files import read
from domain.helplines import ALERT_LIMIT, CASES, Audience, Case, Helpline, Helplines
from domain.people import Language
from domain.regions import COUNTRIES, Regions

M = TypeVar("M", bound=BaseModel)
CONTENT = Path(__file__).parents[2] / "content"


def _read(name: str, model: type[M]) -> M:
    found = read(CONTENT / f"{name}.yaml", model)
    assert found.model is not None, found.faults
    return found.model


HELPLINES = _read("helplines", Helplines)
REGIONS = _read("regions", Regions)
BY_ID = {line.id: line for line in HELPLINES.helplines}

MARCH_2024 = datetime(2024, 3, 1, tzinfo=UTC)
MONDAY_NOON = datetime(2026, 11, 23, 7, tzinfo=UTC)  # 12:00 in Almaty
SUNDAY_NIGHT = datetime(2026, 11, 21, 22, tzinfo=UTC)  # 03:00 in Almaty

countries = st.sampled_from([*COUNTRIES, None, "XX"])
regions = st.sampled_from([None, "unknown", *(region.id for code in COUNTRIES for region in REGIONS.of(code))])
cases = st.sampled_from(CASES)
moments = st.integers(0, 10**6).map(lambda quarters: MARCH_2024 + timedelta(minutes=15 * quarters))
languages = st.sampled_from(Language)
audiences = st.sampled_from(["teen", "adult"])


def ids(lines: list[Helpline]) -> list[str]:
    return [line.id for line in lines]


@given(countries, regions, cases, moments, languages, audiences)
def test_one_to_three_numbers_that_are_shown_open_and_of_this_place(
    country: str | None, region: str | None, case: Case, at: datetime, language: Language, audience: Audience
) -> None:
    """Never none, never four, never closed, never a hidden, foreign or other region's number, and no number twice."""
    chosen = HELPLINES.choose(country, region, case, at, language, audience)

    assert 1 <= len(chosen) <= 3
    for line in chosen:
        assert line.show
        assert line.is_open(at)
        assert line.country in (country, "any")
        assert line.region in (None, region)
        assert audience in line.serves
    numbers = [line.tel for line in chosen if line.tel]
    assert len(numbers) == len(set(numbers))


@given(countries, regions, cases, moments, languages, audiences)
def test_somebody_surely_answers_at_every_hour(
    country: str | None, region: str | None, case: Case, at: datetime, language: Language, audience: Audience
) -> None:
    """Among the numbers there is always one that is open round the clock and whose hours nobody disputes."""
    chosen = HELPLINES.choose(country, region, case, at, language, audience)

    assert any(line.round_the_clock and line.hours_sure and line.tel for line in chosen)


@given(st.just("KZ"), regions, cases, moments, languages, audiences)
def test_in_kazakhstan_150_comes_after_111_and_never_at_night(
    country: str | None, region: str | None, case: Case, at: datetime, language: Language, audience: Audience
) -> None:
    """Whether 150 answers at night is disputed: it is offered by day, and 111 stands before it."""
    chosen = ids(HELPLINES.choose(country, region, case, at, language, audience))

    if "kz-150" in chosen:
        assert "kz-111" in chosen[: chosen.index("kz-150")]
        local = at + timedelta(hours=5)
        assert local.weekday() < 5
        assert 9 <= local.hour < 18


@given(countries, regions, moments, languages, audiences)
def test_every_pop_up_fits(
    country: str | None, region: str | None, at: datetime, language: Language, audience: Audience
) -> None:
    """Telegram cuts an alert at 200 characters: every country, region, hour and language stays below."""
    alert = HELPLINES.alert(country, region, at, language, audience)

    assert len(alert.encode("utf-16-le")) // 2 <= ALERT_LIMIT
    assert "112" in alert


def test_kazakhstan_by_day() -> None:
    """A weekday noon in Kazakhstan: 111 first, then 150, then 112."""
    assert ids(HELPLINES.choose("KZ", None, "other", MONDAY_NOON, Language.KK)) == ["kz-111", "kz-150", "kz-112"]


def test_kazakhstan_by_night() -> None:
    """At night 150 is silent, so 111 and 112 remain."""
    assert ids(HELPLINES.choose("KZ", None, "other", SUNDAY_NIGHT, Language.RU)) == ["kz-111", "kz-112"]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("imminent", ["kz-112", "kz-103", "kz-111"]),
        ("abuse_now", ["kz-102", "kz-112", "kz-111"]),
        ("overdose", ["kz-103", "kz-112", "kz-111"]),
    ],
)
def test_danger_now_begins_with_those_who_come(case: Case, expected: list[str]) -> None:
    """Where life is in danger the service that drives out stands first, at any hour."""
    assert ids(HELPLINES.choose("KZ", "kz_almaty", case, SUNDAY_NIGHT, Language.KK)) == expected


def test_a_region_has_its_own_line_and_nobody_else_has_it() -> None:
    """Almaty's line is for Almaty: elsewhere it would ring in another city."""
    assert "kz-almaty-1303" in ids(HELPLINES.choose("KZ", "kz_almaty", "other", MONDAY_NOON, Language.RU))
    assert "kz-almaty-1303" not in ids(HELPLINES.choose("KZ", "kz_abai", "other", MONDAY_NOON, Language.RU))


def test_a_line_for_adults_is_not_offered_to_a_teenager() -> None:
    """Minsk has two lines: each is offered to those it serves."""
    teen = ids(HELPLINES.choose("BY", "by_minsk", "other", MONDAY_NOON, Language.RU, "teen"))
    adult = ids(HELPLINES.choose("BY", "by_minsk", "other", MONDAY_NOON, Language.RU, "adult"))

    assert "by-minsk-children" in teen
    assert "by-minsk-adults" not in teen
    assert "by-minsk-adults" in adult


def test_an_unknown_country_gets_the_universal_number_alone() -> None:
    """The country is asked, never guessed: until then 112, which works everywhere."""
    for language in Language:
        assert ids(HELPLINES.choose(None, None, "imminent", SUNDAY_NIGHT, language)) == ["any-112"]


def test_another_country_gets_the_directory_too() -> None:
    """Whoever is elsewhere gets 112 and the directory of helplines by country."""
    chosen = HELPLINES.choose("other", None, "other", SUNDAY_NIGHT, Language.RU)

    assert ids(chosen) == ["any-112", "intl-findahelpline"]
    assert chosen[1].line(Language.RU).startswith("https://findahelpline.com")


def test_the_regional_name_of_the_federal_number_is_shown_once() -> None:
    """In Irkutsk the federal number goes by its regional name, and does not stand there twice."""
    chosen = ids(HELPLINES.choose("RU", "ru_irkutsk", "other", MONDAY_NOON, Language.RU))

    assert chosen[0] == "ru-irkutsk"
    assert "ru-ddt" not in chosen


def test_hours_are_read_on_the_lines_own_clock() -> None:
    """08:00 to 20:00 in Novopolotsk is Minsk time, whoever asks from wherever."""
    line = BY_ID["by-novopolotsk"]

    assert line.is_open(datetime(2026, 11, 23, 5, 0, tzinfo=UTC))
    assert not line.is_open(datetime(2026, 11, 23, 4, 59, tzinfo=UTC))
    assert not line.is_open(datetime(2026, 11, 23, 17, 0, tzinfo=UTC))


def test_unknown_hours_count_as_office_hours() -> None:
    """A line whose hours nobody knows is not offered at night or on Sunday."""
    line = BY_ID["by-violence"]

    assert line.is_open(MONDAY_NOON)
    assert not line.is_open(SUNDAY_NIGHT)


def test_every_line_carries_its_source() -> None:
    """No number without where it comes from, when that was written, and how sure it is."""
    for line in HELPLINES.helplines:
        assert line.source
        assert line.source_date
        assert line.confidence != "low" or not line.show


def test_doubtful_numbers_are_kept_and_not_shown() -> None:
    """1414 is no crisis line, 8-800-333-44-34 has four owners: known, so that nobody adds them again."""
    hidden = {line.id for line in HELPLINES.helplines if not line.show}

    assert {"kz-1414", "ru-8003334434", "kz-116111", "by-133", "by-170"} <= hidden


def test_unchecked_and_stale_lines_are_known() -> None:
    """A number is fresh for 90 days from the day somebody dialled it; hidden ones are nobody's concern."""
    dialled = HELPLINES.model_copy(
        update={
            "helplines": (
                BY_ID["kz-111"].model_copy(update={"checked_on": date(2026, 1, 1)}),
                BY_ID["kz-112"],
                BY_ID["kz-1414"],
            )
        }
    )

    assert ids(list(dialled.unchecked())) == ["kz-112"]
    assert ids(list(dialled.stale(date(2026, 4, 1)))) == []
    assert ids(list(dialled.stale(date(2026, 4, 2)))) == ["kz-111"]


def test_a_line_only_with_another_never_stands_without_it() -> None:
    """If 111 were hidden, 150 would not take its place: it would be alone at a disputed hour."""
    hidden = tuple(
        line.model_copy(update={"show": False}) if line.id == "kz-111" else line for line in HELPLINES.helplines
    )
    without_111 = HELPLINES.model_copy(update={"helplines": hidden})

    assert ids(without_111.choose("KZ", None, "other", MONDAY_NOON, Language.KK)) == ["kz-112"]


@given(moments, languages, cases)
def test_with_every_line_of_a_country_hidden_the_universal_number_remains(
    at: datetime, language: Language, case: Case
) -> None:
    """An operator may hide what nobody has dialled yet; a person still gets a number."""
    hidden = tuple(
        line if line.country == "any" else line.model_copy(update={"show": False}) for line in HELPLINES.helplines
    )
    bare = HELPLINES.model_copy(update={"helplines": hidden})

    assert ids(bare.choose("KZ", "kz_almaty", case, at, language)) == ["any-112"]
