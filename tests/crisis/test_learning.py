"""How weights are learned: the same every time, from the labelled phrases, and written as they are read."""

from __future__ import annotations

import pytest

from domain.crisis import Action, CrisisCheck
from tests.crisis.labelled import FILES, LANGUAGES, Phrase, read_phrases, read_weights
from tests.crisis.learning import DECISIONS, learned, rows_of, weights_from

EVERYDAY = ["сегодня солнце и ветер", "купили хлеб и молоко", "мы читаем книгу о море", "поезд пришёл утром"] * 10


def _some(language: str, every: int = 6) -> list[Phrase]:
    return [row for name in FILES for row in read_phrases(name) if row.language == language][::every]


def test_learning_twice_writes_the_same_lines() -> None:
    """No clock, no chance, no order of a set in it."""
    phrases = _some("ru")
    once = learned(rows_of(phrases, EVERYDAY), DECISIONS["ru"])
    assert learned(rows_of(phrases, EVERYDAY), DECISIONS["ru"]) == once


@pytest.mark.parametrize("language", LANGUAGES)
def test_weights_learn_what_the_labels_tell(language: str) -> None:
    """Taught by one third of the rows they tell most of another third: more than half of the grave, few of the rest."""
    known = CrisisCheck({}, {language: weights_from(language, rows_of(_some(language, 3), EVERYDAY))})
    others = [row for name in FILES for row in read_phrases(name) if row.language == language][1::3]
    grave = [row for row in others if row.severity in {"imminent", "high"}]
    harmless = [row for row in others if row.severity == "none"]
    found = sum(known.assess(row.text).action is not Action.NONE for row in grave)
    wrong = sum(known.assess(row.text).action is not Action.NONE for row in harmless)
    assert found > 0.6 * len(grave)
    assert wrong < 0.35 * len(harmless)


def test_labels_turned_round_teach_the_opposite() -> None:
    """Negative control: it is the labels that are learned, not the manner of the rows."""
    turned = {"high": "none", "imminent": "none", "none": "high", "elevated": "elevated"}
    rows = [row._replace(severity=turned[row.severity]) for row in _some("ru", 3)]
    known = CrisisCheck({}, {"ru": weights_from("ru", rows_of(rows, EVERYDAY))})
    grave = [row for row in _some("ru", 3) if row.severity in {"imminent", "high"}]
    assert sum(known.assess(row.text).action is not Action.NONE for row in grave) < 0.2 * len(grave)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_piece_stands_in_two_labelled_phrases(language: str) -> None:
    """Nothing in the files is one person's, and nothing comes from everyday text, which is not ours to copy.

    Lines that a psychologist adds need a row in a labelled file: two, if learning anew shall keep them.
    """
    rows = rows_of(row for name in FILES for row in read_phrases(name) if row.language == language)
    once: set[str] = set()
    twice: set[str] = set()
    for row in rows:
        twice |= row.pieces & once
        once |= row.pieces
    assert [piece for piece in read_weights(language).pieces if piece not in twice] == []


def test_the_three_decisions_have_their_margins() -> None:
    """A stricter margin asks less."""
    phrases = _some("ru")
    rows = rows_of(phrases, EVERYDAY)
    mild = CrisisCheck({}, {"ru": weights_from("ru", rows)})
    strict = CrisisCheck({}, {"ru": weights_from("ru", rows, {**DECISIONS["ru"], "ask": 1.0, "card": 1.0})})
    count = {
        check: sum(check.assess(row.text).action is not Action.NONE for row in phrases) for check in (mild, strict)
    }
    assert count[strict] < count[mild]
