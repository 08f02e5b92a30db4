"""What a specialist calls a person: an adjective and a noun, in both languages. It says nothing about anybody."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from domain.people import Language

Gender = Literal["m", "f", "n"]
_RussianWord = Annotated[str, StringConstraints(pattern=r"^[а-яё]{2,16}$")]
_KazakhWord = Annotated[str, StringConstraints(pattern=r"^[а-яёәғқңөұүһі]{2,16}$")]


class Adjective(BaseModel):
    """Russian agrees with the noun in gender, Kazakh does not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    m: _RussianWord
    f: _RussianWord
    n: _RussianWord
    kk: _KazakhWord

    def agreeing(self, gender: Gender) -> str:
        return {"m": self.m, "f": self.f, "n": self.n}[gender]


class Noun(BaseModel):
    """`gender` is the Russian one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ru: _RussianWord
    gender: Gender
    kk: _KazakhWord


class Pseudonyms(BaseModel):
    """`content/pseudonyms.yaml`. Codes are places in these lists: the order is kept once people have names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    adjectives: tuple[Adjective, ...] = Field(min_length=1)
    nouns: tuple[Noun, ...] = Field(min_length=1)

    @property
    def count(self) -> int:
        """Names of one series. Code `count` is the name of code 0 with a 2 behind it."""
        return len(self.adjectives) * len(self.nouns)

    def name(self, code: int, language: Language) -> str:
        """Raises ValueError for a negative code."""
        if code < 0:
            raise ValueError("a pseudonym's code counts from 0")
        series, index = divmod(code, self.count)
        place, noun_place = divmod(index, len(self.nouns))
        adjective, noun = self.adjectives[place], self.nouns[noun_place]
        if language is Language.KK:
            words = f"{adjective.kk} {noun.kk}"
        else:
            words = f"{adjective.agreeing(noun.gender)} {noun.ru}"
        return words[0].upper() + words[1:] + (f" {series + 1}" if series else "")
