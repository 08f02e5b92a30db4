"""copy… and forward…: an old message once more, without or with its author."""

from __future__ import annotations

from simulator.api.access import answered, found, known_chat, origin_of, writable_chat
from simulator.api.sending import captioned, not_flooding, written
from simulator.chats import Chat, Message, Wire
from simulator.entities import formatted
from simulator.errors import bad_request
from simulator.markup import check_place, read_markup
from simulator.validate import Params
from simulator.world import Bot

CONTENT = (
    "text", "entities", "link_preview_options", "animation", "audio", "document", "photo", "sticker", "story",
    "video", "video_note", "voice", "caption", "caption_entities", "show_caption_above_media", "has_media_spoiler",
    "contact", "dice", "game", "poll", "venue", "location", "live_photo", "checklist", "paid_media", "giveaway",
    "rich_message",
)  # fmt: skip
"""What goes along. Contacts, places, file names and mentions do: a copy is not anonymous."""

NEVER_COPIED = frozenset({"paid_media", "giveaway", "giveaway_winners", "invoice"})
CAPTIONED = frozenset({"photo", "video", "animation", "audio", "document", "voice", "live_photo"})
MAX_IDS = 100


def content_of(message: Message) -> Wire:
    """The message without its head."""
    return {key: message.raw[key] for key in CONTENT if key in message.raw}


def copied(bot: Bot, params: Params, source: Message | None, chat: Chat) -> Message:
    """One copy in the chat."""
    if source is None:
        raise bad_request("message to copy not found")
    content = content_of(source)
    if not content or source.kind in NEVER_COPIED or source.raw.get("has_protected_content"):
        raise bad_request("message can't be copied")
    if "caption" in params and source.kind in CAPTIONED:
        for key in ("caption", "caption_entities", "show_caption_above_media"):
            content.pop(key, None)
        content.update(captioned(params))
    if params.get("remove_caption"):
        content.pop("caption", None)
        content.pop("caption_entities", None)
    markup = read_markup(params.get("reply_markup"), bot.world.record)
    check_place(markup, private=chat.private)
    content = {**answered(bot, chat, params), **content}
    not_flooding(bot, chat, "copyMessage")
    return written(bot, chat, source.kind, content, markup, protect=bool(params.get("protect_content")))


def copy_message(bot: Bot, params: Params) -> Wire:
    if params.get("caption"):
        formatted(params["caption"], params.get("parse_mode"), params.get("caption_entities"))
    chat = writable_chat(bot, params["chat_id"])
    source = found(known_chat(bot, params["from_chat_id"]), params["message_id"])
    return {"message_id": copied(bot, params, source, chat).id}


def several(params: Params) -> list[int]:
    """Checked numbers of messages."""
    ids: list[int] = params["message_ids"]
    if not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > MAX_IDS:
        raise bad_request("too many message identifiers specified")
    if sorted(set(ids)) != ids:
        raise bad_request("message identifiers must be in a strictly increasing order")
    return ids


def copy_messages(bot: Bot, params: Params) -> list[Wire]:
    chat = writable_chat(bot, params["chat_id"])
    where = known_chat(bot, params["from_chat_id"])
    sources = [message for number in several(params) if (message := found(where, number)) is not None]
    fit = [message for message in sources if content_of(message) and message.kind not in NEVER_COPIED]
    if not fit:
        raise bad_request("there are no messages to copy")
    return [{"message_id": copied(bot, params, source, chat).id} for source in fit]


def forwarded(bot: Bot, params: Params, source: Message | None, chat: Chat) -> Message:
    """One forwarded message, with its origin on its head."""
    if source is None:
        raise bad_request("message to forward not found")
    content = content_of(source)
    if not content or source.raw.get("has_protected_content"):
        raise bad_request("message can't be forwarded")
    content["forward_origin"] = origin_of(source)
    not_flooding(bot, chat, "forwardMessage")
    return written(bot, chat, source.kind, content, protect=bool(params.get("protect_content")))


def forward_message(bot: Bot, params: Params) -> Wire:
    chat = writable_chat(bot, params["chat_id"])
    source = found(known_chat(bot, params["from_chat_id"]), params["message_id"])
    return forwarded(bot, params, source, chat).raw


def forward_messages(bot: Bot, params: Params) -> list[Wire]:
    chat = writable_chat(bot, params["chat_id"])
    where = known_chat(bot, params["from_chat_id"])
    sources = [message for number in several(params) if (message := found(where, number)) is not None]
    fit = [message for message in sources if content_of(message)]
    if not fit:
        raise bad_request("there are no messages to forward")
    return [{"message_id": forwarded(bot, params, source, chat).id} for source in fit]
