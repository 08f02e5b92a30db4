"""The small language of patterns.

`a b`      b after a, at most two words between        `a + b`    b directly after a
`a ... b`  b after a, at most six words between        `a & b`    near each other, in any order
`стем*`    any ending      `стем~`  any ending that does not deny (Kazakh verbs)
`!слово`   only when denied: «не» before it, or a denying ending
`a|b|$set` any of them; `$set` is a list from `words:`; `c+d` among them is two adjacent words
"""

from __future__ import annotations

from typing import NamedTuple

NEXT, NEAR, FAR = 1, 3, 7
"""How many positions a following word may stand away."""

AROUND = 7
"""How far from the first part of `a & b` the others may stand."""

_GAPS = {"+": NEXT, "...": FAR}


class ExpressionError(ValueError):
    """An expression that cannot be read."""


class Item(NamedTuple):
    """One element: what to look for and how far after the element before it."""

    term: str
    gap: int


def parse(expression: str) -> list[list[Item]]:
    """Parts joined by `&`, each a sequence of items."""
    return [_sequence(part.split(), expression) for part in f" {expression} ".split(" & ")]


def _sequence(symbols: list[str], expression: str) -> list[Item]:
    items: list[Item] = []
    gap = NEAR
    for symbol in symbols:
        if symbol in _GAPS:
            gap = _GAPS[symbol]
            continue
        if "&" in symbol or not symbol.strip("|!$*~+."):
            raise ExpressionError(f"cannot read «{symbol}» in «{expression}»")
        items.append(Item(symbol, gap))
        gap = NEAR
    if not items or gap != NEAR:
        raise ExpressionError(f"something is missing in «{expression}»")
    return items


def terms(element: str) -> list[str]:
    """The alternatives of one element that are words."""
    return [word for word in _words(element) if not word.startswith("$")]


def set_names(element: str) -> list[str]:
    """The alternatives of one element that are word sets."""
    return [word[1:] for word in _words(element) if word.startswith("$")]


def _words(element: str) -> list[str]:
    return [word.lstrip("!") for term in element.split("|") for word in term.split("+")]
