"""Score cards: weak signals that together deserve one gentle question. Nothing here ever raises a card by itself."""

from __future__ import annotations

from typing import NamedTuple

from domain.crisis.assessment import Category, Severity
from domain.crisis.found import ones
from domain.crisis.lexicon import Pattern, Scorecard
from domain.crisis.rulebook import Rule
from domain.crisis.rules import Sight, Wordings, around
from domain.crisis.vocabulary import Vocabulary


class Weight(NamedTuple):
    """A signal ready to be looked for."""

    name: str
    points: int
    wordings: Wordings


class Score:
    """One score card, compiled. The decision names the signals that were added up."""

    __slots__ = ("_calming", "_card", "_raising", "_rule", "category", "name")

    def __init__(self, vocabulary: Vocabulary, language: int, name: str, category: Category, card: Scorecard) -> None:
        self.name = f"{name}:{category}/score"
        self.category = category
        self._card = card
        self._rule = _rule(vocabulary, language, name, category)
        weights = [
            Weight(each, signal.points, Wordings(vocabulary, language, signal.any, typos=signal.points > 0))
            for each, signal in card.signals.items()
        ]
        self._raising = [weight for weight in weights if weight.points > 0]
        self._calming = [weight for weight in weights if weight.points < 0]

    def found(self, sight: Sight) -> tuple[Rule, int] | None:
        """A rule named after the signals, and where they meet; None when they do not add up."""
        present = sight.found.present
        possible = [weight for weight in self._raising if present & weight.wordings.firsts]
        if sum(weight.points for weight in possible) < self._card.ask_from:
            return None
        seen = [(weight, bits) for weight in possible if (bits := weight.wordings.where(sight.found))]
        if sum(weight.points for weight, _ in seen) < self._card.ask_from:
            return None
        calming = [(weight, bits) for weight in self._calming if (bits := weight.wordings.where(sight.found))]
        places = 0
        for _, bits in seen:
            places |= bits
        for place in ones(places):
            window = around(1 << place, self._card.reach)
            counted = [weight for weight, bits in (*seen, *calming) if bits & window]
            if sum(weight.points for weight in counted) >= self._card.ask_from:
                return self._named(counted), 1 << place
        return None

    def _named(self, counted: list[Weight]) -> Rule:
        return self._rule.renamed(f"{self.name}:{'+'.join(weight.name for weight in counted if weight.points > 0)}")


def _rule(vocabulary: Vocabulary, language: int, name: str, category: Category) -> Rule:
    pattern = Pattern(id="score", severity=Severity.ELEVATED, any=["score"], example=["score"])
    return Rule(vocabulary, language, name, category, pattern)
