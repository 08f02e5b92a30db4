"""What every measurement ends in: a name, what was promised, what was found, and whether it holds."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Figure(NamedTuple):
    """One line of the table."""

    name: str
    bar: str
    found: str
    met: bool


def at_most(name: str, found: float, bar: float, unit: str = "", note: str = "") -> Figure:
    """A bar from above."""
    return Figure(name, f"≤ {bar:g}{unit}", f"{found:.2f}{unit}{note}", found <= bar)


def at_least(name: str, found: float, bar: float, unit: str = "", note: str = "") -> Figure:
    """A bar from below."""
    return Figure(name, f"≥ {bar:g}{unit}", f"{found:.2f}{unit}{note}", found >= bar)


def table(figures: Iterable[Figure]) -> str:
    """All of them, in columns."""
    rows = [("", "bar", "figure", "met"), *((*each[:3], "yes" if each.met else "NO") for each in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


@contextlib.contextmanager
def process(arguments: list[str], more: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A Python program that ends with the block."""
    child = subprocess.Popen(
        [sys.executable, *arguments], env={**os.environ, **(more or {})}, stderr=subprocess.DEVNULL
    )
    try:
        yield child
    finally:
        child.kill()
        child.wait()
