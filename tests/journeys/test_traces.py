"""The phone may be in other hands: quick exit, vanishing, silence."""

from __future__ import annotations

import time
from io import StringIO
from typing import Any

import pytest

from dialogs import people, relay, traces, ways
from domain.people import AgeBand, Language
from domain.traces import Vanishing, WipeKind
from tests.journeys.cast import Specialist, Teenager
from tests.journeys.hotline import Hotline
from tests.journeys.words import ANSWER, CALM, MORE

HOUR = 3600
both = pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True)


async def in_conversation(hotline: Hotline, language: Language) -> tuple[Teenager, Specialist]:
    """Somebody who has been answered."""
    aru, aigul = hotline.teenager(language=language), await hotline.specialist()
    await aru.gets_to_know_the_bot()
    await aru.asks_for_help(CALM[language])
    await aigul.takes(await aru.case())
    await aigul.writes(ANSWER[language])
    return aru, aigul


def pass_everywhere(hotline: Hotline, seconds: float) -> None:
    """Time passes for Telegram as well."""
    hotline.let_pass(seconds)
    hotline.telegram.world.clock.shift(seconds)  # type: ignore[attr-defined]


async def sweeps(hotline: Hotline) -> None:
    """What the scheduler does every other second."""
    await hotline.app.sweeper.sweep()
    await hotline.settled()


async def left_in_the_books(hotline: Hotline, actor: Teenager | Specialist) -> set[int]:
    """Telegram's ids of all that is written down as standing in somebody's chat."""
    await hotline.app.tracing.written()
    rows = await hotline.rows(f"select telegram_message from trace where person_id = {await actor.id()}")
    return {row["telegram_message"] for row in rows}


@both
async def test_everything_in_a_chat_is_written_down(hotline: Hotline, language: Language) -> None:
    """Whatever stands in a private chat, on either side: words, screens, notices, other kinds, at the first hello too."""
    # Given a conversation in which everything happened, begun by three messages of a stranger at once
    aru = hotline.teenager(language=language)
    for words in (CALM[language], MORE[language], CALM[language]):
        await aru.phone.send(words)
    await hotline.settled()
    aigul = await hotline.specialist()
    await aru.sends_kind("sticker")
    await aru.calls_sos()
    await aru.sends()
    await aigul.takes_next()
    await aigul.writes(ANSWER[language])

    # Then the books say what the phones show
    assert await left_in_the_books(hotline, aru) == {message.id for message in aru.phone.messages}
    assert await left_in_the_books(hotline, aigul) == {message.id for message in aigul.phone.messages}


@both
@pytest.mark.parametrize("by", ["command", "button"])
async def test_quick_exit_leaves_one_neutral_line(hotline: Hotline, language: Language, by: str) -> None:
    """Both sides of the chat are gone; what is left has no button and no word of help; the request goes on."""
    # Given a conversation
    aru, aigul = await in_conversation(hotline, language)

    # When the person hides
    await (aru.writes("/hide") if by == "command" else aru.presses(ways.Hide))

    # Then there is one line, and nothing else
    (left,) = aru.phone.messages
    assert left.text == await aru.render(lambda: traces.done(0).text)
    assert left.buttons == []
    assert await hotline.rows("select person_id from wipe") == []

    # And their words are still with the service
    assert (await aru.lines())[0].text == CALM[language]
    assert any(CALM[language] in message.words for message in aigul.phone.messages)


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


async def test_quick_exit_counts_what_it_could_not_erase(hotline: Hotline, language: Language) -> None:
    """What is older than two days stays, and that is said in neutral words; a number, not a lie."""
    # Given somebody whose messages stay by their own choice, and have grown old
    aru, _ = await in_conversation(hotline, language)
    await aru.writes("/settings")
    await aru.presses(people.ChooseVanishing)
    await aru.presses(traces.PickVanishing(choice=Vanishing.OFF))
    old = len(aru.phone.messages)
    pass_everywhere(hotline, 49 * HOUR)
    await sweeps(hotline)
    await aru.writes(MORE[language])

    # When they hide
    await aru.writes("/hide")

    # Then exactly the old ones are left, and are counted
    assert len(aru.phone.messages) == old + 1
    assert aru.phone.last.text == await aru.render(lambda: traces.done(old).text)


async def test_three_hundred_messages_are_gone_in_ten_seconds(hotline: Hotline) -> None:
    """Beside the usual rate budget of Telegram, and with one message among them that it will not delete."""
    # Given a long conversation, a die that can be deleted only tomorrow, and the real rates
    aru, aigul = await in_conversation(hotline, Language.RU)
    for number in range(150):
        await aru.phone.send(f"Строка {number}")
        await aigul.phone.send(f"Ответ {number}")
    await aru.phone.send_kind("dice")
    await hotline.settled()
    assert len(aru.phone.messages) > 300
    rates = hotline.app.budget.rates
    assert rates.erase == 4

    # When the person hides
    begun = time.monotonic()
    await aru.writes("/hide")

    # Then only the die and the line are left
    assert time.monotonic() - begun < 10
    assert [message.kind for message in aru.phone.messages] == ["dice", "text"]
    assert aru.phone.last.text == await aru.render(lambda: traces.done(1).text)


async def test_quick_exit_is_finished_after_a_crash(hotline: Hotline, language: Language) -> None:
    """A wipe is a row before the first message goes: whoever comes after a crash finishes it, and says so."""
    # Given a wipe that a process began, and did not live to do
    aru, _ = await in_conversation(hotline, language)
    person = await aru.id()

    def unit(tx: Any) -> None:
        tx.people.pause(person, hotline.app.clock.now())
        tx.traces.begin_wipe(person, WipeKind.HIDE, tx.traces.newest(person), hotline.app.clock.now())

    await hotline.app.tracing.written()
    await hotline.app.database.write(unit)

    # When another one looks around
    hotline.let_pass(21)
    await sweeps(hotline)

    # Then the chat is empty but for the line
    (left,) = aru.phone.messages
    assert left.text == await aru.render(lambda: traces.done(0).text)
    assert await hotline.rows("select person_id from wipe") == []


@both
async def test_messages_vanish_after_a_day(hotline: Hotline, language: Language) -> None:
    """By themselves, on both sides, and the copies of the person's words at the specialist's too."""
    # Given a conversation
    aru, aigul = await in_conversation(hotline, language)

    # When a day has passed
    pass_everywhere(hotline, 23 * HOUR)
    await sweeps(hotline)
    assert aru.phone.messages != []
    pass_everywhere(hotline, HOUR)
    await sweeps(hotline)

    # Then nothing is left, and the conversation goes on
    assert aru.phone.messages == []
    assert aigul.phone.messages == []
    await aru.writes(MORE[language])
    assert any(MORE[language] in message.words for message in aigul.phone.messages)


async def test_person_chooses_when_messages_vanish(hotline: Hotline, language: Language) -> None:
    """After an hour: what is there already too, and the copies at the specialist's, but not the specialist's desk."""
    # Given a conversation, and somebody who wants it gone after an hour
    aru, aigul = await in_conversation(hotline, language)
    await aru.writes("/settings")
    await aru.presses(people.ChooseVanishing)
    await aru.presses(traces.PickVanishing(choice=Vanishing.HOUR))

    # When an hour has passed
    pass_everywhere(hotline, HOUR + 1)
    await sweeps(hotline)

    # Then nothing is left here, and no word of theirs there
    assert aru.phone.messages == []
    assert not any(CALM[language] in message.words for message in aigul.phone.messages)
    assert aigul.phone.messages != []


async def test_what_stays_too_long_calls_the_operator(hotline: Hotline, logs: StringIO) -> None:
    """At 46 hours: a number and an age, and nobody's name or number."""
    # Given messages that nobody has swept for 46 hours
    aru, _ = await in_conversation(hotline, Language.RU)
    await hotline.app.tracing.written()
    hotline.app.scheduler.stop()
    pass_everywhere(hotline, 46 * HOUR)

    # When the operator's alarm looks
    await hotline.app.sweeper.look_for_overdue()

    # Then it rings, and after the sweep it does not
    rung = [line for line in logs.getvalue().splitlines() if '"traces overdue"' in line]
    assert len(rung) == 1
    assert '"oldest_hours": 46' in rung[0].replace('":46', '": 46')
    assert str(aru.phone.person.id) not in rung[0]
    await sweeps(hotline)
    assert aru.phone.messages == []
    await hotline.app.sweeper.look_for_overdue()
    assert logs.getvalue().count('"traces overdue"') == 1


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
