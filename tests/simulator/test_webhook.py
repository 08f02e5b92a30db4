"""Updates brought to the bot's own address."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiohttp import web

from simulator import Bot, Phone, Telegram
from simulator.webhook import Webhook

if TYPE_CHECKING:
    from tests.simulator.conftest import Client

Answer = Callable[[dict[str, Any]], web.Response]


class Ear:
    """A bot's address; `answer` may be replaced."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.headers: list[Any] = []
        self.answer: Answer = lambda _: web.Response()
        self.url = ""
        self.news = asyncio.Condition()

    async def hear(self, request: web.Request) -> web.Response:
        """Take one update."""
        update = await request.json()
        async with self.news:
            self.heard.append(update)
            self.headers.append(request.headers)
            self.news.notify_all()
        return self.answer(update)

    async def has(self, count: int) -> list[str]:
        """Wait for so many, and give their texts."""
        async with self.news:
            await asyncio.wait_for(self.news.wait_for(lambda: len(self.heard) >= count), 5)
        return [update["message"]["text"] for update in self.heard]


@pytest.fixture
async def ear() -> AsyncIterator[Ear]:
    ear = Ear()
    app = web.Application()
    app.router.add_post("/hook", ear.hear)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    ear.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield ear
    await runner.cleanup()


async def test_updates_arrive_with_the_secret(telegram: Telegram, call: Client, phone: Phone, ear: Ear) -> None:
    """In order, once each, with the agreed header."""
    await phone.send("a")
    await call.setWebhook(url=ear.url, secret_token="s-1")
    await phone.send("b")

    assert await ear.has(2) == ["a", "b"]
    assert {headers["X-Telegram-Bot-Api-Secret-Token"] for headers in ear.headers} == {"s-1"}
    await telegram.settled()
    info = await call.getWebhookInfo()
    assert (info["url"], info["pending_update_count"]) == (ear.url, 0)


async def test_next_waits_for_the_2xx_of_the_one_before(
    monkeypatch: pytest.MonkeyPatch, telegram: Telegram, call: Client, phone: Phone, ear: Ear
) -> None:
    """What is refused comes again, and what follows waits behind it."""
    monkeypatch.setattr(Webhook, "first_pause", 0.01)
    refusals = iter([500, 503])
    ear.answer = lambda _: web.Response(status=next(refusals, 200))
    await call.setWebhook(url=ear.url)
    await phone.send("a")
    await phone.send("b")

    assert await ear.has(4) == ["a", "a", "a", "b"]
    assert "503" in (await call.getWebhookInfo())["last_error_message"]


async def test_chats_do_not_wait_for_each_other(
    monkeypatch: pytest.MonkeyPatch, telegram: Telegram, call: Client, phone: Phone, bot: Bot, ear: Ear
) -> None:
    """One chat that fails holds up only itself."""
    monkeypatch.setattr(Webhook, "first_pause", 60)
    ear.answer = lambda update: web.Response(status=500 if update["message"]["text"] == "a" else 200)
    await call.setWebhook(url=ear.url)
    await phone.send("a")
    await telegram.add_person("Дана").phone(bot).send("b")

    assert sorted(await ear.has(2)) == ["a", "b"]


async def test_answer_may_carry_a_method(call: Client, phone: Phone, ear: Ear) -> None:
    """It is carried out as if it had been called."""
    ear.answer = lambda update: web.json_response(
        {"method": "sendMessage", "chat_id": update["message"]["chat"]["id"], "text": "сразу"}
    )
    await call.setWebhook(url=ear.url)
    await phone.send("a")

    assert (await phone.expect("сразу")).from_bot


async def test_redelivery_over_the_webhook(telegram: Telegram, call: Client, phone: Phone, ear: Ear) -> None:
    """A confirmed update is posted once more."""
    await call.setWebhook(url=ear.url)
    await phone.send("a")
    await ear.has(1)
    await telegram.settled()
    telegram.redeliver(1)

    assert await ear.has(2) == ["a", "a"]
    assert ear.heard[0] == ear.heard[1]


async def test_pending_updates_can_be_dropped(telegram: Telegram, call: Client, phone: Phone, bot: Bot) -> None:
    """`drop_pending_updates` forgets what waits; deleteWebhook lets getUpdates work again."""
    await phone.send("a")
    await call.deleteWebhook(drop_pending_updates=True)
    await phone.send("b")

    assert [u["message"]["text"] for u in await call.getUpdates()] == ["b"]


@pytest.mark.parametrize(
    ("params", "complaint"),
    [
        ({"secret_token": "x" * 257}, "Bad Request: secret token is too long"),
        ({"secret_token": "ә"}, "Bad Request: secret token contains unallowed characters"),
        ({}, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"),
    ],
)
async def test_bad_webhooks_are_refused(
    telegram: Telegram, call: Client, params: dict[str, str], complaint: str
) -> None:
    """Bad secrets; and plain http, where the simulator is told to be as strict as Telegram."""
    telegram.allow_http = False

    assert await call.refused("setWebhook", url="http://127.0.0.1:1/", **params) == complaint


async def test_webhook_set_twice_in_a_second(telegram: Telegram, call: Client, ear: Ear) -> None:
    """429, where the simulator is told to be as hurried as Telegram."""
    telegram.world.hurried = True
    await call.setWebhook(url=ear.url)

    assert await call.refused("setWebhook", url=ear.url) == "Too Many Requests: retry after 1"


async def test_set_webhook_ends_a_long_poll(session: aiohttp.ClientSession, call: Client, bot: Bot, ear: Ear) -> None:
    """The poller gets 409."""
    polling = asyncio.create_task(call.refused("getUpdates", timeout=30))
    while bot.poll.turn == 0:
        await asyncio.sleep(0.001)
    await call.setWebhook(url=ear.url)

    assert await polling == "Conflict: terminated by setWebhook request"
