"""In a crisis: the card first, the record second, and then only the truth about who was called."""

from __future__ import annotations

import pytest

from dialogs import crisis as screens
from dialogs import help_requests as asking
from dialogs import staff
from domain.crisis import Action, Category, Severity
from domain.help_requests import Status, Triage
from domain.people import Language
from storage.database import DatabaseDown
from tests.journeys.hotline import Hotline
from tests.journeys.words import ANSWER, CALM, MORE, crisis

CATEGORIES = list(Category)


@pytest.mark.parametrize("category", CATEGORIES, ids=str)
async def test_card_comes_first_then_the_truth_about_duty(
    hotline: Hotline, language: Language, category: Category
) -> None:
    """Numbers at once; then the words are kept and sent without a button; then whether anybody was called."""
    # Given somebody on duty
    aigul = await hotline.specialist()
    aru = hotline.teenager("Аружан", language)
    words, found = crisis(hotline, language, Action.CARD, category)

    # When a teenager writes such words, and the database is slow to write
    await aru.writes(words)

    # Then the card of this category came first, and after it that somebody on duty has it
    now = hotline.app.arrival.now()
    card = await aru.sees(hotline.app.crisis.card, found, await aru.row(), now)
    told = await aru.sees(hotline.app.crisis.told, "passed_on")
    assert card.id < told.id
    assert [message.id for message in aru.news()] == [card.id, told.id]

    # And it is red, waits without a button, and everybody on duty was called
    request = await aru.case()
    assert (request.status, request.triage, request.category) == (Status.WAITING, Triage.RED, category)
    assert aigul.find(staff.Claim(request=request.id, version=request.version)) is not None


async def test_card_needs_no_record(hotline: Hotline, language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """The card is on the screen before anything is written down: with every write failing it is shown all the same."""
    # Given a person who is known, and a record that fails
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    words, found = crisis(hotline, language, Action.CARD, Category.SUICIDE)
    seen_before_writing: list[bool] = []
    write = hotline.app.help_requests.write

    async def failing_at_first(*given: object) -> object:
        seen_before_writing.append(any(message.event > aru.phone.since for message in aru.news()))
        if len(seen_before_writing) == 1:
            raise DatabaseDown
        return await write(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(hotline.app.help_requests, "write", failing_at_first)

    # When they write words of a crisis
    await aru.writes(words)

    # Then the card stood there before the first try to write, and the words are kept by the second
    assert seen_before_writing[0]
    await aru.sees(hotline.app.crisis.card, found, await aru.row(), hotline.app.arrival.now())
    assert [line.text for line in await aru.lines()] == [words]


async def test_with_nobody_on_duty_nobody_is_promised(hotline: Hotline, language: Language) -> None:
    """The card comes all the same; what follows says that nobody is there."""
    # Given nobody on duty, when the words come
    await hotline.specialist(on_duty=False)
    aru = hotline.teenager("Аружан", language)
    words, found = crisis(hotline, language, Action.CARD, Category.SUICIDE)
    await aru.writes(words)

    # Then the card is there, and that nobody was reached
    await aru.sees(hotline.app.crisis.card, found, await aru.row(), hotline.app.arrival.now())
    await aru.sees(hotline.app.crisis.told, "nobody")


async def test_red_words_reach_every_colleague_on_duty(hotline: Hotline, language: Language) -> None:
    """Red does not wait for the one who speaks the language: everybody on duty hears of it, whatever their queue."""
    # Given colleagues of other languages and queues
    other = next(code for code in Language if code is not language)
    colleagues = [await hotline.specialist("Other language", speaks=[other]), await hotline.specialist("Айгуль")]
    aru = hotline.teenager("Аружан", language)

    # When red words are added to a calm request that already waits
    await aru.asks_for_help(CALM[language])
    words, _ = crisis(hotline, language, Action.CARD, Category.SELF_HARM)
    await aru.writes(words)

    # Then it is red at once, and all have a card of it
    request = await aru.case()
    assert request.triage is Triage.RED
    for colleague in colleagues:
        assert colleague.find(staff.Claim(request=request.id, version=request.version)) is not None
    await aru.sees(hotline.app.crisis.told, "passed_on")


@pytest.mark.parametrize("answer", ["yes", "no", "unsure"])
async def test_gentle_question_is_asked_once_and_every_answer_counts(
    hotline: Hotline, language: Language, answer: str
) -> None:
    """Yes is a card and red; «I do not know» is yellow; no changes nothing. Each time the way to send stays open."""
    # Given words that are not clear
    aigul = await hotline.specialist()
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    words, found = crisis(hotline, language, Action.QUESTION, Category.SUICIDE)
    await aru.writes(words)
    row, now = await aru.row(), hotline.app.arrival.now()

    # Then one gentle question comes, the words are kept, and nobody has been alarmed
    await aru.sees(hotline.app.crisis.question, found, row, now)
    request = await aru.case()
    assert (request.status, request.triage) == (Status.DRAFT, Triage.YELLOW)
    assert aigul.find(staff.Claim) is None

    # When it is answered
    answers = {button.data: button for button in aru.buttons() if (button.data or "").startswith(f"check:{answer}:")}
    await aru.presses(*answers.values())

    # Then what follows fits the answer
    request = await aru.case()
    if answer == "yes":
        assert (request.status, request.triage) == (Status.WAITING, Triage.RED)
        await aru.sees(hotline.app.crisis.told, "passed_on")
        assert aigul.find(staff.Claim(request=request.id, version=request.version)) is not None
    else:
        script = "elevated_followup" if answer == "unsure" else "false_alarm"
        await aru.sees(hotline.app.crisis.answered, script, row, now)
        await aru.sees(asking.draft, request)
        assert (request.status, request.triage) == (Status.DRAFT, Triage.YELLOW)
        assert aigul.find(staff.Claim) is None

    # And the same question is not put again within the hour
    if answer != "yes":
        await aru.writes(words)
        assert aru.phone.last.text is not None
        assert not any(button.data.startswith("check:") for row_ in aru.phone.last.buttons for button in row_)  # type: ignore[union-attr]


@pytest.mark.parametrize("answer", ["safe", "not_safe", "no_answer"])
async def test_under_a_card_one_may_say_whether_one_is_safe(hotline: Hotline, language: Language, answer: str) -> None:
    """Not safe: the card of an imminent danger. Anything else: thanks, numbers, and the way stays open."""
    # Given a card with the question whether one is safe
    await hotline.specialist()
    aru = hotline.teenager("Аружан", language)
    words, _ = crisis(hotline, language, Action.CARD, Category.SUICIDE, Severity.HIGH)
    await aru.writes(words)

    # When it is answered
    await aru.presses(screens.Safe(answer=answer))

    # Then numbers are there
    assert any("112" in message.words or "111" in message.words for message in aru.news())
    if answer != "not_safe":
        row, now = await aru.row(), hotline.app.arrival.now()
        await aru.sees(hotline.app.crisis.answered, "elevated_followup", row, now)
    else:
        await aru.sees(hotline.app.crisis.told, "passed_on")
    assert (await aru.case()).triage is Triage.RED


async def test_words_in_a_caption_are_checked_and_read(hotline: Hotline, language: Language) -> None:
    """A cry for help under a picture is one: card, red, and the specialist reads the words."""
    # Given somebody on duty, when a photo comes with such words
    aigul = await hotline.specialist()
    aru = hotline.teenager("Аружан", language)
    words, found = crisis(hotline, language, Action.CARD, Category.SUICIDE)
    await aru.sends_kind("photo", words)

    # Then the card is there, and who takes the case reads the words
    await aru.sees(hotline.app.crisis.card, found, await aru.row(), hotline.app.arrival.now())
    await aigul.takes(await aru.case())
    await aigul.reads(words)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True)
async def test_red_that_nobody_takes_calls_again_and_then_the_coordinators(
    hotline: Hotline, language: Language
) -> None:
    """Duty is called again after 60 s, the coordinators after 180 s, each once."""
    # Given a specialist on duty, a coordinator who is not, and red words that nobody takes
    aigul, saule = await hotline.specialist(), await hotline.coordinator()
    aru = hotline.teenager("Аружан", language)
    words, _ = crisis(hotline, language, Action.CARD, Category.SUICIDE)
    await aru.writes(words)

    def cards() -> int:
        return sum((button.data or "").startswith("claim:") for button in aigul.buttons())

    await hotline.ticks()
    assert cards() == 1
    assert saule.find(staff.Claim) is None

    # When a minute has gone by, then duty is called again, once
    hotline.let_pass(61)
    await hotline.ticks()
    await hotline.ticks()
    assert cards() == 2
    assert saule.find(staff.Claim) is None

    # When three have, then the coordinators hear of it, once, and may take it
    hotline.let_pass(120)
    await hotline.ticks()
    await hotline.ticks()
    assert sum((button.data or "").startswith("claim:") for button in saule.buttons()) == 1
    await saule.takes(await aru.case())
    await saule.reads(words)
    assert (await aru.case()).claimed_by == await saule.id()


@pytest.mark.parametrize("how", ["silent", "off duty"])
async def test_red_words_are_not_left_with_who_does_not_answer(hotline: Hotline, language: Language, how: str) -> None:
    """A specialist who goes off duty or stays silent on new red words: back to the queue, and the person is told."""
    # Given a conversation, and another specialist on duty
    aigul, marina = await hotline.specialist("Айгуль"), await hotline.specialist("Марина")
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    await aru.asks_for_help(CALM[language])
    await aigul.takes(await aru.case())
    await aigul.writes(ANSWER[language])

    # When red words come, and no answer
    words, _ = crisis(hotline, language, Action.CARD, Category.SUICIDE)
    await aru.writes(words)
    since = hotline.telegram.world.events
    if how == "silent":
        hotline.let_pass(61)
        await hotline.ticks()
    else:
        await aigul.goes_off_duty()

    # Then the case waits again, red, with its place; the person knows; the colleague has a card
    request = await aru.case()
    assert (request.status, request.triage, request.claimed_by) == (Status.WAITING, Triage.RED, None)
    aru.phone.since = since
    await aru.sees(asking.returned)
    await marina.takes(request)
    await marina.reads(words)
    assert aigul.has_ever_read(ANSWER[language]) is False


async def test_an_answer_stops_the_clock_of_red_words(hotline: Hotline, language: Language) -> None:
    """Who answers keeps the case, however long the rest takes."""
    # Given red words in a conversation, when they are answered in time
    aigul = await hotline.specialist()
    aru = hotline.teenager("Аружан", language)
    words, _ = crisis(hotline, language, Action.CARD, Category.SUICIDE)
    await aru.writes(words)
    await aigul.takes(await aru.case())
    await aigul.writes(ANSWER[language])
    await aru.writes(MORE[language])

    # Then the case stays where it is
    hotline.let_pass(3600)
    await hotline.ticks()
    assert (await aru.case()).claimed_by == await aigul.id()
