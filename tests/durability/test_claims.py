"""Promise 5: two people never hold one case, however many press at once and however often."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.app import App
from bot.clock import SystemClock
from bot.content import Content
from bot.open_database import open_database
from bot.settings import load_settings
from domain.errors import AlreadyClaimed
from domain.help_requests import RequestId
from services.help_requests import OpenedRequest
from simulator import Telegram
from simulator.world import Bot
from tests.durability.hotline import help_requests, hire, open_case, settings_for

CASES = 200
COLLEAGUES = 100


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_of_a_hundred_who_claim_a_case_at_once_one_gets_it(database_url: str, tmp_path: Path) -> None:
    """A hundred colleagues reach for each of two hundred cases in the same moment: one owner each, the others are told."""
    settings = load_settings(tmp_path / "no.env", data_dir=tmp_path, database_url=database_url)
    async with open_database(settings) as database:
        requests = help_requests(database, SystemClock())
        colleagues = [await hire(database, 1000 + n) for n in range(COLLEAGUES)]
        cases = [RequestId(await open_case(database, 1 + n)) for n in range(CASES)]

        owners = {}
        for case in cases:
            outcomes = await asyncio.gather(
                *(requests.claim(case, by=who) for who in colleagues), return_exceptions=True
            )
            won = [each for each in outcomes if isinstance(each, OpenedRequest)]
            told = [each for each in outcomes if isinstance(each, AlreadyClaimed)]
            assert (len(won), len(told)) == (1, COLLEAGUES - 1)
            owners[case] = won[0].request.claimed_by

        held = [each for who in colleagues for each in await requests.cases(who)]
    assert {each.id: each.claimed_by for each in held} == owners
    assert len(held) == CASES


async def test_a_hundred_presses_are_one(telegram: Telegram, bot: Bot, tmp_path: Path, content: Content) -> None:
    """Somebody presses «take» a hundred times: the case is taken once, and the person is told once."""
    settings = settings_for(telegram, bot, tmp_path)
    child = telegram.add_person("Person").phone(bot)
    colleague = telegram.add_person("Colleague").phone(bot)
    child.chat.started = colleague.chat.started = True
    async with open_database(settings) as database:
        await hire(database, colleague.person.id)
        case = await open_case(database, child.person.id)

    async with App(settings, content) as app:
        card = await colleague.expect(since=0, timeout=20)
        take = card.buttons[0][0]
        for _ in range(100):
            await colleague.press(take, wait=False)
        await telegram.received("answerCallbackQuery", 100, timeout=60)
        await app.inbox.idle()
        await telegram.settled(timeout=60)

        def look(tx: object) -> int:
            found = tx.connection.execute(  # type: ignore[attr-defined]
                "select count(*) from request_event where kind = 'claimed' and request_id = :case", {"case": case}
            )
            return int(found.fetchone()[0])

        assert await app.database.read(look) == 1
    assert len([message for message in child.messages if message.from_bot and not message.reactions]) == 1
