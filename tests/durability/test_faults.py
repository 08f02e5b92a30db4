"""Whatever happens between the bot and Telegram: nothing lost, order kept, and what may have come twice is marked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import messenger, session
from bot.app import App
from bot.content import Content
from simulator import Telegram
from simulator.world import Bot
from tests.durability.hotline import converse, line, settings_for
from tests.durability.kills import all_read, read

TROUBLES: dict[str, dict[str, Any]] = {
    "a proxy answers with a page": {"kind": "status"},
    "Telegram fails": {"kind": "error", "status": 500, "body": "Internal Server Error"},
    "the connection is cut before": {"kind": "close_before"},
    "the connection is cut after": {"kind": "close_after"},
    "too many requests": {"kind": "429", "retry_after": 1},
    "no answer": {"kind": "hang"},
}


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patience of a moment: what is tested is what happens after it."""
    monkeypatch.setattr(messenger, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(session, "PATIENCE", aiohttp.ClientTimeout(total=0.5))


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_trouble_at_one_chat_loses_nothing(
    telegram: Telegram, bot: Bot, tmp_path: Path, content: Content, hurried: None, trouble: str
) -> None:
    """Six sends to one specialist run into trouble: every line is read in the end, in order, repeats are marked, and
    the other specialists notice nothing.
    """
    settings = settings_for(telegram, bot, tmp_path)
    talk = await converse(telegram, bot, settings, people=6, specialists=3)
    fault = telegram.faults.add(method="sendMessage", chat=talk.specialists[0].chat.id, times=6, **TROUBLES[trouble])

    async with App(settings, content):
        for number in range(8):
            for person, phone in enumerate(talk.people):
                await phone.send(line(person, number))
        await all_read(telegram, talk, 8)

    found = read(talk, 8)
    assert not found.broken
    assert bool(found.repeated) == (trouble == "the connection is cut after")
    assert fault.hits == 6


async def test_what_telegram_brings_again_happens_once(
    telegram: Telegram, bot: Bot, tmp_path: Path, content: Content
) -> None:
    """Confirmed updates come a second time: nobody reads anything twice."""
    settings = settings_for(telegram, bot, tmp_path)
    talk = await converse(telegram, bot, settings, people=6, specialists=3)

    async with App(settings, content) as app:
        for number in range(5):
            for person, phone in enumerate(talk.people):
                await phone.send(line(person, number))
        await all_read(telegram, talk, 5)
        assert len(telegram.redeliver(30)) == 30
        for person, phone in enumerate(talk.people):
            await phone.send(line(person, 5))
        await all_read(telegram, talk, 6)
        await app.inbox.idle()
        await telegram.settled(timeout=20)

    found = read(talk, 6)
    assert not found.broken
    assert found.repeated == []


async def test_red_words_reach_colleagues_although_the_card_cannot_be_shown(
    telegram: Telegram, bot: Bot, tmp_path: Path, content: Content
) -> None:
    """Telegram closes a person's chat for hours: their words in a crisis are kept and relayed all the same."""
    settings = settings_for(telegram, bot, tmp_path)
    talk = await converse(telegram, bot, settings, people=2, specialists=1)
    child = talk.people[0]
    telegram.faults.add("429", chat=child.chat.id, retry_after=3 * 3600, times=None)

    async with App(settings, content):
        await child.send(f"{line(0, 0)} я хочу умереть")
        await talk.people[1].send(line(1, 0))
        await child.send(line(0, 1))
        await talk.people[1].send(line(1, 1))
        await all_read(telegram, talk, 2)

    assert not read(talk, 2).shuffled
