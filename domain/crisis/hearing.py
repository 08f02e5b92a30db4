"""Misspelt words: which stems and words of the lexicon may have been meant. Whole words end with the mark `WHOLE`."""

from __future__ import annotations

from domain.crisis.slips import Slips
from domain.crisis.spelling import by_ear, by_ear_short, without_reduced

WHOLE = "."
"""Ends the name of a whole word; a stem has no mark."""

HEARD = 6
"""From this length vowels and voicing are merged, and one slip is forgiven in stems."""

SHORT = 4
"""From this length unstressed vowels are merged, and Kazakh ы and і may be left out."""

_LONGEST_STEM = 14


class Hearing:
    """Tables of what words sound like; nothing is listed twice."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._slips = Slips()
        self._ear: dict[str, list[str]] = {}
        self._short: dict[str, list[str]] = {}
        self._bare: dict[str, list[str]] = {}

    def learn(self, stem: str, *, whole: bool) -> None:
        """Let misspellings of a stem, or of a whole word, be recognised."""
        mark = WHOLE if whole else ""
        name = stem + mark
        if name in self._known:
            return
        self._known.add(name)
        bare = without_reduced(stem)
        if len(stem) > SHORT and len(bare) >= SHORT:
            self._bare.setdefault(bare + mark, []).append(name)
        if len(stem) >= HEARD:
            if not whole:
                self._slips.learn(stem)
            self._ear.setdefault(by_ear(stem) + mark, []).append(name)
        elif len(stem) >= (SHORT if whole else SHORT + 1):
            self._short.setdefault(by_ear_short(stem) + mark, []).append(name)

    def long_words(self, form: str) -> list[str]:
        """By ear, else with one slip."""
        return self._by_ear(form) or self._slips.close_to(form)

    def _by_ear(self, form: str) -> list[str]:
        key = by_ear(form)
        words = self._ear.get(key + WHOLE)
        if words:
            return words
        for length in range(min(len(key), _LONGEST_STEM), HEARD - 1, -1):
            stems = self._ear.get(key[:length])
            if stems:
                return stems
        return []

    def short_words(self, form: str) -> list[str]:
        """`жыть`, `атец`, `рижу`: Russian by ear. A stem may have an ending, but its last letter must be right."""
        key = by_ear_short(form)
        found = [stem for stem in self._short.get(key[: HEARD - 1], ()) if stem[-1] == form[len(stem) - 1]]
        return [*found, *self._short.get(key + WHOLE, ())]

    def reduced(self, form: str) -> list[str]:
        """Kazakh whose ы and і were left out."""
        key = without_reduced(form)
        found: list[str] = []
        for length in range(SHORT, len(key) + 1):
            found += self._bare.get(key[:length], ())
        return [*found, *self._bare.get(key + WHOLE, ())]
