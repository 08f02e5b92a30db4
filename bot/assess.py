"""`python -m bot assess FILE.tsv`: what the crisis check makes of a table of texts, and how well it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, TextIO

from bot.content import load_lexicons, load_weights
from domain.crisis import Action, Assessment, Category, CrisisCheck, Severity, Subject

COLUMNS = ("lang", "text", "action", "category", "severity", "subject", "pattern")
_LANGUAGES = ("ru", "kk")
_LABELS: dict[str, tuple[str, ...]] = {
    "lang": _LANGUAGES,
    "category": ("", "none", *Category),
    "severity": ("", *Severity),
    "subject": ("", *Subject),
}


class TableError(Exception):
    """The table cannot be read: one line for each fault, with its line and column."""


class Row(NamedTuple):
    lang: str
    text: str
    severity: Severity | None
    """What a human said; None where nobody did."""


class Judged(NamedTuple):
    row: Row
    found: Assessment


def assess_file(path: Path, content: Path, out: TextIO, summary: TextIO) -> None:
    """Write a table of decisions and, if a human labelled the rows, a summary. Raises TableError, ContentError."""
    rows = list(read(path))
    check = CrisisCheck(load_lexicons(content), load_weights(content))
    out.write("\t".join(COLUMNS) + "\n")
    judged: list[Judged] = []
    for row in rows:
        found = check.assess(row.text)
        judged.append(Judged(row, found))
        cells = (row.lang, row.text, found.action, found.category or "none", found.severity, found.subject)
        out.write("\t".join((*cells, found.pattern or "")) + "\n")
    out.flush()
    labelled = [each for each in judged if each.row.severity is not None]
    if labelled:
        summary.write("\n".join(summed_up(labelled)) + "\n")


def read(path: Path) -> list[Row]:
    """The rows of a table. Raises TableError."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")  # read_text has made \r\n one; others are text
    except FileNotFoundError:
        raise TableError(f"{path}: found no such file") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise TableError(f"{path}:{line}: found a byte that is not UTF-8; expected a file saved as UTF-8") from None
    except OSError as error:
        raise TableError(f"{path}: cannot be read: {error.strerror}") from None
    if lines == [""]:
        raise TableError(f"{path}:1: found an empty file; expected a first line with the columns lang and text")
    names = [name.strip().lower() for name in lines[0].split("\t")]
    missing = [name for name in ("lang", "text") if name not in names]
    if missing:
        expected = f"expected {' and '.join(missing)} among them, with tabs between"
        raise TableError(f"{path}:1: found the columns {', '.join(names)}; {expected}")
    rows = [(number, line.split("\t")) for number, line in enumerate(lines[1:], start=2) if line.strip()]
    faults = [fault for number, cells in rows for fault in _faults(f"{path}:{number}", names, cells)]
    if faults:
        raise TableError("\n".join(faults))
    return [_row(dict(zip(names, cells, strict=False))) for _, cells in rows]


def _faults(where: str, names: list[str], cells: list[str]) -> Iterator[str]:
    if len(cells) > len(names) or len(cells) <= max(names.index("lang"), names.index("text")):
        yield f"{where}: found {len(cells)} columns; expected {len(names)}, with tabs between"
        return
    for name, cell in zip(names, cells, strict=False):
        allowed = _LABELS.get(name)
        if allowed and cell.strip() not in allowed:
            expected = ", ".join(each for each in allowed if each)
            yield f'{where}: {name}: found "{cell.strip()}"; expected one of {expected}'


def _row(cells: dict[str, str]) -> Row:
    label = cells.get("severity", "").strip()
    return Row(cells["lang"].strip(), cells["text"].strip(), Severity(label) if label else None)


def summed_up(judged: Iterable[Judged]) -> list[str]:
    """Per language: how much of each severity was caught, and how often calm words set something off."""
    listed = list(judged)
    lines = [f"{'':4} {'labelled':16} {'rows':>5} {'card':>7} {'question':>9} {'caught':>7}"]
    groups = {
        "imminent": {Severity.IMMINENT},
        "high": {Severity.HIGH},
        "imminent + high": {Severity.IMMINENT, Severity.HIGH},
        "elevated": {Severity.ELEVATED},
    }
    for language in _LANGUAGES:
        spoken = [each for each in listed if each.row.lang == language]
        for name, severities in groups.items():
            lines += _counted(language, name, [each for each in spoken if each.row.severity in severities])
        calm = [each for each in spoken if each.row.severity is Severity.NONE]
        lines += _counted(language, "none", calm, caught=False)
    lines.append("caught: card or question. For `none`, card and question are false alarms.")
    return lines


def _counted(language: str, name: str, rows: list[Judged], *, caught: bool = True) -> Iterator[str]:
    if rows:
        card = sum(each.found.action is Action.CARD for each in rows) / len(rows)
        question = sum(each.found.action is Action.QUESTION for each in rows) / len(rows)
        total = f"{card + question:7.3f}" if caught else ""
        yield f"{language:4} {name:16} {len(rows):5} {card:7.3f} {question:9.3f} {total}".rstrip()
