"""The phone may be in other hands: quick exit, vanishing, silence."""

from __future__ import annotations

import time
from io import StringIO
from typing import Any

import pytest

from dialogs import people, traces, ways
from domain.people import Language
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
    await hotline.app.sweeper.finish()
    await hotline.app.sweeper.vanish()
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


@pytest.mark.parametrize("trouble", ["429", "status", "close_after"])
async def test_quick_exit_that_telegram_does_not_take_is_finished_later(hotline: Hotline, trouble: Any) -> None:
    """Telegram is busy or out of reach: nothing is said that is not so, and the rest goes as soon as it can."""
    # Given a conversation, and a Telegram that does not delete just now
    aru, _ = await in_conversation(hotline, Language.RU)
    hotline.telegram.faults.add(trouble, method="deleteMessages")

    # When the person hides
    await aru.writes("/hide")

    # Then no «done» is said yet
    assert not aru.has_ever_read("Готово")

    # And a little later it is done
    hotline.let_pass(21)
    await sweeps(hotline)
    (left,) = aru.phone.messages
    assert left.text == "Готово."


async def test_trace_of_who_left_telegram_is_no_trouble(hotline: Hotline) -> None:
    """An account that is deleted has no chat to erase anything in: its traces go, and nobody is alarmed for ever."""
    aru, _ = await in_conversation(hotline, Language.RU)
    await hotline.app.tracing.written()
    aru.phone.person.deactivate()
    person = await aru.id()

    pass_everywhere(hotline, 24 * HOUR)
    await sweeps(hotline)

    assert await hotline.rows(f"select telegram_message from trace where person_id = {person}") == []
