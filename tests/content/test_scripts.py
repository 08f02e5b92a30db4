"""Crisis scripts: every case, in both languages, to both audiences, says what may be said and nothing else."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from bot.content import checks
from bot.content.files import read
from domain.crisis import Action, Assessment, Category, Severity, Subject
from domain.helplines import CASES, Audience
from domain.people import Language
from domain.scripts import CARDS, SCRIPTS, Card, Script, Scripts, card_for

_FOUND = read(Path(__file__).parents[2] / "content" / "scripts.yaml", Scripts)
assert _FOUND.model is not None, _FOUND.faults
ALL = _FOUND.model
AUDIENCES: tuple[Audience, ...] = ("teen", "adult")
EVERY = list(product(SCRIPTS, AUDIENCES, Language))
_NOT_POLITENESS = re.compile("көмексіз|қауіпсіз|төзгісіз|маңызды", re.IGNORECASE)
"""«-сіз» is also «without»."""
NUMBERS = ["112: служба спасения", "103: скорая помощь", "111: помощь детям и семьям"]


def said(script: Script, audience: Audience, language: Language) -> str:
    return ALL.words(script, language, audience, NUMBERS, "passed_on" if script in CARDS else None)


def test_nothing_is_wrong_with_the_scripts() -> None:
    """All cases there, placeholders where they belong, no forbidden wording."""
    assert list(checks.of_scripts(ALL)) == []


@pytest.mark.parametrize(("script", "audience", "language"), EVERY)
def test_script_is_ready_to_send(script: Script, audience: Audience, language: Language) -> None:
    """Filled in, it has its three numbers and no placeholder, no empty paragraph, and fits one message easily."""
    text = said(script, audience, language)

    assert "{" not in text
    assert "\n\n" not in text
    assert len(text) <= 1000
    assert ("112" in text) is (script != "false_alarm")


@pytest.mark.parametrize(("script", "audience", "language"), EVERY)
def test_script_says_that_it_is_a_bot_where_somebody_might_think_otherwise(
    script: Script, audience: Audience, language: Language
) -> None:
    """Nobody in danger believes that a human has read their words already."""
    if script in CARDS - {"self_harm", "other_person"} or script.startswith("gentle"):
        assert re.search(r"\b(?:это бот|бұл бот)", said(script, audience, language), re.IGNORECASE)


@pytest.mark.parametrize("script", SCRIPTS)
def test_teenagers_and_adults_are_addressed_as_they_expect(script: Script) -> None:
    """«ты» and «сен» never slip into the words for adults, nor «вы» and «сіз» into those for teenagers."""
    teen = {language: said(script, "teen", language) for language in Language}
    adult = {language: said(script, "adult", language) for language in Language}

    assert not re.search(r"\b(?:вы|вас|вам|ваш\w*|\w+(?:ите|айте|йтесь|итесь))\b", teen[Language.RU], re.IGNORECASE)
    assert not re.search(
        r"\b(?:ты|тебя|тебе|тобой|тво\w+|\w+(?:ешь|ишь|ешься|ишься))\b", adult[Language.RU], re.IGNORECASE
    )
    assert not re.search(r"\b(?:сіз\w*|\w+(?:ңыз|ңіз|сыз|сіз)\w*)\b", _NOT_POLITENESS.sub("", teen[Language.KK]))
    assert not re.search(r"\b(?:сен|саған|сені|\w+(?:сың|сің|ғаның|геніңе?))\b", adult[Language.KK], re.IGNORECASE)


@pytest.mark.parametrize(("script", "audience"), list(product(SCRIPTS, AUDIENCES)))
def test_kazakh_is_written_in_kazakh_letters(script: Script, audience: Audience) -> None:
    """Real Kazakh: its own letters, none of the letters that only Russian loans need, no Latin look-alikes."""
    text = ALL.scripts[script].to(audience).kk.replace("{helplines}", "").replace("{duty}", "")

    assert re.search("[әғқңөұүһі]", text)
    assert not re.search("[a-zA-ZёщъьцЁЩЪЬЦ]", text)


@pytest.mark.parametrize(("audience", "language"), list(product(AUDIENCES, Language)))
def test_duty_is_said_only_where_it_is_so(audience: Audience, language: Language) -> None:
    """Without a fact about duty a card promises nobody; with one it says just that."""
    plain = ALL.words("imminent", language, audience, NUMBERS)
    passed = ALL.words("imminent", language, audience, NUMBERS, "passed_on")
    nobody = ALL.words("imminent", language, audience, NUMBERS, "nobody")

    for word in ("передано", "дежур", "жіберілді", "кезекші"):
        assert word not in plain
    assert len({plain, passed, nobody}) == 3
    assert ALL.duty.nobody.to(audience)[language] in nobody


@pytest.mark.parametrize("language", Language)
def test_questions_come_with_their_answers(language: Language) -> None:
    """A question without buttons leaves a child without an easy way to say no."""
    assert list(ALL.answers("suicide", language)) == ["safe", "not_safe", "no_answer"]
    for script in ("gentle_check", "gentle_check_safety", "gentle_check_other"):
        assert list(ALL.answers(script, language)) == ["yes", "no", "unsure"]
    for script in SCRIPTS:
        assert all(len(text) <= 30 for text in ALL.answers(script, language).values())


def test_forbidden_wordings_are_found_as_words_not_as_letters() -> None:
    """«яд» is found, «порядок» is not; ё and е are one; a star stands for any ending."""
    assert ALL.forbidden_in("Это яд.", Language.RU) == ["яд"]
    assert ALL.forbidden_in("Порядок.", Language.RU) == []
    assert ALL.forbidden_in("ВСЕ  ПРОЙДЕТ", Language.RU) == ["всё пройдёт"]
    assert ALL.forbidden_in("Манипулируешь", Language.RU) == ["манипул*"]
    assert ALL.forbidden_in("Бұл күнә ғой", Language.KK) == ["күнә"]


def found(
    category: Category | None, severity: Severity, subject: Subject = Subject.SELF, action: Action = Action.CARD
) -> Card:
    return card_for(Assessment(action=action, category=category, severity=severity, subject=subject))


@pytest.mark.parametrize(
    ("category", "severity", "expected"),
    [
        (Category.SUICIDE, Severity.IMMINENT, Card("imminent", "imminent")),
        (Category.SUICIDE, Severity.HIGH, Card("suicide", "other")),
        (Category.SELF_HARM, Severity.IMMINENT, Card("imminent", "imminent")),
        (Category.SELF_HARM, Severity.HIGH, Card("self_harm", "injury")),
        (Category.OVERDOSE, Severity.HIGH, Card("overdose", "overdose")),
        (Category.VIOLENCE_HOME, Severity.IMMINENT, Card("violence", "abuse_now")),
        (Category.SEXUAL_ABUSE, Severity.HIGH, Card("violence", "violence")),
        (Category.BULLYING, Severity.HIGH, Card("violence", "violence")),
        (Category.THREAT, Severity.IMMINENT, Card("threat", "abuse_now")),
        (Category.SCHOOL_ATTACK, Severity.HIGH, Card("threat", "violence")),
        (Category.RUNNING_AWAY, Severity.HIGH, Card("running_away", "violence")),
        (Category.EATING_DISORDER, Severity.HIGH, Card("eating_disorder", "injury")),
        (None, Severity.HIGH, Card("help_now", "sos")),
    ],
)
def test_each_danger_has_its_script_and_its_numbers(
    category: Category | None, severity: Severity, expected: Card
) -> None:
    """What the check found decides what is said; where it broke, help for everybody."""
    assert found(category, severity) == expected


def test_concern_for_another_gets_other_words() -> None:
    """Whoever writes about a friend is thanked and told what to do, with the numbers of that danger."""
    assert found(Category.SUICIDE, Severity.IMMINENT, Subject.OTHER) == Card("other_person", "imminent")
    assert found(Category.VIOLENCE_HOME, Severity.IMMINENT, Subject.OTHER) == Card("other_person", "abuse_now")
    assert found(Category.SCHOOL_ATTACK, Severity.HIGH, Subject.OTHER) == Card("threat", "violence")


def test_the_gentle_question_asks_about_what_was_heard() -> None:
    """Words about a beating are not answered with a question about death."""
    ask = Action.QUESTION
    assert found(Category.SUICIDE, Severity.ELEVATED, action=ask).script == "gentle_check"
    assert found(Category.VIOLENCE_HOME, Severity.ELEVATED, action=ask).script == "gentle_check_safety"
    assert found(Category.SUICIDE, Severity.ELEVATED, Subject.OTHER, ask).script == "gentle_check_other"


@pytest.mark.parametrize(
    ("category", "severity", "subject", "action"), list(product([*Category, None], Severity, Subject, Action))
)
def test_whatever_the_check_says_there_are_words(
    category: Category | None, severity: Severity, subject: Subject, action: Action
) -> None:
    """No combination is left without a script and an order of numbers."""
    card = found(category, severity, subject, action)

    assert card.script in SCRIPTS
    assert card.lines in CASES
