"""Pseudonyms: one name for each code, in both languages, that says nothing about anybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.files import read
from domain.people import Language
from domain.pseudonyms import Adjective, Noun, Pseudonyms

_FOUND = read(Path(__file__).parents[2] / "content" / "pseudonyms.yaml", Pseudonyms)
assert _FOUND.model is not None, _FOUND.faults
PSEUDONYMS = _FOUND.model

SMALL = Pseudonyms(
    adjectives=(
        Adjective(m="тихий", f="тихая", n="тихое", kk="тынық"),
        Adjective(m="летний", f="летняя", n="летнее", kk="жазғы"),
    ),
    nouns=(
        Noun(ru="волна", gender="f", kk="толқын"),
        Noun(ru="озеро", gender="n", kk="көл"),
        Noun(ru="маяк", gender="m", kk="шамшырақ"),
    ),
)


def test_there_are_enough_names() -> None:
    """At least 60 adjectives and 80 nouns: thousands of cases before a number is needed."""
    assert len(PSEUDONYMS.adjectives) >= 60
    assert len(PSEUDONYMS.nouns) >= 80
    assert PSEUDONYMS.count >= 4800


@pytest.mark.parametrize("language", Language)
def test_no_two_codes_share_a_name(language: Language) -> None:
    """Over two whole series every code has its own name, in this language alone."""
    names = [PSEUDONYMS.name(code, language) for code in range(2 * PSEUDONYMS.count)]

    assert len(set(names)) == len(names)


def test_russian_agrees_in_gender_and_kazakh_does_not_need_to() -> None:
    """«Тихая волна», «Тихое озеро», «Тихий маяк»; Kazakh adjectives stay as they are."""
    assert [SMALL.name(code, Language.RU) for code in range(3)] == ["Тихая волна", "Тихое озеро", "Тихий маяк"]
    assert [SMALL.name(code, Language.KK) for code in range(3)] == ["Тынық толқын", "Тынық көл", "Тынық шамшырақ"]


def test_the_next_series_has_a_number() -> None:
    """When all names are taken they come again, with a 2, then a 3."""
    assert SMALL.name(6, Language.RU) == "Тихая волна 2"
    assert SMALL.name(12 + 5, Language.KK) == "Жазғы шамшырақ 3"


def test_there_is_no_code_below_zero() -> None:
    """A negative code is a bug of ours, not somebody's name."""
    with pytest.raises(ValueError, match="counts from 0"):
        SMALL.name(-1, Language.RU)


@given(st.integers(0, 10**9), st.sampled_from(Language))
def test_any_code_has_a_short_name(code: int, language: Language) -> None:
    """However many people write, a name fits a button and is made of two words and perhaps a number."""
    name = PSEUDONYMS.name(code, language)

    assert len(name) <= 40
    assert len(name.split()) in (2, 3)
    assert name[0].isupper()


def test_russian_endings_fit_their_gender() -> None:
    """A slip such as «тихая» in the masculine column would be read thousands of times."""
    for adjective in PSEUDONYMS.adjectives:
        assert adjective.m.endswith(("ый", "ий", "ой")), adjective
        assert adjective.f.endswith(("ая", "яя")), adjective
        assert adjective.n.endswith(("ое", "ее")), adjective
    for noun in PSEUDONYMS.nouns:
        if noun.ru.endswith("а") or noun.ru.endswith("я"):
            assert noun.gender == "f", noun
        elif noun.ru.endswith(("о", "е")):
            assert noun.gender == "n", noun


def test_one_idea_does_not_stand_twice_in_a_name() -> None:
    """No «Звёздная звезда»: adjective and noun never begin with the same root."""
    for adjective in PSEUDONYMS.adjectives:
        for noun in PSEUDONYMS.nouns:
            assert adjective.m[:5] != noun.ru[:5], (adjective.m, noun.ru)
            assert adjective.kk[:5] != noun.kk[:5] or len(noun.kk) < 4, (adjective.kk, noun.kk)
