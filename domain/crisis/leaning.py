"""A second opinion: small weights of word beginnings, endings and neighbours, added up. Every sum can be read.

It never lowers a card. What it may do stands in `check.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import sqrt
from typing import NamedTuple

from domain.crisis.assessment import Category
from domain.crisis.normaliser import LAUGH, Word
from domain.crisis.weights import ENDINGS, GAP, STEMS, Points, Weights, cut

STRETCH = 24
"""Longer messages are looked at in stretches of so many words, each overlapping half of the next."""

FEWEST = 4
"""One or two words say little: they are taken for so many."""

NAMED = 3
"""So many pieces are named with a decision."""


class Opinion(NamedTuple):
    """What one language's weights make of the worst stretch of a message."""

    language: str
    danger: float
    now: float
    tone: float
    harmless: bool
    met: tuple[tuple[str, Points], ...]
    """The pieces that were met in that stretch."""

    @property
    def asks(self) -> bool:
        """Is this a danger, and said as people in need say it?"""
        return self.danger > 0 and self.tone > 0

    @property
    def sure(self) -> bool:
        """Is it a danger of this very hour?"""
        return self.now > 0 and self.tone > 0

    def reasons(self) -> str:
        """`ru:leaning: умер*, больше* не`: what spoke for danger most, of one word only one piece."""
        return self._named("leaning", sorted(self.met, key=lambda each: (-each[1].danger - each[1].now, each[0])))

    def excuses(self) -> str:
        """The same for what spoke against danger."""
        return self._named("harmless", sorted(self.met, key=lambda each: (each[1].danger, each[0])))

    def about(self) -> Category | None:
        """What the pieces speak of, by the points for danger."""
        votes: Counter[Category] = Counter()
        for _, points in self.met:
            if points.about and points.danger > 0:
                votes[points.about] += points.danger
        return min(votes, key=lambda each: (-votes[each], each)) if votes else None

    def _named(self, kind: str, ordered: list[tuple[str, Points]]) -> str:
        named: list[str] = []
        for piece, _ in ordered:
            bare = piece.strip("*")
            if not any(bare in other or other.strip("*") in piece for other in named):
                named.append(piece)
            if len(named) == NAMED:
                break
        return f"{self.language}:{kind}: {', '.join(named)}"


class Leaning:
    """The weights of all languages, asked together: the worst of their opinions counts."""

    def __init__(self, weights: Mapping[str, Weights]) -> None:
        self._weights = list(weights.values())

    def opinion(self, words: Sequence[Word]) -> Opinion | None:
        """The worst opinion of any stretch; None when there are no weights, or no words."""
        worst: Opinion | None = None
        harmless = True
        for stretch in stretches(words):
            met = pieces(stretch)
            for weights in self._weights:
                each = _opinion(weights, met, len(stretch))
                harmless = harmless and each.harmless
                if worst is None or _rank(each) > _rank(worst):
                    worst = each
        return worst and worst._replace(harmless=harmless)


def _rank(opinion: Opinion) -> tuple[bool, bool, float]:
    return opinion.sure, opinion.asks, opinion.danger


def _opinion(weights: Weights, met: set[str], words: int) -> Opinion:
    known = weights.pieces
    found = [(piece, known[piece]) for piece in met & known.keys()]
    share = 1 / sqrt(max(FEWEST, words))
    danger = weights.start.danger + share * sum(points.danger for _, points in found)
    now = weights.start.now + share * sum(points.now for _, points in found)
    tone = weights.start.tone + share * sum(points.tone for _, points in found)
    harmless = danger < weights.harmless.danger or tone < weights.harmless.tone
    return Opinion(weights.language, danger, now, tone, harmless, tuple(found))


def stretches(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """The message itself, or its overlapping stretches."""
    if words:
        yield words[:STRETCH]
    for start in range(STRETCH // 2, len(words) - STRETCH // 2, STRETCH // 2):
        yield words[start : start + STRETCH]


def pieces(words: Iterable[Word]) -> set[str]:
    """Whole words, beginnings, endings, neighbours, and neighbours but one."""
    met: set[str] = set()
    one, two = (-9, ""), (-9, "")
    for word in words:
        form = word.forms[0]
        met.add(form)
        if form != LAUGH:
            size = len(form)
            met.update(form[:length] + "*" for length in STEMS if size > length)
            met.update("*" + form[-length:] for length in ENDINGS if size > length + 1)
        here = (word.position, cut(form))
        if 0 < here[0] - one[0] <= 1:
            met.add(f"{one[1]} {here[1]}")
        if 0 < here[0] - two[0] <= 2:
            met.add(f"{two[1]} {GAP} {here[1]}")
        two, one = one, here
    return met
