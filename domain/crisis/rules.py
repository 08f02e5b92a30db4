"""Patterns, masks and escalators compiled to bit operations on word positions."""

from __future__ import annotations

from collections.abc import Iterable

from domain.crisis.expression import AROUND, parse
from domain.crisis.vocabulary import Found, Vocabulary

Step = tuple[int, int]
"""An element and how far after the previous one it may stand."""


def after(bits: int, gap: int) -> int:
    """Positions 1…gap after any set bit."""
    reached = 0
    for _ in range(gap):
        bits <<= 1
        reached |= bits
    return reached


def around(bits: int, reach: int) -> int:
    """Positions at most `reach` away from any set bit."""
    spread, done = bits, 0
    while done < reach:
        step = min(done + 1, reach - done)
        spread |= spread << step | spread >> step
        done += step
    return spread


def beside(bits: int, reach: int) -> int:
    """As `around`, but a set bit alone does not reach itself: two parts need two words."""
    left, right, done = bits << 1, bits >> 1, 1
    while done < reach:
        step = min(done, reach - done)
        left, right = left | left << step, right | right >> step
        done += step
    return left | right


class Wording:
    """One expression: parts that must stand near one another."""

    __slots__ = ("parts",)

    def __init__(self, parts: list[list[Step]]) -> None:
        self.parts = parts

    @property
    def elements(self) -> list[int]:
        """All elements it needs."""
        return [element for part in self.parts for element, _ in part]

    def where(self, found: Found) -> int:
        """Positions of its first part where the whole expression holds; 0 when it does not."""
        first = 0
        for index, part in enumerate(self.parts):
            bits = _sequence(part, found)
            if index == 0:
                first = bits
            elif bits:
                first &= beside(bits, AROUND)
            if not bits or not first:
                return 0
        return first


def _sequence(steps: list[Step], found: Found) -> int:
    bits = 0
    for index, (element, gap) in enumerate(steps):
        here = found.get(element, 0)
        bits = here if index == 0 else after(bits, gap) & here
        if not bits:
            return 0
    return bits


class Wordings:
    """Alternatives; finds nothing cheaply when none of their rarest elements occur."""

    __slots__ = ("_by_first", "wordings")

    def __init__(self, vocabulary: Vocabulary, language: int, expressions: Iterable[str]) -> None:
        self.wordings = [
            Wording([[(vocabulary.element(language, item.term), item.gap) for item in part] for part in parse(each)])
            for each in expressions
        ]
        self._by_first = [(wording.parts[0][0][0], wording) for wording in self.wordings]

    def where(self, found: Found) -> int:
        """Positions where any of them holds."""
        bits = 0
        for first, wording in self._by_first:
            if first in found:
                bits |= wording.where(found)
        return bits


class Sight:
    """What one text holds; what is asked of it twice is looked up once."""

    __slots__ = ("_seen", "found")

    def __init__(self, found: Found) -> None:
        self.found = found
        self._seen: dict[int, int] = {}

    def near(self, wordings: Wordings, reach: int) -> int:
        """Positions at most `reach` away from any of the wordings."""
        key = id(wordings)
        bits = self._seen.get(key)
        if bits is None:
            bits = self._seen[key] = around(wordings.where(self.found), reach)
        return bits
