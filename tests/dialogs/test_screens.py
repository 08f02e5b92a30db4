"""What holds for every screen, in both languages and both forms of address."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from enum import Enum
from itertools import product
from types import NoneType, UnionType
from typing import Any, get_args

import pytest
from aiogram.filters.callback_data import CallbackData

import dialogs
from bot.app import App  # noqa: F401  registers every kind of button
from bot.content import Content
from dialogs import catalogues, people, refusals, samples
from dialogs.crisis import CrisisWords
from dialogs.screen import TEXT_LIMIT, Screen
from dialogs.ways import ANYWHERE, Desk, GoHome, OpenSos
from dialogs.words import speaking
from domain import errors
from domain.people import Language
from domain.regions import Regions
from domain.staff import NAME_LIMIT

ALERT = 200
"""Characters of a pop-up, Bot API."""
DATA = 64
"""Bytes of callback data, Bot API."""
WAYS_OUT = {"people.menu", "people.language"}
"""Screens that need no way home: the one is home, the other comes before it."""
WORDS_ONLY = {
    "relay.relayed", "relay.mark", "second_thoughts.reacted", "second_thoughts.not_taken_back",
    "traces.done", "traces.knock", "kept.forgotten",
}  # fmt: skip
"""No screens but somebody's words, and a mark under them; and what must not tell anything."""

voices = pytest.mark.parametrize(("language", "formal"), list(product(Language, [False, True])))


@pytest.fixture(scope="module")
def given(content: Content) -> samples.Content:
    """What the samples are made of."""
    crisis = CrisisWords(content.scripts, content.helplines, "KZ")
    return samples.Content(crisis, content.topics, content.regions, content.pseudonyms)


def buttons(screen: Screen) -> list[str]:
    """Data of all buttons."""
    return [each.data for row in screen.rows for each in row]


@voices
def test_sos_and_home_are_on_every_screen_of_a_person(
    given: samples.Content, language: Language, *, formal: bool
) -> None:
    """Whatever a person looks at: the numbers are one press away, and so is the menu."""
    with speaking(language, formal=formal):
        screens = [each for each in samples.for_people(given, formal=formal) if each.name not in WORDS_ONLY]

    assert screens
    assert [each.name for each in screens if OpenSos().pack() not in buttons(each)] == []
    assert [each.name for each in screens if GoHome().pack() not in buttons(each) and each.name not in WAYS_OUT] == []


@pytest.mark.parametrize("language", list(Language))
def test_desk_is_reachable_from_every_screen_of_a_colleague(given: samples.Content, language: Language) -> None:
    """After the first day every screen leads back to the desk."""
    first_day = ("staff.name_ru", "staff.name_kk", "staff.languages", "staff.topics", "staff.desk")
    with speaking(language, formal=True):
        screens = [each for each in samples.for_colleagues(given) if each.name not in {*WORDS_ONLY, *first_day}]

    assert screens
    assert [each.name for each in screens if Desk().pack() not in buttons(each)] == []


@voices
def test_every_sample_fits_one_message(given: samples.Content, language: Language, *, formal: bool) -> None:
    """No screen of ours is longer than Telegram takes, and none is empty."""
    with speaking(language, formal=formal):
        screens = [*samples.for_people(given, formal=formal), *samples.for_colleagues(given)]

    assert [each.name for each in screens if not (each.text or each.reaction) or len(each.text) > TEXT_LIMIT] == []


def test_every_screen_of_the_flows_has_a_sample(given: samples.Content) -> None:
    """What the flows name exists, and psychologists can read it in the gallery."""
    with speaking(Language.RU, formal=True):
        shown = {each.name for each in samples.for_people(given, formal=True)}
        shown |= {each.name for each in samples.for_colleagues(given)}
    modules = [importlib.import_module(f"dialogs.{each.name}") for each in pkgutil.iter_modules(dialogs.__path__)]
    flows = [getattr(module, "FLOW", {}) for module in modules]
    named = {screen for flow in flows for screen in flow}
    named |= {seen for flow in [*flows, ANYWHERE] for row in flow.values() for each in row.values() for seen in each}

    assert named - shown - {"popup"} == set()


def every_refusal() -> Iterator[errors.Refused]:
    """Each kind, with the longest facts it can carry."""
    name = "Ж" * NAME_LIMIT
    for kind in errors.Refused.__subclasses__():
        yield kind()
        if kind is errors.AlreadyClaimed:
            yield errors.AlreadyClaimed((name, name))
        if kind is errors.TooManyCases:
            yield from map(errors.TooManyCases, (1, 2, 5, 21))
        if kind is errors.TooLong:
            yield from map(errors.TooLong, (1, 40, 4096))


@voices
def test_every_refusal_has_words_that_fit_a_pop_up(language: Language, *, formal: bool) -> None:
    """The hotline never says no without a reason in the person's language, and the reason fits."""
    with speaking(language, formal=formal):
        said = {repr(refusal): refusals.words(refusal) for refusal in every_refusal()}

    assert len(said) > len(errors.Refused.__subclasses__())
    assert {what: words for what, words in said.items() if not 0 < len(words) <= ALERT} == {}


def test_refusal_without_words_is_noticed() -> None:
    """A new kind of refusal cannot be forgotten in `dialogs/refusals.py`."""

    class Unworded(errors.Refused):
        """Nobody has found words for this one."""

    try:
        with speaking(Language.RU, formal=False), pytest.raises(LookupError):
            refusals.words(Unworded())
        assert Unworded in errors.Refused.__subclasses__()
    finally:
        del Unworded
        import gc

        gc.collect()  # or the walk over all subclasses would meet it


@voices
def test_every_pop_up_fits(given: samples.Content, language: Language, *, formal: bool) -> None:
    """At most 200 characters, in every country and region, at every hour."""
    with speaking(language, formal=formal):
        said = [people.outdated(), *samples.pop_ups(given)]
        for country, region in places(given.regions):
            person = samples.person(formal=formal).model_copy(update={"country": country, "region": region})
            said += [given.crisis.alert(person, samples.DAYTIME.replace(hour=hour)) for hour in range(0, 24, 3)]

    assert [words for words in said if not 0 < len(words) <= ALERT] == []


def places(regions: Regions) -> Iterator[tuple[str | None, str | None]]:
    """Every country and region that can be chosen."""
    yield None, None
    for code in regions.countries:
        yield code, None
        for region in regions.of(code):
            yield code, region.id


def kinds() -> list[type[CallbackData]]:
    """Every kind of button."""
    return [each for each in CallbackData.__subclasses__() if each.__module__.startswith("dialogs.")]


def longest(annotation: Any, content: Content) -> Any:
    """The value of this type that takes most room in a button."""
    if isinstance(annotation, UnionType):
        return max((longest(each, content) for each in get_args(annotation) if each is not NoneType), key=room)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return max(annotation, key=room)
    if annotation is bool:
        return True
    if annotation is int:
        return 2**63 - 1
    ids = [each.id for each in content.topics.all()]
    ids += [region for _, region in places(content.regions) if region]
    return max([*ids, "not_safe", "no_answer"], key=room)


def room(value: Any) -> int:
    """Bytes in a button."""
    return len(str(value.value if isinstance(value, Enum) else value).encode())


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__prefix__)
def test_every_button_fits_whatever_the_ids(kind: type[CallbackData], content: Content) -> None:
    """64 bytes are enough for each kind of button with the largest numbers and the longest names there are."""
    facts = {name: longest(field.annotation, content) for name, field in kind.model_fields.items()}
    facts |= {name: 5 for name in facts if name == "rating"}

    packed = kind(**facts).pack()

    assert len(packed.encode()) <= DATA
    assert kind.unpack(packed) == kind(**facts)


def test_no_two_kinds_of_buttons_have_one_prefix() -> None:
    """A button is found by its prefix: two of a kind would open each other's doors."""
    prefixes = [each.__prefix__ for each in kinds()]

    assert len(prefixes) == len(set(prefixes)) > 20


def test_catalogues_are_complete() -> None:
    """Russian and Kazakh say everything that the code says, with the same placeholders."""
    assert list(catalogues.faults()) == []
