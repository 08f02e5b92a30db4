"""What the crisis tests read: pattern files, labelled phrases, everyday text. No failing test prints a phrase."""

from __future__ import annotations

import csv
import os
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from domain.crisis import Lexicon, Weights
from domain.crisis.weights import parsed

ROOT = Path(__file__).parents[2]
LANGUAGES = ("ru", "kk")
FILES = tuple(
    f"phrases_{name}.tsv"
    for name in ("dev", "fresh", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
)
"""Every labelled file, in the order they were written."""


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
def read_weights(language: str) -> Weights:
    """One file of weights as the bot reads it."""
    return parsed(language, (ROOT / "content" / "crisis" / "weights" / f"{language}.tsv").read_text(encoding="utf-8"))


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


def read_everyday(language: str) -> list[str]:
    """Everyday sentences of one language; none where the folder is absent."""
    folder = ordinary_folder()
    files = sorted(folder.glob(f"ordinary_{language}_*.tsv")) if folder else []
    return [line.split("\t")[0] for file in files for line in file.read_text("utf-8").split("\n")[1:] if line]
