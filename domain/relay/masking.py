"""Traits of people inside somebody's words: what the other side reads instead, and whether anything was taken out.

The original stays sealed in the case. What nobody can find for sure (a name, a school) is left to the person, who is
shown what was changed. Short numbers stay: helplines have three digits, and ages and marks have fewer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

_MESSENGER = r"(?:t|telegram)\.(?:me|dog)|telegram\.me"
_OTHERS = r"(?:[\w-]+\.)?(?:vk\.com|vk\.ru|vkontakte\.ru|instagram\.com|instagr\.am|facebook\.com|fb\.com|ok\.ru|tiktok\.com|wa\.me|threads\.net|discord\.gg|snapchat\.com|x\.com|twitter\.com)"
_LINK = re.compile(
    rf"(?:https?://)?(?:[\w-]+\.t\.me\b|(?:www\.)?(?:{_MESSENGER}|{_OTHERS})/)[^\s<>«»\"]*|\b(?:tg|viber|whatsapp)://[^\s<>«»\"]+",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_MENTION = re.compile(r"(?<![\w@])@\w{3,64}")
_PHONE = re.compile(r"(?<![\w+])(?:\+\d(?:[\s().-]{0,3}\d){8,16}|[78](?:[\s().-]{0,3}\d){9,10}|\d{10,19})(?!\d)")


class Trait(StrEnum):
    """What was taken out."""

    PROFILE = "profile"
    PHONE = "phone"
    EMAIL = "email"


_ALL = ((_LINK, Trait.PROFILE), (_EMAIL, Trait.EMAIL), (_MENTION, Trait.PROFILE), (_PHONE, Trait.PHONE))
_PROFILES = ((_LINK, Trait.PROFILE), (_MENTION, Trait.PROFILE))


def masked(text: str, words: Mapping[Trait, str]) -> str:
    """A person's words as a specialist reads them; `words` says what stands in place of each trait."""
    for pattern, trait in _ALL:
        text = pattern.sub(words[trait].replace("\\", ""), text)
    return text


def unlinked(text: str, words: Mapping[Trait, str]) -> str:
    """A specialist's words as a person reads them: only what leads to a profile is taken out, numbers help."""
    for pattern, trait in _PROFILES:
        if pattern is _MENTION and _EMAIL.search(text):
            text = _outside(_EMAIL, pattern, words[trait], text)
        else:
            text = pattern.sub(words[trait], text)
    return text


def _outside(kept: re.Pattern[str], pattern: re.Pattern[str], word: str, text: str) -> str:
    parts = re.split(f"({kept.pattern})", text)
    return "".join(part if kept.fullmatch(part) else pattern.sub(word, part) for part in parts)
