"""Asking for help: the honest answer, who is told, coming back, and whether it helped."""

from __future__ import annotations

import pytest

from dialogs import help_requests as asking
from dialogs import people, staff
from domain.help_requests import Outcome, Status, Triage
from domain.people import AgeBand, Language, Role
from tests.journeys.hotline import Hotline
from tests.journeys.words import ANSWER, CALM, MORE

MONDAY, HOUR_OF_SLEEP, DAYTIME = 0, 23, 12


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True)
async def test_at_night_the_hour_and_the_helplines_are_named(hotline: Hotline, language: Language) -> None:
    """Nobody on duty is said at once: when somebody will be there by the published hours, and who answers now."""
    # Given a night with nobody on duty
    hotline.it_is(MONDAY, HOUR_OF_SLEEP)
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot(country="KZ")

    # When somebody asks for help
    await aru.asks_for_help(CALM[language])

    # Then the answer names the hour, and numbers that answer now
    prospect = await aru.sees_honest_answer()
    assert prospect.on_duty == 0
    assert prospect.opens_at is not None
    assert "09:00" in aru.phone.last.words
    assert "111" in aru.phone.last.words

    # And the same stands behind «My request»
    await aru.goes_home()
    await aru.presses(people.Ask)
    await aru.sees_honest_answer(asking.standing)


async def test_in_opening_hours_with_nobody_there_no_hour_is_promised(hotline: Hotline, language: Language) -> None:
    """Published hours are no promise that somebody is there: without anybody on duty, it is said that none is known."""
    # Given opening hours, and nobody on duty
    hotline.it_is(MONDAY, DAYTIME)
    await hotline.specialist(on_duty=False)
    aru = hotline.teenager("Аружан", language)

    # When somebody asks for help, then no hour is named, but numbers are
    await aru.asks_for_help(CALM[language])
    prospect = await aru.sees_honest_answer()
    assert (prospect.on_duty, prospect.opens_at) == (0, None)


async def test_usual_wait_is_named_from_five_real_waits_on(hotline: Hotline, language: Language) -> None:
    """A waiting time is said only where five requests of the last day were really taken, and never before."""
    # Given a specialist who has taken four requests, each after three minutes
    aigul = await hotline.specialist("Айгуль", language)

    async def one_is_taken_after_three_minutes(number: int) -> None:
        somebody = hotline.teenager(f"Somebody {number}", language)
        await somebody.asks_for_help(CALM[language])
        assert (await somebody.sees_honest_answer()).usual_minutes is None
        hotline.let_pass(180)
        await aigul.takes_next()
        await aigul.closes(await somebody.case(), Outcome.HELPED)

    for number in range(5):
        await one_is_taken_after_three_minutes(number)

    # When the sixth asks, then the five waits are known well enough to be told
    aru = hotline.teenager("Аружан", language)
    await aru.asks_for_help(CALM[language])
    assert (await aru.sees_honest_answer()).usual_minutes in (3, 4)


async def test_material_help_goes_to_the_social_pedagogues(hotline: Hotline, language: Language) -> None:
    """A family that needs food or clothes is read by a social pedagogue; psychologists are not called, nor may take it."""
    # Given a psychologist and a social pedagogue on duty
    aigul = await hotline.specialist("Айгуль")
    botagoz = await hotline.specialist("Ботагөз", role=Role.SOCIAL_PEDAGOGUE)
    gulnar = hotline.teenager("Гүлнар", language)
    await gulnar.gets_to_know_the_bot(age=AgeBand.PARENT)

    # When a parent asks for it
    await gulnar.asks_for_help(CALM[language], topic="material_help")

    # Then the answer names the social pedagogue, and only the social pedagogue has a card
    await gulnar.sees_honest_answer()
    request = await gulnar.case()
    assert request.queue is Role.SOCIAL_PEDAGOGUE
    assert botagoz.find(staff.Claim(request=request.id, version=request.version)) is not None
    assert aigul.find(staff.Claim) is None
    await aigul.takes_next()
    await aigul.sees(staff.nobody_waits)

    # And it is the social pedagogue who reads it
    await botagoz.takes(request)
    await botagoz.reads(CALM[language])


async def test_card_shows_no_word_and_goes_to_who_speaks_the_language(hotline: Hotline, language: Language) -> None:
    """Those on duty who speak it get class, topic, age band, wait and pseudonym; nobody else gets anything."""
    # Given one specialist for each language, and one for all, off duty
    speakers = {code: await hotline.specialist(f"Only {code}", speaks=[code]) for code in Language}
    resting = await hotline.specialist("Resting", on_duty=False)
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot(age=AgeBand.UNDER_18)

    # When somebody asks in one language
    await aru.asks_for_help(CALM[language], MORE[language])

    # Then who speaks it has a card, in their own language, with a made-up name and no word of the person
    request = await aru.case()
    reader = speakers.pop(language)
    words = (await reader.reads(await aru.pseudonym(reader))).words
    assert CALM[language] not in words
    assert MORE[language] not in words
    assert reader.find(staff.Claim(request=request.id, version=request.version)) is not None

    # And nobody else has
    for silent in (*speakers.values(), resting):
        assert silent.find(staff.Claim) is None


async def test_draft_is_seen_by_nobody_and_can_be_dropped(hotline: Hotline, language: Language) -> None:
    """What was not sent is read by no one, and «Do not send» erases it."""
    # Given words that are written and not sent
    aigul = await hotline.specialist()
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    await aru.asks_about("family")
    await aru.writes(CALM[language])
    await aru.sees(asking.draft, await aru.case())

    # Then nobody can read them
    assert aigul.find(staff.Claim) is None
    await aigul.takes_next()
    await aigul.sees(staff.nobody_waits)

    # When they are dropped, then they are gone from the disk as well
    await aru.presses(asking.Discard)
    await aru.sees(asking.discarded)
    assert await hotline.rows("select id from case_message") == []
    assert await hotline.rows("select id from help_request") == []


async def test_sending_twice_is_sending_once(hotline: Hotline, language: Language) -> None:
    """A second press of Send tells how things stand and changes nothing."""
    # Given a request that was just sent
    aigul = await hotline.specialist()
    aru = hotline.teenager("Аружан", language)
    await aru.asks_about("family")
    await aru.writes(CALM[language])
    button = aru.button(asking.Send)
    await aru.presses(button)
    await aru.sees_honest_answer()
    request, answer = await aru.case(), aru.phone.last.text

    # When the old button is pressed again
    await aru.presses(button)

    # Then there is one request, one card, and the same honest answer stands there
    assert aru.phone.last.text == answer
    assert await aru.case() == request
    assert sum(each.data.startswith("claim:") for each in aigul.buttons() if each.data) == 1


@pytest.mark.parametrize("rating", [1, 5, 0])
async def test_person_may_say_once_whether_it_helped(hotline: Hotline, language: Language, rating: int) -> None:
    """One to five, or rather not say; a second answer does not change the first."""
    # Given a conversation that was closed
    aigul = await hotline.specialist()
    aru = hotline.teenager("Аружан", language)
    await aru.asks_for_help(CALM[language])
    await aigul.takes(await aru.case())
    await aigul.closes(await aru.case(), Outcome.REFERRED)
    button = aru.button(asking.Rate(request=(await aru.case()).id, rating=rating))
    another = aru.button(asking.Rate(request=(await aru.case()).id, rating=3))

    # When the person answers
    await aru.presses(button)

    # Then they are thanked, and the answer is kept
    await aru.sees(asking.rated)
    assert (await aru.case()).rating == (rating or None)

    # And a later press changes nothing that was said
    await aru.presses(another)
    assert (await aru.case()).rating == (rating or 3)


@pytest.mark.parametrize("same", [True, False])
async def test_person_comes_back_to_the_same_case(hotline: Hotline, language: Language, *, same: bool) -> None:
    """Coming back later is the same case with all that was said, and the same specialist first, if wished."""
    # Given a closed conversation with one of two specialists on duty
    aigul, marina = await hotline.specialist("Айгуль"), await hotline.specialist("Марина")
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    await aru.asks_for_help(CALM[language])
    first = await aru.case()
    await aigul.takes(first)
    await aigul.writes(ANSWER[language])
    await aigul.closes(first, Outcome.CONTINUES)

    # When the person asks again, and chooses to go on
    await aru.writes("/ask")
    await aru.sees(asking.come_back, await aru.case(), await hotline.app.staff.get(await aigul.id()))
    await aru.presses(asking.Resume(request=first.id, same=same))
    await aru.sees(asking.words, await aru.case())
    await aru.writes(MORE[language])
    await aru.sends()

    # Then it is the same case under the same pseudonym, and it waits
    again = await aru.case()
    assert (again.id, again.pseudonym, again.status) == (first.id, first.pseudonym, Status.WAITING)

    # And the card goes to the same specialist alone, or to whoever is free
    fresh = staff.Claim(request=again.id, version=again.version)
    assert aigul.find(fresh) is not None
    assert (marina.find(fresh) is None) is same

    # And who takes it reads what was said before
    reader = aigul if same else marina
    await reader.takes(again)
    for words in (CALM[language], ANSWER[language], MORE[language]):
        await reader.reads(words)


async def test_something_new_is_a_case_of_its_own(hotline: Hotline, language: Language) -> None:
    """Whoever comes back with another matter gets another case and another name: the old one is not opened."""
    # Given a closed conversation
    aigul = await hotline.specialist()
    aru = hotline.teenager("Аружан", language)
    await aru.asks_for_help(CALM[language])
    first = await aru.case()
    await aigul.takes(first)
    await aigul.closes(first, Outcome.HELPED)

    # When the person says that it is about something new
    await aru.writes("/ask")
    await aru.presses(asking.ChooseTopic)
    await aru.presses(asking.PickTopic(topic="violence"))
    await aru.writes(MORE[language])
    await aru.sends()

    # Then it has another name, the urgency of its topic, and nothing of what was said before
    second = await aru.case()
    assert (second.id, second.pseudonym) != (first.id, first.pseudonym)
    assert second.triage is Triage.YELLOW
    await aigul.takes(second)
    assert CALM[language] not in (await aigul.reads(MORE[language])).words


async def test_what_is_added_while_waiting_is_kept_with_a_mark(hotline: Hotline, language: Language) -> None:
    """More words need no second Send: each gets a small sign, and the specialist reads them all in order."""
    # Given a request that waits
    aigul = await hotline.specialist()
    aru = hotline.teenager("Аружан", language)
    await aru.asks_for_help(CALM[language])

    # When more is written
    more = await aru.writes(MORE[language])

    # Then nothing is said, but a sign stands under it
    assert aru.news() == [] or aru.news() == [more]
    assert aru.reactions(more) == ["✍"]

    # And it stands in the case, in order
    await aigul.takes_next()
    text = (await aigul.reads(MORE[language])).words
    assert text.index(CALM[language]) < text.index(MORE[language])
