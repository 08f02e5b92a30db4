"""From what a teenager typed to words with positions.

Order matters (docs/decisions/crisis-detection.md): NFKC and lower case, invisible signs away, words with their inner
punctuation, single letters joined, then the spelling of each word (`spelling.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from domain.crisis.spelling import spellings

LAUGH = "@смех"
"""The word that stands for `)))` and laughing emoji; patterns name it like any other word."""

SENTENCE_GAP = 4
"""Positions left empty at a sentence end, so that short-range sequences do not cross it."""

_INVISIBLE = re.compile(r"[\u00ad\u0300-\u036f\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_PIECE = re.compile(
    r"(?P<word>[^\W_]+(?:[.\-*'’`_~·•|@$+]+[^\W_]+)*)|(?P<laugh>[)💀😂🤣😹😆😁😅]+)|(?P<end>[.!?…\n;]+)|\("
)
_KAZAKH = re.compile("[әғқңөұүһі]")
_SHORT_PIECES = re.compile(r"[^\W_]{1,2}(?:[.\-*'’`_~·•|@$+]+[^\W_]{1,2})+")
_HARD = re.compile(r"[.\-+|]+")
_SOFT = re.compile(r"[*'’`_~·•]+")
_LEADING_NUMBER = re.compile(r"^(\d+)([^\W\d_].+)$")
_LONGEST_JOIN = 24


class Word(NamedTuple):
    """One word: where it stands and how it may be read (the same position for every reading)."""

    position: int
    forms: tuple[str, ...]
    kazakh: bool = False
    """Was it typed with a letter that Russian does not have?"""


def lowered(text: str) -> str:
    """NFKC and lower case, without what cannot be seen."""
    text = unicodedata.normalize("NFKC", text).lower()
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def pieces(typed: str) -> tuple[list[str], str | None]:
    """Split one typed word at inner punctuation; the second value is the same word glued together.

    `с.у.и.ц.и.д` and `п*здит` are one word; `устала.не` are two; `ата-анам` is read both ways.
    """
    if typed.isalpha():
        return [typed], None
    if _SHORT_PIECES.fullmatch(typed):
        typed = re.sub(r"[^\w@$]|_", "", typed)
    typed = _SOFT.sub("", typed)
    parts = [part for part in _HARD.split(typed) if part]
    split: list[str] = []
    for part in parts:
        number = _LEADING_NUMBER.match(part)
        split.extend(number.groups() if number and len(number[1]) > 1 else (part,))
    glued = "".join(parts) if len(parts) > 1 else None
    return split, glued if glued and len(glued) <= _LONGEST_JOIN else None


def _typed_words(text: str) -> Iterator[tuple[int, str, str | None]]:
    """Position, word as typed (lower case), and the same word glued to what stood before its hyphen."""
    position, ended, brackets = 0, True, 0
    for piece in _PIECE.finditer(lowered(text)):
        kind = piece.lastgroup
        if kind == "end":
            position += 0 if ended else SENTENCE_GAP
            ended = True
        elif kind == "laugh":
            laughs = piece.group() != ")" or not brackets
            brackets = max(0, brackets - 1)
            if laughs:
                position += 1
                yield position, LAUGH, None
        elif kind == "word":
            ended = False
            split, glued = pieces(piece.group())
            for index, part in enumerate(split):
                position += 1
                yield position, part, glued if index == len(split) - 1 else None
        else:
            brackets += 1


def _joined_letters(typed: list[tuple[int, str]]) -> Iterator[Word]:
    """Runs of three and more single letters (`п о р е з ы`), as one more word where the run ends."""
    run = ""
    for index, (position, part) in enumerate(typed):
        run = run + part if len(part) == 1 and not part.isdigit() else ""
        ends = index + 1 == len(typed) or len(typed[index + 1][1]) != 1
        if ends and 3 <= len(run) <= _LONGEST_JOIN:
            yield Word(position, spellings(run))


def _readings(part: str, glued: str | None) -> tuple[str, ...]:
    if glued is None and part.isalpha():
        forms = spellings(part)
        return forms if forms[0] else forms[1:]
    if part == LAUGH:
        return (LAUGH,)
    forms = spellings(part) if glued is None else (*spellings(part), *spellings(glued))
    return tuple(form for form in forms if form)


def read(text: str) -> list[Word]:
    """All words of the text in order; runs of single letters appear joined as well, at the end of the list."""
    typed = list(_typed_words(text))
    kazakh = _KAZAKH.search(text.lower()) is not None
    words = [
        Word(position, _readings(part, glued), kazakh and _KAZAKH.search(part) is not None)
        for position, part, glued in typed
    ]
    joined = _joined_letters([(position, part) for position, part, _ in typed])
    return [*(word for word in words if word.forms), *joined]


def normalised(text: str) -> str:
    """The text in plain spelling, for people who tune patterns, and for the tests."""
    readings = (_readings(part, glued) for _, part, glued in _typed_words(text))
    return " ".join(forms[0] for forms in readings if forms and forms[0] != LAUGH)
