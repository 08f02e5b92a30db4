"""The shape of `content/crisis/weights/{ru,kk}.tsv`. Psychologists edit those files, so every mistake is named.

A line is a piece of speech with three points, and what it speaks of: `danger` tells dangers from jokes, films and homonyms;
`now` tells dangers of this very hour; `tone` tells people in need from everyday talk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from domain.crisis.assessment import Category
from domain.crisis.normaliser import LAUGH
from domain.crisis.spelling import fold, squeeze

STEMS = (3, 4, 5, 6)
"""How many letters of the beginning of a word may be a piece."""

ENDINGS = (2, 3, 4)
"""How many letters of the end of a word may be a piece."""

PAIRED = 5
"""Of the words of a pair so many letters count."""

GAP = "…"
"""Stands in a pair where one word was left out."""

START, HARMLESS = ":start", ":harmless"
_ABOUT: dict[str, Category | None] = {"-": None} | {str(each): each for each in Category}
_COLUMNS = 5
_MOST = 1000
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[+-]?\d{1,4}")


class Points(NamedTuple):
    """What one piece of speech weighs."""

    danger: int
    now: int = 0
    tone: int = 0
    about: Category | None = None


class WeightsFault(NamedTuple):
    """One mistake, by line and column."""

    line: int
    column: str
    found: str
    expected: str


class WeightsError(Exception):
    """The file cannot be used. Carries every fault."""

    def __init__(self, faults: list[WeightsFault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


class Weights(NamedTuple):
    """One file. `start`: points before anything is said; `harmless`: what a mere question must reach to be asked."""

    language: str
    start: Points
    harmless: Points
    pieces: Mapping[str, Points]


def cut(word: str) -> str:
    """A word as pairs hold it."""
    return word[:PAIRED] + "*" if len(word) >= PAIRED else word


def parsed(language: str, text: str) -> Weights:
    """The file as the check uses it. Raises WeightsError with every fault."""
    faults: list[WeightsFault] = []
    pieces: dict[str, Points] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        wrong = list(_faults(number, cells))
        faults += wrong
        if wrong:
            continue
        name = _plain(cells[0])
        if name in lines:
            found = f'"{cells[0]}" a second time (first on line {lines[name]})'
            faults.append(WeightsFault(number, "piece", found, "each piece once"))
        lines[name] = number
        pieces[name] = Points(int(cells[1]), int(cells[2]), int(cells[3]), _ABOUT[cells[4]])
    for missing in (name for name in (START, HARMLESS) if name not in lines):
        faults.append(WeightsFault(1, "piece", f"no line `{missing}`", "this line must be there"))
    if faults:
        raise WeightsError(faults)
    start, harmless = pieces.pop(START), pieces.pop(HARMLESS)
    return Weights(language, start, harmless, pieces)


def _faults(number: int, cells: list[str]) -> Iterator[WeightsFault]:
    if len(cells) != _COLUMNS:
        yield WeightsFault(number, "", f"{len(cells)} columns", "5: piece, danger, now, tone, about, with tabs between")
        return
    expected = _unreadable(cells[0])
    if expected:
        yield WeightsFault(number, "piece", f'"{cells[0][:40]}"', expected)
    for column, cell in zip(("danger", "now", "tone"), cells[1:4], strict=True):
        if not _NUMBER.fullmatch(cell) or abs(int(cell)) > _MOST:
            yield WeightsFault(number, column, f'"{cell[:40]}"', f"a whole number from -{_MOST} to {_MOST}")
    if cells[4] not in _ABOUT:
        yield WeightsFault(number, "about", f'"{cells[4][:40]}"', "one of " + ", ".join(_ABOUT))


def readable(piece: str) -> bool:
    """Can it be met in a text, spelt as it is?"""
    return _unreadable(piece) is None and _plain(piece) == piece and not piece.startswith(":")


def _unreadable(piece: str) -> str | None:
    """What should stand there instead; None when the piece can be met in a text."""
    if piece in (START, HARMLESS, LAUGH):
        return None
    words = piece.replace(f" {GAP} ", " ").split(" ")
    if len(words) > 2 or not all(_WORD.fullmatch(word.strip("*")) for word in words):
        return "one word, a stem*, an *ending, or two words with a space or « … » between"
    word = words[0]
    if len(words) == 1 and "*" in word:
        letters = len(_squeezed(word.strip("*")))
        if word.startswith("*") and (word.endswith("*") or letters not in ENDINGS):
            return f"an ending of {ENDINGS[0]} to {ENDINGS[-1]} letters after its *"
        if word.endswith("*") and letters not in STEMS:
            return f"a stem of {STEMS[0]} to {STEMS[-1]} letters before its *"
    return None


def _plain(piece: str) -> str:
    """The piece as texts are reduced to it: «өлгім» is «олгим», and of the words of a pair five letters count."""
    if piece in (START, HARMLESS, LAUGH):
        return piece
    words = [word if word == GAP else _squeezed(word) for word in piece.split(" ")]
    if len(words) == 1:
        return words[0]
    return " ".join(word if word == GAP else cut(word.rstrip("*")) for word in words)


def _squeezed(word: str) -> str:
    return squeeze(fold(word.lower()))
