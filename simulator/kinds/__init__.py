"""Every kind of message a person's phone can bring to a bot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from simulator.chats import Wire
from simulator.entities import formatted
from simulator.kinds.files import FILES
from simulator.kinds.making import Maker
from simulator.kinds.objects import OBJECTS
from simulator.kinds.services import SERVICES
from simulator.kinds.words import WORDS

if TYPE_CHECKING:
    from simulator.phones import Phone

MAKERS: dict[str, Maker] = {**WORDS, **FILES, **OBJECTS, **SERVICES}

KINDS: tuple[str, ...] = tuple(MAKERS)
"""Names for `Phone.send_kind`."""

SERVICE_KINDS: tuple[str, ...] = tuple(SERVICES)
"""Those that Telegram writes into the chat by itself."""

CAPTIONED = frozenset({
    "photo", "video", "animation", "audio", "document", "voice", "live_photo", "paid_media",
})  # fmt: skip


def content_of(phone: Phone, kind: str, caption: str | None, extra: dict[str, Any]) -> tuple[str, Wire]:
    """The kind as bots see it (an animated sticker is a `sticker`) and the content."""
    maker = MAKERS.get(kind)
    if maker is None:
        raise ValueError(f"no kind {kind!r}; simulator.KINDS lists all")
    actual, content = maker(phone, extra)
    if caption:
        if actual not in CAPTIONED:
            raise ValueError(f"a {actual} has no caption")
        content = {**content, **captioned(caption)}
    return actual, content


def captioned(caption: str) -> Wire:
    """Words under a picture; a phone does not let more than 1024 through."""
    words, entities = formatted(caption, None, None)
    if len(words) > 1024:
        raise ValueError("a phone lets at most 1024 characters into a caption")
    return {"caption": words, "caption_entities": entities} if entities else {"caption": words}


def album_of(phone: Phone, items: Sequence[str | tuple[str, str]], caption: str | None) -> list[tuple[str, Wire]]:
    """Contents with one `media_group_id`; `caption` goes under the first."""
    if not 2 <= len(items) <= 10:
        raise ValueError("an album has 2 to 10 items")
    group = str(int(phone.world.unique("album")[:14], 16))
    contents = []
    for index, item in enumerate(items):
        kind, words = (item, None) if isinstance(item, str) else item
        actual, content = content_of(phone, kind, words or (caption if index == 0 else None), {})
        contents.append((actual, {**content, "media_group_id": group}))
    return contents
