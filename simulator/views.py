"""The world as the page of phones reads it."""

from __future__ import annotations

from typing import Any

from simulator.chats import Button, Chat, Message, Wire
from simulator.groups import Group
from simulator.phones import Phone
from simulator.world import Bot, World

UNDER_THEIR_NAMES = ("forward_origin", "contact", "location", "venue", "poll", "dice", "checklist")
"""Objects that the page draws as they are."""


def key_of(chat: Chat) -> str:
    """A chat by name: a private one is one bot's chat with one person."""
    return f"{chat.bots[0].id}:{chat.id}" if chat.private else str(chat.id)


def bot_view(bot: Bot) -> Wire:
    """A bot and the commands its menu shows, by language ("" for all others)."""
    commands = {
        language: value
        for (what, language), value in bot.profile.items()
        if what in ('commands{"type": "default"}', 'commands{"type": "all_private_chats"}')
    }
    words = {
        what: {language: value for (name, language), value in bot.profile.items() if name == what}
        for what in ("description", "short_description")
    }
    return {"id": bot.id, "username": bot.username, "name": bot.name, "commands": commands, **words}


def chat_view(chat: Chat) -> Wire:
    """Everything about a chat but its messages."""
    return {
        "key": key_of(chat),
        "id": chat.id,
        "type": chat.type,
        "title": chat.wire.get("title"),
        "bots": [bot.id for bot in chat.bots],
        "people": [person.id for person in chat.people],
        "started": chat.started,
        "blocked": chat.blocked,
        "keyboard": [[button_view(button) for button in row] for row in chat.keyboard],
        "placeholder": chat.placeholder,
        "force_reply": chat.force_reply.id if chat.force_reply else None,
        "action": chat.busy,
        "pinned": chat.pinned,
    }


def button_view(button: Button) -> Wire:
    """A label, and what kind of button it is."""
    kinds = [kind for kind in button.wire if kind not in ("text", "style", "icon_custom_emoji_id")]
    return {"text": button.text, "kind": kinds[0] if kinds else "text", "url": button.url}


def message_view(message: Message) -> Wire:
    """One message, without the words once it is deleted."""
    raw = message.raw
    view: dict[str, Any] = {
        "chat": key_of(message.chat),
        "id": message.id,
        "from": raw["from"]["id"],
        "name": raw["from"]["first_name"],
        "from_bot": message.from_bot,
        "kind": message.kind,
        "date": message.date,
        "event": message.event,
        "deleted": message.deleted,
    }
    if message.deleted:
        return view
    view |= {
        "text": message.words,
        "entities": message.entities,
        "edited": message.edited,
        "buttons": [[button_view(button) for button in row] for row in message.buttons],
        "protected": bool(raw.get("has_protected_content")),
        "spoiler": bool(raw.get("has_media_spoiler")),
        "album": raw.get("media_group_id"),
        "reactions": [one.get("emoji", "★") for all_ in message.reactions.values() for one in all_],
        "quote": (raw.get("quote") or {}).get("text"),
    }
    answered = raw.get("reply_to_message")
    if answered:
        words = answered.get("text") or answered.get("caption") or ""
        view["reply_to"] = {"id": answered["message_id"], "name": answered["from"]["first_name"], "text": words[:120]}
    for name in UNDER_THEIR_NAMES:
        if name in raw:
            view[name] = raw[name]
    file = raw["photo"][-1] if "photo" in raw else raw.get(message.kind)
    if isinstance(file, dict) and "file_id" in file:
        view["file"] = {
            key: file[key] for key in ("file_id", "file_name", "duration", "file_size", "emoji") if key in file
        }
    return view


def phone_view(phone: Phone) -> Wire:
    """What only this phone knows of its chat."""
    return {
        "person": phone.person.id,
        "chat": key_of(phone.chat),
        "cleared": phone.cleared,
        "alerts": phone.alerts[phone.closed_alerts :],
    }


def state_view(world: World, groups: list[Group], now: str) -> Wire:
    """All there is."""
    phones = [phone for person in world.people.values() for phone in person.phones.values()]
    phones += [phone for group in groups for phone in group.phones.values()]
    return {
        "now": now,
        "bots": [bot_view(bot) for bot in world.bots.values()],
        "people": [
            {
                "id": person.id,
                "name": " ".join(filter(None, (person.first_name, person.last_name))),
                "username": person.username,
                "language": person.language_code,
                "deactivated": person.deactivated,
            }
            for person in world.people.values()
        ],
        "chats": [chat_view(chat) for chat in world.chats],
        "phones": [phone_view(phone) for phone in phones],
        "messages": [message_view(message) for chat in world.chats for message in chat.messages.values()],
    }
