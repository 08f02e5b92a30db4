"""Patterns, masks and escalators compiled to bit operations on word positions."""

from __future__ import annotations

from collections.abc import Iterable

from domain.crisis.expression import AROUND, Item, parse
from domain.crisis.found import Found
from domain.crisis.lexicon import Escalator, Mask
from domain.crisis.vocabulary import Vocabulary

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

    __slots__ = ("need", "parts")

    def __init__(self, parts: list[list[Step]]) -> None:
        self.parts = parts
        self.need = 0
        for element in self.elements:
            self.need |= 1 << element

    @property
    def elements(self) -> list[int]:
        """All elements it needs."""
        return [element for part in self.parts for element, _ in part]

    def where(self, found: Found) -> int:
        """Positions of its first part where the whole expression holds; 0 when it does not."""
        if found.present & self.need != self.need:
            return 0
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
        here = found.at(element)
        bits = here if index == 0 else after(bits, gap) & here
        if not bits:
            return 0
    return bits


class Wordings:
    """Alternatives; finds nothing cheaply when none of their first elements occur."""

    __slots__ = ("firsts", "wordings")

    def __init__(
        self, vocabulary: Vocabulary, language: int, expressions: Iterable[str], *, typos: bool = False
    ) -> None:
        def step(item: Item) -> Step:
            return vocabulary.element(language, item.term, typos=typos), item.gap

        self.wordings = [Wording([[step(item) for item in part] for part in parse(each)]) for each in expressions]
        self.firsts = 0
        for wording in self.wordings:
            self.firsts |= 1 << wording.parts[0][0][0]

    def where(self, found: Found) -> int:
        """Positions where any of them holds."""
        bits = 0
        if found.present & self.firsts:
            for wording in self.wordings:
                bits |= wording.where(found)
        return bits


class Sight:
    """What one text holds; what is asked of it twice is looked up once."""

    __slots__ = ("_escalators", "_masks", "_seen", "found")

    def __init__(self, found: Found) -> None:
        self.found = found
        self._seen: dict[int, int] = {}
        self._masks: list[tuple[Mask, int]] | None = None
        self._escalators: list[tuple[Escalator, int]] | None = None

    def masks(self, every: Iterable[tuple[Mask, Wordings]]) -> list[tuple[Mask, int]]:
        """The masks that occur, each with the positions it covers."""
        if self._masks is None:
            self._masks = [(each, bits) for each, said in every if (bits := self.near(said, each.reach))]
        return self._masks

    def escalators(self, every: Iterable[tuple[Escalator, Wordings]]) -> list[tuple[Escalator, int]]:
        """The escalators that occur, each with the positions it reaches."""
        if self._escalators is None:
            self._escalators = [(each, bits) for each, said in every if (bits := self.near(said, each.reach))]
        return self._escalators

    def near(self, wordings: Wordings, reach: int) -> int:
        """Positions at most `reach` away from any of the wordings."""
        key = id(wordings)
        bits = self._seen.get(key)
        if bits is None:
            bits = wordings.where(self.found)
            bits = self._seen[key] = around(bits, reach) if bits else 0
        return bits
