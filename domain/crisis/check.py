"""The check: one text in, one decision out, and the pattern that made it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from domain.crisis.assessment import CALM, FAIL_OPEN, Action, Assessment, Category, Severity, Subject
from domain.crisis.lexicon import Escalator, Lexicon, Mask, Pattern
from domain.crisis.normaliser import read
from domain.crisis.rules import Wording, Wordings, around
from domain.crisis.vocabulary import Found, Vocabulary

UNLESS_REACH = 6
SUBJECT_REACH = 9

_ACTIONS = {action: rank for rank, action in enumerate(Action)}
_SEVERITIES = {severity: rank for rank, severity in enumerate(Severity)}
_CATEGORIES = {category: rank for rank, category in enumerate(Category)}


class Rule:
    """A pattern ready to be matched."""

    __slots__ = ("category", "doubt", "language", "name", "pattern", "unless", "wordings")

    def __init__(self, vocabulary: Vocabulary, language: int, name: str, category: Category, pattern: Pattern) -> None:
        self.language, self.category, self.pattern = language, category, pattern
        self.name = f"{name}:{category}/{pattern.id}"
        self.wordings = Wordings(vocabulary, language, pattern.any)
        self.unless = Wordings(vocabulary, language, pattern.unless)
        self.doubt = Wordings(vocabulary, language, pattern.doubt)


class Finding(NamedTuple):
    """A rule that matched, where, and what the masks left of it."""

    rule: Rule
    where: int
    action: Action
    severity: Severity


class _Speech:
    """What surrounds the patterns in one language: masks, escalators, who is meant."""

    def __init__(self, vocabulary: Vocabulary, language: int, lexicon: Lexicon) -> None:
        def wordings(expressions: list[str]) -> Wordings:
            return Wordings(vocabulary, language, expressions)

        self.masks: list[tuple[Mask, Wordings]] = [(mask, wordings(mask.any)) for mask in lexicon.masks]
        self.escalators: list[tuple[Escalator, Wordings]] = [(each, wordings(each.any)) for each in lexicon.escalators]
        self.author = wordings(lexicon.author)
        self.others = wordings(lexicon.others)


class CrisisCheck:
    """Patterns of both languages, asked together: children mix them, and the worst finding wins."""

    def __init__(self, lexicons: Mapping[str, Lexicon]) -> None:
        self._vocabulary = Vocabulary(dict(lexicons))
        self._speeches: list[_Speech] = []
        self._index: dict[int, list[tuple[Rule, Wording]]] = {}
        rules: list[Rule] = []
        for language, (name, lexicon) in enumerate(lexicons.items()):
            self._speeches.append(_Speech(self._vocabulary, language, lexicon))
            for category, patterns in lexicon.patterns.items():
                rules += [Rule(self._vocabulary, language, name, category, pattern) for pattern in patterns]
        self._index_by_rarest_element(rules)

    def assess_safely(self, text: str) -> Assessment:
        """As `assess`, but a broken check shows the card instead of breaking the bot."""
        try:
            return self.assess(text)
        except Exception:
            return FAIL_OPEN

    def assess(self, text: str) -> Assessment:
        """The worst finding in the text, whichever language it is in."""
        found = self._vocabulary.locate(read(text))
        findings = self._findings(found)
        if not findings:
            return CALM
        worst = min(findings, key=_badness)
        return Assessment(
            action=worst.action,
            category=worst.rule.category,
            severity=worst.severity,
            subject=worst.rule.pattern.subject or self._subject(found, worst.where),
            pattern=worst.rule.name,
            language=worst.rule.name.partition(":")[0],
        )

    def _index_by_rarest_element(self, rules: list[Rule]) -> None:
        usage = Counter(e for rule in rules for wording in rule.wordings.wordings for e in wording.elements)
        for rule in rules:
            for wording in rule.wordings.wordings:
                anchor = min(wording.elements, key=usage.__getitem__)
                self._index.setdefault(anchor, []).append((rule, wording))

    def _findings(self, found: Found) -> list[Finding]:
        matched: dict[Rule, int] = {}
        for element in found:
            for rule, wording in self._index.get(element, ()):
                where = wording.where(found)
                if where:
                    matched[rule] = matched.get(rule, 0) | where
        findings = (self._weighed(rule, where, found) for rule, where in matched.items())
        return [finding for finding in findings if finding]

    def _weighed(self, rule: Rule, where: int, found: Found) -> Finding | None:
        where &= ~around(rule.unless.where(found), UNLESS_REACH)
        if not where:
            return None
        action, severity = rule.pattern.decided_action(), rule.pattern.severity
        if not where & ~around(rule.doubt.where(found), UNLESS_REACH):
            return Finding(rule, where, Action.QUESTION, Severity.ELEVATED)
        masked = self._masked(rule, where, found)
        if masked is Action.NONE:
            return None
        if masked is Action.QUESTION:
            return Finding(rule, where, Action.QUESTION, min(severity, Severity.ELEVATED, key=_mildness))
        return self._escalated(Finding(rule, where, action, severity), found)

    def _masked(self, rule: Rule, where: int, found: Found) -> Action | None:
        """What masks lower the finding to: a strong one silences it unless the author speaks of themselves."""
        if not rule.pattern.masks:
            return None
        lowered: Action | None = None
        for speech in self._speeches:
            for mask, wordings in speech.masks:
                if mask.categories and rule.category not in mask.categories:
                    continue
                if where & ~around(wordings.where(found), mask.reach):
                    continue
                if mask.strong and not rule.pattern.floor and not self._by_author(found, where):
                    return Action.NONE
                lowered = Action.QUESTION
        return lowered

    def _escalated(self, finding: Finding, found: Found) -> Finding:
        for speech in self._speeches:
            for escalator, wordings in speech.escalators:
                if escalator.categories and finding.rule.category not in escalator.categories:
                    continue
                if finding.severity in escalator.lifts and finding.where & around(
                    wordings.where(found), escalator.reach
                ):
                    severity = Severity.IMMINENT if finding.severity is Severity.HIGH else Severity.HIGH
                    return finding._replace(severity=severity, action=Action.CARD)
        return finding

    def _by_author(self, found: Found, where: int) -> bool:
        near = around(where, SUBJECT_REACH)
        return any(speech.author.where(found) & near for speech in self._speeches)

    def _subject(self, found: Found, where: int) -> Subject:
        near = around(where, SUBJECT_REACH)
        others = any(speech.others.where(found) & near for speech in self._speeches)
        return Subject.OTHER if others and not self._by_author(found, where) else Subject.SELF


def _mildness(severity: Severity) -> int:
    return -_SEVERITIES[severity]


def _badness(finding: Finding) -> tuple[int, int, int]:
    return _ACTIONS[finding.action], _SEVERITIES[finding.severity], _CATEGORIES[finding.rule.category]
