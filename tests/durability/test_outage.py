"""Promise 2: words first, records second. What cannot be kept now is answered now, and kept later."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from simulator import Telegram
from simulator.phones import Phone
from simulator.world import Bot
from tests.durability.hotline import Conversations, converse, line, lines_of, settings_for
from tests.durability.kills import all_read, locked, read
from tests.durability.mischief import POISON
from tests.durability.processes import Nursery, rows

CRISIS = "я хочу умереть"
NUMBER = "111"


@contextlib.contextmanager
def unreadable(settings: Settings) -> Iterator[None]:
    """The database fails at every statement, reading or writing."""
    told = Path(settings.database_url.removeprefix("sqlite:///") + ".deaf")
    told.touch()
    yield
    told.unlink()


def cards(phone: Phone) -> int:
    """How often the numbers were shown because of crisis words."""
    return sum(message.from_bot and NUMBER in message.words and "\n" in message.words for message in phone.history)


@pytest.mark.slow
@pytest.mark.parametrize("trouble", [locked, unreadable])
async def test_a_crisis_is_answered_without_the_database(
    nursery: Nursery,
    telegram: Telegram,
    bot: Bot,
    tmp_path: Path,
    trouble: Callable[[Settings], contextlib.AbstractContextManager[None]],
) -> None:
    """While the database takes nothing, crisis words and SOS are answered, once; nothing is confirmed to Telegram.
    Afterwards everything is handled, and nobody reads anything twice.
    """
    settings = settings_for(telegram, bot, tmp_path)
    talk = await converse(telegram, bot, settings, people=4, specialists=2)
    child, caller, *others = talk.people
    await nursery.start(settings, "answer_nothing_while_told")
    for person, phone in enumerate(talk.people):
        await phone.send(line(person, 0))
    await all_read(telegram, talk, 1)
    await telegram.settled(timeout=20)

    with trouble(settings):
        await child.send(f"{line(0, 1)} {CRISIS}")
        await caller.send("/sos")
        await others[0].send(line(2, 1))
        await child.expect(NUMBER, timeout=60)
        await caller.expect(NUMBER, timeout=60)
        assert bot.updates.waiting == 3
    await caller.send(line(1, 1))
    await others[1].send(line(3, 1))
    await all_read(telegram, talk, 2)
    await telegram.settled(timeout=30, still=0.5)

    found = read(talk, 2)
    assert not found.broken
    assert found.repeated == []
    assert cards(child) == cards(caller) == 1


@pytest.mark.slow
async def test_a_bot_that_starts_without_its_database_answers_a_crisis(
    nursery: Nursery, telegram: Telegram, bot: Bot, tmp_path: Path
) -> None:
    """The database is locked when the bot starts: crisis words are answered all the same, and relayed later."""
    settings = settings_for(telegram, bot, tmp_path)
    talk = await converse(telegram, bot, settings, people=1, specialists=1)
    [child] = talk.people

    with locked(settings):
        await nursery.start(settings)
        await child.send(f"{line(0, 0)} {CRISIS}")
        await child.expect(NUMBER, timeout=60)
    await all_read(telegram, talk, 1)
    await telegram.settled(timeout=30, still=0.5)

    assert cards(child) == 1


def set_aside(settings: Settings) -> list[tuple[bytes, int]]:
    """Payload and tries of every update that was given up."""
    return rows(settings, "select payload, attempts from inbox where state = 'poison'")


def tries(nursery: Nursery) -> int:
    """How often the poisoned message reached a handler."""
    return nursery.log.read_text().splitlines().count("tried")


async def poisoned(talk: Conversations) -> None:
    """Everybody writes; the first person's second line is poison."""
    for person, phone in enumerate(talk.people):
        for number in range(3):
            await phone.send(POISON if (person, number) == (0, 1) else line(person, number))


def everybody_else_was_read(talk: Conversations) -> bool:
    """All lines but the poison stand on a specialist's phone."""
    return read(talk, 3).lost == {(0, 1)}


async def test_a_message_that_no_handler_survives_is_set_aside(
    nursery: Nursery, telegram: Telegram, bot: Bot, tmp_path: Path
) -> None:
    """After three tries it is set aside: sealed, told to its author with a code, and in nobody's way."""
    settings = settings_for(telegram, bot, tmp_path)
    talk = await converse(telegram, bot, settings, people=3, specialists=2)
    await nursery.start(settings, "fail_at_poison")

    await poisoned(talk)
    await telegram.world.pulse.until(lambda: everybody_else_was_read(talk) or None, timeout=60)
    await telegram.settled(timeout=20)

    [(payload, attempts)] = set_aside(settings)
    assert (attempts, tries(nursery)) == (3, 3)
    assert POISON.encode() not in payload
    [told] = [message for message in talk.people[0].messages if message.from_bot]
    log = nursery.log.read_text()
    assert any(f'"incident": "{word.strip(".,:;»«")}"' in log for word in told.words.split())
    assert POISON not in log


@pytest.mark.slow
async def test_a_message_that_ends_the_process_is_set_aside(
    nursery: Nursery, telegram: Telegram, bot: Bot, tmp_path: Path
) -> None:
    """A message at which the whole process dies kills three of them; the fourth sets it aside. Neighbours that were
    in hand at the same moments are not blamed.
    """
    settings = settings_for(telegram, bot, tmp_path)
    talk = await converse(telegram, bot, settings, people=30, specialists=6)

    await poisoned(talk)
    for _ in range(3):
        await nursery.start(settings, "die_at_poison")
        assert await asyncio.wait_for(nursery.ended(), timeout=60) == -signal.SIGKILL
    await nursery.start(settings, "die_at_poison")
    await telegram.world.pulse.until(lambda: everybody_else_was_read(talk) or None, timeout=60)

    assert everybody_else_was_read(talk)
    assert [attempts for _, attempts in set_aside(settings)] == [3]
    assert tries(nursery) == 3
    assert lines_of(talk.specialists[0])
