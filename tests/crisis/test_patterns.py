"""The pattern files: every example fires, every counter-example is silent, every mistake is named."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from domain.crisis import Action, Category, CrisisCheck, Lexicon
from domain.crisis.lexicon import Pattern, Scorecard
from tests.crisis.labelled import LANGUAGES, read_lexicon, read_phrases


def _every_pattern() -> list[str]:
    return [
        f"{language}:{category}/{pattern.id}"
        for language in LANGUAGES
        for category, patterns in read_lexicon(language).patterns.items()
        for pattern in patterns
    ]


def _alone(name: str) -> tuple[Pattern, CrisisCheck]:
    """One pattern, and a check in which it stands alone, with all masks of both languages."""
    language, _, rest = name.partition(":")
    category, _, identifier = rest.partition("/")
    lexicons = {each: read_lexicon(each) for each in LANGUAGES}
    pattern = next(each for each in lexicons[language].patterns[Category(category)] if each.id == identifier)
    only = {each: {Category(category): [pattern]} if each == language else {} for each in LANGUAGES}
    return pattern, CrisisCheck(
        {each: lexicons[each].model_copy(update={"patterns": only[each], "scores": {}}) for each in LANGUAGES}
    )


@pytest.mark.parametrize("name", _every_pattern())
def test_examples_fire_and_counter_examples_do_not(name: str) -> None:
    """What the psychologist wrote beside a pattern is true of it."""
    pattern, alone = _alone(name)
    silent = [index for index, text in enumerate(pattern.example) if alone.assess(text).pattern is None]
    loud = [index for index, text in enumerate(pattern.not_) if alone.assess(text).action is Action.CARD]
    assert (silent, loud) == ([], []), "numbers of the examples, from 0"


def _every_score() -> list[str]:
    return [f"{language}:{category}" for language in LANGUAGES for category in read_lexicon(language).scores]


def _score_alone(name: str) -> tuple[Scorecard, CrisisCheck]:
    """One score card without any pattern, with all masks of both languages."""
    language, _, category = name.partition(":")
    card = read_lexicon(language).scores[Category(category)]
    poorer = {
        each: read_lexicon(each).model_copy(
            update={"patterns": {}, "scores": {Category(category): card} if each == language else {}}
        )
        for each in LANGUAGES
    }
    return card, CrisisCheck(poorer)


@pytest.mark.parametrize("name", _every_score())
def test_score_cards_ask_about_their_examples_only(name: str) -> None:
    """A score card asks, never more, and its decision names the signals that were added up."""
    card, alone = _score_alone(name)
    asked = [alone.assess(text) for text in card.example]
    assert [each.action for each in asked] == [Action.QUESTION] * len(asked)
    assert all(set((each.pattern or "").rpartition(":")[2].split("+")) <= set(card.signals) for each in asked)
    assert [alone.assess(text).action for text in card.not_] == [Action.NONE] * len(card.not_)


def test_examples_are_not_taken_from_the_labelled_phrases() -> None:
    """A gate measured on its own examples would measure nothing."""
    hands = ("dev", "fresh", "second", "third", "fourth", "fifth")
    labelled = {phrase.text for hand in hands for phrase in read_phrases(f"phrases_{hand}.tsv")}
    copied = [name for name in _every_pattern() if labelled.intersection(_alone(name)[0].example)]
    copied += [name for name in _every_score() if labelled.intersection(_score_alone(name)[0].example)]
    assert copied == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_category_has_patterns(language: str) -> None:
    """Russian and Kazakh are equal."""
    assert set(read_lexicon(language).patterns) == set(Category)


def _smallest(**changes: Any) -> dict[str, Any]:
    pattern = {"id": "one", "severity": "high", "any": ["$word"], "example": ["слово"]}
    content: dict[str, Any] = {
        "language": "ru",
        "words": {"word": "слово"},
        "author": ["я"],
        "others": ["он"],
        "patterns": {"suicide": [pattern | changes.pop("pattern", {})]},
    }
    return content | changes


def test_smallest_file_is_accepted() -> None:
    """So that the refusals below refuse for the reason they name."""
    assert Lexicon.model_validate(_smallest()).language == "ru"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"pattern": {"serverity": "high"}}, "serverity"),
        ({"pattern": {"severity": "none"}}, "severity"),
        ({"pattern": {"any": []}}, "any"),
        ({"pattern": {"example": []}}, "example"),
        ({"pattern": {"any": ["$nobody"]}}, r"patterns.suicide.one: there is no word set \$nobody"),
        ({"pattern": {"any": ["слово &"]}}, "patterns.suicide.one"),
        ({"pattern": {"any": ["с*"]}}, "too short"),
        ({"words": {"word": "слово $other"}}, "words.word"),
        ({"language": "en"}, "language"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_mistake_in_a_file_is_named(changes: dict[str, Any], named: str) -> None:
    """Psychologists edit these files: an error says where it is."""
    with pytest.raises(ValidationError, match=named):
        Lexicon.model_validate(_smallest(**changes))


def test_the_same_id_twice_is_refused() -> None:
    """A decision names one pattern."""
    content = _smallest()
    content["patterns"]["suicide"] *= 2
    with pytest.raises(ValidationError, match="twice"):
        Lexicon.model_validate(content)
