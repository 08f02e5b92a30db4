"""Promise 1: nothing a person sent is ever lost, and nobody reads it in another order than it was written."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from simulator import Telegram
from simulator.world import Bot
from tests.durability.hotline import converse, environment, line, settings_for
from tests.durability.kills import IN_FLIGHT, Reading, all_read, doubts, evening, locked, read
from tests.durability.processes import ROOT, Nursery

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def kept(found: Reading, kills: int) -> bool:
    """The whole promise."""
    return not found.broken and len(found.repeated) <= IN_FLIGHT * kills


async def test_no_kill_loses_or_shuffles_a_message(
    nursery: Nursery, telegram: Telegram, bot: Bot, tmp_path: Path
) -> None:
    """The process is killed after every 50th of 2,000 messages of 50 people: each is read, in order, and what may
    have come twice says so and is counted.
    """
    settings = settings_for(telegram, bot, tmp_path)
    talk = await converse(telegram, bot, settings, people=50, specialists=10)

    kills = await evening(nursery, telegram, settings, talk, 40)
    await all_read(telegram, talk, 40)

    await nursery.kill()
    found = read(talk, 40)
    assert kills == 40
    assert kept(found, kills), found
    assert 0 < found.marked <= await doubts(settings)


async def test_neither_kills_nor_a_locked_database_lose_a_message(
    nursery: Nursery, telegram: Telegram, bot: Bot, tmp_path: Path
) -> None:
    """The same 2,000 messages, and in the middle another process locks the database for ten seconds, and the bot is
    killed and started while it does.
    """
    settings = settings_for(telegram, bot, tmp_path)
    talk = await converse(telegram, bot, settings, people=50, specialists=10)

    kills = await evening(nursery, telegram, settings, talk, 20)
    with locked(settings):
        for person, phone in enumerate(talk.people):
            await phone.send(line(person, 20))
        await asyncio.sleep(5)
        await nursery.kill()
        await nursery.start(settings)
        await asyncio.sleep(5)
    await all_read(telegram, talk, 21)
    kills += await evening(nursery, telegram, settings, talk, 19, first=21)
    await all_read(telegram, talk, 40)

    found = read(talk, 40)
    assert kills == 39
    assert kept(found, kills + 1), found


async def test_no_kill_loses_or_shuffles_a_message_on_postgresql(
    nursery: Nursery, telegram: Telegram, bot: Bot, tmp_path: Path, postgres_address: str
) -> None:
    """The same on PostgreSQL, where what was committed is the server's to keep."""
    settings = settings_for(telegram, bot, tmp_path, database_url=postgres_address)
    talk = await converse(telegram, bot, settings, people=50, specialists=10)

    kills = await evening(nursery, telegram, settings, talk, 8)
    await all_read(telegram, talk, 8)

    await nursery.kill()
    found = read(talk, 8)
    assert kept(found, kills), found
    assert found.marked <= await doubts(settings)


async def test_the_command_itself_may_be_killed(telegram: Telegram, bot: Bot, tmp_path: Path) -> None:
    """`python -m bot run`, as an operator starts it, is killed in the middle of a burst and started again."""
    settings = settings_for(telegram, bot, tmp_path)
    talk = await converse(telegram, bot, settings, people=20, specialists=5)
    arrived = telegram.record.methods
    for person, phone in enumerate(talk.people):
        for number in range(10):
            await phone.send(line(person, number))
    for wanted in (60, 200):
        command = [sys.executable, "-m", "bot", "run"]
        with (tmp_path / "log").open("ab") as log:
            child = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment(settings)}, stderr=log)
        if wanted == 200:
            await all_read(telegram, talk, 10)
        else:
            assert await telegram.world.pulse.until(lambda: arrived["sendMessage"] >= 60 or None, timeout=90)
        child.send_signal(signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL

    assert kept(read(talk, 10), kills=1)


async def test_without_the_inbox_the_same_kills_lose_messages(
    nursery: Nursery, telegram: Telegram, bot: Bot, tmp_path: Path
) -> None:
    """The control: updates handled before they are stored, as aiogram's own polling handles them, are lost."""
    settings = settings_for(telegram, bot, tmp_path)
    talk = await converse(telegram, bot, settings, people=50, specialists=10)

    await evening(nursery, telegram, settings, talk, 6, "keep_nothing")
    await evening(nursery, telegram, settings, talk, 0, kills=False)
    await telegram.settled(timeout=60, still=1.0)

    assert read(talk, 6).lost


async def test_without_the_mark_of_what_is_on_its_way_repeats_look_like_news(
    nursery: Nursery, telegram: Telegram, bot: Bot, tmp_path: Path
) -> None:
    """The control: if the database did not know what was being sent, repeats would come unmarked."""
    settings = settings_for(telegram, bot, tmp_path)
    talk = await converse(telegram, bot, settings, people=50, specialists=10)

    await evening(nursery, telegram, settings, talk, 6, "doubt_nothing")
    await all_read(telegram, talk, 6)

    assert read(talk, 6).unmarked
