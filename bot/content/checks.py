"""What no single field can tell: ids that refer to nothing, orders that would leave a child without a number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import product

from bot.content.faults import Fault, Place, shown
from domain.discreet import Discreet
from domain.helplines import ALERT_LIMIT, CASES, Helplines
from domain.people import Language
from domain.pseudonyms import Pseudonyms
from domain.regions import COUNTRIES, Regions
from domain.scripts import CARDS, SCRIPTS, WITHOUT_NUMBERS, Scripts
from domain.topics import NAME_LIMIT, Topics

_OURS = tuple(country for country in COUNTRIES if country != "other")
_NIGHT, _DAY = datetime(2026, 1, 4, 3), datetime(2026, 1, 5, 12)  # noqa: DTZ001  any Sunday night and Monday noon


def _repeated(place: Place, values: Sequence[str], what: str, key: str = "id") -> Iterator[Fault]:
    seen: Counter[str] = Counter()
    for number, value in enumerate(values):
        seen[value] += 1
        if seen[value] > 1:
            yield Fault((*place, number, key), shown(value), f"{what} that no other entry has")


def of_topics(topics: Topics) -> Iterator[Fault]:
    yield from _repeated(("topics",), [topic.id for topic in topics.topics], "an id")
    for number, topic in enumerate(topics.topics):
        for language in Language:
            if len(topic.name[language]) > NAME_LIMIT:
                place = ("topics", number, "name", language.value)
                yield Fault(place, shown(topic.name[language]), f"at most {NAME_LIMIT} characters: it is a button")
    if topics.find("other") is None:
        yield Fault(("topics",), "no topic `other`", "one: for those who find no other that fits")


def of_regions(regions: Regions) -> Iterator[Fault]:
    for country in COUNTRIES:
        if country not in regions.countries:
            yield Fault(("countries",), f"no `{country}`", "all of " + ", ".join(COUNTRIES))
    ids: set[str] = set()
    for country, found in regions.countries.items():
        for number, region in enumerate(found.regions):
            if region.id in ids:
                place = ("countries", country, "regions", number, "id")
                yield Fault(place, shown(region.id), "an id that no other region has")
            ids.add(region.id)


def of_pseudonyms(pseudonyms: Pseudonyms) -> Iterator[Fault]:
    yield from _repeated(("adjectives",), [each.m for each in pseudonyms.adjectives], "an adjective", "m")
    yield from _repeated(("adjectives",), [each.kk for each in pseudonyms.adjectives], "an adjective", "kk")
    yield from _repeated(("nouns",), [each.ru for each in pseudonyms.nouns], "a noun", "ru")
    yield from _repeated(("nouns",), [each.kk for each in pseudonyms.nouns], "a noun", "kk")


def of_discreet(discreet: Discreet) -> Iterator[Fault]:
    for missing in (language for language in Language if language not in discreet.words):
        yield Fault(("words",), f"no `{missing}`", "both languages: nobody's phone tells more than another's")


def of_scripts(scripts: Scripts) -> Iterator[Fault]:
    for missing in (name for name in SCRIPTS if name not in scripts.scripts):
        yield Fault(("scripts",), f"no `{missing}`", "all of " + ", ".join(SCRIPTS))
    spoken: list[tuple[Place, str, Language]] = []
    for (script, voices), audience, language in product(scripts.scripts.items(), ("teen", "adult"), Language):
        place: Place = ("scripts", script, audience, language.value)
        text = getattr(voices, audience)[language]
        spoken.append((place, text, language))
        if ("{helplines}" in text) is (script in WITHOUT_NUMBERS):
            expected = "no {helplines} here" if script in WITHOUT_NUMBERS else "{helplines} where the numbers go"
            yield Fault(place, shown(text), expected)
        if ("{duty}" in text) is not (script in CARDS):
            yield Fault(place, shown(text), "{duty} after the numbers" if script in CARDS else "no {duty} here")
    for duty, audience, language in product(("passed_on", "nobody"), ("teen", "adult"), Language):
        text = getattr(getattr(scripts.duty, duty), audience)[language]
        spoken.append((("duty", duty, audience, language.value), text, language))
        if "{" in text:
            yield Fault(("duty", duty, audience, language.value), shown(text), "no placeholders here")
    for place, text, language in spoken:
        for wording in scripts.forbidden_in(text, language):
            yield Fault(
                place,
                f"the wording «{wording}»",
                "words that do not hurt: this one is in the list `forbidden`",
            )


def of_helplines(helplines: Helplines, regions: Regions | None) -> Iterator[Fault]:
    ids = [line.id for line in helplines.helplines]
    yield from _repeated(("helplines",), ids, "an id")
    yield from _unknown(("everywhere",), helplines.everywhere, ids)
    for country, orders in helplines.order.items():
        for case in (case for case in CASES if case not in orders):
            yield Fault(("order", country), f"no `{case}`", "all of " + ", ".join(CASES))
        for case, order in orders.items():
            yield from _unknown(("order", country, case), order, ids)
    for country in (country for country in _OURS if country not in helplines.order):
        yield Fault(("order",), f"no `{country}`", "all of " + ", ".join(_OURS))
    for number, line in enumerate(helplines.helplines):
        place: Place = ("helplines", number)
        if line.only_with is not None and line.only_with not in ids:
            yield Fault((*place, "only_with"), shown(line.only_with), "the id of a helpline")
        if line.show and not (line.tel and line.phone) and not line.url:
            yield Fault((*place, "phone"), shown(line.phone), "a number (phone and tel) or an address (url) to show")
        if not line.show:
            continue
        known = regions.of(line.country) if regions else ()
        if line.region and regions and line.region not in [region.id for region in known]:
            yield Fault(
                (*place, "region"),
                shown(line.region),
                f"the id of a region of {line.country} in regions.yaml",
            )


def of_choices(helplines: Helplines, regions: Regions) -> Iterator[Fault]:
    """Every place, hour and case has its number, and every pop-up fits. Only asked of files without other faults."""
    first = helplines.find(helplines.everywhere[0])
    if first is None or not first.show or not first.round_the_clock or not first.hours_sure or not first.tel:
        expected = "a shown number that is surely open round the clock (hours, hours_sure, show)"
        yield Fault(("everywhere", 0), shown(helplines.everywhere[0]), expected)
        return
    for country in _OURS:
        for case in CASES:
            chosen = helplines.choose(country, None, case, _NIGHT, Language.RU)
            if not any(line.country == country for line in chosen):
                place: Place = ("order", country, case)
                yield Fault(place, "no shown number that is open at night", "at least one of that country")
        places = product((None, *(region.id for region in regions.of(country))), (_NIGHT, _DAY), Language)
        longest = max((helplines.alert(country, *each) for each in places), key=len)
        if len(longest) > ALERT_LIMIT:
            found = f"a pop-up of {len(longest)} characters"
            yield Fault(("order", country, "sos"), found, f"at most {ALERT_LIMIT}: shorten `short` of its helplines")


def _unknown(place: Place, order: Iterable[str], ids: Sequence[str]) -> Iterator[Fault]:
    for number, each in enumerate(order):
        if each not in ids:
            yield Fault((*place, number), shown(each), "the id of a helpline")
