"""`kill -9` in the middle of a quick exit: the chat is emptied all the same, and nothing comes into it afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator import Telegram
from simulator.world import Bot
from tests.durability.hotline import converse, line, settings_for
from tests.durability.processes import Nursery

LINES = 110
"""Of each side: more than two calls of a hundred."""


@pytest.mark.slow
@pytest.mark.parametrize("words", ["/hide", "/forget"])
async def test_quick_exit_survives_kill_9(
    nursery: Nursery, telegram: Telegram, bot: Bot, tmp_path: Path, database_url: str, words: str
) -> None:
    """A hundred messages are gone when the process dies: the next one deletes the rest and leaves one neutral line."""
    # Given a long conversation
    settings = settings_for(telegram, bot, tmp_path, database_url=database_url)
    talk = await converse(telegram, bot, settings, people=1, specialists=1)
    (person,), (specialist,) = talk.people, talk.specialists
    await nursery.start(settings)
    pulse = telegram.world.pulse
    for number in range(LINES):
        await person.send(line(0, number))
        await specialist.send(f"Ответ {number}")
    assert await pulse.until(lambda: len(person.messages) >= 2 * LINES or None, 60)

    # When the process is killed while the second hundred is being deleted
    telegram.faults.add("delay", method="deleteMessages", chat=person.chat.id)
    hung = telegram.faults.add("hang", method="deleteMessages", chat=person.chat.id)
    await person.send(words)
    if words == "/forget":
        asked = "Да, стереть всё"
        assert await pulse.until(lambda: any(asked in repr(each.buttons) for each in person.messages) or None, 30)
        await person.press(asked, wait=False)
    assert await pulse.until(lambda: hung.hits or None, 30)
    await nursery.kill()
    left = len(person.messages)
    assert 1 < left < 2 * LINES
    telegram.faults.clear()

    # And the specialist writes on
    await specialist.send("Ответ после")
    await nursery.start(settings)

    # Then one line is left, without a button, and nothing came after it
    assert await pulse.until(lambda: (len(person.messages) == 1 and not person.messages[0].buttons) or None, 60)
    (only,) = person.messages
    assert only.text == "Готово."
    assert not any("Ответ после" in each.words for each in person.history)
    await nursery.kill()
