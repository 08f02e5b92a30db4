"""edit…: what the bot said becomes something else."""

from __future__ import annotations

from typing import Any

from simulator.api.access import found, writable_chat
from simulator.api.sending import captioned, spoken
from simulator.chats import Message, Wire
from simulator.errors import bad_request
from simulator.files import received
from simulator.markup import check_place, is_inline, read_markup
from simulator.media import content_of
from simulator.validate import Params
from simulator.world import Bot

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
WITH_CAPTION = frozenset({"photo", "video", "animation", "audio", "document", "voice", "live_photo", "paid_media"})
EDITABLE_MEDIA = frozenset({"photo", "video", "animation", "audio", "document", "text", "live_photo"})


def editable(bot: Bot, params: Params) -> Message:
    """The message, if this bot may edit it."""
    if "inline_message_id" in params:
        raise bad_request("MESSAGE_ID_INVALID")
    if "chat_id" not in params:
        raise bad_request("chat_id is empty")
    if not params.get("message_id"):
        raise bad_request("message identifier is not specified")
    chat = writable_chat(bot, params["chat_id"])
    message = found(chat, params["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if message.bot is not bot or "forward_origin" in message.raw or message.fixed:
        raise bad_request("message can't be edited")
    return message


def new_markup(bot: Bot, params: Params, message: Message) -> Wire | None:
    """The inline keyboard from now on; none given means none stays."""
    markup = read_markup(params.get("reply_markup"), bot.world.record)
    if markup is not None and not is_inline(markup):
        raise bad_request("inline keyboard expected")
    check_place(markup, private=message.chat.private)
    return markup


def edited(bot: Bot, message: Message, content: Wire, about: tuple[str, ...], markup: Wire | None) -> Wire:
    """Apply, unless nothing would change; `about` names the fields that `content` stands for."""
    raw = message.raw
    same = all(raw.get(key) == content.get(key) for key in about)
    if same and raw.get("reply_markup") == markup:
        raise bad_request(NOT_MODIFIED)
    if not same:
        content = {**content, "edit_date": int(bot.world.clock.now().timestamp())}
    if markup is not None:
        content = {**content, "reply_markup": markup}
    drop = tuple(key for key in (*about, "reply_markup") if key not in content)
    message.chat.change(message, content, drop)
    return message.raw


def edit_message_text(bot: Bot, params: Params) -> Wire:
    content = spoken(params)
    message = editable(bot, params)
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    return edited(bot, message, content, ("text", "entities"), new_markup(bot, params, message))


def edit_message_caption(bot: Bot, params: Params) -> Wire:
    content = captioned(params)
    message = editable(bot, params)
    if message.kind not in WITH_CAPTION:
        raise bad_request("there is no caption in the message to edit")
    about = ("caption", "caption_entities", "show_caption_above_media")
    return edited(bot, message, content, about, new_markup(bot, params, message))


def edit_message_media(bot: Bot, params: Params) -> Wire:
    media: dict[str, Any] = params["media"]
    message = editable(bot, params)
    if message.kind not in EDITABLE_MEDIA:
        raise bad_request("message can't be edited")
    kind = media["type"]
    file = received(bot.world, kind, media["media"], params)
    content = content_of(bot.world, kind, file, media)
    content |= captioned(Params(media))
    about = ("text", "entities", "caption", "caption_entities", "photo", "video", "animation", "audio", "document")
    markup = new_markup(bot, params, message)
    result = edited(bot, message, content, about, markup)
    message.kind = kind
    return result


def edit_message_reply_markup(bot: Bot, params: Params) -> Wire:
    message = editable(bot, params)
    return edited(bot, message, {}, (), new_markup(bot, params, message))
