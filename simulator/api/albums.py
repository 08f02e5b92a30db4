"""sendMediaGroup: several messages that look like one."""

from __future__ import annotations

from typing import Any

from simulator.api.access import answered, writable_chat
from simulator.api.sending import captioned, not_flooding, written
from simulator.chats import Wire
from simulator.errors import bad_request
from simulator.files import received
from simulator.media import content_of
from simulator.validate import Params
from simulator.world import Bot

MAX_ITEMS = 10


def send_media_group(bot: Bot, params: Params) -> list[Wire]:
    items: list[dict[str, Any]] = params["media"]
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > MAX_ITEMS:
        raise bad_request("too many messages to send as an album")
    kinds = {item["type"] for item in items}
    if len(kinds) > 1 and kinds & {"audio", "document"}:
        alone = "audio" if "audio" in kinds else "document"
        raise bad_request(f"{alone} can't be mixed with other media types")
    chat = writable_chat(bot, params["chat_id"])
    reply = answered(bot, chat, params)
    contents = []
    for item in items:
        file = received(bot.world, item["type"], item["media"], params)
        content = {**reply, **content_of(bot.world, item["type"], file, item), **captioned(Params(item))}
        if item.get("has_spoiler"):
            content["has_media_spoiler"] = True
        contents.append((item["type"], content))
    not_flooding(bot, chat, "sendMediaGroup", len(items))
    group = str(int(bot.world.unique("album")[:14], 16))
    protect = bool(params.get("protect_content"))
    return [
        written(bot, chat, kind, {**content, "media_group_id": group}, protect=protect).raw
        for kind, content in contents
    ]
