"""A bad network on request."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import aiohttp
import pytest

from simulator import Person, Phone, RateRule, Telegram

if TYPE_CHECKING:
    from tests.simulator.conftest import Client


async def test_connection_cut_before(telegram: Telegram, call: Client, phone: Phone) -> None:
    """Nothing happened; the next try works."""
    fault = telegram.faults.add("close_before", method="sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await call.sendMessage(chat_id=phone.chat.id, text="x")

    assert [message.from_bot for message in phone.messages] == [False]
    assert await call.sendMessage(chat_id=phone.chat.id, text="x")
    assert fault.hits == 1
    assert [c.fault for c in telegram.record.of("sendMessage")] == ["close_before", None]


async def test_connection_cut_after(telegram: Telegram, call: Client, phone: Phone) -> None:
    """It happened, and the bot cannot know."""
    telegram.faults.add("close_after", method="sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await call.sendMessage(chat_id=phone.chat.id, text="x")

    assert phone.last.text == "x"
    done = telegram.record.of("sendMessage")[0]
    assert (done.ok, done.answered, done.message_id) == (True, False, phone.last.id)


async def test_proxy_in_between(telegram: Telegram, session: aiohttp.ClientSession, phone: Phone) -> None:
    """HTML with 502, as a proxy answers."""
    telegram.faults.add("status", times=None)
    async with session.get(f"{telegram.url}/bot100:TEST/getMe") as response:
        assert (response.status, response.content_type) == (502, "text/html")
    telegram.faults.clear()
    async with session.get(f"{telegram.url}/bot100:TEST/getMe") as response:
        assert response.status == 200


async def test_too_many_requests(telegram: Telegram, session: aiohttp.ClientSession, phone: Phone) -> None:
    """429 with `retry_after`, for one chat only."""
    dana = telegram.add_person("Дана").phone(telegram.bots[0])
    await dana.start()
    telegram.faults.add("429", chat=phone.chat.id, retry_after=7)
    url = f"{telegram.url}/bot100:TEST/sendMessage"

    async with session.post(url, json={"chat_id": dana.chat.id, "text": "x"}) as response:
        assert response.status == 200
    async with session.post(url, json={"chat_id": phone.chat.id, "text": "x"}) as response:
        assert await response.json() == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 7",
            "parameters": {"retry_after": 7},
        }


async def test_delay(telegram: Telegram, call: Client) -> None:
    """Late, but whole."""
    telegram.faults.add(delay=0.05)
    began = time.monotonic()

    assert await call.getMe()
    assert time.monotonic() - began >= 0.05


async def test_own_error(telegram: Telegram, call: Client) -> None:
    """Any refusal of Telegram can be played."""
    telegram.faults.add("error", status=400, body="Bad Request: PEER_FLOOD")

    assert await call.refused("getMe") == "Bad Request: PEER_FLOOD"


async def test_pause_cuts_all_and_resume_heals(telegram: Telegram, call: Client, phone: Phone) -> None:
    """Long polls end too; people go on writing, and nothing of theirs is lost."""
    polling = asyncio.create_task(call.getUpdates(timeout=30))
    await asyncio.sleep(0.02)
    telegram.pause()
    with pytest.raises(aiohttp.ClientError):
        await polling
    with pytest.raises(aiohttp.ClientError):
        await call.getMe()
    await phone.send("a")
    telegram.resume()

    assert [u["message"]["text"] for u in await call.getUpdates()] == ["a"]


async def test_hanging_pause(telegram: Telegram, call: Client) -> None:
    """No answer at all until Telegram is back."""
    telegram.pause("hang")
    asking = asyncio.create_task(call.getMe())
    done, _ = await asyncio.wait([asking], timeout=0.05)
    assert not done
    telegram.resume()

    assert await asking


async def test_flood_is_noted_and_on_request_enforced(telegram: Telegram, call: Client, phone: Phone) -> None:
    """A burst in one chat is a violation; 429 comes only where a rule is set."""
    for _ in range(6):
        await call.sendMessage(chat_id=phone.chat.id, text="x")
    assert [violation.rule for violation in telegram.violations] == ["chat"]

    telegram.flood = RateRule(burst=1)
    refused = await call.refused("sendMessage", chat_id=phone.chat.id, text="x")
    assert refused == "Too Many Requests: retry after 1"


async def test_flood_overall_and_in_groups(telegram: Telegram, call: Client, aru: Person) -> None:
    """30 a second everywhere, 20 a minute in a group."""
    group = telegram.add_group("Смена", [aru])
    group.add_bot(telegram.bots[0])
    for _ in range(21):
        await call.sendMessage(chat_id=group.id, text="x")

    assert "group" in {violation.rule for violation in telegram.violations}
    telegram.flood = RateRule(overall_per_second=1, burst=100)
    refused = await call.refused("sendMessage", chat_id=group.id, text="x")
    assert refused.startswith("Too Many Requests: retry after")
