"""send…: a new message of the bot."""

from __future__ import annotations

import math
import random
from typing import Any

from simulator.api.access import answered, writable_chat
from simulator.chats import Chat, Message, Wire, button
from simulator.entities import formatted
from simulator.errors import ApiError, bad_request, too_many_requests
from simulator.files import received
from simulator.markup import check_place, is_inline, read_markup
from simulator.media import content_of
from simulator.validate import Params
from simulator.world import Bot

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_FILE_BYTES = 50 * 1024 * 1024


def spoken(params: Params, key: str = "text", prefix: str = "") -> Wire:
    """Text of a message, checked, with its entities."""
    text, entities = formatted(
        params[key], params.get(f"{prefix}parse_mode"), params.get(f"{prefix}entities") or params.get("entities")
    )
    if not text:
        raise bad_request("text must be non-empty")
    if len(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return {"text": text, "entities": entities} if entities else {"text": text}


def captioned(params: Params) -> Wire:
    """Caption of a media message, if it has one."""
    if not params.get("caption"):
        return {}
    text, entities = formatted(params["caption"], params.get("parse_mode"), params.get("caption_entities"))
    if len(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    content: Wire = {"caption": text} if text else {}
    if entities:
        content["caption_entities"] = entities
    if params.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


def not_flooding(bot: Bot, chat: Chat, method: str, times: int = 1) -> None:
    """Count the messages; 429 where a rule is enforced."""
    for _ in range(times):
        wait = bot.world.flood.count(bot.id, chat.id, method)
        if wait:
            raise too_many_requests(wait)


def said(bot: Bot, params: Params, kind: str, content: Wire, method: str) -> Message:
    """Put a message of the bot into the chat."""
    chat = writable_chat(bot, params["chat_id"])
    if params.get("message_thread_id"):
        raise bad_request("message thread not found")
    markup = read_markup(params.get("reply_markup"), bot.world.record)
    if markup is not None:
        check_place(markup, private=chat.private)
    reply = answered(bot, chat, params)
    not_flooding(bot, chat, method)
    return written(bot, chat, kind, {**reply, **content}, markup, protect=bool(params.get("protect_content")))


def written(
    bot: Bot, chat: Chat, kind: str, content: Wire, markup: Wire | None = None, *, protect: bool = False
) -> Message:
    """The message itself, once everything has been checked."""
    raw = chat.new_raw(bot.wire, content)
    if protect:
        raw["has_protected_content"] = True
    message = Message(chat, raw, kind, bot, None)
    if markup is not None:
        if is_inline(markup):
            raw["reply_markup"] = markup
        else:
            message.fixed = True
            message.outgoing_markup = markup
            lay_out(chat, message, markup)
    chat.action = None
    return chat.add(message)


def lay_out(chat: Chat, message: Message, markup: Wire) -> None:
    """What changes under the text field of the phone."""
    chat.force_reply = None
    if "keyboard" in markup:
        chat.keyboard = [[button(wire, None) for wire in row] for row in markup["keyboard"]]
        chat.one_time = bool(markup.get("one_time_keyboard"))
        chat.placeholder = markup.get("input_field_placeholder")
    elif "remove_keyboard" in markup:
        chat.keyboard = []
        chat.placeholder = None
    else:
        chat.force_reply = message
        chat.placeholder = markup.get("input_field_placeholder")


def send_message(bot: Bot, params: Params) -> Wire:
    content = spoken(params)
    options = params.get("link_preview_options")
    if options:
        content["link_preview_options"] = options
    return said(bot, params, "text", content, "sendMessage").raw


def media(bot: Bot, params: Params, kind: str, method: str, *, caption: bool = True) -> Wire:
    """A message with a file."""
    writable_chat(bot, params["chat_id"])
    file = received(bot.world, kind, params[kind], params)
    limit = MAX_PHOTO_BYTES if kind == "photo" else MAX_FILE_BYTES
    if file.size > limit and file.id != params[kind]:
        raise ApiError(413)
    content = content_of(bot.world, kind, file, params)
    if params.get("has_spoiler"):
        content["has_media_spoiler"] = True
    if caption:
        content.update(captioned(params))
    return said(bot, params, kind, content, method).raw


def send_photo(bot: Bot, params: Params) -> Wire:
    return media(bot, params, "photo", "sendPhoto")


def send_video(bot: Bot, params: Params) -> Wire:
    return media(bot, params, "video", "sendVideo")


def send_animation(bot: Bot, params: Params) -> Wire:
    return media(bot, params, "animation", "sendAnimation")


def send_audio(bot: Bot, params: Params) -> Wire:
    return media(bot, params, "audio", "sendAudio")


def send_document(bot: Bot, params: Params) -> Wire:
    return media(bot, params, "document", "sendDocument")


def send_voice(bot: Bot, params: Params) -> Wire:
    return media(bot, params, "voice", "sendVoice")


def send_video_note(bot: Bot, params: Params) -> Wire:
    return media(bot, params, "video_note", "sendVideoNote", caption=False)


def send_sticker(bot: Bot, params: Params) -> Wire:
    return media(bot, params, "sticker", "sendSticker", caption=False)


def send_contact(bot: Bot, params: Params) -> Wire:
    if not params["first_name"].strip():
        raise bad_request("first name must be non-empty")
    contact = {key: params[key] for key in ("phone_number", "first_name", "last_name", "vcard") if key in params}
    return said(bot, params, "contact", {"contact": contact}, "sendContact").raw


def place(params: Params) -> Wire:
    """A checked point on the map."""
    latitude, longitude = params["latitude"], params["longitude"]
    if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        raise bad_request("wrong latitude or longitude specified")
    return {"latitude": latitude, "longitude": longitude}


def send_location(bot: Bot, params: Params) -> Wire:
    location = place(params)
    location |= {key: params[key] for key in ("horizontal_accuracy", "live_period") if key in params}
    return said(bot, params, "location", {"location": location}, "sendLocation").raw


def send_venue(bot: Bot, params: Params) -> Wire:
    location = place(params)
    if not params["title"].strip() or not params["address"].strip():
        raise bad_request("venue title and address must be non-empty")
    venue = {"location": location, "title": params["title"], "address": params["address"]}
    return said(bot, params, "venue", {"location": location, "venue": venue}, "sendVenue").raw


def send_poll(bot: Bot, params: Params) -> Wire:
    options = [option["text"] if isinstance(option, dict) else option for option in params["options"]]
    if len(params["question"]) > 300:
        raise bad_request("poll question length must not exceed 300")
    if not 1 <= len(options) <= 12:
        many = "can't have more than 12 options" if options else "must have at least 1 option"
        raise bad_request(f"poll {many}")
    if any(not option.strip() for option in options):
        raise bad_request("poll options must be non-empty")
    if any(len(option) > 100 for option in options):
        raise bad_request("poll options length must not exceed 100")
    poll: dict[str, Any] = {
        "id": bot.world.unique("poll"),
        "question": params["question"],
        "options": [
            {"text": option, "voter_count": 0, "persistent_id": str(index)} for index, option in enumerate(options)
        ],
        "total_voter_count": 0,
        "is_closed": bool(params.get("is_closed")),
        "is_anonymous": params.get("is_anonymous", True),
        "type": params.get("type", "regular"),
        "allows_multiple_answers": bool(params.get("allows_multiple_answers")),
        "allows_revoting": bool(params.get("allows_revoting")),
        "members_only": bool(params.get("members_only")),
    }
    return said(bot, params, "poll", {"poll": poll}, "sendPoll").raw


SIDES = {"🎲": 6, "🎯": 6, "🏀": 5, "⚽": 5, "🎳": 6, "🎰": 64}


def send_dice(bot: Bot, params: Params) -> Wire:
    emoji = params.get("emoji", "🎲")
    if emoji not in SIDES:
        raise bad_request("wrong dice emoji specified")
    dice = {"emoji": emoji, "value": random.randint(1, SIDES[emoji])}
    return said(bot, params, "dice", {"dice": dice}, "sendDice").raw
