"""getUpdates: confirmed by the next offset, one poller at a time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from simulator import Bot, Phone, Telegram

if TYPE_CHECKING:
    from tests.simulator.conftest import Client


async def test_updates_stay_until_confirmed(call: Client, phone: Phone) -> None:
    """The same ones come again; an offset beyond them ends that. Numbers grow by one."""
    for word in ("a", "b", "c"):
        await phone.send(word)
    first = await call.getUpdates()
    assert [u["message"]["text"] for u in first] == ["a", "b", "c"]
    assert [u["update_id"] - first[0]["update_id"] for u in first] == [0, 1, 2]

    rest = await call.getUpdates(offset=first[0]["update_id"] + 1)
    assert [u["message"]["text"] for u in rest] == ["b", "c"]


async def test_limit_and_negative_offset(call: Client, phone: Phone) -> None:
    """At most `limit`; a negative offset keeps only the newest."""
    for word in ("a", "b", "c"):
        await phone.send(word)

    assert [u["message"]["text"] for u in await call.getUpdates(limit=2)] == ["a", "b"]
    assert [u["message"]["text"] for u in await call.getUpdates(offset=-1)] == ["c"]


async def test_long_poll_ends_with_the_first_update(call: Client, phone: Phone) -> None:
    """It waits, and not longer than needed."""
    waiting = asyncio.create_task(call.getUpdates(timeout=30))
    await asyncio.sleep(0)
    await phone.send("a")

    assert [u["message"]["text"] for u in await asyncio.wait_for(waiting, 2)] == ["a"]


async def test_second_poller_ends_the_first(telegram: Telegram, call: Client, phone: Phone, bot: Bot) -> None:
    """409 for the one that waited; the new one gets the updates."""
    first = asyncio.create_task(call.refused("getUpdates", timeout=30))
    while bot.poll.turn == 0:
        await asyncio.sleep(0.001)
    second = asyncio.create_task(call.getUpdates(timeout=30))

    assert await asyncio.wait_for(first, 2) == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    await phone.send("a")
    assert len(await second) == 1


async def test_empty_poll_repeated_at_once_is_slowed(call: Client, bot: Bot) -> None:
    """Asking the same again within 3 seconds waits, as on the real server; a new update ends the wait."""
    assert await call.getUpdates() == []
    waiting = asyncio.create_task(call.getUpdates())

    done, _ = await asyncio.wait([waiting], timeout=0.05)
    assert not done
    bot.updates.put("message", {}, 1)
    assert len(await waiting) == 1


async def test_only_asked_kinds_come(telegram: Telegram, call: Client, phone: Phone) -> None:
    """Reactions must be asked for; the choice is remembered."""
    message = await phone.send("a")
    await phone.react(message, "👍")
    assert [u for u in await call.getUpdates() if "message_reaction" in u] == []

    await call.getUpdates(offset=-1, allowed_updates=["message_reaction"])
    await phone.send("b")
    await phone.react(message, "👍")
    await phone.react(message)
    reactions = [u["message_reaction"] for u in await call.getUpdates(offset=-2)]
    assert [[one["emoji"] for one in r["new_reaction"]] for r in reactions] == [["👍"], []]
    assert reactions[1]["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]


async def test_redelivery_brings_confirmed_updates_again(telegram: Telegram, call: Client, phone: Phone) -> None:
    """Same numbers, same content, whatever the offset."""
    await phone.send("a")
    await phone.send("b")
    first = await call.getUpdates()
    offset = first[-1]["update_id"] + 1
    assert await call.getUpdates(offset=offset, limit=1) == []

    telegram.redeliver(1)
    again = await call.getUpdates(offset=offset)
    assert again == [first[-1]]


async def test_edited_words_come_as_an_edit(call: Client, phone: Phone) -> None:
    """With `edit_date`; the first update keeps the first words."""
    message = await phone.send("было")
    await phone.edit(message, "стало")

    first, second = await call.getUpdates()
    assert first["message"]["text"] == "было"
    assert second["edited_message"]["text"] == "стало"
    assert second["edited_message"]["edit_date"]
    assert message.edited


async def test_settled_waits_for_the_bot(telegram: Telegram, call: Client, phone: Phone) -> None:
    """Not before updates are confirmed; a bot that never confirms is found out."""
    await phone.send("a")
    with pytest.raises(AssertionError, match="1 updates"):
        await telegram.settled(timeout=0.1)

    updates = await call.getUpdates()
    confirming = asyncio.create_task(call.getUpdates(offset=updates[-1]["update_id"] + 1, timeout=1))
    await telegram.settled(timeout=1)
    await confirming


async def test_repeated_conflict_is_delayed(telegram: Telegram, call: Client, bot: Bot) -> None:
    """The second 409 within 3 seconds comes only after them."""
    await call.setWebhook(url="http://127.0.0.1:9/hook")
    expected = (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    assert await call.refused("getUpdates") == expected
    again = asyncio.create_task(call.refused("getUpdates"))

    done, _ = await asyncio.wait([again], timeout=0.05)
    assert not done
    again.cancel()
