"""What people write in the journeys. Crisis words are looked up in the table of labelled phrases, never invented here."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from domain.people import Language

if TYPE_CHECKING:
    from domain.crisis import Action, Assessment, Category, Severity
    from tests.journeys.hotline import Hotline

CALM = {
    Language.RU: "Привет, мне нужен совет про экзамен",
    Language.KK: "Сәлем, емтихан туралы кеңес керек",
}
MORE = {
    Language.RU: "Я боюсь отвечать у доски",
    Language.KK: "Тақтаға шығуға ұяламын",
}
ANSWER = {
    Language.RU: "Здравствуй! Расскажи, что за экзамен?",
    Language.KK: "Сәлем! Қандай емтихан екенін айтшы?",
}


@cache
def _phrases(language: Language) -> tuple[str, ...]:
    table = Path(__file__).parents[1] / "crisis" / "phrases_dev.tsv"
    with table.open(encoding="utf-8", newline="") as rows:
        return tuple(row["text"] for row in csv.DictReader(rows, delimiter="\t") if row["lang"] == language.value)


_FOUND: dict[str, Assessment] = {}


def _assessed(hotline: Hotline, words: str) -> Assessment:
    """What the check says is the same in all journeys: it is asked once."""
    if words not in _FOUND:
        _FOUND[words] = hotline.assess(words)
    return _FOUND[words]


def crisis(
    hotline: Hotline,
    language: Language,
    action: Action,
    category: Category | None = None,
    severity: Severity | None = None,
) -> tuple[str, Assessment]:
    """Words for which the check does this, and what it found in them."""
    for words in _phrases(language):
        found = _assessed(hotline, words)
        fits = category in (None, found.category) and severity in (None, found.severity)
        if found.action is action and fits:
            return words, found
    raise LookupError(f"no phrase of {language} leads to {action} for {category}")
