"""One person sends as much as ten thousand others: kept whole, and nobody else waits for it."""

from __future__ import annotations

import pytest

from domain.people import Language
from tests.journeys.hotline import Hotline
from tests.journeys.words import CALM, MORE

FLOOD = 10_000


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_ten_thousand_messages_of_one_person_hold_up_nobody(hotline: Hotline) -> None:
    """A flood is kept whole and in order, gets a few answers at most, and others are served meanwhile."""
    # Given two people, and a specialist
    aigul = await hotline.specialist()
    flood, other = hotline.teenager("Flood"), hotline.teenager("Other", Language.KK)
    await other.gets_to_know_the_bot()
    await other.asks_for_help(CALM[Language.KK])
    request = await other.case()

    # When ten thousand messages come from the one
    for number in range(FLOOD):
        await flood.phone.send(f"сообщение {number}")
    backlog = len(flood.phone.chat.messages)

    # Then the other one is served while they are being handled
    card = next(b for b in aigul.buttons() if (b.data or "").startswith(f"claim:{request.id}:"))
    await aigul.phone.press(card, timeout=20)
    await aigul.phone.expect(text=CALM[Language.KK], timeout=20, since=0)
    await other.phone.send(MORE[Language.KK])
    await aigul.phone.expect(text=MORE[Language.KK], timeout=20)
    assert hotline.bot.updates.waiting or len(await flood.lines()) < FLOOD

    # And in the end nothing is lost, and everything is in order
    await hotline.settled(patience=240)
    assert [line.text for line in await flood.lines()] == [f"сообщение {number}" for number in range(FLOOD)]
    assert len(flood.phone.chat.messages) - backlog < FLOOD / 10
