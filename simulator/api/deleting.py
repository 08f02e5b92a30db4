"""delete…: gone for both sides, if it is young enough."""

from __future__ import annotations

from simulator.api.access import found, known_chat
from simulator.chats import Chat, Message
from simulator.errors import bad_request, forbidden
from simulator.validate import Params
from simulator.world import Bot

MAX_AGE = 48 * 3600
DICE_AGE = 24 * 3600
"""A die in a private chat can be deleted only when older than this (Bot API, deleteMessage)."""
MAX_IDS = 100


def reachable(bot: Bot, params: Params) -> Chat:
    """Deleting is possible where the bot is blocked, not where the person is gone."""
    chat = known_chat(bot, params["chat_id"])
    if chat.private and chat.people[0].deactivated:
        raise forbidden("user is deactivated")
    if not chat.private and bot not in chat.bots:
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def deletable(bot: Bot, message: Message) -> bool:
    """Private: both sides' messages under 48 hours; groups: the bot's own."""
    age = bot.world.clock.now().timestamp() - message.date
    if message.kind == "dice" and message.chat.private and age < DICE_AGE:
        return False
    return age <= MAX_AGE and (message.chat.private or message.bot is bot)


def delete_message(bot: Bot, params: Params) -> bool:
    chat = reachable(bot, params)
    message = found(chat, params["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    if not deletable(bot, message):
        raise bad_request("message can't be deleted for everyone")
    chat.delete(message)
    return True


def delete_messages(bot: Bot, params: Params) -> bool:
    ids: list[int] = params.get("message_ids") or []
    if not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > MAX_IDS:
        raise bad_request("too many message identifiers specified")
    chat = reachable(bot, params)
    known = [message for number in ids if (message := found(chat, number)) is not None]
    if not all(deletable(bot, message) for message in known):
        raise bad_request("message can't be deleted for everyone")
    for message in known:
        chat.delete(message)
    return True
