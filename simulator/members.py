"""Who belongs to a chat, and what a bot hears there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.chats import Chat, Message, Wire

if TYPE_CHECKING:
    from simulator.people import Person
    from simulator.world import Bot


def membership(
    chat: Chat,
    bot: Bot,
    by: Person,
    old: str,
    new: str,
) -> Wire:
    """A `my_chat_member` update."""

    def member(status: str) -> Wire:
        ended: Wire = {"until_date": 0} if status == "kicked" else {}
        return {"user": bot.wire, "status": status, **ended}

    return {
        "chat": chat.wire,
        "from": by.wire,
        "date": int(chat.world.clock.now().timestamp()),
        "old_chat_member": member(old),
        "new_chat_member": member(new),
    }


def hears(bot: Bot, message: Message) -> bool:
    """Privacy mode: in groups a bot hears commands, replies to it, its name, and service messages."""
    reply = message.raw.get("reply_to_message")
    if reply and reply["from"]["id"] == bot.id:
        return True
    words = message.words
    if words.startswith("/"):
        command = words.split()[0]
        return "@" not in command or command.lower().endswith(f"@{bot.username.lower()}")
    if f"@{bot.username.lower()}" in words.lower():
        return True
    return message.kind in ("new_chat_members", "left_chat_member", "new_chat_title", "pinned_message")
