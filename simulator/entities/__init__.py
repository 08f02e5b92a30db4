"""Formatted text: what a bot wrote becomes plain words and entities, as in tdlib.

Offsets and lengths of entities are UTF-16 code units; the limits of text are code points.
"""

from __future__ import annotations

from typing import Any

from simulator.entities.found import found_in
from simulator.entities.html import parse_html
from simulator.entities.markdown import parse_markdown, parse_markdown_v2
from simulator.errors import bad_request

Entity = dict[str, Any]

MAX_UNPARSED_BYTES = 32768

__all__ = ["MAX_UNPARSED_BYTES", "Entity", "formatted", "utf16_length"]

PARSERS = {"html": parse_html, "markdown": parse_markdown, "markdownv2": parse_markdown_v2}


def utf16_length(text: str) -> int:
    """Length in the units of entity offsets."""
    return len(text) if text.isascii() else len(text) + sum(char > "\uffff" for char in text)


def formatted(text: str, parse_mode: str | None, entities: list[Entity] | None) -> tuple[str, list[Entity]]:
    """Plain words, trimmed, and their entities: given, parsed, and found by themselves."""
    if len(text) > MAX_UNPARSED_BYTES // 4 and len(text.encode()) > MAX_UNPARSED_BYTES:
        raise bad_request("text is too long")
    given: list[Entity] = []
    if parse_mode and parse_mode.lower() != "none":
        parser = PARSERS.get(parse_mode.lower())
        if parser is None:
            raise bad_request("unsupported parse_mode")
        try:
            text, given = parser(text)
        except ValueError as error:
            raise bad_request(f"can't parse entities: {error}") from error
    elif entities:
        end = utf16_length(text)
        given = [entity for entity in entities if 0 <= entity["offset"] < end and entity["length"] > 0]
    if "\r" in text or "\x00" in text:
        text = text.replace("\r", "").replace("\x00", " ")
    text, given = trimmed(text, given)
    found = found_in(text)
    if found:
        solid = [entity for entity in given if entity["type"] not in MIXABLE]
        given = given + [entity for entity in found if not any(overlap(entity, other) for other in solid)]
        given.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return text, given


MIXABLE = frozenset({
    "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote",
})  # fmt: skip
"""Formatting that may lie over a link or a command."""


def overlap(one: Entity, other: Entity) -> bool:
    """Whether they share a character."""
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without blanks at both ends, entities moved and cut to fit."""
    short = text.strip()
    if short == text or not entities:
        return short, entities
    lead = utf16_length(text[: len(text) - len(text.lstrip())])
    end = utf16_length(short)
    fitting = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        stop = min(end, entity["offset"] + entity["length"] - lead)
        if stop > start:
            fitting.append({**entity, "offset": start, "length": stop - start})
    return short, fitting
