"""A simulator with one bot and one person, and a bare client that calls methods as any bot would."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import aiohttp
import pytest

from simulator import Bot, Person, Phone, Telegram


class Refusal(Exception):
    """What the server answered instead of a result."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        self.status = status
        self.body = body
        self.description: str = body["description"]
        super().__init__(f"{status} {self.description}")


class Client:
    """`await call.sendMessage(chat_id=…)`: the result, or `Refusal`."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str) -> None:
        self.session = session
        self.url = url
        self.token = token

    def __getattr__(self, method: str) -> Callable[..., Coroutine[Any, Any, Any]]:
        async def call(**params: Any) -> Any:
            address = f"{self.url}/bot{self.token}/{method}"
            async with self.session.post(address, json=params) as response:
                body = await response.json()
                assert (response.status == 200) is body["ok"]
                if not body["ok"]:
                    assert body["error_code"] == response.status
                    raise Refusal(response.status, body)
                return body["result"]

        return call

    async def refused(self, method: str, **params: Any) -> str:
        """The description of the refusal this call must end in."""
        with pytest.raises(Refusal) as caught:
            await getattr(self, method)(**params)
        return caught.value.description


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram() as telegram:
        yield telegram


@pytest.fixture
def bot(telegram: Telegram) -> Bot:
    return telegram.add_bot(token="100:TEST", username="senim_bot", name="Senim")


@pytest.fixture
def aru(telegram: Telegram) -> Person:
    return telegram.add_person("Aru", language_code="kk")


@pytest.fixture
async def phone(aru: Person, bot: Bot) -> Phone:
    """Aru's phone, the bot already started and its update confirmed."""
    phone = aru.phone(bot)
    await phone.start()
    bot.updates.confirm(bot.updates.next_id)
    return phone


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def call(session: aiohttp.ClientSession, telegram: Telegram, bot: Bot) -> Client:
    return Client(session, telegram.url, bot.token)
