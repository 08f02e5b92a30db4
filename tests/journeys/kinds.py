"""Everything that can be sent, with traits of people planted in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from dialogs.consents import Let
from domain.people import Language
from tests.journeys.cast import Actor, Specialist, Teenager
from tests.journeys.hotline import Hotline
from tests.journeys.test_canary import TELEGRAM_ID, canary
from tests.journeys.words import CALM

if TYPE_CHECKING:
    from simulator import Message

both_engines = pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True)

NAME, SET, VCARD, STORY = "Канарейкина", "kanareyka_set", "BEGIN:VCARD kanareyka", "kanareyka_story"
FILE, PERFORMER = "Канарейкина 9Б.pdf", "Канарейкина группа"
USER = {"id": 6_765_432_109, "is_bot": False, "first_name": NAME, "username": "kanareyka_friend"}
CHANNEL = {"id": -1_001_999_888_777, "type": "channel", "title": NAME, "username": "kanareyka_channel"}
HELPER = {"id": 1_999_888, "is_bot": True, "first_name": NAME, "username": "kanareyka_bot"}
TRAITS = (
    NAME, "Жасырынқызы", "Канареева", "kanareyka", "6765432109", "1001999888777", str(TELEGRAM_ID), "чужая цитата",
)  # fmt: skip
"""What none of these may betray, to whichever side."""
NUMBER = "+77015550199"


class Case(NamedTuple):
    """One kind: what is sent, and as what it arrives; None: it is refused in words."""

    kind: str
    arrives: str | None
    extra: dict[str, Any] = {}  # noqa: RUF012  a NamedTuple shares nothing that anybody changes
    caption: str | None = None


TABLE = {
    "text": Case("text", "Сәлем"),
    "emoji": Case("emoji", "👨‍👩‍👧‍👦"),
    "custom emoji": Case("custom_emoji", "🙂"),
    "formatted": Case("formatted", "тайна"),
    "link": Case("link", "https://example.org/page"),
    "mention": Case("mention", "[здесь была ссылка", {"text": "Напиши @kanareyka_friend"}),
    "named account": Case(
        "text_mention",
        "[здесь была ссылка",
        {
            "text": f"{NAME} из 9Б",
            "entities": [{"type": "text_mention", "offset": 0, "length": len(NAME), "user": USER}],
        },
    ),
    "profile link": Case("text", "[здесь была ссылка", {"text": "пиши t.me/kanareyka_friend туда"}),
    "tg link": Case("text", "[здесь была ссылка", {"text": "tg://resolve?domain=kanareyka_friend и всё"}),
    "other network": Case("text", "[здесь была ссылка", {"text": "https://www.instagram.com/kanareyka.9b/ вот"}),
    "via bot": Case("via_bot", "из инлайн", {"via_bot": HELPER}),
    "forwarded": Case("forwarded", "пересланные слова"),
    "forwarded hidden": Case("forwarded_hidden", "пересланные слова"),
    "forwarded chat": Case("forwarded_chat", "пересланные слова"),
    "forwarded channel": Case("forwarded_channel", "пересланные слова"),
    "reply elsewhere": Case("external_reply", "а вот это как?"),
    "photo": Case("photo", "photo"),
    "photo with words": Case("photo", "photo", caption="вот @kanareyka_friend"),
    "spoiler photo": Case("spoiler_photo", "photo"),
    "view-once photo": Case("view_once_photo", "photo"),
    "live photo": Case("live_photo", "photo"),
    "video": Case("video", "video", {"file_name": f"{NAME}.mp4"}),
    "video with words": Case("video", "video", {"file_name": f"{NAME}.mp4"}, "это снято вчера"),
    "animation": Case("animation", "animation", {"file_name": f"{NAME}.mp4"}),
    "audio": Case("audio", "audio", {"file_name": f"{NAME}.mp3", "performer": PERFORMER, "title": NAME}),
    "voice": Case("voice", "voice"),
    "voice with words": Case("voice", "voice", caption="послушайте"),
    "video note": Case("video_note", "video_note"),
    "document": Case("document", "document", {"file_name": FILE, "mime_type": "application/pdf"}),
    "unknown document": Case("document", "document", {"file_name": NAME, "mime_type": "x/y"}),
    "image file": Case("image_document", "document", {"file_name": f"{NAME}.jpg"}),
    "image file png": Case("image_document", None, {"file_name": f"{NAME}.png", "mime_type": "image/png"}),
    "heic file": Case("image_document", "document", {"file_name": f"{NAME}.heic", "mime_type": "image/heic"}),
    "sticker": Case("sticker", "sticker", {"set_name": SET}),
    "animated sticker": Case("animated_sticker", "sticker", {"set_name": SET}),
    "video sticker": Case("video_sticker", "sticker", {"set_name": SET}),
    "dice": Case("dice", "🎲 4"),
    "poll": Case("poll", "Вопрос?"),
    "quiz": Case("quiz", "– да"),
    "checklist": Case("checklist", "– хлеб"),
    "location": Case("location", "location"),
    "live location": Case("live_location", "location"),
    "venue": Case("venue", "location", {"title": NAME, "address": NAME}),
    "contact": Case(
        "contact",
        "+7 700 000 00 01",
        {"phone_number": "+7 700 000 00 01", "first_name": NAME, "last_name": NAME, "user_id": USER["id"], "vcard": VCARD},
    ),
    "story": Case("story", None, {"chat": CHANNEL}),
    "game": Case("game", None, {"title": NAME}),
    "paid media": Case("paid_media", None),
    "giveaway": Case("giveaway", None, {"chats": [CHANNEL]}),
    "invoice": Case("invoice", None, {"title": NAME}),
    "gift": Case("gift", None),
    "users shared": Case("users_shared", None),
}  # fmt: skip
PERSONS_ONLY = {
    "phone number": Case("phone_number", "[здесь был номер", {"text": f"мой номер {NUMBER}, звони"}),
    "spaced number": Case("text", "[здесь был номер", {"text": "8 701 555 01 99 мой"}),
    "e-mail": Case("text", "[здесь был адрес", {"text": "kanareyka.9b@example.org"}),
}
"""A specialist may give a number on purpose: a helpline's, a doctor's."""


async def in_touch(hotline: Hotline) -> tuple[Teenager, Specialist]:
    """Somebody with many traits, in a conversation; both have many."""
    aigul = await hotline.specialist()
    aru = canary(hotline)
    await aru.gets_to_know_the_bot()
    await aru.asks_for_help(CALM[Language.RU])
    await aigul.takes(await aru.case())
    return aru, aigul


async def sends(actor: Actor, case: Case) -> Message:
    """Send it, and say yes if asked."""
    sent = await actor.phone.send_kind(case.kind, case.caption, **case.extra)
    await actor.hotline.settled()
    if any(each.data == Let().pack() for message in actor.news() for row in message.buttons for each in row):
        await actor.presses(Let)
    return sent


def fresh(actor: Actor, before: int) -> list[Message]:
    """What the bot has written to somebody since they had so many messages."""
    return [each for each in actor.phone.history[before:] if each.from_bot]


def arrived(messages: list[Message], wanted: str) -> bool:
    """As words, or as something of that kind."""
    return any(each.kind == wanted or wanted in each.words for each in messages)


def passed_to(actor: Actor) -> str:
    """All that the bot brought them, without what says whose chat it is, and without their own words that it answers."""
    own = ("chat", "reply_to_message")
    bare = [{key: part for key, part in each.raw.items() if key not in own} for each in fresh(actor, 0)]
    return "\n".join(map(repr, bare))


def betrayed(text: str) -> list[str]:
    """Which traits a text holds."""
    return [each for each in TRAITS if each in text]
