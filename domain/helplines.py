"""Numbers that help: which to show, where, when and to whom. They need nothing but the text (promise 2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Annotated, Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from domain.hours import Week, Zone
from domain.people import Language
from domain.regions import COUNTRIES, Identifier, Words

Case = Literal["imminent", "abuse_now", "overdose", "injury", "violence", "other", "sos"]
"""What the numbers are for; each has its own order in `content/helplines.yaml`."""
CASES: tuple[Case, ...] = get_args(Case)
Audience = Literal["teen", "adult"]
AT_MOST = 3
ALERT_LIMIT = 200
"""Characters of a pop-up: Telegram's limit for answerCallbackQuery."""

UNKNOWN_HOURS = Week.model_validate({"mon-fri": "09:00-18:00"})
"""Where no hours are known, office hours are assumed: at night such a number is not offered."""


def _hours(found: object) -> object:
    if found in ("24/7", "unknown") or isinstance(found, Week):
        return found
    expected = '"24/7", "unknown", or windows such as {mon-fri: "09:00-18:00"}'
    if not isinstance(found, dict):
        raise ValueError(expected)  # noqa: TRY004  pydantic's kind of error
    try:
        return Week.model_validate(found)
    except ValidationError as error:
        reasons = "; ".join(each["msg"].removeprefix("Value error, ") for each in error.errors())
        raise ValueError(f"{expected} (here: {reasons})") from None


def _free(found: object) -> object:
    if isinstance(found, bool) or found is None:
        return found
    if found == "unknown":
        return None
    raise ValueError("true, false or unknown")


def _dialable(found: str) -> str:
    if found and not found.removeprefix("+").isdigit():
        raise ValueError('digits only, with a + in front for an international number, such as "+77172547603"')
    return found


class Helpline(BaseModel):
    """One line, with where its facts come from and the day somebody dialled it."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    id: Identifier
    country: Literal["KZ", "RU", "BY", "any"]
    """`any`: works, or helps, wherever the person is."""
    region: Identifier | None = None
    """Only people of this region are offered it; None is the whole country, `unknown` nobody."""
    name: Words
    short: Words
    """For pop-ups and cards: a few words, a dial tone away from being read aloud."""
    phone: str = Field(max_length=24)
    """As people write it."""
    tel: Annotated[str, AfterValidator(_dialable)]
    """As phones dial it."""
    url: str | None = None
    hours: Annotated[Week | Literal["24/7", "unknown"], BeforeValidator(_hours)]
    hours_sure: bool = True
    """False: the sources contradict each other or are second-hand, so it is never offered alone."""
    hours_note: str | None = None
    zone: Zone | None = None
    """Whose wall clock the hours are on; None for round-the-clock lines of countries with many zones."""
    serves: tuple[Audience, ...] = ("teen", "adult")
    audience: str
    only_with: Identifier | None = None
    """Shown only after this other line, never instead of it."""
    languages: tuple[Annotated[str, StringConstraints(pattern="^[a-z]{2}$")], ...]
    languages_stated: bool
    free: Annotated[bool | None, BeforeValidator(_free)]
    text_channel: str | None = None
    note: str | None = None
    source: str = Field(min_length=4)
    source_date: str
    confidence: Literal["high", "medium", "low"]
    show: bool
    checked_on: date | None
    """The day the operator dialled it; null until then."""

    @property
    def round_the_clock(self) -> bool:
        return self.hours == "24/7"

    def is_open(self, at: datetime) -> bool:
        """`at` is read on the line's own clock; a naive one is taken to be on it already."""
        if self.hours == "24/7":
            return True
        local = at.astimezone(ZoneInfo(self.zone)) if self.zone and at.tzinfo else at
        return (UNKNOWN_HOURS if self.hours == "unknown" else self.hours).is_open(local)

    def line(self, language: Language) -> str:
        """The number and what it is: «111: поддержка детей и семей, бесплатно»."""
        return f"{self.phone or self.url}: {self.short[language]}"


Order = tuple[Identifier, ...]


class Helplines(BaseModel):
    """`content/helplines.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    alert_head: Words
    """Stands above the numbers of a pop-up."""
    everywhere: Order = Field(min_length=1)
    """For a country that is not ours; the first alone where the country is unknown (it is asked, never guessed)."""
    order: Mapping[Literal["KZ", "RU", "BY"], Mapping[Case, Order]]
    helplines: tuple[Helpline, ...] = Field(min_length=1)

    def find(self, helpline: str) -> Helpline | None:
        return next((each for each in self.helplines if each.id == helpline), None)

    def choose(
        self,
        country: str | None,
        region: str | None,
        case: Case,
        at: datetime,
        language: Language,
        audience: Audience = "teen",
    ) -> list[Helpline]:
        """At most three numbers that somebody answers now, best first; never none.

        `at` is aware (or, if naive, on the lines' own clock). Unless one of the three is surely open round the clock,
        the last gives way to one that is: a child who dials at night must not hear a tone.
        """
        listed = [line for line in self._listed(country, case) if self._fits(line, region, at, audience)]
        listed.sort(key=lambda line: bool(line.languages) and language not in line.languages)
        chosen: list[Helpline] = []
        for line in listed:
            same_number = line.tel and any(line.tel == earlier.tel for earlier in chosen)
            lonely = line.only_with and all(line.only_with != earlier.id for earlier in chosen)
            if not same_number and not lonely:
                chosen.append(line)
        if any(_sure(line) for line in chosen[:AT_MOST]):
            return chosen[:AT_MOST]
        sure = [line for line in (*chosen, *self._listed(None, case)) if _sure(line)]
        return [*chosen[: AT_MOST - 1], *sure[:1]]

    def alert(
        self,
        country: str | None,
        region: str | None,
        at: datetime,
        language: Language,
        audience: Audience = "teen",
    ) -> str:
        """The numbers as a pop-up, which leaves no line in the chat: at most 200 characters."""
        lines = self.choose(country, region, "sos", at, language, audience)
        return "\n".join([self.alert_head[language], *(line.line(language) for line in lines)])

    def unchecked(self) -> Iterator[Helpline]:
        """What people are shown and nobody has dialled yet."""
        return (line for line in self.helplines if line.show and line.checked_on is None)

    def stale(self, today: date, days: int = 90) -> Iterator[Helpline]:
        """What people are shown and was dialled too long ago."""
        shown = (line for line in self.helplines if line.show and line.checked_on)
        return (line for line in shown if line.checked_on and (today - line.checked_on).days > days)

    def _listed(self, country: str | None, case: Case) -> Iterator[Helpline]:
        orders = next((orders for code, orders in self.order.items() if code == country), None)
        ids = self.everywhere if orders is None else orders[case]
        if country not in COUNTRIES:
            ids = ids[:1]
        by_id = {line.id: line for line in self.helplines}
        return (by_id[each] for each in ids if each in by_id and by_id[each].show)

    @staticmethod
    def _fits(line: Helpline, region: str | None, at: datetime, audience: Audience) -> bool:
        return line.region in (None, region) and audience in line.serves and line.is_open(at)


def _sure(line: Helpline) -> bool:
    """Nothing has to be looked up first, and nobody says that it might be closed."""
    return line.round_the_clock and line.hours_sure and line.region is None and bool(line.tel)
