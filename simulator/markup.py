"""Keyboards: what Telegram accepts as `reply_markup`, refuses, or drops without a word."""

from __future__ import annotations

import json
import re
from typing import Any

from simulator.chats import Wire
from simulator.errors import bad_request
from simulator.record import Record

MAX_INLINE_BUTTONS = 100
MAX_MARKUP_BYTES = 10_240
MAX_CALLBACK_BYTES = 64
CUT_ROW, CUT_ALL = 12, 300
"""tdlib's client silently cuts rows and keyboards at these."""

INLINE_ACTIONS = frozenset({
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay", "disabled",
})  # fmt: skip
INLINE_FIELDS = INLINE_ACTIONS | {"text", "icon_custom_emoji_id", "style"}
REPLY_FIELDS = frozenset({
    "text", "icon_custom_emoji_id", "style", "request_users", "request_chat", "request_managed_bot",
    "request_contact", "request_location", "request_poll", "web_app", "request_user",
})  # fmt: skip
ADDRESS = re.compile(r"(?:https?://)?[^\s/?#@]+\.[^\s/?#@.]{2,}(?::\d+)?(?:[/?#]\S*)?$|tg://\S+$", re.IGNORECASE)


def read_markup(value: Any, record: Record) -> Wire | None:
    """The markup that will stand, or none; a string is the JSON of a form field."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise bad_request("can't parse reply keyboard markup JSON object") from None
    if value is None or value == {}:
        return None
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in value:
        rows = inline_rows(value["inline_keyboard"], record)
        return {"inline_keyboard": rows} if rows else None
    if "keyboard" in value:
        rows = reply_rows(value["keyboard"], record)
        return {**value, "keyboard": rows} if rows else None
    if value.get("remove_keyboard") is True:
        return {**value}
    if value.get("force_reply") is True:
        return {**value}
    record.oddities["reply_markup without keyboard, remove_keyboard or force_reply"] += 1
    return None


def is_inline(markup: Wire | None) -> bool:
    """Whether it hangs under the message rather than under the text field."""
    return markup is not None and "inline_keyboard" in markup


def rows_of(value: Any, field: str, owner: str) -> list[list[Any]]:
    """An array of arrays, or Telegram's complaint."""
    if not isinstance(value, list):
        raise bad_request(f'field "{field}" of the {owner} must be of type Array')
    for row in value:
        if not isinstance(row, list):
            raise bad_request(f'field "{field}" of the {owner} must be an Array of Arrays')
    return value


def inline_rows(value: Any, record: Record) -> list[list[Wire]]:
    """Checked rows of an inline keyboard."""
    rows: list[list[Wire]] = []
    count = size = 0
    for row in rows_of(value, "inline_keyboard", "InlineKeyboardMarkup"):
        kept: list[Wire] = []
        for wire in row:
            button = inline_button(wire, record)
            if not button["text"].strip():
                record.oddities["inline button with empty text, dropped"] += 1
                continue
            if len(kept) >= CUT_ROW or count >= CUT_ALL:
                record.oddities["inline button beyond the row, dropped"] += 1
                continue
            kept.append(button)
            count += 1
            size += 16 + sum(len(part.encode()) for part in button.values() if isinstance(part, str))
        if kept:
            rows.append(kept)
    if count > MAX_INLINE_BUTTONS or size > MAX_MARKUP_BYTES:
        raise bad_request("reply markup is too long")
    return rows


def inline_button(wire: Any, record: Record) -> Wire:
    """One button of an inline keyboard."""
    if not isinstance(wire, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text = wire.get("text")
    if not isinstance(text, str):
        complaint = 'Can\'t find field "text"' if text is None else 'Field "text" must be of type String'
        raise bad_request(f"can't parse inline keyboard button: {complaint}")
    data = wire.get("callback_data")
    if data is not None:
        if not isinstance(data, str):
            raise bad_request('can\'t parse inline keyboard button: Field "callback_data" must be of type String')
        if not data or len(data.encode()) > MAX_CALLBACK_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    elif not any(wire.get(action) is not None for action in INLINE_ACTIONS):
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    url = wire.get("url")
    if url is not None and not ADDRESS.match(url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    app = wire.get("web_app")
    if app is not None and not str(app.get("url", "")).startswith("https://"):
        raise bad_request(
            f"inline keyboard button Web App URL '{app.get('url')}' is invalid: Only HTTPS links are allowed"
        )
    if not wire.keys() <= INLINE_FIELDS:
        for name in wire.keys() - INLINE_FIELDS:
            record.oddities[f"unknown field of an inline button: {name}"] += 1
    return {key: part for key, part in wire.items() if part is not None}


def reply_rows(value: Any, record: Record) -> list[list[Wire]]:
    """Checked rows of a reply keyboard; a plain string is a button of that text."""
    rows: list[list[Wire]] = []
    size = 0
    for row in rows_of(value, "keyboard", "ReplyKeyboardMarkup"):
        kept = []
        for wire in row:
            button = {"text": wire} if isinstance(wire, str) else wire
            if not isinstance(button, dict):
                raise bad_request("can't parse keyboard button: KeyboardButton must be an Object")
            if not isinstance(button.get("text"), str):
                raise bad_request("can't parse keyboard button: Can't find field \"text\"")
            if not button["text"].strip():
                record.oddities["keyboard button with empty text, dropped"] += 1
                continue
            for name in button.keys() - REPLY_FIELDS:
                record.oddities[f"unknown field of a keyboard button: {name}"] += 1
            size += 16 + len(button["text"].encode())
            kept.append({key: part for key, part in button.items() if part is not None})
        if kept:
            rows.append(kept)
    if size > MAX_MARKUP_BYTES:
        raise bad_request("reply markup is too long")
    return rows


def check_place(markup: Wire | None, *, private: bool) -> None:
    """Some buttons belong in private chats only."""
    if markup is None or private:
        return
    if any("web_app" in button for row in markup.get("inline_keyboard", ()) for button in row):
        raise bad_request("BUTTON_TYPE_INVALID")
    for row in markup.get("keyboard", ()):
        for button in row:
            if "web_app" in button:
                raise bad_request("Web App buttons can be used in private chats only")
            if "request_contact" in button or "request_location" in button:
                what = "phone number" if "request_contact" in button else "location"
                raise bad_request(f"{what} can be requested in private chats only")
