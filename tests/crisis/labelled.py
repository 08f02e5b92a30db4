"""What the crisis tests read: pattern files, labelled phrases, everyday text. No failing test prints a phrase."""

from __future__ import annotations

import csv
import os
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from domain.crisis import Lexicon

ROOT = Path(__file__).parents[2]
LANGUAGES = ("ru", "kk")


class Phrase(NamedTuple):
    """One labelled row; tests name it by its line in the file, never by its text."""

    line: int
    language: str
    text: str
    category: str
    severity: str
    subject: str

    def __repr__(self) -> str:
        """Its line only: pytest shows arguments of failing tests."""
        return f"line {self.line}"


@cache
def read_lexicon(language: str) -> Lexicon:
    """One pattern file as the bot reads it."""
    text = (ROOT / "content" / "crisis" / f"{language}.yaml").read_text(encoding="utf-8")
    return Lexicon.model_validate(yaml.load(text, Loader=yaml.CSafeLoader))


@cache
def read_phrases(name: str) -> list[Phrase]:
    """The rows of one labelled file beside this one."""
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Phrase(line, row["lang"], row["text"], row["category"], row["severity"], row["subject"])
            for line, row in enumerate(rows, 2)
        ]


def ordinary_folder() -> Path | None:
    """Everyday text, which lies beside the repository and is not part of it."""
    folder = Path(os.environ.get("SENIM_TEST_ORDINARY") or ROOT.parent / "shared" / "data" / "ordinary")
    return folder if folder.is_dir() else None
