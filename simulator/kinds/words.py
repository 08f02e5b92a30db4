"""Kinds whose content is words: written, linked, forwarded, quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.chats import Wire
from simulator.entities import formatted, utf16_length
from simulator.kinds.making import Made, Maker

if TYPE_CHECKING:
    from simulator.phones import Phone

CHANNEL: Wire = {"id": -1_001_234_567_890, "type": "channel", "title": "Канал", "username": "synthetic_channel"}
STRANGER: Wire = {"id": 6_123_456_789, "is_bot": False, "first_name": "Незнакомец", "username": "synthetic_person"}


def words(phone: Phone, extra: dict[str, Any], usual: str) -> Wire:
    """Text with what phones find in it."""
    text, entities = formatted(extra.get("text", usual), None, extra.get("entities"))
    return {"text": text, "entities": entities} if entities else {"text": text}


def text(phone: Phone, extra: dict[str, Any]) -> Made:
    return "text", words(phone, extra, "Сәлем! Привет!")


def link(phone: Phone, extra: dict[str, Any]) -> Made:
    return "text", words(phone, extra, "Смотри: https://example.org/page")


def mention(phone: Phone, extra: dict[str, Any]) -> Made:
    return "text", words(phone, extra, "Напиши @synthetic_person")


def text_mention(phone: Phone, extra: dict[str, Any]) -> Made:
    """A name that is a link to an account without a username."""
    name = "Незнакомец"
    entities = [{"type": "text_mention", "offset": 0, "length": utf16_length(name), "user": STRANGER}]
    return "text", {"text": f"{name} из 9Б", "entities": entities}


def phone_number(phone: Phone, extra: dict[str, Any]) -> Made:
    return "text", words(phone, extra, "Мой номер +7 701 000 00 00")


def custom_emoji(phone: Phone, extra: dict[str, Any]) -> Made:
    entities = [{"type": "custom_emoji", "offset": 0, "length": 2, "custom_emoji_id": "5368324170671202286"}]
    return "text", {"text": "🙂", "entities": entities}


def emoji(phone: Phone, extra: dict[str, Any]) -> Made:
    return "text", words(phone, extra, "👨‍👩‍👧‍👦")


def formatted_text(phone: Phone, extra: dict[str, Any]) -> Made:
    entities = [
        {"type": "bold", "offset": 0, "length": 6},
        {"type": "spoiler", "offset": 7, "length": 5},
        {"type": "text_link", "offset": 13, "length": 6, "url": "https://example.org/"},
    ]
    return "text", {"text": "жирный тайна ссылка", "entities": entities}


def unknown_command(phone: Phone, extra: dict[str, Any]) -> Made:
    return "text", words(phone, extra, "/nosuchcommand")


def via_bot(phone: Phone, extra: dict[str, Any]) -> Made:
    """Chosen from an inline bot."""
    helper = {"id": 1_234_567, "is_bot": True, "first_name": "Inline", "username": "synthetic_inline_bot"}
    return "text", {**words(phone, extra, "из инлайн-бота"), "via_bot": helper}


def forwarded(phone: Phone, extra: dict[str, Any]) -> Made:
    """From an account; `origin` may be user, hidden_user, chat or channel."""
    date = int(phone.world.clock.now().timestamp()) - 3600
    origins: dict[str, Wire] = {
        "user": {"type": "user", "date": date, "sender_user": STRANGER},
        "hidden_user": {"type": "hidden_user", "date": date, "sender_user_name": "Незнакомец"},
        "chat": {"type": "chat", "date": date, "sender_chat": {**CHANNEL, "type": "supergroup"}},
        "channel": {"type": "channel", "date": date, "chat": CHANNEL, "message_id": 77},
    }
    origin = origins[extra.get("origin", "user")]
    return "text", {**words(phone, extra, "пересланные слова"), "forward_origin": origin}


def forwarded_from(origin: str) -> Maker:
    def make(phone: Phone, extra: dict[str, Any]) -> Made:
        return forwarded(phone, {"origin": origin, **extra})

    return make


def external_reply(phone: Phone, extra: dict[str, Any]) -> Made:
    """An answer to a message of another chat."""
    date = int(phone.world.clock.now().timestamp()) - 60
    origin = {"type": "channel", "date": date, "chat": CHANNEL, "message_id": 78}
    reply = {"external_reply": {"origin": origin, "chat": CHANNEL, "message_id": 78}}
    quote = {"quote": {"text": "чужие слова", "position": 0, "is_manual": True}}
    return "text", {**reply, **quote, **words(phone, extra, "а вот это как?")}


def rich_message(phone: Phone, extra: dict[str, Any]) -> Made:
    blocks = extra.get("blocks", [{"type": "paragraph", "text": "богатый текст"}])
    return "rich_message", {"rich_message": {"blocks": blocks}}


WORDS: dict[str, Maker] = {
    "text": text,
    "link": link,
    "mention": mention,
    "text_mention": text_mention,
    "phone_number": phone_number,
    "emoji": emoji,
    "custom_emoji": custom_emoji,
    "formatted": formatted_text,
    "unknown_command": unknown_command,
    "via_bot": via_bot,
    "forwarded": forwarded,
    "forwarded_hidden": forwarded_from("hidden_user"),
    "forwarded_chat": forwarded_from("chat"),
    "forwarded_channel": forwarded_from("channel"),
    "external_reply": external_reply,
    "rich_message": rich_message,
}
