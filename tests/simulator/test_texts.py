"""What may be said, and how long it may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from simulator import Person, Phone

if TYPE_CHECKING:
    from tests.simulator.conftest import Client

pytestmark = pytest.mark.usefixtures("phone")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "Bad Request: message text is empty"),
        (" \n\t ", "Bad Request: text must be non-empty"),
        ("я" * 4097, "Bad Request: message is too long"),
        ("a" * 32769, "Bad Request: text is too long"),
    ],
)
async def test_text_must_be_there_and_fit(call: Client, aru: Person, text: str, complaint: str) -> None:
    """Empty, blank and too long texts are refused, each in Telegram's own words."""
    assert await call.refused("sendMessage", chat_id=aru.id, text=text) == complaint


async def test_missing_text_is_an_empty_text(call: Client, aru: Person) -> None:
    """A message without the parameter is refused like one with an empty text."""
    assert await call.refused("sendMessage", chat_id=aru.id) == "Bad Request: message text is empty"


async def test_length_is_counted_in_code_points(call: Client, aru: Person) -> None:
    """4096 emoji fit, although they are 8192 UTF-16 units."""
    sent = await call.sendMessage(chat_id=aru.id, text="🙂" * 4096)

    assert len(sent["text"]) == 4096


async def test_length_is_counted_after_parsing(call: Client, aru: Person) -> None:
    """Tags do not count towards the 4096."""
    sent = await call.sendMessage(chat_id=aru.id, text="<b>" + "a" * 4096 + "</b>", parse_mode="HTML")

    assert sent["entities"] == [{"offset": 0, "length": 4096, "type": "bold"}]


async def test_only_tags_are_no_text(call: Client, aru: Person) -> None:
    """Nothing between the tags is nothing said."""
    complaint = await call.refused("sendMessage", chat_id=aru.id, text="<b> </b>", parse_mode="HTML")

    assert complaint == "Bad Request: text must be non-empty"


async def test_blanks_around_a_text_are_cut(call: Client, aru: Person) -> None:
    """Telegram trims, and moves the entities along."""
    sent = await call.sendMessage(chat_id=aru.id, text="\n  <b>hi</b> there \n", parse_mode="HTML")

    assert sent["text"] == "hi there"
    assert sent["entities"] == [{"offset": 0, "length": 2, "type": "bold"}]


async def test_caption_has_1024(call: Client, aru: Person, phone: Phone) -> None:
    """A caption is shorter than a text."""
    photo = (await phone.send_kind("photo")).raw["photo"][-1]["file_id"]

    complaint = await call.refused("sendPhoto", chat_id=aru.id, photo=photo, caption="a" * 1025)

    assert complaint == "Bad Request: message caption is too long"
    assert (await call.sendPhoto(chat_id=aru.id, photo=photo, caption="a" * 1024))["caption"] == "a" * 1024


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
        ("я<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("яa</b>", "Unexpected end tag at byte offset 3"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("3 < 5", 'Unsupported start tag "" at byte offset 2'),
    ],
)
async def test_broken_html_is_refused(call: Client, aru: Person, text: str, complaint: str) -> None:
    """HTML complaints name what is wrong and the byte where."""
    refused = await call.refused("sendMessage", chat_id=aru.id, text=text, parse_mode="HTML")

    assert refused == f"Bad Request: can't parse entities: {complaint}"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("я*a", "Can't find end of Bold entity at byte offset 2"),
        ("||a", "Can't find end of Spoiler entity at byte offset 0"),
        ("[a](http://x", "Can't find end of a URL at byte offset 4"),
    ],
)
async def test_broken_markdown_is_refused(call: Client, aru: Person, text: str, complaint: str) -> None:
    """MarkdownV2 complaints too."""
    refused = await call.refused("sendMessage", chat_id=aru.id, text=text, parse_mode="MarkdownV2")

    assert refused == f"Bad Request: can't parse entities: {complaint}"


async def test_unknown_parse_mode_is_refused(call: Client, aru: Person) -> None:
    """Only the three there are."""
    refused = await call.refused("sendMessage", chat_id=aru.id, text="a", parse_mode="BBCode")

    assert refused == "Bad Request: unsupported parse_mode"


async def test_html_becomes_entities(call: Client, aru: Person) -> None:
    """Nested tags, links and references are read; offsets are UTF-16 units."""
    text = '🙂 <b>жирный <i>оба</i></b> <a href="https://example.org/">там</a> &lt;&amp;&gt;'
    sent = await call.sendMessage(chat_id=aru.id, text=text, parse_mode="HTML")

    assert sent["text"] == "🙂 жирный оба там <&>"
    assert sent["entities"] == [
        {"offset": 3, "length": 10, "type": "bold"},
        {"offset": 10, "length": 3, "type": "italic"},
        {"offset": 14, "length": 3, "type": "text_link", "url": "https://example.org/"},
    ]


async def test_markdown_becomes_entities(call: Client, aru: Person) -> None:
    """Escapes, quotations and code are read."""
    text = ">цитата\n*жирный* \\. `a_b` __u__ ||s|| [там](https://example.org/a\\)b)"
    sent = await call.sendMessage(chat_id=aru.id, text=text, parse_mode="MarkdownV2")

    assert sent["text"] == "цитата\nжирный . a_b u s там"
    kinds = [(entity["type"], entity["offset"], entity["length"]) for entity in sent["entities"]]
    assert kinds == [
        ("blockquote", 0, 6), ("bold", 7, 6), ("code", 16, 3), ("underline", 20, 1), ("spoiler", 22, 1),
        ("text_link", 24, 3),
    ]  # fmt: skip


async def test_phones_find_commands_links_and_numbers(call: Client, aru: Person) -> None:
    """What is tappable on a phone is an entity, although nobody marked it."""
    text = "Жми /sos, звони 8-727-376-56-60 или 1415, пиши @help_kz, a@b.kz, смотри telefon.kz и https://a.kz/x."
    sent = await call.sendMessage(chat_id=aru.id, text=text)

    found = {text[e["offset"] : e["offset"] + e["length"]]: e["type"] for e in sent["entities"]}
    assert found == {
        "/sos": "bot_command",
        "8-727-376-56-60": "phone_number",
        "@help_kz": "mention",
        "a@b.kz": "email",
        "telefon.kz": "url",
        "https://a.kz/x": "url",
    }


async def test_given_entities_are_kept(call: Client, aru: Person) -> None:
    """`entities` pass through."""
    entities = [{"type": "bold", "offset": 0, "length": 2}]
    sent = await call.sendMessage(chat_id=aru.id, text="hi there", entities=entities)

    assert sent["entities"] == entities
