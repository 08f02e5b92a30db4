"""Things done to chats and to messages in them, and files fetched."""

from __future__ import annotations

import asyncio
from typing import Any

from simulator.api.access import found, known_chat, writable_chat
from simulator.chats import ACTION_LASTS, Wire
from simulator.errors import bad_request
from simulator.validate import Params
from simulator.world import Bot

ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note", "record_audio", "upload_audio",
})  # fmt: skip

REACTIONS = frozenset(
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 "
    "👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡".split()
)
"""The emoji that may be reactions (Bot API, ReactionTypeEmoji)."""


def send_chat_action(bot: Bot, params: Params) -> bool:
    chat = writable_chat(bot, params["chat_id"])
    if params["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    loop = asyncio.get_running_loop()
    chat.action = (params["action"], loop.time())
    chat.pulse.tick()
    if bot.world.listeners:
        bot.world.tell(chat)
        loop.call_later(ACTION_LASTS + 0.1, bot.world.tell, chat)
    return True


def set_message_reaction(bot: Bot, params: Params) -> bool:
    chat = writable_chat(bot, params["chat_id"])
    message = found(chat, params["message_id"])
    if message is None:
        raise bad_request("message to react not found")
    reactions: list[Wire] = params.get("reaction") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    for reaction in reactions:
        if reaction["type"] == "emoji" and reaction["emoji"].removesuffix("\ufe0f") not in REACTIONS:
            raise bad_request("REACTION_INVALID")
    message.reactions[bot.id] = reactions
    bot.world.changed(message)
    return True


def get_chat(bot: Bot, params: Params) -> Wire:
    chat = known_chat(bot, params["chat_id"])
    full: Wire = {**chat.wire, "accent_color_id": 0, "max_reaction_count": 11}
    if not chat.private:
        full["accepted_gift_types"] = NO_GIFTS
        full["permissions"] = {"can_send_messages": True}
    else:
        full["accepted_gift_types"] = NO_GIFTS
        if chat.people[0].bio:
            full["bio"] = chat.people[0].bio
    pinned = [message for number in chat.pinned if (message := found(chat, number)) is not None]
    if pinned:
        full["pinned_message"] = pinned[-1].raw
    return full


NO_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


def get_chat_member(bot: Bot, params: Params) -> Wire:
    chat = known_chat(bot, params["chat_id"])
    asked = params["user_id"]
    for member in chat.bots:
        if member.id == asked:
            return {"status": "member", "user": member.wire}
    for person in chat.people:
        if person.id == asked:
            status = "creator" if not chat.private and chat.people[0] is person else "member"
            extra: dict[str, Any] = {"is_anonymous": False} if status == "creator" else {}
            return {"status": status, "user": person.wire, **extra}
    stranger = bot.world.people.get(asked)
    if stranger is None:
        raise bad_request("invalid user_id specified")
    return {"status": "left", "user": stranger.wire}


def get_chat_administrators(bot: Bot, params: Params) -> list[Wire]:
    chat = known_chat(bot, params["chat_id"])
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    return [{"status": "creator", "user": chat.people[0].wire, "is_anonymous": False}]


def get_chat_member_count(bot: Bot, params: Params) -> int:
    chat = known_chat(bot, params["chat_id"])
    return len(chat.people) + len(chat.bots)


def leave_chat(bot: Bot, params: Params) -> bool:
    chat = writable_chat(bot, params["chat_id"])
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    chat.bots.remove(bot)
    bot.world.tell(chat)
    return True


def pin_chat_message(bot: Bot, params: Params) -> bool:
    chat = writable_chat(bot, params["chat_id"])
    message = found(chat, params["message_id"])
    if message is None:
        raise bad_request("message to pin not found")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
    bot.world.changed(message)
    return True


def unpin_chat_message(bot: Bot, params: Params) -> bool:
    chat = writable_chat(bot, params["chat_id"])
    number = params.get("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if found(chat, number) is None:
        raise bad_request("message to unpin not found")
    if number in chat.pinned:
        chat.pinned.remove(number)
    bot.world.changed(chat.messages[number])
    return True


def unpin_all_chat_messages(bot: Bot, params: Params) -> bool:
    chat = writable_chat(bot, params["chat_id"])
    chat.pinned.clear()
    bot.world.tell(chat)
    return True


def get_file(bot: Bot, params: Params) -> Wire:
    file = bot.world.files.get(params["file_id"])
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if file.size > bot.world.max_download:
        raise bad_request("file is too big")
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
        "file_path": file.path,
    }
