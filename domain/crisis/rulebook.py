"""The lexicons of all languages, compiled once into rules indexed by their rarest element."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy

from domain.crisis.assessment import Category
from domain.crisis.found import Found, ones
from domain.crisis.lexicon import Lexicon, Pattern
from domain.crisis.rules import Wording, Wordings
from domain.crisis.vocabulary import Vocabulary


class Rule:
    """A pattern ready to be matched."""

    __slots__ = ("category", "doubt", "language", "name", "pattern", "unless", "wordings")

    def __init__(self, vocabulary: Vocabulary, language: int, name: str, category: Category, pattern: Pattern) -> None:
        self.language, self.category, self.pattern = language, category, pattern
        self.name = f"{name}:{category}/{pattern.id}"
        self.wordings = Wordings(vocabulary, language, pattern.any, typos=True)
        self.unless = Wordings(vocabulary, language, pattern.unless)
        self.doubt = Wordings(vocabulary, language, pattern.doubt)

    def renamed(self, name: str) -> Rule:
        """The same rule, telling more about why it matched."""
        other = copy(self)
        other.name = name
        return other


class Speech:
    """What surrounds the patterns in one language: masks, escalators, who is meant."""

    def __init__(self, vocabulary: Vocabulary, language: int, lexicon: Lexicon) -> None:
        def wordings(expressions: list[str]) -> Wordings:
            return Wordings(vocabulary, language, expressions)

        self.masks = [(mask, wordings(mask.any)) for mask in lexicon.masks]
        self.escalators = [(escalator, wordings(escalator.any)) for escalator in lexicon.escalators]
        self.author = wordings(lexicon.author)
        self.others = wordings(lexicon.others)


class Rulebook:
    """Everything that a text is compared with."""

    def __init__(self, lexicons: Mapping[str, Lexicon]) -> None:
        self.vocabulary = Vocabulary(dict(lexicons))
        self.speeches: list[Speech] = []
        self._index: dict[int, list[tuple[Rule, Wording]]] = {}
        self._anchors = 0
        rules: list[Rule] = []
        for language, (name, lexicon) in enumerate(lexicons.items()):
            self.speeches.append(Speech(self.vocabulary, language, lexicon))
            for category, patterns in lexicon.patterns.items():
                rules += [Rule(self.vocabulary, language, name, category, pattern) for pattern in patterns]
        self.masks = [each for speech in self.speeches for each in speech.masks]
        self.escalators = [each for speech in self.speeches for each in speech.escalators]
        self._index_by_rarest_element(rules)

    def _index_by_rarest_element(self, rules: list[Rule]) -> None:
        self.vocabulary.count_uses()
        for rule in rules:
            for wording in rule.wordings.wordings:
                anchor = min(wording.elements, key=self.vocabulary.commonness)
                self._index.setdefault(anchor, []).append((rule, wording))
                self._anchors |= 1 << anchor

    def matched(self, found: Found) -> Iterator[tuple[Rule, int]]:
        """Rules whose words are there, each with the positions where they are."""
        matched: dict[Rule, int] = {}
        present = found.present
        for element in ones(present & self._anchors):
            for rule, wording in self._index[element]:
                if present & wording.need != wording.need:
                    continue
                where = wording.where(found)
                if where:
                    matched[rule] = matched.get(rule, 0) | where
        return iter(matched.items())
