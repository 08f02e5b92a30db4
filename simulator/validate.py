"""The parameters of one call: are they there, and are they what they should be?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from simulator.errors import bad_request
from simulator.record import Record
from simulator.schema import PLAIN, UNKNOWN, Check, Upload, compiled, published


class Params(dict[str, Any]):
    """Checked parameters of one call, and the files that came with them."""

    files: Mapping[str, Upload] = {}


MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "from_chat_id": "from_chat_id is empty",
    "user_id": "invalid user_id specified",
    "file_id": "file_id not specified",
    "photo": "there is no photo in the request",
    "video": "there is no video in the request",
    "animation": "there is no animation in the request",
    "audio": "there is no audio in the request",
    "document": "there is no document in the request",
    "voice": "there is no voice in the request",
    "video_note": "there is no video note in the request",
    "sticker": "there is no sticker in the request",
    "media": "there are no messages to send",
    "phone_number": "phone number must be non-empty",
    "action": "wrong parameter action in request",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "commands": "expected an Array of BotCommand",
    "question": "poll question must be non-empty",
}
"""What Telegram says when a required parameter is not there."""

EMPTY_IS_MISSING = frozenset(MISSING) - {"media", "commands", "message_ids"}

MAY_BE_ABSENT = {("setWebhook", "url"), ("setMyCommands", "commands"), ("deleteMessages", "message_ids")}
"""Required by the list, but the method itself says what is wrong (or nothing is: an empty url removes)."""

OWN_READERS = frozenset({"reply_markup"})
"""Read elsewhere, with Telegram's own complaints."""


class Field(NamedTuple):
    """One parameter of a method."""

    check: Check
    required: bool


@cache
def methods() -> dict[str, tuple[str, dict[str, Field]]]:
    """Lowered name -> the name and its parameters: Telegram takes methods in any case of letters."""
    table = {}
    for name, method in published()["methods"].items():
        fields = {}
        for field, known in method["fields"].items():
            check = keep if field in OWN_READERS else nested(compiled(known["types"]), known["types"])
            fields[field] = Field(check, known["required"] and (name, field) not in MAY_BE_ABSENT)
        table[name.lower()] = (name, fields)
    return table


def keep(value: Any, path: str) -> Any:
    """As it came."""
    return value


def nested(check: Check, types: str) -> Check:
    """Objects and arrays come as JSON text in forms."""
    if types in PLAIN:
        return check

    def from_json(value: Any, path: str) -> Any:
        if isinstance(value, str):
            if not value:
                return None
            try:
                value = json.loads(value)
            except ValueError:
                if "str" in types.split(" | "):
                    return value
                raise bad_request(f"can't parse {path.replace('_', ' ')} JSON object") from None
        return check(value, path)

    return from_json


def checked(fields: dict[str, Field], raw: Mapping[str, Any], record: Record) -> Params:
    """The parameters of one call, or Telegram's refusal."""
    params = Params()
    for name, value in raw.items():
        field = fields.get(name)
        if field is None:
            if not isinstance(value, Upload):
                record.oddities[f"unknown parameter {name}"] += 1
        elif value is not None and not (value == "" and name in EMPTY_IS_MISSING):
            params[name] = field.check(value, name)
    if UNKNOWN:
        record.oddities.update(UNKNOWN)
        UNKNOWN.clear()
    for name, field in fields.items():
        if field.required and name not in params:
            raise bad_request(MISSING.get(name) or f'simulator: parameter "{name}" is required')
    return params
