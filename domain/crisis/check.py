"""The check: one text in, one decision out, and the pattern that made it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from domain.crisis.assessment import CALM, FAIL_OPEN, Action, Assessment, Category, Severity, Subject
from domain.crisis.leaning import Leaning, Opinion
from domain.crisis.lexicon import Lexicon
from domain.crisis.normaliser import read
from domain.crisis.rulebook import Rule, Rulebook
from domain.crisis.rules import Sight
from domain.crisis.scores import Score
from domain.crisis.weights import Weights

UNLESS_REACH = 6
"""How near an `unless` or `doubt` must stand to count, in words."""

SUBJECT_REACH = 9
"""How near «меня» or «подруга» must stand to say whose danger it is."""

_ACTIONS = {action: rank for rank, action in enumerate(Action)}
_SEVERITIES = {severity: rank for rank, severity in enumerate(Severity)}
_CATEGORIES = {category: rank for rank, category in enumerate(Category)}


class Finding(NamedTuple):
    """A rule that matched, where, and what the masks left of it."""

    rule: Rule
    where: int
    action: Action
    severity: Severity


class CrisisCheck:
    """Patterns of both languages, asked together: children mix them, and the worst finding wins.

    Where they raise no card, the weights are asked for a second opinion.
    """

    def __init__(self, lexicons: Mapping[str, Lexicon], weights: Mapping[str, Weights] | None = None) -> None:
        self._lexicons = dict(lexicons)
        self._leaning = Leaning(weights or {})

    @cached_property
    def _rulebook(self) -> Rulebook:
        """Compiled at the first text, so that commands which assess nothing start at once."""
        return Rulebook(self._lexicons)

    @cached_property
    def _scores(self) -> list[Score]:
        vocabulary = self._rulebook.vocabulary
        return [
            Score(vocabulary, language, name, category, card)
            for language, (name, lexicon) in enumerate(self._lexicons.items())
            for category, card in lexicon.scores.items()
        ]

    def warm_up(self) -> None:
        """Compile now rather than at the first message (the running bot does so at start)."""
        self.assess("проверка")

    def assess_safely(self, text: str) -> Assessment:
        """As `assess`, but a broken check shows the card instead of breaking the bot."""
        try:
            return self.assess(text)
        except Exception:  # noqa: BLE001  promise 2: whatever breaks, the helplines are shown
            return FAIL_OPEN

    def assess(self, text: str) -> Assessment:
        """The worst finding in the text, whichever language it is in, and what the weights make of it."""
        scores = self._scores  # they add their words to the vocabulary, so before it is asked
        words = read(text)
        sight = Sight(self._rulebook.vocabulary.locate(words))
        finding = self._found(sight, scores)
        if finding and finding.action is Action.CARD:
            return self._assessed(finding, sight)
        opinion = self._leaning.opinion(words)
        if opinion is None:
            return self._assessed(finding, sight) if finding else CALM
        return self._leaned(opinion, finding, sight)

    def _found(self, sight: Sight, scores: list[Score]) -> Finding | None:
        """What the patterns say, and where they say nothing the score cards."""
        matched = list(self._rulebook.matched(sight.found))
        worst = self._worst(matched, sight)
        if not worst:
            silenced = {rule.category for rule, _ in matched}
            unsaid = (score.found(sight) for score in scores if score.category not in silenced)
            worst = self._worst([each for each in unsaid if each], sight)
        return worst

    def _leaned(self, opinion: Opinion, finding: Finding | None, sight: Sight) -> Assessment:
        """The second opinion: none may become a question, either of them the card, and a mere question nothing."""
        said = self._assessed(finding, sight) if finding else CALM
        if finding and not opinion.sure:
            if opinion.harmless and _may_be_silenced(finding):
                return CALM.model_copy(update={"pattern": f"{opinion.excuses()} / {said.pattern}"})
            return said
        if not (opinion.sure or opinion.asks):
            return CALM
        return Assessment(
            action=Action.CARD if opinion.sure else Action.QUESTION,
            category=said.category or opinion.about(),
            severity=Severity.HIGH if opinion.sure else Severity.ELEVATED,
            subject=said.subject if finding else self._subject(sight, -1),
            pattern=f"{opinion.reasons()} / {said.pattern}" if finding else opinion.reasons(),
            language=opinion.language,
        )

    def _assessed(self, finding: Finding, sight: Sight) -> Assessment:
        return Assessment(
            action=finding.action,
            category=finding.rule.category,
            severity=finding.severity,
            subject=finding.rule.pattern.subject or self._subject(sight, finding.where),
            pattern=finding.rule.name,
            language=finding.rule.name.partition(":")[0],
        )

    def _worst(self, matched: list[tuple[Rule, int]], sight: Sight) -> Finding | None:
        """The worst finding; rules that could not be worse, even lifted, are not weighed at all."""
        worst: Finding | None = None
        hopes = sorted(((_hope(rule), index) for index, (rule, _) in enumerate(matched)))
        for hope, index in hopes:
            if worst and _badness(worst) <= hope:
                break
            rule, where = matched[index]
            finding = self._weighed(rule, where, sight)
            if finding and (not worst or _badness(finding) < _badness(worst)):
                worst = finding
        return worst

    def _weighed(self, rule: Rule, where: int, sight: Sight) -> Finding | None:
        """What is left of a match after `unless`, `doubt`, masks and escalators; None when nothing is."""
        where &= ~sight.near(rule.unless, UNLESS_REACH)
        if not where:
            return None
        if not where & ~sight.near(rule.doubt, UNLESS_REACH):
            return Finding(rule, where, Action.QUESTION, Severity.ELEVATED)
        masked = self._masked(rule, where, sight)
        if masked is Action.NONE:
            return None
        if masked is Action.QUESTION:
            return Finding(rule, where, Action.QUESTION, Severity.ELEVATED)
        finding = Finding(rule, where, rule.pattern.decided_action(), rule.pattern.severity)
        return self._escalated(finding, sight)

    def _masked(self, rule: Rule, where: int, sight: Sight) -> Action | None:
        """What masks lower the finding to: a strong one silences it unless the author speaks of themselves."""
        if not rule.pattern.masks:
            return None
        lowered: Action | None = None
        for mask, covered in sight.masks(self._rulebook.masks):
            if mask.categories and rule.category not in mask.categories:
                continue
            if where & ~covered:
                continue
            if mask.strong and not rule.pattern.floor and not self._by_author(sight, where):
                return Action.NONE
            lowered = Action.QUESTION
        return lowered

    def _escalated(self, finding: Finding, sight: Sight) -> Finding:
        for escalator, reached in sight.escalators(self._rulebook.escalators):
            if escalator.categories and finding.rule.category not in escalator.categories:
                continue
            if finding.severity in escalator.lifts and finding.where & reached:
                lifted = Severity.IMMINENT if finding.severity is Severity.HIGH else Severity.HIGH
                return finding._replace(severity=lifted, action=Action.CARD)
        return finding

    def _by_author(self, sight: Sight, where: int) -> bool:
        return any(where & sight.near(speech.author, SUBJECT_REACH) for speech in self._rulebook.speeches)

    def _subject(self, sight: Sight, where: int) -> Subject:
        others = any(where & sight.near(speech.others, SUBJECT_REACH) for speech in self._rulebook.speeches)
        return Subject.OTHER if others and not self._by_author(sight, where) else Subject.SELF


def _may_be_silenced(finding: Finding) -> bool:
    """Only what asks by itself: not a danger that a joke made a question of, nor the author's own intent."""
    pattern = finding.rule.pattern
    return pattern.decided_action() is Action.QUESTION and pattern.masks and not pattern.floor


def _badness(finding: Finding) -> tuple[int, int, int, bool]:
    """Worst first; of equals, the pattern that knows whose danger it is."""
    rule = finding.rule
    return _ACTIONS[finding.action], _SEVERITIES[finding.severity], _CATEGORIES[rule.category], not rule.pattern.subject


def _hope(rule: Rule) -> tuple[int, int, int, bool]:
    """The worst a rule can come to: escalators lift by one step."""
    lifted = max(0, _SEVERITIES[rule.pattern.severity] - 1)
    return 0, lifted, _CATEGORIES[rule.category], not rule.pattern.subject
