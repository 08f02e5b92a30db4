"""aiogram's connection to Telegram, with the shortest way for what is sent most.

`call` sends a method with its plain parameters and reads of the answer what is needed. The long way (`await
bot.send_message(…)`) builds and checks a model of the method, and of the answer with everything in it: measured, more
than half of what a delivery costs. Both ways look alike from Telegram's side, and fail alike, with aiogram's exceptions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import aiohttp
import orjson
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError
from aiogram.methods import Response
from aiogram.types import Message, User

if TYPE_CHECKING:
    from aiogram import Bot
    from aiogram.methods import TelegramMethod

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PATIENCE = aiohttp.ClientTimeout(total=30)
"""For one call. Telegram answers within a second; beyond this nobody can say what it has done."""
_KEPT = (Response[Message], Response[Message | bool], Response[bool], Response[User])
"""pydantic forgets a generic class that nobody holds, and aiogram would have it made again for each answer."""


class Session(AiohttpSession):
    """A connection to the Bot API server at this address."""

    def __init__(self, address: str) -> None:
        super().__init__(api=TelegramAPIServer.from_base(address), json_loads=orjson.loads)

    async def call(self, bot: Bot, method: type[TelegramMethod[Any]], body: dict[str, Any]) -> Any:
        """Call a method and return its `result` as it came. Raises what aiogram raises, without the words of `body`."""
        try:
            status, content = await self.post(bot, method.__api_method__, body, PATIENCE)
        except TimeoutError as fault:
            raise TelegramNetworkError(_nameless(method, body), "Request timeout error") from fault
        except aiohttp.ClientError as fault:
            raise TelegramNetworkError(_nameless(method, body), type(fault).__name__) from fault
        try:
            answer = orjson.loads(content)
            if answer["ok"] is True:
                return answer["result"]
        except (orjson.JSONDecodeError, KeyError, TypeError) as fault:
            raise ClientDecodeError("no answer of Telegram's", fault, None) from fault
        return self.check_response(bot, _nameless(method, body), status, content.decode()).result

    async def post(
        self, bot: Bot, method: str, body: dict[str, Any], patience: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        """HTTP status and body of the answer. Raises aiohttp's errors and TimeoutError."""
        session = await self.create_session()
        url = self.api.api_url(token=bot.token, method=method)
        form = {name: value if isinstance(value, str) else orjson.dumps(value).decode() for name, value in body.items()}
        # As a form, like aiogram: what stands between us and Telegram may know nothing else.
        async with session.post(url, data=urlencode(form).encode(), headers=FORM, timeout=patience) as response:
            return response.status, await response.read()


def _nameless(method: type[TelegramMethod[Any]], body: dict[str, Any]) -> TelegramMethod[Any]:
    """The method for an exception to hold: with its chat, without its words."""
    return method.model_construct(chat_id=body.get("chat_id"))
