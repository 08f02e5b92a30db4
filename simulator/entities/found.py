"""What every phone makes tappable by itself: commands, links, numbers.

Enough for what helplines write; not all of Telegram's rules (no list of top-level domains, for one).
"""

from __future__ import annotations

import re
from typing import Any

HINT = re.compile(r"[/@#$.]|\d{3}")
"""Without any of these there is nothing to find: most texts end here."""

PATTERN = re.compile(
    r"""
    (?P<email>(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63})+)
  | (?P<url>(?:https?://|tg://|ftp://)[^\s<>"«»]+
      |(?<![\w@.\-/])(?:[a-zA-Z0-9а-яА-ЯёЁ](?:[\w-]{0,61}\w)?\.)+
       (?:com|org|net|kz|ru|uk|me|io|info|edu|gov|app|dev|su|uz|kg|by|ua|eu|de|us|рф|қаз|co|tv|online|site|help)
       (?![\w.-]*\w@)\b(?::\d{1,5})?(?:[/?\#][^\s<>"«»]*)?)
  | (?P<bot_command>(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))
  | (?P<mention>(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{2,31}\b)
  | (?P<hashtag>(?<![\w\#/])\#(?=\w{0,255}[^\W\d_])\w{1,256})
  | (?P<cashtag>(?<![\w$])\$[A-Z]{1,8}\b)
  | (?P<phone_number>(?<![\w+.,:/-])\+?\d[\d\-\ ()\u00a0]{5,18}\d(?![\w:]))
    """,
    re.VERBOSE,
)

TRAILING = ".,:;!?)]}'\"»…"


def found_in(text: str) -> list[dict[str, Any]]:
    """Entities of the plain words, in order."""
    if not HINT.search(text):
        return []
    plain = text.isascii()
    entities: list[dict[str, Any]] = []
    for match in PATTERN.finditer(text):
        kind = match.lastgroup
        value = match.group()
        if kind == "url":
            value = value.rstrip(TRAILING)
        elif kind == "phone_number" and not 7 <= sum(char.isdigit() for char in value) <= 15:
            continue
        start = match.start()
        entities.append(
            {
                "offset": start if plain else units(text[:start]),
                "length": len(value) if plain else units(value),
                "type": kind,
            }
        )
    return entities


def units(text: str) -> int:
    """UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2
