"""May this bot write here, and to which message does it answer?"""

from __future__ import annotations

from typing import Any

from simulator.chats import Chat, Message, Wire
from simulator.entities import utf16_length
from simulator.errors import ApiError, bad_request, forbidden
from simulator.validate import Params
from simulator.world import Bot


def known_chat(bot: Bot, chat_id: int | str) -> Chat:
    """The chat, if this bot has ever met it."""
    chat = bot.chats.get(chat_id) if isinstance(chat_id, int) else named_chat(bot, chat_id)
    if chat is None:
        if chat_id in bot.world.people:
            raise forbidden("bot can't initiate conversation with a user")
        raise bad_request("chat not found")
    return chat


def named_chat(bot: Bot, username: str) -> Chat | None:
    """`@channel`. People are never found by their usernames."""
    for chat in bot.chats.values():
        if not chat.private and chat.wire.get("username") == username.removeprefix("@"):
            return chat
    return None


def writable_chat(bot: Bot, chat_id: int | str) -> Chat:
    """The chat, if this bot may write there now."""
    chat = known_chat(bot, chat_id)
    if chat.private:
        if chat.people[0].deactivated:
            raise forbidden("user is deactivated")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
    elif chat.moved_to is not None:
        raise ApiError(400, "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to)
    elif bot not in chat.bots:
        reason = "was kicked from" if bot.id in chat.former else "is not a member of"
        raise forbidden(f"bot {reason} the {'group' if chat.type == 'group' else chat.type} chat")
    return chat


def found(chat: Chat, message_id: int) -> Message | None:
    """A message that is still there."""
    message = chat.messages.get(message_id)
    return None if message is None or message.deleted else message


def answered(bot: Bot, chat: Chat, params: Params) -> Wire:
    """`reply_to_message` (and the quote) for the new message."""
    parameters: dict[str, Any] | None = params.get("reply_parameters")
    if parameters is None:
        if "reply_to_message_id" not in params:
            return {}
        parameters = {"message_id": params["reply_to_message_id"]}
        parameters["allow_sending_without_reply"] = params.get("allow_sending_without_reply", False)
    message_id = parameters.get("message_id")
    if not message_id:
        return {}
    where = chat
    if parameters.get("chat_id") not in (None, chat.id):
        where = known_chat(bot, parameters["chat_id"])
    target = found(where, message_id)
    if target is None:
        if parameters.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    if where is not chat:
        return {"external_reply": {"origin": origin_of(target), "message_id": target.id, "chat": where.wire}}
    content: Wire = {"reply_to_message": bare(target)}
    quote = parameters.get("quote")
    if quote:
        position = target.words.find(quote)
        if position < 0:
            raise bad_request("QUOTE_TEXT_INVALID")
        content["quote"] = {"text": quote, "position": utf16_length(target.words[:position]), "is_manual": True}
    return content


def bare(message: Message) -> Wire:
    """A message inside another: without the one it answers itself."""
    if "reply_to_message" not in message.raw:
        return message.raw
    return {key: value for key, value in message.raw.items() if key != "reply_to_message"}


def origin_of(message: Message) -> Wire:
    """Where a forwarded message comes from; the first origin is kept."""
    origin: Wire | None = message.raw.get("forward_origin")
    if origin is not None:
        return origin
    author = message.raw["from"]
    if message.person is not None and message.person.hides_forwards:
        return {"type": "hidden_user", "date": message.date, "sender_user_name": author["first_name"]}
    return {"type": "user", "date": message.date, "sender_user": author}
