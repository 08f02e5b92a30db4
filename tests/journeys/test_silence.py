"""Nothing unprompted: after quick exit, when somebody wants silence, and before a child looks."""

from __future__ import annotations

import pytest

from dialogs import people, relay, traces
from domain.people import AgeBand, Language
from domain.traces import Vanishing
from tests.journeys.hotline import Hotline
from tests.journeys.test_traces import in_conversation
from tests.journeys.words import ANSWER, CALM, MORE


async def test_nothing_comes_after_quick_exit_until_the_person_writes(hotline: Hotline, language: Language) -> None:
    """Answers wait; the first words lead back in, and everything that waited comes in its order."""
    # Given somebody who hid in the middle of a conversation
    aru, aigul = await in_conversation(hotline, language)
    await aru.writes("/hide")
    said = [f"{ANSWER[language]} {number}" for number in range(3)]

    # When the specialist writes on
    for words in said:
        await aigul.writes(words)

    # Then nothing comes
    assert len(aru.phone.messages) == 1

    # When the person writes anything
    await aru.writes(MORE[language])

    # Then all of it is there, in order, and their words went on to the specialist
    shown = [message.words for message in aru.phone.messages if ANSWER[language] in message.words]
    assert [words in shown[index] for index, words in enumerate(said)] == [True] * 3
    assert any(MORE[language] in message.words for message in aigul.phone.messages)


@pytest.mark.parametrize("guard", ["on", "off"])
async def test_without_the_pause_answers_would_come(
    hotline: Hotline, monkeypatch: pytest.MonkeyPatch, guard: str
) -> None:
    """A negative control: it is the pause that keeps the chat empty."""
    if guard == "off":
        monkeypatch.setattr("services.traces._pause", lambda *_: None)
    aru, aigul = await in_conversation(hotline, Language.RU)
    await aru.writes("/hide")
    await aigul.writes(ANSWER[Language.RU])

    assert (len(aru.phone.messages) == 1) is (guard == "on")


@pytest.mark.parametrize("by", ["command", "button"])
async def test_pause_is_silence(hotline: Hotline, language: Language, by: str) -> None:
    """Nothing unprompted, not even relayed words; direct answers and SOS work; on return all comes in order."""
    # Given somebody in a conversation who wants silence
    aru, aigul = await in_conversation(hotline, language)
    if by == "button":
        await aru.writes("/settings")
        await aru.presses(people.Pause)
    else:
        await aru.writes("/pause")
    await aru.sees(traces.paused)
    before = len(aru.phone.history)

    # When the specialist writes, gives the case back, and another day begins
    await aigul.writes(ANSWER[language])
    await aigul.sees(relay.passed, await aru.case(), hotline.content.pseudonyms, paused=True)
    await aigul.gives_back(await aru.case())
    await hotline.ticks()

    # Then nothing was sent
    assert len(aru.phone.history) == before

    # When they ask for numbers, these come at once, and with them what has waited
    await aru.calls_sos()
    assert any("111" in message.words for message in aru.news())


async def test_words_come_after_a_neutral_sign(hotline: Hotline, language: Language) -> None:
    """Under 18, and not writing just now: first «a new message», once; the words only when somebody looks."""
    # Given somebody under 18 in a conversation
    aru, aigul = hotline.teenager(language=language), await hotline.specialist()
    await aru.gets_to_know_the_bot(age=AgeBand.UNDER_18)
    await aru.asks_for_help(CALM[language])
    await aigul.takes(await aru.case())

    # When the specialist answers at once, it comes at once: they hold the phone themselves
    await aigul.writes(ANSWER[language])
    await aru.reads(ANSWER[language])

    # When the specialist writes twice a quarter of an hour later
    hotline.let_pass(900)
    aru.phone.acted()
    said = [f"{ANSWER[language]} {number}" for number in range(2)]
    for words in said:
        await aigul.writes(words)
    await aigul.sees(relay.passed, await aru.case(), hotline.content.pseudonyms, paused=True)

    # Then one line came, and no word
    (knock,) = aru.news()
    assert knock.text == await aru.render(lambda: traces.knock().text)

    # When somebody looks, all of it is there, in order
    await aru.presses(traces.Look)
    shown = [message.words for message in aru.news() if ANSWER[language] in message.words]
    assert [words in shown[index] for index, words in enumerate(said)] == [True, True]
    assert (await aru.row()).paused_at is None


async def test_the_sign_is_a_choice(hotline: Hotline, language: Language) -> None:
    """Off for everybody who has not said that they are under 18, and to be changed in the settings."""
    # Given somebody of unknown age, who has not written for a quarter of an hour
    aru, aigul = await in_conversation(hotline, language)
    hotline.let_pass(900)
    aru.phone.acted()
    await aigul.writes(ANSWER[language])
    await aru.reads(ANSWER[language])

    # When they want the sign
    await aru.writes("/settings")
    await aru.presses(people.Knock(on=True))
    await aru.sees(people.settings, await aru.row(), hotline.content.regions)
    hotline.let_pass(900)
    aru.phone.acted()
    await aigul.writes(MORE[language])

    # Then they get it
    assert [message.text for message in aru.news()] == [await aru.render(lambda: traces.knock().text)]


async def test_who_is_silent_hears_no_knock(hotline: Hotline, language: Language) -> None:
    """A sign is unprompted as well: after «do not write to me» not even that comes."""
    aru, aigul = await in_conversation(hotline, language)
    await aru.writes("/settings")
    await aru.presses(people.Knock(on=True))
    await aru.writes("/pause")
    hotline.let_pass(900)
    aru.phone.acted()
    await aigul.writes(ANSWER[language])

    assert aru.news() == []


async def test_colleague_changes_nothing_with_buttons_of_people(hotline: Hotline) -> None:
    """A colleague cannot fall silent, nor choose for how long words stand in their chat: also by forged buttons."""
    aigul = await hotline.specialist()
    before = await hotline.rows("select * from person order by id")
    for data in (people.Pause(), people.Knock(on=True), traces.PickVanishing(choice=Vanishing.OFF)):
        await aigul.forges(data)

    assert await hotline.rows("select * from person order by id") == before
