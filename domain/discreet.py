"""Words that give away what this chat is about: none of them stands in anything that comes unprompted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from domain.people import Language

Stem = Annotated[str, StringConstraints(min_length=3, to_lower=True, strip_whitespace=True)]


class Discreet(BaseModel):
    """`content/discreet.yaml`: stems, by language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: Mapping[Language, Annotated[tuple[Stem, ...], Field(min_length=1)]]

    def found_in(self, text: str) -> list[str]:
        """Which of them stand in a text. Those of both languages count: the phone's owner is not its only reader."""
        read = text.lower().replace("ё", "е")
        return [stem for stems in self.words.values() for stem in stems if stem.replace("ё", "е") in read]
