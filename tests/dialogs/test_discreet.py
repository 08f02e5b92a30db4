"""Nothing that comes unprompted tells what this chat is: whoever looks at the lock screen learns nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from bot.content import Content
from dialogs import samples
from dialogs.kept import forgotten
from dialogs.notices import Wording
from dialogs.screen import Screen
from dialogs.second_thoughts import OTHER_REACTION, not_taken_back, reacted
from dialogs.traces import done
from dialogs.words import speaking
from domain.help_requests import Status
from domain.notices import Notice, NoticeId, NoticeKind, Priority
from domain.people import Language, PersonId
from domain.relay import Author
from domain.staff import StaffMember

voices = pytest.mark.parametrize(("language", "formal"), list(product(Language, [False, True])))
TO_PEOPLE = {
    NoticeKind.RELAYED,
    NoticeKind.NOT_DELIVERED,
    NoticeKind.DELIVERY_MARK,
    NoticeKind.CLAIMED,
    NoticeKind.RETURNED,
    NoticeKind.CLOSED,
    NoticeKind.KNOCK,
}
"""Kinds that are sent to people; the others go to colleagues."""
WITHOUT_WORDS = {NoticeKind.REACTION, NoticeKind.TAKEN_BACK}
"""A mark, or a message that goes away; where Telegram will not have it so, words are said, which are looked at below."""
TO_COLLEAGUES = {
    NoticeKind.NEW_REQUEST,
    NoticeKind.RED_AGAIN,
    NoticeKind.RED_ESCALATED,
    NoticeKind.RETURNED_BY_SILENCE,
    NoticeKind.HANDED_OVER,
    NoticeKind.LEFT,
}


def unprompted(content: Content, specialist: StaffMember, *, formal: bool, denied: bool = True) -> Iterator[Screen]:
    """Every notice to a person, and what is said when a chat was emptied."""
    wording = Wording(content.pseudonyms, content.topics, content.discreet if denied else None)
    for kind in TO_PEOPLE:
        notice = Notice(id=NoticeId(1), kind=kind, recipient=PersonId(1), priority=Priority.RED, due_at=samples.NOW)
        screen = wording.screen(
            notice, samples.person(formal=formal), samples.request(Status.ACTIVE), samples.line(Author.SPECIALIST),
            specialist, 5, samples.NOW,
        )  # fmt: skip
        assert screen is not None
        yield screen
    yield from (done(0), done(3), forgotten(0), forgotten(3))
    yield from (reacted(OTHER_REACTION, "Айгуль", None), not_taken_back())


def told(content: Content, screens: Iterator[Screen]) -> list[tuple[str, str]]:
    """Words of the list that stand on these screens."""
    found = []
    for screen in screens:
        texts = [screen.text, *(each.text for row in screen.rows for each in row)]
        found += [(screen.name, stem) for text in texts for stem in content.discreet.found_in(text)]
    return found


def test_every_kind_of_notice_is_looked_at() -> None:
    """A new kind cannot be left out."""
    assert set(NoticeKind) == TO_PEOPLE | WITHOUT_WORDS | TO_COLLEAGUES


@voices
def test_nothing_unprompted_tells_what_this_is(content: Content, language: Language, *, formal: bool) -> None:
    """No word of `content/discreet.yaml` in any notice to a person, its buttons included."""
    with speaking(language, formal=formal):
        assert told(content, unprompted(content, samples.colleague(), formal=formal)) == []


@voices
def test_name_of_a_specialist_tells_nothing_either(content: Content, language: Language, *, formal: bool) -> None:
    """Who shows a profession as their name appears without it; without that guard it would stand there."""
    named = samples.colleague().model_copy(update={"name_ru": "Психолог Айгуль", "name_kk": "Психолог Айгүл"})
    with speaking(language, formal=formal):
        assert told(content, unprompted(content, named, formal=formal)) == []
        assert told(content, unprompted(content, named, formal=formal, denied=False)) != []


def test_list_finds_forms_of_its_words(content: Content) -> None:
    """A stem finds its forms, in any case, with ё and е alike."""
    assert content.discreet.found_in("Кризисному ПСИХОЛОГУ") == ["психолог", "кризис", "психолог"]
    assert content.discreet.found_in("Қызылорда, ертең") == []
