"""Who takes a request: one of all who press, the worst first, and never more than one can hold."""

from __future__ import annotations

import asyncio

import pytest

from dialogs import refusals, staff
from domain import errors
from domain.crisis import Action
from domain.help_requests import Status, Triage
from domain.people import Language
from tests.journeys.hotline import Hotline
from tests.journeys.words import CALM, crisis


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True)
async def test_winner_sees_the_words_and_loser_hears_who_has_it(hotline: Hotline, language: Language) -> None:
    """Of two who press at once one becomes the owner and reads; the other is told the name, and reads nothing."""
    # Given two specialists with the same card
    aigul = await hotline.specialist("Айгуль", language)
    marina = await hotline.specialist("Марина", language)
    aru = hotline.teenager("Аружан", language)
    await aru.asks_for_help(CALM[language])
    request = await aru.case()

    # When both press at the same moment
    await asyncio.gather(aigul.takes(request), marina.takes(request))

    # Then one of them holds it
    owner = (await aru.case()).claimed_by
    winner, loser = (aigul, marina) if owner == await aigul.id() else (marina, aigul)
    assert owner == await winner.id()
    await winner.reads(CALM[language])

    # And the other one hears who, in a pop-up
    assert not loser.has_ever_read(CALM[language])
    name = "Айгуль" if winner is aigul else "Марина"
    assert loser.phone.alerts[-1] == await loser.render(refusals.words, errors.AlreadyClaimed((name, name)))


async def test_twenty_presses_of_the_same_button_have_one_effect(hotline: Hotline) -> None:
    """An impatient finger takes the case once, and the person is told once."""
    # Given a card, when it is pressed twenty times in a row
    aigul = await hotline.specialist()
    aru = hotline.teenager()
    await aru.asks_for_help(CALM[Language.RU])
    request = await aru.case()
    card = aigul.button(staff.Claim)
    for _ in range(20):
        await aigul.phone.press(card, wait=False)
    await hotline.settled()

    # Then the case was claimed once, and the person was told once
    assert (await aru.case()).version == request.version + 1
    assert len(aru.news()) <= 2
    kinds = [row["kind"] for row in await hotline.rows("select kind from request_event order by id")]
    assert kinds.count("claimed") == 1


async def test_next_is_the_worst_and_then_the_longest_wait(hotline: Hotline, language: Language) -> None:
    """/next gives red before yellow before green, and within a colour whoever has waited longest."""
    # Given three who wait: green first, then yellow, another green, and red last
    waiting = {}
    for name, topic in (("green", "school"), ("yellow", "violence"), ("later green", "family")):
        somebody = hotline.teenager(name, language)
        await somebody.asks_for_help(CALM[language], topic=topic)
        waiting[name] = await somebody.case()
    red = hotline.teenager("red", language)
    await red.writes(crisis(hotline, language, Action.CARD)[0])
    waiting["red"] = await red.case()

    # When a specialist comes and takes one after another
    aigul = await hotline.specialist()
    taken = []
    for _ in waiting:
        held = {request.id for request in await aigul.holds()}
        await aigul.takes_next()
        (new,) = {request.id for request in await aigul.holds()} - held
        taken.append(next(name for name, request in waiting.items() if request.id == new))

    # Then the order is the order of need
    assert taken == ["red", "yellow", "green", "later green"]
    await aigul.takes_next()
    await aigul.sees(staff.nobody_waits)


async def test_calm_topics_are_offered_to_who_takes_them_red_ones_to_all(hotline: Hotline, language: Language) -> None:
    """Who takes only some topics is offered those, and red ones of every kind."""
    # Given a specialist who takes bullying only
    aigul = await hotline.specialist(topics=["bullying"])
    aru = hotline.teenager("Аружан", language)

    # When somebody asks about school, then it is not offered
    await aru.asks_for_help(CALM[language], topic="school")
    assert aigul.find(staff.Claim) is None
    await aigul.takes_next()
    await aigul.sees(staff.nobody_waits)

    # But when it turns red, then it is
    await aru.writes(crisis(hotline, language, Action.CARD)[0])
    assert aigul.find(staff.Claim) is not None
    await aigul.takes_next()
    assert [request.triage for request in await aigul.holds()] == [Triage.RED]


async def test_more_cases_than_one_can_hold_are_refused_but_never_red(hotline: Hotline, language: Language) -> None:
    """At the cap a calm request is refused with the reason; a red one is taken all the same."""
    # Given a specialist who holds as many as are allowed
    aigul = await hotline.specialist(language=language)
    cap = hotline.content.triage.active_cases
    for number in range(cap):
        await hotline.teenager(f"Held {number}", language).asks_for_help(CALM[language])
        await aigul.takes_next()

    # When one more calm request comes, then it is refused
    calm = hotline.teenager("Calm", language)
    await calm.asks_for_help(CALM[language])
    await aigul.takes(await calm.case())
    assert aigul.phone.alerts[-1] == await aigul.render(refusals.words, errors.TooManyCases(cap))
    assert (await calm.case()).status is Status.WAITING

    # But a red one is taken
    red = hotline.teenager("Red", language)
    await red.writes(crisis(hotline, language, Action.CARD)[0])
    await aigul.takes(await red.case())
    assert (await red.case()).claimed_by == await aigul.id()


async def test_queue_shows_who_waits_without_a_word_of_theirs(hotline: Hotline, language: Language) -> None:
    """/queue lists pseudonyms, colours and waits in turn; a coordinator sees all of it and takes none from there."""
    # Given two who wait
    aru, dana = hotline.teenager("Аружан", language), hotline.teenager("Дана", language)
    await aru.asks_for_help(CALM[language])
    await dana.asks_for_help(CALM[language], topic="material_help")

    # When a psychologist and a coordinator look at the queue
    aigul, saule = await hotline.specialist(language=language), await hotline.coordinator(language=language)
    await aigul.writes("/queue")
    await saule.writes("/queue")

    # Then the psychologist sees those of their own queue, the coordinator everybody, and nobody a word
    assert await aru.pseudonym(aigul) in aigul.phone.last.words
    assert await dana.pseudonym(aigul) not in aigul.phone.last.words
    assert await aru.pseudonym(saule) in saule.phone.last.words
    assert await dana.pseudonym(saule) in saule.phone.last.words
    for reader in (aigul, saule):
        assert CALM[language] not in reader.phone.last.words
    assert [b.data for row in saule.phone.last.buttons for b in row] == ["desk"]


async def test_old_card_is_answered_with_how_things_are_now(hotline: Hotline, language: Language) -> None:
    """A card of a request that came back to the queue still takes it: the world decides, not the button."""
    # Given a card, and a case that has meanwhile been taken and given back
    aigul, marina = await hotline.specialist("Айгуль"), await hotline.specialist("Марина")
    aru = hotline.teenager("Аружан", language)
    await aru.asks_for_help(CALM[language])
    old = marina.button(staff.Claim)
    await aigul.takes(await aru.case())
    await aigul.gives_back(await aru.case())

    # When the old card is pressed, then it takes the case as it is now
    await marina.presses(old)
    assert (await aru.case()).claimed_by == await marina.id()

    # And after the end it takes nothing any more
    from domain.help_requests import Outcome

    await marina.closes(await aru.case(), Outcome.HELPED)
    await aigul.presses(next(b for b in aigul.buttons() if (b.data or "").startswith("claim:")))
    assert aigul.phone.toasts or aigul.phone.alerts
    assert (await aru.case()).status is Status.CLOSED
