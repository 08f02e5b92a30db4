"""Who the bot is: its name, its words of introduction, its commands, its menu button."""

from __future__ import annotations

import json
import re
from typing import Any

from simulator.chats import Wire
from simulator.errors import bad_request
from simulator.validate import Params
from simulator.world import Bot

MAX_COMMANDS = 100
COMMAND = re.compile(r"[a-z0-9_]+")


def get_me(bot: Bot, params: Params) -> Wire:
    return {
        **bot.wire,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def scope_of(params: Params) -> str:
    """A scope as a key."""
    scope = params.get("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True)


def key_of(what: str, params: Params) -> tuple[str, str]:
    """Where a value of this kind, scope and language is kept."""
    return what + (scope_of(params) if what == "commands" else ""), params.get("language_code") or ""


def set_my_commands(bot: Bot, params: Params) -> bool:
    commands: list[Wire] = params.get("commands") or []
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    language = params.get("language_code") or ""
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    kept = []
    for command in commands:
        name = command["command"].removeprefix("/").strip()
        description = command["description"].strip()
        if not name:
            raise bad_request("command must be non-empty")
        if len(name) > 32:
            raise bad_request("command length must not exceed 32")
        if not description:
            raise bad_request("command description must be non-empty")
        if len(description) > 256:
            raise bad_request("command description length must not exceed 256")
        if not COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        kept.append({"command": name, "description": description})
    if kept:
        bot.profile[key_of("commands", params)] = kept
    else:
        bot.profile.pop(key_of("commands", params), None)
    bot.world.tell(None)
    return True


def get_my_commands(bot: Bot, params: Params) -> list[Wire]:
    commands: list[Wire] = bot.profile.get(key_of("commands", params), [])
    return commands


def delete_my_commands(bot: Bot, params: Params) -> bool:
    bot.profile.pop(key_of("commands", params), None)
    return True


def set_words(bot: Bot, params: Params, field: str, limit: int, complaint: str) -> bool:
    """A text about the bot, by language; empty removes it."""
    text = params.get(field) or ""
    if len(text) > limit:
        raise bad_request(complaint)
    if text:
        bot.profile[key_of(field, params)] = text
    else:
        bot.profile.pop(key_of(field, params), None)
    bot.world.tell(None)
    return True


def get_words(bot: Bot, params: Params, field: str, otherwise: str = "") -> Wire:
    """In the asked language, else in any."""
    text = bot.profile.get(key_of(field, params)) or bot.profile.get((field, "")) or otherwise
    return {field: text}


def set_my_name(bot: Bot, params: Params) -> bool:
    return set_words(bot, params, "name", 64, "bot name is too long")


def get_my_name(bot: Bot, params: Params) -> Wire:
    return get_words(bot, params, "name", bot.name)


def set_my_description(bot: Bot, params: Params) -> bool:
    return set_words(bot, params, "description", 512, "bot description is too long")


def get_my_description(bot: Bot, params: Params) -> Wire:
    return get_words(bot, params, "description")


def set_my_short_description(bot: Bot, params: Params) -> bool:
    return set_words(bot, params, "short_description", 120, "bot short description is too long")


def get_my_short_description(bot: Bot, params: Params) -> Wire:
    return get_words(bot, params, "short_description")


def set_chat_menu_button(bot: Bot, params: Params) -> bool:
    button: dict[str, Any] = params.get("menu_button") or {"type": "default"}
    bot.profile["menu", str(params.get("chat_id", ""))] = button
    return True


def get_chat_menu_button(bot: Bot, params: Params) -> Wire:
    chat = str(params.get("chat_id", ""))
    button: Wire = bot.profile.get(("menu", chat)) or bot.profile.get(("menu", "")) or {"type": "default"}
    return button
