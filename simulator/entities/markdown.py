"""`parse_mode=MarkdownV2` and the old `Markdown`, after tdlib: same rules of escaping, same complaints."""

from __future__ import annotations

import re
from typing import Any

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
NAMES = {
    "*": ("bold", "Bold"),
    "_": ("italic", "Italic"),
    "__": ("underline", "Underline"),
    "~": ("strikethrough", "Strikethrough"),
    "||": ("spoiler", "Spoiler"),
    "`": ("code", "Code"),
    "```": ("pre", "Pre"),
    "[": ("text_link", "TextUrl"),
    "![": ("custom_emoji", "CustomEmoji"),
}
"""Opening sign: our type, and tdlib's name in its complaint."""


def units(text: str) -> int:
    """UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


class Reader:
    """One pass over MarkdownV2."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = []
        self.offset = 0
        self.open: list[tuple[str, int, int]] = []
        """Opening sign, offset in the result, index in the source."""
        self.entities: list[dict[str, Any]] = []
        self.quote: int | None = None

    def byte(self, index: int) -> int:
        """Where a character stands in UTF-8."""
        return len(self.text[:index].encode())

    def say(self, words: str) -> None:
        """Plain words."""
        self.words.append(words)
        self.offset += units(words)

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        """The plain text and its entities; `ValueError` with tdlib's complaint."""
        at = 0
        while at < len(self.text):
            at = self.step(at)
        self.end_quote()
        if self.open:
            sign, _, start = self.open[-1]
            raise ValueError(f"Can't find end of {NAMES[sign][1]} entity at byte offset {self.byte(start)}")
        entities = [entity for entity in self.entities if entity["length"] > 0]
        entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.words), entities

    def step(self, at: int) -> int:
        """Read the next character or sign; the index after it."""
        char = self.text[at]
        if char == "\\" and at + 1 < len(self.text) and 0 < ord(self.text[at + 1]) < 127:
            self.say(self.text[at + 1])
            return at + 2
        inside = self.open[-1][0] if self.open else ""
        if inside in ("`", "```"):
            if self.text.startswith(inside, at):
                self.close()
                return at + len(inside)
            self.say(char)
            return at + 1
        if char == "\n":
            if self.quote is not None and not self.text.startswith(">", at + 1):
                self.end_quote()
            self.say(char)
            return at + 1
        if char == ">" and (at == 0 or self.text[at - 1] == "\n"):
            if self.quote is None:
                self.quote = self.offset
            return at + 1
        if char not in RESERVED:
            self.say(char)
            return at + 1
        return self.sign(at, inside)

    def sign(self, at: int, inside: str) -> int:
        """A reserved character: it opens, closes, or should have been escaped."""
        if self.text[at] == "]" and inside in ("[", "!["):
            return self.link(at)
        if self.text.startswith("||", at) and self.quote is not None and inside != "||":
            after = self.text[at + 2 : at + 3]
            if after in ("", "\n"):
                self.end_quote("expandable_blockquote")
                return at + 2
        for sign in ("```", "![", "__", "||", "*", "_", "~", "`", "["):
            if not self.text.startswith(sign, at):
                continue
            if sign == inside:
                self.close()
            else:
                self.open.append((sign, self.offset, at))
                if sign == "```":
                    return self.language(at + 3)
            return at + len(sign)
        raise ValueError(f"Character '{self.text[at]}' is reserved and must be escaped with the preceding '\\'")

    def language(self, at: int) -> int:
        """The word after three backticks, if a line break follows it."""
        match = re.compile(r"([^\s`]*)\n").match(self.text, at)
        if match is None:
            return at
        sign, offset, start = self.open.pop()
        self.open.append((sign, offset, start))
        self.entities.append({"language": match.group(1), "offset": offset, "length": 0, "type": "pending"})
        return match.end()

    def close(self, **more: Any) -> None:
        """The innermost entity ends here."""
        sign, offset, _ = self.open.pop()
        entity = {"offset": offset, "length": self.offset - offset, "type": NAMES[sign][0], **more}
        if sign == "```" and self.entities and self.entities[-1]["type"] == "pending":
            language = self.entities.pop()["language"]
            if language:
                entity["language"] = language
        self.entities.append(entity)

    def link(self, at: int) -> int:
        """`](address)` after the words of a link."""
        sign = self.open[-1][0]
        if not self.text.startswith("(", at + 1):
            if sign == "![":
                raise ValueError("Custom emoji entity must contain a tg://emoji URL")
            self.close_as_mention()
            return at + 1
        match = re.compile(r"((?:\\[\x01-\x7e]|[^)\\])*)\)").match(self.text, at + 2)
        if match is None:
            raise ValueError(f"Can't find end of a URL at byte offset {self.byte(at + 2)}")
        url = re.sub(r"\\([\x01-\x7e])", r"\1", match.group(1)).strip()
        if sign == "![":
            self.close(custom_emoji_id=url.rpartition("id=")[2])
        elif url.startswith("tg://user?id="):
            self.close(type="text_mention", user={"id": int(url[13:]), "is_bot": False, "first_name": ""})
        elif "." in url or "://" in url:
            self.close(url=url if "://" in url else f"http://{url}/")
        else:
            self.open.pop()
        return match.end()

    def close_as_mention(self) -> None:
        """Brackets without an address: the words stay plain."""
        self.open.pop()

    def end_quote(self, kind: str = "blockquote") -> None:
        """A quotation ends with its last line."""
        if self.quote is not None:
            self.entities.append({"offset": self.quote, "length": self.offset - self.quote, "type": kind})
            self.quote = None


def parse_markdown_v2(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The plain text and its entities; `ValueError` with tdlib's complaint."""
    return Reader(text).read()


def parse_markdown(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The old one: no nesting, no escaping inside."""
    words: list[str] = []
    entities: list[dict[str, Any]] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char == "\\" and text[at + 1 : at + 2] and text[at + 1] in "_*`[":
            words.append(text[at + 1])
            at += 2
            continue
        if char not in "_*`[":
            words.append(char)
            at += 1
            continue
        sign = "```" if text.startswith("```", at) else char
        stop = "]" if char == "[" else sign
        end = text.find(stop, at + len(sign))
        if end < 0:
            offset = len(text[:at].encode())
            raise ValueError(f"Can't find end of the entity starting at byte offset {offset}")
        inner = text[at + len(sign) : end]
        entity = {"offset": units("".join(words)), "length": units(inner), "type": NAMES[sign][0]}
        at = end + len(stop)
        words.append(inner)
        if char == "[":
            match = re.compile(r"\(([^)]*)\)").match(text, at)
            if match is None:
                continue
            entity["url"], at = match.group(1), match.end()
        if inner:
            entities.append(entity)
    return "".join(words), entities
