"""Where people live, and how it is called in both languages. The country is asked, never guessed from the language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from domain.people import Language

Country = Literal["KZ", "RU", "BY", "other"]
COUNTRIES: tuple[Country, ...] = ("KZ", "RU", "BY", "other")

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$", max_length=32)]
"""Ids ride in buttons of 64 bytes, and stand in the database: short, Latin, and never changed afterwards."""


class Words(BaseModel):
    """The same words in both languages; neither may be missing."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    ru: str = Field(min_length=1, max_length=200)
    kk: str = Field(min_length=1, max_length=200)

    def __getitem__(self, language: Language) -> str:
        return self.kk if language is Language.KK else self.ru


class Region(BaseModel):
    """A part of a country, as a person would name it when asked where they are."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Identifier
    name: Words
    zone: str | None = None
    """IANA zone, where it differs from the country's."""


class CountryRegions(BaseModel):
    """A country with the parts that are asked about: none, where no helpline depends on them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Words
    zone: str | None = None
    """IANA zone that is right for most people there; None where nothing can be said."""
    regions: tuple[Region, ...] = ()


class Regions(BaseModel):
    """`content/regions.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    countries: Mapping[Country, CountryRegions]

    def of(self, country: str | None) -> tuple[Region, ...]:
        """The parts of the country in the order of the buttons."""
        found = self._country(country)
        return found.regions if found else ()

    def find(self, region: str | None) -> Region | None:
        every = (each for country in self.countries.values() for each in country.regions)
        return next((each for each in every if each.id == region), None)

    def zone(self, country: str | None, region: str | None = None) -> str | None:
        """The IANA zone of the place; None where it is not known well enough to say «at 22:00»."""
        found, place = self._country(country), self.find(region)
        return (place.zone if place else None) or (found.zone if found else None)

    def _country(self, country: str | None) -> CountryRegions | None:
        return next((found for code, found in self.countries.items() if code == country), None)
