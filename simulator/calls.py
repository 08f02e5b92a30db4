"""One call of a method, from its raw parameters to the JSON of its answer."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from typing import Any

from simulator.api import METHODS, SLOW_METHODS
from simulator.api.receiving import RawJson
from simulator.errors import ApiError
from simulator.record import Call
from simulator.schema import Upload
from simulator.validate import checked, methods
from simulator.world import Bot

WAITING = frozenset({"getUpdates"})
"""Long polls: the bot is at rest while one is open."""


def addressee(value: Any) -> int | str | None:
    """The chat id of a call, as a number where it is one."""
    if isinstance(value, int):
        return value
    try:
        return int(value)
    except (TypeError, ValueError):
        return str(value) if value else None


async def perform(
    bot: Bot, name: str, raw: Mapping[str, Any], files: Mapping[str, Upload], call: Call | None = None
) -> tuple[int, str]:
    """HTTP status and JSON text. Every call is recorded, refused ones too."""
    world = bot.world
    started = time.perf_counter()
    known = methods().get(name.lower())
    method = known[0] if known else name
    call = call or Call(time.time(), bot.token, method, dict(raw))
    call.chat_id = addressee(raw.get("chat_id"))
    resting = method in WAITING
    if not resting:
        bot.running += 1
    try:
        if known is None:
            raise ApiError(404, "method not found")
        quick = METHODS.get(method)
        slow = SLOW_METHODS.get(method)
        if quick is None and slow is None:
            world.record.unimplemented[method] += 1
            raise ApiError(501, f"simulator: {method} is a method of Telegram that is not played here")
        params = checked(known[1], raw, world.record)
        if files:
            params.files = files
        call.params = params
        result: Any
        if quick is not None:
            result = quick(bot, params)
        else:
            assert slow is not None
            result = await slow(bot, params)
        call.ok = True
        if isinstance(result, dict):
            call.message_id = result.get("message_id")
        written = result if isinstance(result, RawJson) else json.dumps(result, separators=(",", ":"))
        return 200, f'{{"ok":true,"result":{written}}}'
    except ApiError as error:
        call.error_code, call.description = error.code, error.description
        return error.code, json.dumps(error.body())
    except Exception as crash:  # noqa: BLE001 - whatever it is, the bot gets its 500 and `Telegram` raises it
        world.record.crashes.append(crash)
        call.error_code = 500
        call.description = f"Internal Server Error: simulator: {type(crash).__name__}"
        return 500, json.dumps({"ok": False, "error_code": 500, "description": call.description})
    finally:
        if not resting:
            bot.running -= 1
            bot.last_call = asyncio.get_running_loop().time()
            world.pulse.tick()
        call.took = time.perf_counter() - started
        world.record.add(call)
