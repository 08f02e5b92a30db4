"""getUpdates and the webhook: how a bot learns what happened."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from simulator.chats import Wire
from simulator.errors import bad_request, conflict, too_many_requests
from simulator.updates import Poll
from simulator.validate import Params
from simulator.webhook import Webhook
from simulator.world import Bot

MAX_WAIT = 50
"""Seconds a long poll may last."""
WITH_WEBHOOK = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
TERMINATED = "terminated by other getUpdates request; make sure that only one bot instance is running"
BY_WEBHOOK = "terminated by setWebhook request"


class RawJson(str):
    """JSON that is already written."""


async def refused(poll: Poll, text: str) -> None:
    """409; when repeated within 3 seconds, only after them."""
    loop = asyncio.get_running_loop()
    now = loop.time()
    wait = max(0.0, poll.next_conflict - now)
    poll.next_conflict = max(now, poll.next_conflict) + 3.0
    if wait:
        await asyncio.sleep(wait)
    raise conflict(text)


async def get_updates(bot: Bot, params: Params) -> RawJson:
    poll, updates, loop = bot.poll, bot.updates, asyncio.get_running_loop()
    if bot.webhook is not None:
        await refused(poll, WITH_WEBHOOK)
    poll.turn += 1
    turn = poll.turn
    poll.reason = TERMINATED
    offset = params.get("offset", 0)
    limit = params.get("limit", 100)
    limit = limit if 1 <= limit <= 100 else 100
    wait = float(min(max(params.get("timeout", 0), 0), MAX_WAIT))
    updates.allow(params.get("allowed_updates"))
    now = loop.time()
    if poll.offset == offset:
        # Telegram slows down those who ask the same again at once.
        if wait < 3 and now < poll.started + 3.0:
            wait = 3.0
        if now < poll.started + 0.5:
            limit = 1
    poll.offset, poll.started = offset, now
    if offset:
        updates.confirm(offset)
    updates.pulse.tick()
    deadline = now + wait
    while not updates.waiting:
        left = deadline - loop.time()
        if left <= 0 or not await updates.pulse.beat(left):
            break
        if poll.turn != turn:
            await refused(poll, poll.reason)
    taken = updates.take(limit)
    return RawJson("[" + ",".join([update.json for update in taken]) + "]")


async def set_webhook(bot: Bot, params: Params) -> bool:
    url = (params.get("url") or "").strip()
    if not url:
        return await delete_webhook(bot, params)
    secret = params.get("secret_token") or ""
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]+", secret):
        raise bad_request("secret token contains unallowed characters")
    if not url.startswith("https://") and not (bot.world.allow_http and url.startswith("http://")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    now = asyncio.get_running_loop().time()
    if bot.world.hurried and now < bot.webhook_set_at + 1.0:
        raise too_many_requests(1)
    bot.webhook_set_at = now
    bot.updates.allow(params.get("allowed_updates"))
    if params.get("drop_pending_updates"):
        bot.updates.drop()
    if bot.webhook is not None:
        await bot.webhook.stop()
    connections = min(max(params.get("max_connections", 40), 1), 100)
    bot.webhook = Webhook(bot, url, secret, connections)
    bot.webhook.start()
    interrupt(bot, BY_WEBHOOK)
    return True


async def delete_webhook(bot: Bot, params: Params) -> bool:
    if params.get("drop_pending_updates"):
        bot.updates.drop()
    if bot.webhook is not None:
        await bot.webhook.stop()
        bot.webhook = None
    return True


def interrupt(bot: Bot, reason: str) -> None:
    """Whoever waits in getUpdates is sent away."""
    bot.poll.end(reason)
    bot.updates.pulse.tick()


def get_webhook_info(bot: Bot, params: Params) -> Wire:
    hook = bot.webhook
    info: dict[str, Any] = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": bot.updates.waiting,
    }
    if hook:
        info |= {"max_connections": hook.connections, "ip_address": "127.0.0.1"}
        if hook.last_error is not None:
            info |= {"last_error_date": hook.last_error[0], "last_error_message": hook.last_error[1]}
    if bot.updates.asked is not None:
        info["allowed_updates"] = bot.updates.asked
    return info
