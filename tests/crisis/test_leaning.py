"""The second opinion: what it may do, what it may never do, and how it names its reasons."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.crisis import Action, Assessment, Category, CrisisCheck, Severity, Subject, Weights, WeightsError
from domain.crisis.leaning import Leaning, pieces
from domain.crisis.normaliser import read
from domain.crisis.weights import Points, parsed, readable
from tests.crisis.labelled import FILES, LANGUAGES, read_lexicon, read_phrases, read_weights

LEXICONS = {language: read_lexicon(language) for language in LANGUAGES}
ALONE = CrisisCheck(LEXICONS)
SHIPPED = CrisisCheck(LEXICONS, {language: read_weights(language) for language in LANGUAGES})
INTENT = "хочу умереть))"


def weights(*lines: str, start: str = "-60 -60 -60", harmless: str = "-900 0 -900") -> CrisisCheck:
    """The shipped patterns with these weights alone; spaces stand for tabs."""
    head = [f":start {start} -", f":harmless {harmless} -"]
    return CrisisCheck(
        LEXICONS, {"ru": parsed("ru", "\n".join("\t".join(each.split(" ")) for each in (*head, *lines)))}
    )


def test_weights_ask_where_patterns_are_silent() -> None:
    """A question with its reasons and what they speak of."""
    asked = weights("синев* 400 0 400 bullying", "крыло 200 0 200 suicide").assess("синева и крыло")
    assert (asked.action, asked.severity, asked.language) == (Action.QUESTION, Severity.ELEVATED, "ru")
    assert (asked.category, asked.pattern) == (Category.BULLYING, "ru:leaning: синев*, крыло")


def test_nobody_is_asked_in_the_tone_of_everyday_talk() -> None:
    """Danger without the tone of people in need is a book, a film, a news line."""
    assert weights("синев* 400 400 400 -").assess("синева").action is Action.CARD
    assert weights("синев* 400 400 0 -").assess("синева").action is Action.NONE


def test_weights_that_are_sure_raise_the_card() -> None:
    """From nothing, and from a question, whose own name and kind are kept."""
    question = "меня игнорят в классе"
    asked = ALONE.assess(question)
    raised = weights("игнор* 0 900 900 suicide").assess(question)
    assert asked.action is Action.QUESTION
    assert (raised.action, raised.severity) == (Action.CARD, Severity.HIGH)
    assert (raised.category, raised.pattern) == (asked.category, f"ru:leaning: игнор* / {asked.pattern}")


def test_whose_danger_is_told_for_weights_too() -> None:
    """A friend's report gets other words than one's own."""
    lent = weights("синев* 400 0 400 -")
    assert lent.assess("подруга пишет и синева").subject is Subject.OTHER
    assert lent.assess("у меня синева").subject is Subject.SELF


def test_a_mere_question_may_be_silenced_and_says_why() -> None:
    """The reasons and the pattern that was silenced are both named."""
    silenced = weights("класс* -800 0 0 -", harmless="-100 0 -900").assess("меня игнорят в классе")
    assert silenced.action is Action.NONE
    assert silenced.pattern == f"ru:harmless: клас* / {ALONE.assess('меня игнорят в классе').pattern}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_must_be_asked_is_never_silenced(language: str) -> None:
    """Weights that find everything harmless leave every card, and every question about one's own intent."""
    never = weights(start="-1000 -1000 -1000", harmless="1000 0 1000")
    rows = [row.text for name in FILES for row in read_phrases(name) if row.language == language]
    cards = [text for text in rows if ALONE.assess(text).action is Action.CARD]
    assert cards
    assert sum(never.assess(text).action is not Action.CARD for text in cards) == 0
    assert never.assess(INTENT).action is ALONE.assess(INTENT).action is Action.QUESTION


def test_without_weights_patterns_decide_alone() -> None:
    """So the questions above come from the weights."""
    assert ALONE.assess("синева и крыло").pattern is None


def test_one_line_corrects_a_decision() -> None:
    """What a psychologist does: find the piece that is named, delete its line or lower its points."""
    shipped = read_weights("ru")
    check = CrisisCheck(LEXICONS, {"ru": shipped._replace(pieces={**shipped.pieces, "синева": Points(900, 0, 900)})})
    assert check.assess("синева").pattern == "ru:leaning: синева"
    mended = CrisisCheck(LEXICONS, {"ru": shipped})
    assert mended.assess("синева").action is Action.NONE


def test_long_messages_are_looked_at_in_stretches() -> None:
    """One sentence in the middle of a long letter is heard as it would be alone."""
    check = weights("синев* 600 0 600 -")
    letter = "дом " * 300 + "синева " + "сад " * 300
    assert check.assess(letter).action is Action.QUESTION


def test_pieces_are_named_as_the_file_has_them() -> None:
    """Beginnings, endings, neighbours, neighbours but one."""
    met = pieces(read("больше не хочется"))
    assert {"болш*", "*ше", "не хочет*", "болше* … хочет*"} <= met


@pytest.mark.parametrize("language", LANGUAGES)
def test_shipped_weights_are_small_and_readable(language: str) -> None:
    """A file that can be read in an afternoon: at most 6,000 lines; nothing stands in it that no text can hold."""
    shipped = read_weights(language)
    assert len(shipped.pieces) <= 6000
    assert [piece for piece in shipped.pieces if not readable(piece)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_are_few_and_short(language: str) -> None:
    """At most three pieces, each a line of the file: never the words of a person as they wrote them."""
    leaned = [
        SHIPPED.assess(row.text).pattern or ""
        for name in FILES
        for row in read_phrases(name)
        if row.language == language
    ]
    named = [each.partition(" / ")[0].split(": ", 1)[1].split(", ") for each in leaned if ":leaning: " in each]
    known = {piece for each in LANGUAGES for piece in read_weights(each).pieces}
    assert named
    assert all(len(each) <= 3 and known.issuperset(each) for each in named)


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=200)
def test_anything_may_be_typed(text: str) -> None:
    """No text breaks the check with its weights."""
    assert isinstance(SHIPPED.assess(text), Assessment)


_WORDS = st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі", min_size=1, max_size=12)


@given(
    st.one_of(_WORDS, st.builds("{} {}".format, _WORDS, _WORDS), st.builds("{}*".format, _WORDS)), st.text(max_size=60)
)
@settings(deadline=None, max_examples=200)
def test_adding_a_harmless_line_never_breaks_the_check(piece: str, text: str) -> None:
    """A line is refused with its place, or taken; taken with negative points it raises nothing."""
    lines = [":start\t-60\t-60\t-60\t-", ":harmless\t-900\t0\t-900\t-", f"{piece}\t-50\t-50\t-50\t-"]
    try:
        lent = parsed("ru", "\n".join(lines))
    except WeightsError:
        return
    check = CrisisCheck({}, {"ru": lent})
    assert check.assess(f"{text} {piece}").action is Action.NONE


def test_broken_weights_show_the_card(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail open: and the same text is calm while they are whole."""
    assert SHIPPED.assess_safely("привет").action is Action.NONE
    monkeypatch.setattr(Leaning, "opinion", lambda *_: 1 / 0)
    assert SHIPPED.assess_safely("привет").pattern == "fail-open"


def test_no_weights_have_no_opinion() -> None:
    """Nor have they one about nothing."""
    assert Leaning({}).opinion(read("синева")) is None
    assert Leaning({"ru": Weights("ru", Points(0), Points(0), {})}).opinion([]) is None
