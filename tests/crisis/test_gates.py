"""The numbers that the detection promises (docs/decisions/crisis-detection.md), on the labelled phrases."""

from __future__ import annotations

from itertools import product

import pytest

from domain.crisis import Action, Category, CrisisCheck, Lexicon
from tests.crisis.labelled import FILES, LANGUAGES, Phrase, ordinary_folder, read_lexicon, read_phrases

GRAVE = {"imminent", "high"}
OTHER_HANDS = FILES[1:6]
LEARNED_BY_WEIGHTS_ALONE = FILES[6:]
NO_ROWS = (("phrases_eighth.tsv", "ru"),)
"""What a file does not hold."""


def _lines(check: CrisisCheck, phrases: list[Phrase], *wrong: Action) -> list[int]:
    return [phrase.line for phrase in phrases if check.assess(phrase.text).action in wrong]


def _rows(phrases: list[Phrase], language: str, severities: set[str]) -> list[Phrase]:
    chosen = [each for each in phrases if each.language == language and each.severity in severities]
    assert chosen, "the labelled file holds no such rows"
    return chosen


def _missed_imminent(check: CrisisCheck, phrases: list[Phrase], language: str) -> list[int]:
    return _lines(check, _rows(phrases, language, {"imminent"}), Action.QUESTION, Action.NONE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_imminent_danger_raises_the_card(check: CrisisCheck, dev: list[Phrase], language: str) -> None:
    """An act under way, an attacker at the door: the helplines, always."""
    assert _missed_imminent(check, dev, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_grave_danger_is_answered(check: CrisisCheck, dev: list[Phrase], language: str) -> None:
    """Card or question for at least 97 % of imminent and high, in each language by itself."""
    grave = _rows(dev, language, GRAVE)
    missed = _lines(check, grave, Action.NONE)
    assert len(missed) <= 0.03 * len(grave), f"lines {missed}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_jokes_and_homonyms_raise_few_cards(check: CrisisCheck, dev: list[Phrase], language: str) -> None:
    """At most 5 % of the hard negatives."""
    harmless = _rows(dev, language, {"none"})
    raised = _lines(check, harmless, Action.CARD)
    assert len(raised) <= 0.05 * len(harmless), f"lines {raised}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_jokes_and_homonyms_are_seldom_asked_about(check: CrisisCheck, dev: list[Phrase], language: str) -> None:
    """At most 15 % of the hard negatives."""
    harmless = _rows(dev, language, {"none"})
    asked = _lines(check, harmless, Action.QUESTION)
    assert len(asked) <= 0.15 * len(harmless), f"lines {asked}"


@pytest.mark.parametrize("name", OTHER_HANDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_by_another_hand_are_answered(check: CrisisCheck, name: str, language: str) -> None:
    """The phrases written without sight of the patterns, read since: 97 % of grave ones, few false cards."""
    fresh = read_phrases(name)
    grave, harmless = _rows(fresh, language, GRAVE), _rows(fresh, language, {"none"})
    missed, raised = _lines(check, grave, Action.NONE), _lines(check, harmless, Action.CARD)
    assert len(missed) <= 0.03 * len(grave), f"lines {missed}"
    assert len(raised) <= 0.05 * len(harmless), f"lines {raised}"


@pytest.mark.parametrize(("name", "language"), sorted({*product(LEARNED_BY_WEIGHTS_ALONE, LANGUAGES)} - {*NO_ROWS}))
def test_phrases_that_only_the_weights_know_are_answered(check: CrisisCheck, name: str, language: str) -> None:
    """The same; of their hard negatives patterns raise up to one card in eleven, and weights may not take cards back."""
    rows = read_phrases(name)
    grave, harmless = _rows(rows, language, GRAVE), _rows(rows, language, {"none"})
    missed, raised = _lines(check, grave, Action.NONE), _lines(check, harmless, Action.CARD)
    assert len(missed) <= 0.03 * len(grave), f"lines {missed}"
    assert len(raised) <= 0.09 * len(harmless), f"lines {raised}"


@pytest.mark.parametrize(("name", "language"), sorted({*product(LEARNED_BY_WEIGHTS_ALONE, LANGUAGES)} - {*NO_ROWS}))
def test_gate_fails_without_the_weights(name: str, language: str) -> None:
    """Negative control: patterns alone miss every sixth grave row of these files."""
    poorer = CrisisCheck({each: read_lexicon(each) for each in LANGUAGES})
    grave = _rows(read_phrases(name), language, GRAVE)
    assert len(_lines(poorer, grave, Action.NONE)) > 0.1 * len(grave)


@pytest.mark.parametrize(("name", "language"), sorted({*product(FILES[1:], LANGUAGES)} - {*NO_ROWS}))
def test_imminent_danger_by_another_hand_raises_the_card(check: CrisisCheck, name: str, language: str) -> None:
    """All but one row at most: what is still asked about is told in docs/decisions/crisis-detection.md."""
    missed = _missed_imminent(check, read_phrases(name), language)
    assert len(missed) <= 1, f"lines {missed}"


def test_everyday_text_raises_almost_nothing(check: CrisisCheck) -> None:
    """At most one card in 200 sentences over the everyday corpora together, and one question in 65."""
    folder = ordinary_folder()
    if folder is None:
        pytest.skip("everyday text is absent: put it in ../shared/data/ordinary or set SENIM_TEST_ORDINARY")
    texts = [line.split("\t")[0] for file in sorted(folder.glob("*.tsv")) for line in _body(file.read_text("utf-8"))]
    actions = [check.assess(text).action for text in texts]
    assert texts
    assert actions.count(Action.CARD) <= 0.005 * len(texts), f"{actions.count(Action.CARD)} cards in {len(texts)}"
    assert actions.count(Action.QUESTION) <= 0.0155 * len(texts), f"{actions.count(Action.QUESTION)} questions"


def _body(text: str) -> list[str]:
    return [line for line in text.split("\n")[1:] if line]


@pytest.mark.parametrize("category", list(Category))
def test_gate_fails_without_the_patterns_of_a_category(dev: list[Phrase], category: Category) -> None:
    """Negative control: the gate of answered danger measures something in every category."""
    poorer = CrisisCheck({language: _without(read_lexicon(language), category) for language in LANGUAGES})
    own = [each for each in dev if each.category == category and each.severity in GRAVE]
    assert len(_lines(poorer, own, Action.NONE)) > 0.03 * len(own)


def _without(lexicon: Lexicon, category: Category) -> Lexicon:
    patterns = {name: listed for name, listed in lexicon.patterns.items() if name is not category}
    scores = {name: card for name, card in lexicon.scores.items() if name is not category}
    return lexicon.model_copy(update={"patterns": patterns, "scores": scores})
