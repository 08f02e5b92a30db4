"""Every kind of message, both ways: it arrives, or is refused in words; and nothing that names anybody passes with it."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from bot import parcels
from dialogs import consents, relay
from dialogs.consents import KeepBack, Let
from domain.people import Language
from simulator import specimens
from tests.journeys.cast import Actor, Specialist, Teenager
from tests.journeys.hotline import Hotline
from tests.journeys.test_canary import TELEGRAM_ID, canary, seen, stored
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
    "checklist": Case("checklist", "– выдохнуть"),
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


@pytest.mark.parametrize("way", ["child to specialist", "specialist to child"])
async def test_every_kind_arrives_or_is_refused_in_words_and_names_nobody(
    hotline: Hotline, logs: StringIO, tmp_path: Path, way: str
) -> None:
    """More than forty kinds, each way: what arrives names nobody, and what does not is answered."""
    aru, aigul = await in_touch(hotline)
    child = way == "child to specialist"
    sender, reader = (aru, aigul) if child else (aigul, aru)
    table = TABLE | (PERSONS_ONLY if child else {})
    assert len(table) >= 40
    wrong = []
    for name, case in table.items():
        # When
        before, answers = len(reader.phone.history), len(sender.phone.history)
        await sends(sender, case)
        # Then
        came = fresh(reader, before)
        if case.arrives is not None and not arrived(came, case.arrives):
            wrong.append(f"{name}: did not arrive: {[(each.kind, each.words) for each in came]}")
        if case.arrives is None:
            said = [each.words for each in fresh(sender, answers) if each.words]
            if not said:
                wrong.append(f"{name}: was refused without a word")
            if any(each.kind != "text" for each in came):
                wrong.append(f"{name}: passed")
        if any(
            "file_name" in repr(each.raw) and "file." not in repr(each.raw) and ".mp" not in repr(each.raw)
            for each in came
        ):
            wrong.append(f"{name}: kept its file name")
    assert wrong == []
    assert betrayed(passed_to(reader)) == []
    assert NUMBER not in passed_to(reader)
    for secret in (
        "set_name",
        "performer",
        "vcard",
        "forward_origin",
        "via_bot",
        "external_reply",
        "'quote'",
        "live_period",
    ):
        assert secret not in passed_to(reader), secret
    # Neither in what the files themselves hold
    for each in reader.phone.history:
        for file in hotline.telegram.world.files.values():
            if each.from_bot and file.id in repr(each.raw) and file.mime_type.startswith("image"):
                assert b"Exif" not in file.content
    assert betrayed(logs.getvalue()) == []
    kept = stored(tmp_path)
    assert [each for each in (*TRAITS, NUMBER) if each.encode() in kept] == []


@pytest.mark.parametrize("kind", ["contact", "location", "voice", "video_note", "document", "audio"])
async def test_what_tells_more_than_words_is_asked_about_and_a_no_leaves_nothing(
    hotline: Hotline, language: Language, kind: str
) -> None:
    """Before a yes nothing goes out and nothing is kept; after a no neither."""
    # Given a conversation
    aigul = await hotline.specialist(language=language)
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    await aru.asks_for_help(CALM[language])
    await aigul.takes(await aru.case())
    lines, read = await aru.lines(), len(aigul.phone.history)

    # When it is sent, then it waits for an answer
    sent = await aru.sends_kind(kind)
    assert aru.phone.last.reply_to is sent
    assert await aru.lines() == lines

    # And after a no it is as if it had never been
    await aru.presses(KeepBack)
    await aru.sees(consents.kept_back, staff=False)
    assert await aru.lines() == lines
    assert await hotline.rows("select * from draft where data is not null") == []
    assert len(aigul.phone.history) == read


@both_engines
async def test_voice_is_asked_about_once(hotline: Hotline, language: Language) -> None:
    """A voice is an identity: that is said before the first one goes out, and not again after a yes."""
    # Given a conversation
    aigul = await hotline.specialist(language=language)
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    await aru.asks_for_help(CALM[language])
    await aigul.takes(await aru.case())

    # When the first voice is sent, then nothing goes out before the yes
    await aru.sends_kind("voice")
    assert aigul.phone.last.kind == "text"
    await aru.presses(Let)
    assert aigul.phone.last.kind == "voice"
    await aru.sees(consents.given, staff=False)

    # And the next one goes by itself
    asked = len(aru.phone.history)
    await aru.sends_kind("voice")
    assert aigul.phone.last.kind == "voice"
    assert not any(message.buttons for message in fresh(aru, asked))


async def test_yes_pressed_twice_passes_once(hotline: Hotline, language: Language) -> None:
    """An old question, answered again, gives nothing twice."""
    # Given a place that was let pass
    aigul = await hotline.specialist(language=language)
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    await aru.asks_for_help(CALM[language])
    await aigul.takes(await aru.case())
    await aru.sends_kind("location")
    yes = aru.button(Let)
    await aru.presses(yes)

    # When the very same button is pressed again
    await aru.presses(yes)

    # Then there is one place
    assert sum(each.kind == "location" for each in aigul.phone.history) == 1


async def test_words_under_what_is_asked_about_are_not_held_back(hotline: Hotline, language: Language) -> None:
    """The words under a voice may be a cry for help: they are kept and passed at once, the voice after the yes."""
    # Given a conversation
    aigul = await hotline.specialist(language=language)
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    await aru.asks_for_help(CALM[language])
    await aigul.takes(await aru.case())

    # When
    await aru.sends_kind("voice", "послушайте, пожалуйста")

    # Then
    assert aigul.has_ever_read("послушайте, пожалуйста")
    assert aigul.phone.last.kind == "text"
    await aru.presses(Let)
    assert aigul.phone.last.kind == "voice"
    assert sum("послушайте, пожалуйста" in each.words for each in aigul.phone.history) == 1


async def test_person_is_shown_what_the_specialist_sees_instead(hotline: Hotline, language: Language) -> None:
    """What was taken out is never taken out in silence; the original stays in the case, sealed."""
    # Given a conversation
    aigul = await hotline.specialist(language=language)
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    await aru.asks_for_help(CALM[language])
    await aigul.takes(await aru.case())

    # When
    words = await aru.writes("мой ник @kanareyka_friend, а номер +7 701 555 01 99")

    # Then
    shown = next(each for each in aru.news() if each.reply_to is words and "@kanareyka" not in each.words)
    assert "+7 701" not in shown.words
    assert not aigul.has_ever_read("kanareyka_friend")
    assert not aigul.has_ever_read("555 01 99")
    assert (await aru.lines())[-1].text == "мой ник @kanareyka_friend, а номер +7 701 555 01 99"
    # And short numbers stay: helplines have three digits
    await aru.writes("мне 15, класс 9, звонить на 111 или 150?")
    assert aigul.has_ever_read("мне 15, класс 9, звонить на 111 или 150?")


async def test_picture_of_a_waiting_person_reaches_whoever_takes_the_case(hotline: Hotline, language: Language) -> None:
    """What was sent before anybody read follows the case, once for each reader."""
    # Given somebody who sends a picture while waiting
    aigul, marina = await hotline.specialist("Айгуль"), await hotline.specialist("Марина")
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    await aru.asks_about("school")
    await aru.sends_kind("photo", "вот что они нарисовали")
    await aru.sends()

    # When it is taken, opened again, and handed over
    request = await aru.case()
    await aigul.takes(request)
    await aigul.presses(relay.OpenCase(request=request.id)) if aigul.find(relay.OpenCase) else None
    assert sum(each.kind == "photo" for each in aigul.phone.history) == 1
    await aigul.hands_over(request, marina)
    await marina.presses(relay.OpenCase(request=request.id))

    # Then each reader has it once
    assert sum(each.kind == "photo" for each in marina.phone.history) == 1
    assert sum(each.kind == "photo" for each in aigul.phone.history) == 1


async def test_bad_file_stops_nothing(hotline: Hotline, language: Language) -> None:
    """A file that Telegram will not send is told to its sender, and what comes after it arrives."""
    # Given a conversation
    aigul = await hotline.specialist(language=language)
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    await aru.asks_for_help(CALM[language])
    await aigul.takes(await aru.case())

    # When a picture is gone from Telegram before it could be sent, and words follow
    sent = await aru.phone.send_kind("photo")
    hotline.telegram.world.files.clear()
    await aru.writes("а это слова")

    # Then
    assert aigul.has_ever_read("а это слова")
    assert any(each.reply_to is sent and each.buttons for each in aru.phone.history if each.from_bot)
    failed = (await aru.lines())[-2]
    assert failed.failure == "refused"


async def test_control_without_cleaning_the_place_would_pass(hotline: Hotline, monkeypatch: pytest.MonkeyPatch) -> None:
    """A negative control: the camera's notes are in the file, and only `cleaned` takes them out."""
    aru, aigul = await in_touch(hotline)
    assert b"Exif" in specimens.PHOTO_WITH_PLACE
    monkeypatch.setattr(parcels, "cleaned", lambda content, _mime: content)
    await aru.sends_kind("image_document")
    sent = aigul.phone.last
    assert sent.kind == "document"
    (file,) = [each for each in hotline.telegram.world.files.values() if each.id == sent.media["file_id"]]
    assert b"Exif" in file.content


async def test_control_without_fetching_the_file_name_would_pass(
    hotline: Hotline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A negative control: by its id a file brings its name along, and only sending it anew takes that away."""
    aru, aigul = await in_touch(hotline)
    monkeypatch.setattr(parcels, "rebuilt", lambda _media: False)
    await aru.sends_kind("video")
    await sends(aru, TABLE["video"])
    await sends(aru, TABLE["sticker"])
    assert NAME in seen(aigul.phone)
    assert SET in seen(aigul.phone)
