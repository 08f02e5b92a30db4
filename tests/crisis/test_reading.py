"""Disguised, misspelt and look-alike words; and the check on anything that can be typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.crisis import Action, Assessment, CrisisCheck, Severity, Subject
from domain.crisis.normaliser import normalised, read
from domain.crisis.rulebook import Rulebook
from tests.crisis.labelled import read_lexicon

BOTH = CrisisCheck({language: read_lexicon(language) for language in ("ru", "kk")})
INTENT = ("хочу умереть", "не хочу жить", "өлгім келеді", "убью себя", "өзімді өлтіргім келеді")


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("с.у.и.ц.и.д", "суицид"),
        ("ХОООЧУ УМЕРЕТЬ", "хочу умерет"),
        ("угр0жают", "угрожают"),
        ("ceлфхapм", "селфхарм"),
        ("hochu umeret", "хочу умерет"),
        ("olgim keledi", "олгим келеди"),
        ("maǵan tiisedi", "маган тиседи"),
        ("өлгім келеді", "олгим келеди"),
        ("п*здит", "пздит"),
        ("съел", "сьел"),
        ("м\u200bен", "мен"),
        ("у неё", "у нее"),
        ("ubiu", "убью"),
    ],
)
def test_disguises_come_off(typed: str, plain: str) -> None:
    """Each step of the normaliser, on one word that needs it."""
    assert normalised(typed) == plain


def test_spaced_letters_are_read_as_a_word_too() -> None:
    """п о р е з ы."""
    assert any("порези" in word.forms or "порезы" in word.forms for word in read("п о р е з ы по руке"))


@pytest.mark.parametrize("disguise", [str.upper, " ".join, lambda t: t.replace("е", "e").replace("о", "o")])
def test_disguised_intent_is_not_missed(disguise: Callable[[str], str]) -> None:
    """Capitals, spaced letters, Latin look-alikes."""
    assert BOTH.assess(disguise("суицид")).action is not Action.NONE


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=300)
def test_anything_may_be_typed(text: str) -> None:
    """No text breaks the check."""
    assert isinstance(BOTH.assess(text), Assessment)


@example("ъ.000")
@example("00.b0")
@example("0ъү01")
@given(st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі abcxyz.,!-'*013)", max_size=80))
@settings(deadline=None, max_examples=300)
def test_plain_spelling_stays_plain(text: str) -> None:
    """Normalising twice changes nothing."""
    once = normalised(text)
    assert normalised(once) == once


@given(
    st.integers(0, len(INTENT) - 1),
    st.sampled_from(["", "в фильме говорят ", "пишу реферат, ", "ойында ", "кинода ", "шучу, "]),
    st.sampled_from(["", ")))", " ахаха", " лол", " из песни", " шутка"]),
)
@settings(deadline=None)
def test_masks_never_silence_first_person_intent(intent: int, before: str, after: str) -> None:
    """«Хочу умереть))» is still asked about."""
    assert BOTH.assess(before + INTENT[intent] + after).action is not Action.NONE


@pytest.mark.parametrize(
    "harmless",
    [
        "мұғалім ұрысты",
        "олимпиадаға дайындаламын",
        "сабаққа бара жатырмын",
        "зорға үлгердім",
        "құстар ұшып кетті",
        "лирика пушкина",
        "закладка в книге",
        "роскомнадзор замедляет ютуб",
        "порезали бюджет",
        "я сел за стол",
    ],
    ids=range(10),
)
def test_folding_collisions_raise_no_card(harmless: str) -> None:
    """Words that look like danger once their letters are folded (design §5)."""
    assert BOTH.assess(harmless).action is not Action.CARD


@pytest.mark.parametrize(
    "dangerous",
    ["әкем мені ұрды", "маған тиіседі", "мені зорлады", "тамақтан кейін құсам", "сижу на лирике"],
    ids=range(5),
)
def test_the_other_side_of_each_collision_is_found(dangerous: str) -> None:
    """The guard against collisions must not swallow the danger itself."""
    assert BOTH.assess(dangerous).action is not Action.NONE


@pytest.mark.parametrize(
    "typed",
    ["нехачу жыть", "атчим миня бъет", "здохнуть хочу", "немагу больше жить", "у нее порезы на руках", "өзмді өлтрем"],
    ids=range(6),
)
def test_short_words_are_heard_too(typed: str) -> None:
    """Vowels by ear, a glued «не», a first letter by ear, Kazakh ы and і left out; and «нее» does not deny."""
    assert BOTH.assess(typed).action is not Action.NONE


@pytest.mark.parametrize("honest", ["мы были дома с мамой", "пили чай с братом", "бұл мектептің балконы болған"])
def test_honest_words_are_not_misheard(honest: str) -> None:
    """«Были» is not «били», «болған» is not a balcony."""
    assert BOTH.assess(honest).action is Action.NONE


def test_worst_finding_of_either_language_wins() -> None:
    """Children mix languages in one message."""
    assessment = BOTH.assess("меня игнорят в классе, өлгім келеді")
    assert (assessment.action, assessment.severity, assessment.language) == (Action.CARD, Severity.HIGH, "kk")


def test_time_makes_danger_imminent() -> None:
    """«Сейчас» and «прощайте» raise what is high."""
    assert BOTH.assess("хочу умереть").severity is Severity.HIGH
    assert BOTH.assess("хочу умереть прямо сейчас").severity is Severity.IMMINENT


def test_whose_danger_it_is() -> None:
    """A friend's report gets other words than one's own."""
    assert BOTH.assess("меня бьет отчим").subject is Subject.SELF
    assert BOTH.assess("моя подруга говорит что хочет умереть").subject is Subject.OTHER


def test_broken_check_shows_the_card(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail open; and the same text is calm while the check is whole, so the card comes from the fall."""
    assert BOTH.assess_safely("привет").action is Action.NONE
    monkeypatch.setattr(Rulebook, "matched", lambda *_: 1 / 0)
    assessment = BOTH.assess_safely("привет")
    assert (assessment.action, assessment.pattern) == (Action.CARD, "fail-open")
    with pytest.raises(ZeroDivisionError):
        BOTH.assess("привет")
