"""`parse_mode=HTML`, after tdlib's `do_parse_html`: same tags, same complaints, offsets in bytes of UTF-8."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "span": "spoiler",
    "tg-spoiler": "spoiler", "blockquote": "blockquote", "code": "code", "pre": "pre", "a": "text_link",
    "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip

NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")


@dataclass(slots=True)
class Open:
    """A tag that waits for its end."""

    tag: str
    argument: str
    offset: int
    start: int


def unescaped(match: re.Match[str]) -> str:
    """The character behind `&…;`, or the text itself where there is none."""
    decimal, hexadecimal, name = match.groups()
    if name:
        return NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code < 0xE000 else match.group()


class Reader:
    """One pass over the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = []
        self.offset = 0
        self.entities: list[dict[str, Any]] = []
        self.open: list[Open] = []

    def byte(self, index: int) -> int:
        """Where a character stands in UTF-8."""
        return len(self.text[:index].encode())

    def say(self, words: str) -> None:
        """Plain words between the tags."""
        words = REFERENCE.sub(unescaped, words)
        self.words.append(words)
        self.offset += len(words.encode("utf-16-le")) // 2

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        """The plain text and its entities; `ValueError` with tdlib's complaint."""
        at = 0
        while (start := self.text.find("<", at)) >= 0:
            self.say(self.text[at:start])
            at = self.end_tag(start) if self.text.startswith("</", start) else self.start_tag(start)
        self.say(self.text[at:])
        if self.open:
            raise ValueError(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.words), self.entities

    def start_tag(self, start: int) -> int:
        """Read `<tag …>`; the index after it."""
        match = re.compile(r"[^\s>]*").match(self.text, start + 1)
        assert match is not None
        end = match.end()
        if end >= len(self.text):
            raise ValueError(f"Unclosed start tag at byte offset {self.byte(start)}")
        tag = match.group().lower()
        if tag not in TAGS:
            raise ValueError(f'Unsupported start tag "{tag}" at byte offset {self.byte(start)}')
        argument, end = self.attributes(tag, start, end)
        if tag == "span" and argument != "tg-spoiler":
            raise ValueError(f'Tag "span" must have class "tg-spoiler" at byte offset {self.byte(start)}')
        self.open.append(Open(tag, argument, self.offset, start))
        return end + 1

    def attributes(self, tag: str, start: int, at: int) -> tuple[str, int]:
        """The one attribute that matters for this tag, and the index of the closing bracket."""
        argument = ""
        while True:
            at = self.skip_blanks(at, start)
            if self.text[at] == ">":
                return argument, at
            name_at = at
            while at < len(self.text) and not self.text[at].isspace() and self.text[at] not in "=>":
                at += 1
            name = self.text[name_at:at].lower()
            if not name:
                raise ValueError(f'Empty attribute name in the tag "{tag}" at byte offset {self.byte(start)}')
            at = self.skip_blanks(at, start)
            if self.text[at] != "=":
                if tag == "blockquote" and name == "expandable":
                    argument = "expandable"
                    continue
                raise ValueError(
                    f'Expected equal sign in declaration of an attribute of the tag "{tag}" '
                    f"at byte offset {self.byte(start)}"
                )
            value, at = self.attribute_value(self.skip_blanks(at + 1, start), start)
            wanted = {"a": "href", "code": "class", "span": "class", "tg-emoji": "emoji-id",
                      "tg-time": "unix", "blockquote": "expandable"}  # fmt: skip
            if wanted.get(tag) == name:
                argument = "expandable" if tag == "blockquote" else value

    def attribute_value(self, at: int, start: int) -> tuple[str, int]:
        """Quoted or bare, and the index after it."""
        quote = self.text[at]
        if quote in "'\"":
            end = self.text.find(quote, at + 1)
            if end < 0 or end + 1 >= len(self.text):
                raise ValueError(f"Unclosed start tag at byte offset {self.byte(start)}")
            return REFERENCE.sub(unescaped, self.text[at + 1 : end]), end + 1
        token = re.compile(r"[A-Za-z0-9.\-]*").match(self.text, at)
        assert token is not None
        end = token.end()
        if end >= len(self.text) or not (self.text[end].isspace() or self.text[end] == ">"):
            raise ValueError(f"Unexpected end of name token at byte offset {self.byte(at)}")
        return token.group().lower(), end

    def skip_blanks(self, at: int, start: int) -> int:
        """The next index that is not blank."""
        while at < len(self.text) and self.text[at].isspace():
            at += 1
        if at >= len(self.text):
            raise ValueError(f"Unclosed start tag at byte offset {self.byte(start)}")
        return at

    def end_tag(self, start: int) -> int:
        """Read `</tag>`; the index after it."""
        if not self.open:
            raise ValueError(f"Unexpected end tag at byte offset {self.byte(start)}")
        end = self.text.find(">", start)
        if end < 0:
            raise ValueError(f"Unclosed end tag at byte offset {self.byte(start)}")
        name = self.text[start + 2 : end].strip().lower()
        opened = self.open[-1]
        if name and name != opened.tag:
            raise ValueError(
                f'Unmatched end tag at byte offset {self.byte(start)}, expected "</{opened.tag}>", found "</{name}>"'
            )
        self.open.pop()
        if self.offset > opened.offset:
            self.close(opened)
        return end + 1

    def close(self, opened: Open) -> None:
        """The entity between the tags."""
        entity: dict[str, Any] = {
            "offset": opened.offset,
            "length": self.offset - opened.offset,
            "type": TAGS[opened.tag],
        }
        last = self.entities[-1] if self.entities else None
        if opened.tag == "a":
            words = "".join(self.words).encode("utf-16-le")[opened.offset * 2 :].decode("utf-16-le")
            url = opened.argument or words
            if "." not in url and "://" not in url:
                return
            if url.startswith("tg://user?id="):
                user = {"id": int(url.split("=")[1]), "is_bot": False, "first_name": ""}
                entity.update(type="text_mention", user=user)
            else:
                entity["url"] = url if "://" in url else f"http://{url}/"
        elif opened.tag == "blockquote" and opened.argument:
            entity["type"] = "expandable_blockquote"
        elif opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = opened.argument
        elif opened.tag == "tg-time":
            entity["unix_time"] = int(opened.argument or 0)
        elif opened.tag == "code" and opened.argument.startswith("language-"):
            entity["language"] = opened.argument.removeprefix("language-")
        elif opened.tag == "pre" and last and last["type"] == "code":
            same = (last["offset"], last["length"]) == (entity["offset"], entity["length"])
            if same:
                self.entities.pop()
                if "language" in last:
                    entity["language"] = last["language"]
        self.entities.append(entity)


def parse_html(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The plain text and its entities; `ValueError` with tdlib's complaint."""
    return Reader(text).read()
