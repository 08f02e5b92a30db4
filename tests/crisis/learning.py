"""How the weights of `content/crisis/weights/` are learned: a linear classifier, in plain Python, the same every time.

Squared hinge loss with a quadratic penalty, by dual coordinate descent (Hsieh et al. 2008). A piece of speech that many
rows hold starts from a smaller step, so that rare and telling pieces are heard.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt
from typing import NamedTuple

from domain.crisis import Category, Weights
from domain.crisis.leaning import FEWEST, pieces, stretches
from domain.crisis.normaliser import read
from domain.crisis.weights import HARMLESS, START, parsed, readable
from tests.crisis.labelled import Phrase

EVERYDAY = "everyday"
"""Stands for the severity of what nobody labelled."""

LINES = 5000
"""So many pieces are kept of a language: more help by less than they cost to read."""

TWICE = 2
"""A piece is learned from two labelled rows at least; everyday text adds no piece of its own."""

COLUMNS = {
    "danger": {"imminent": (1, 1.0), "high": (1, 1.0), "elevated": (1, 0.3), "none": (-1, 1.0)},
    "now": {"imminent": (1, 1.0), "high": (1, 0.1), "none": (-1, 1.0), EVERYDAY: (-1, 0.1)},
    "tone": {"imminent": (1, 1.0), "high": (1, 1.0), "elevated": (1, 1.0), EVERYDAY: (-1, 1.0)},
}
"""What each column tells apart: by severity which side, and how heavy. `tone` lives on everyday text."""

_BOTH = {"card": 0.45, "tone": 0.1, "harmless": -0.4, "everyday": -0.75}
DECISIONS = {"ru": {"ask": -0.05, **_BOTH}, "kk": {"ask": 0.05, **_BOTH}}
"""Where question, card and silence begin, in units of the margin; chosen by `tests.crisis.validate`."""

_STRICT = 0.1
_PASSES = 25
_SCALE = 100


class Row(NamedTuple):
    """What one text, or a stretch of it, holds."""

    pieces: frozenset[str]
    words: int
    severity: str
    category: str


class Fit(NamedTuple):
    start: float
    weights: dict[str, float]


def rows_of(phrases: Iterable[Phrase], everyday: Iterable[str] = ()) -> list[Row]:
    """Labelled phrases of one language and everyday text, taken apart as the check does."""
    rows = [
        Row(frozenset(pieces(stretch)), len(stretch), phrase.severity, phrase.category)
        for phrase in phrases
        for stretch in stretches(read(phrase.text))
    ]
    rows += [
        Row(frozenset(pieces(stretch)), len(stretch), EVERYDAY, EVERYDAY)
        for text in everyday
        for stretch in stretches(read(text))
    ]
    return rows


def learned(rows: Sequence[Row], decisions: Mapping[str, float]) -> str:
    """The lines of one file."""
    counted = Counter(piece for row in rows if row.severity != EVERYDAY for piece in row.pieces)
    everywhere = Counter(piece for row in rows for piece in row.pieces)
    kept = sorted(piece for piece, count in counted.items() if count >= TWICE and readable(piece))
    fits: list[Fit] = []
    for _ in ("first", "again with what is kept"):
        fits = [fitted(rows, sides, kept, everywhere) for sides in COLUMNS.values()]

        def worth(name: str) -> tuple[float, str]:
            return -max(abs(fit.weights[name]) for fit in fits) * sqrt(everywhere[name]), name  # noqa: B023

        kept = sorted(sorted(kept, key=worth)[:LINES])
    about = _abouts(rows, kept)
    begun = zip(fits, ("ask", "card", "tone"), strict=True)
    starts = [_points(fit.start - decisions[name]) for fit, name in begun]
    silent = _points(decisions["harmless"] - decisions["ask"]), 0, _points(decisions["everyday"] - decisions["tone"])
    lines = [_line(START, starts), _line(HARMLESS, silent)]
    weighed = [(name, [_points(fit.weights[name]) for fit in fits]) for name in kept]
    for name, points in sorted(weighed, key=lambda each: ([-one for one in each[1]], each[0])):
        if any(points):
            lines.append(_line(name, points, about.get(name, "-") if points[0] > 0 else "-"))
    return "\n".join(lines) + "\n"


def _line(name: str, points: Iterable[int], about: str = "-") -> str:
    return "\t".join((name, *map(str, points), about))


def weights_from(language: str, rows: Sequence[Row], decisions: Mapping[str, float] | None = None) -> Weights:
    """The same, ready for the check."""
    return parsed(language, learned(rows, decisions or DECISIONS[language]))


def fitted(
    rows: Sequence[Row], sides: Mapping[str, tuple[int, float]], names: Sequence[str], everywhere: Counter[str]
) -> Fit:
    """Start and weights for these pieces. Both sides together weigh the same."""
    numbers = {name: number for number, name in enumerate(names)}
    steps = [((log((1 + len(rows)) / (1 + everywhere[name])) + 1) / 3) ** 2 for name in names]
    used = [row for row in rows if row.severity in sides]
    heavy = [sides[row.severity][1] for row in used]
    signs = [sides[row.severity][0] for row in used]
    total = sum(heavy)
    sums = {sign: sum(each for each, own in zip(heavy, signs, strict=True) if own == sign) for sign in (1, -1)}
    costs = [_STRICT * each * total / 2 / sums[sign] for each, sign in zip(heavy, signs, strict=True)]
    held = [sorted(numbers[piece] for piece in row.pieces if piece in numbers) for row in used]
    shares = [1 / sqrt(max(FEWEST, row.words)) for row in used]
    start, weights = _descended(held, shares, signs, costs, steps)
    return Fit(start, dict(zip(names, weights, strict=True)))


def _descended(
    held: list[list[int]], shares: list[float], signs: list[int], costs: list[float], steps: list[float]
) -> tuple[float, list[float]]:
    weights, start = [0.0] * len(steps), 0.0
    damping = [1 / (2 * cost) for cost in costs]
    curved = [
        share * share * sum(map(steps.__getitem__, own)) + 1 + damp
        for own, share, damp in zip(held, shares, damping, strict=True)
    ]
    forces = [0.0] * len(held)
    order, dice = list(range(len(held))), random.Random(1)
    for _ in range(_PASSES):
        dice.shuffle(order)
        for number in order:
            own, share, sign, force = held[number], shares[number], signs[number], forces[number]
            said = start + share * sum(map(weights.__getitem__, own))
            gradient = sign * said - 1 + force * damping[number]
            changed = max(0.0, force - gradient / curved[number])
            if changed != force:
                forces[number] = changed
                push = (changed - force) * sign
                start += push
                push *= share
                for each in own:
                    weights[each] += push * steps[each]
    return start, weights


def _abouts(rows: Sequence[Row], names: Sequence[str]) -> dict[str, str]:
    """What each piece speaks of: the category in whose rows it is met most, for the number of these rows."""
    grave = [row for row in rows if row.category in set(Category) and row.severity in {"imminent", "high"}]
    sizes = Counter(row.category for row in grave)
    met: dict[str, Counter[str]] = {name: Counter() for name in names}
    for row in grave:
        for piece in row.pieces & met.keys():
            met[piece][row.category] += 1
    return {
        name: min(found, key=lambda each: (-found[each] / (sizes[each] + 20), each))
        for name, found in met.items()
        if found
    }


def _points(weight: float) -> int:
    return round(weight * _SCALE)
