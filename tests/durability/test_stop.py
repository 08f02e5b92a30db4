"""A stop is not a crash: what is in hand is finished, the rest waits on disk."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from simulator import Telegram
from simulator.world import Bot
from tests.durability.hotline import converse, line, settings_for
from tests.durability.kills import all_read, doubts, read
from tests.durability.processes import Nursery


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_stop_in_the_middle_of_a_burst_loses_and_repeats_nothing(
    nursery: Nursery, telegram: Telegram, bot: Bot, tmp_path: Path, number: signal.Signals
) -> None:
    """The process ends with 0; the next one goes on where it stopped, and nobody reads a line twice."""
    settings = settings_for(telegram, bot, tmp_path)
    talk = await converse(telegram, bot, settings, people=20, specialists=5)
    await nursery.start(settings)
    for person, phone in enumerate(talk.people):
        for each in range(10):
            await phone.send(line(person, each))
    arrived = telegram.record.methods
    await telegram.world.pulse.until(lambda: arrived["sendMessage"] >= 60 or None, timeout=60)

    nursery.signal(number)
    assert await nursery.ended() == 0
    assert read(talk, 10).lost
    await nursery.start(settings)
    await all_read(telegram, talk, 10)

    nursery.signal(number)
    assert await nursery.ended() == 0
    found = read(talk, 10)
    assert not found.broken
    assert found.repeated == []
    assert found.marked == 0
    assert await doubts(settings) == 0
