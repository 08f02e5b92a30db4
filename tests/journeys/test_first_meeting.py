"""Somebody comes for the first time: what is asked, what can be skipped, and that the first words count."""

from __future__ import annotations

from typing import Any

import pytest

from dialogs import help_requests as asking
from dialogs import people, ways
from dialogs.consents import Let
from dialogs.people import with_languages
from dialogs.words import speaking
from domain.people import AgeBand, Language
from domain.relay import Kind
from simulator import KINDS
from tests.journeys.hotline import Hotline
from tests.journeys.words import CALM

ELSEWHERE = ("unknown_command", "pinned_message")
"""Kinds that have a test of their own."""


async def test_newcomer_is_asked_little_and_told_much(hotline: Hotline, language: Language) -> None:
    """Language, three sentences, country, region, who one is, menu: each screen with SOS, each answer kept."""
    # Given somebody who has never written
    aru = hotline.teenager("Аружан", language)
    regions, kept = hotline.content.regions, hotline.content.retention["case_words"].days

    # When they press Start and answer what they are asked
    await aru.starts()
    await aru.sees(people.choose_language, language)
    await aru.presses(people.PickLanguage(code=language))
    await aru.sees(people.welcome, kept)
    await aru.presses(people.Meet)
    await aru.sees(people.choose_country, regions)
    await aru.presses(people.PickCountry(code="KZ"))
    await aru.sees(people.choose_region, regions, "KZ")
    await aru.presses(people.PickRegion(country="KZ", code="kz_almaty"))
    await aru.sees(people.choose_age)
    await aru.presses(people.PickAge(band=AgeBand.UNDER_18))

    # Then the menu is there, and the answers are kept
    await aru.sees(people.menu, None)
    row = await aru.row()
    assert (row.language, row.country, row.region) == (language, "KZ", "kz_almaty")
    assert (row.age_band, row.introduced, row.formal) == (AgeBand.UNDER_18, True, False)

    # And whoever comes back is not asked again
    await aru.starts()
    await aru.sees(people.menu, None)


async def test_every_question_can_be_skipped(hotline: Hotline, language: Language) -> None:
    """Nobody must say where they live or who they are; what is skipped stays unknown."""
    # Given a newcomer, when they skip whatever can be skipped
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()

    # Then they are in the menu, and nothing is known
    await aru.sees(people.menu, None)
    row = await aru.row()
    assert (row.country, row.region, row.age_band) == (None, None, None)

    # And the region alone can be skipped too
    await aru.presses(people.OpenSettings)
    await aru.presses(people.Meet(alone=True))
    await aru.presses(people.PickCountry(code="KZ", alone=True))
    await aru.presses(people.PickRegion(country="KZ", alone=True))
    row = await aru.row()
    assert (row.country, row.region) == ("KZ", None)
    await aru.sees(people.settings, row, hotline.content.regions)


async def test_language_may_change_in_the_middle(hotline: Hotline, language: Language) -> None:
    """From the very next screen everything is said in the new language, also what comes unasked."""
    # Given a specialist, and a request in the one language
    aigul = await hotline.specialist()
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    await aru.asks_for_help(CALM[language])
    other = next(code for code in Language if code is not language)

    # When the person changes it
    await aru.writes("/language")
    await aru.presses(people.PickLanguage(code=other))

    # Then the settings say so at once, in it
    row = await aru.row()
    assert row.language is other
    await aru.sees(people.settings, row, hotline.content.regions)

    # And so does what comes later by itself
    await aigul.takes(await aru.case())
    await aru.sees(asking.claimed, await hotline.app.staff.get(await aigul.id()))


@pytest.mark.parametrize("band", [AgeBand.PARENT, AgeBand.ADULT])
async def test_adults_are_spoken_to_formally(hotline: Hotline, language: Language, band: AgeBand) -> None:
    """Parents and adults are «вы» and «сіз» from the moment they say who they are; teenagers «ты» and «сен»."""
    # Given an adult and a teenager
    gulnar, aru = hotline.teenager("Гүлнар", language), hotline.teenager("Аружан", language)
    await gulnar.gets_to_know_the_bot(age=band)
    await aru.gets_to_know_the_bot(age=AgeBand.UNDER_18)
    now = hotline.app.arrival.now()

    # When both press SOS
    await gulnar.calls_sos()
    await aru.calls_sos()

    # Then each hears the numbers in the form that fits
    with speaking(language, formal=True):
        polite = hotline.app.crisis.sos(await gulnar.row(), now).text
    with speaking(language, formal=False):
        plain = hotline.app.crisis.sos(await aru.row(), now).text
    assert gulnar.phone.last.text == polite
    assert aru.phone.last.text == plain
    assert polite != plain


async def test_very_first_words_count(hotline: Hotline, language: Language) -> None:
    """Words before /start are kept and answered in the phone's language, with SOS, the other language, and a way on."""
    # Given somebody whom the bot has never met, when they simply write
    aru = hotline.teenager("Аружан", language)
    await aru.writes(CALM[language])

    # Then the words are kept
    assert [line.text for line in await aru.lines()] == [CALM[language]]
    request = await aru.case()
    assert request.language is language

    # And the answer can be sent on at once, without a form
    await aru.sees(lambda: with_languages(asking.draft(request)))
    await aru.sends()
    await aru.sees_honest_answer()

    # And what comes later by itself is in the same language, though none was ever chosen
    aigul = await hotline.specialist()
    await aigul.takes_next()
    await aru.sees(asking.claimed, await hotline.app.staff.get(await aigul.id()))


async def test_first_message_of_any_kind_counts(hotline: Hotline) -> None:
    """Whatever Telegram can carry, before any question: stored once, answered, with the helplines and a way on."""
    kept: list[dict[str, Any]] = []
    for number, kind in enumerate(each for each in KINDS if each not in ELSEWHERE):
        # Given a stranger, when the first thing that comes from them is of this kind
        stranger = hotline.teenager(f"Stranger {number}", list(Language)[number % 2])
        await stranger.sends_kind(kind)

        # Then it is stored, or asked about first where it tells more than words do
        if (let := stranger.find(Let)) is not None:
            assert stranger.find(people.PickLanguage) is not None, kind
            assert await hotline.rows("select id from case_message where media is not null") == kept, kind
            await stranger.presses(let)
        assert len(await stranger.lines()) == 1, kind
        kept = await hotline.rows("select id from case_message where media is not null")

        # And the answer has SOS, a way to send it on, and both languages
        assert stranger.news(), kind
        for way in (ways.OpenSos, asking.Send, people.PickLanguage):
            assert stranger.find(way) is not None, f"{kind}: {way.__name__}"


async def test_pinning_a_message_is_kept_as_well(hotline: Hotline) -> None:
    """Even what Telegram writes into the chat by itself is answered kindly, and breaks nothing."""
    # Given somebody who has written, when they pin their own words
    aru = hotline.teenager()
    await aru.writes(CALM[Language.RU])
    await aru.sends_kind("pinned_message")

    # Then it is kept beside them
    assert [line.kind for line in await aru.lines()] == [Kind.TEXT, Kind.OTHER]
    assert aru.find(asking.Send) is not None
