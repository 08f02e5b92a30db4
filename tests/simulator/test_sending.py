"""Everything but text: files, places, polls, copies, profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from simulator import Phone, Telegram

if TYPE_CHECKING:
    from tests.simulator.conftest import Client

FILES = {
    "sendPhoto": "photo",
    "sendVideo": "video",
    "sendAnimation": "animation",
    "sendAudio": "audio",
    "sendDocument": "document",
    "sendVoice": "voice",
    "sendVideoNote": "video_note",
    "sendSticker": "sticker",
}


@pytest.mark.parametrize(("method", "kind"), FILES.items())
async def test_a_file_goes_on_by_its_id(call: Client, phone: Phone, method: str, kind: str) -> None:
    """What a person sent can be sent again as the same kind, and only as that."""
    theirs = (await phone.send_kind(kind)).media
    file_id = (theirs[-1] if kind == "photo" else theirs)["file_id"]
    sent = await getattr(call, method)(chat_id=phone.chat.id, **{kind: file_id})

    assert phone.last.kind == kind
    assert sent[kind] == theirs
    other = "sendVoice" if kind != "voice" else "sendPhoto"
    refused = await call.refused(other, chat_id=phone.chat.id, **{FILES[other]: file_id})
    assert refused.startswith("Bad Request: can't use file of type")


async def test_missing_and_unknown_files(call: Client, phone: Phone) -> None:
    """Nothing, and something that was never a file."""
    refused = await call.refused("sendPhoto", chat_id=phone.chat.id)
    assert refused == "Bad Request: there is no photo in the request"
    for value in ("AgACnothing", "attach://nothing"):
        refused = await call.refused("sendPhoto", chat_id=phone.chat.id, photo=value)
        assert refused == "Bad Request: wrong file identifier/HTTP URL specified"


async def test_get_file(call: Client, phone: Phone) -> None:
    """Up to 20 MB; ids must be real."""
    big = await phone.send_kind("video", file_size=20 * 1024 * 1024 + 1)
    small = await phone.send_kind("video")

    assert (await call.getFile(file_id=small.media["file_id"]))["file_path"].startswith("videos/")
    refused = await call.refused("getFile", file_id=big.media["file_id"])
    assert refused == "Bad Request: file is too big"
    refused = await call.refused("getFile", file_id="x")
    assert refused == "Bad Request: wrong file_id or the file is temporarily unavailable"
    assert await call.refused("getFile") == "Bad Request: file_id not specified"


@pytest.mark.parametrize(
    ("method", "params", "kind"),
    [
        ("sendContact", {"phone_number": "150", "first_name": "Телефон доверия"}, "contact"),
        ("sendLocation", {"latitude": 43.2, "longitude": 76.9}, "location"),
        ("sendVenue", {"latitude": 43.2, "longitude": 76.9, "title": "a", "address": "b"}, "venue"),
        ("sendPoll", {"question": "?", "options": [{"text": "a"}, "b"]}, "poll"),
        ("sendDice", {}, "dice"),
    ],
)
async def test_things_are_sent(call: Client, phone: Phone, method: str, params: dict[str, Any], kind: str) -> None:
    """Contacts, places, polls and dice arrive as such."""
    sent = await getattr(call, method)(chat_id=phone.chat.id, **params)

    assert sent[kind] == phone.last.media
    assert phone.last.kind == kind


async def test_album_limits(call: Client, phone: Phone) -> None:
    """1 to 10, and no mixing of documents with pictures."""
    photo = {"type": "photo", "media": (await phone.send_kind("photo")).media[-1]["file_id"]}
    document = {"type": "document", "media": (await phone.send_kind("document")).media["file_id"]}
    cases = {
        "Bad Request: there are no messages to send": [],
        "Bad Request: too many messages to send as an album": [photo] * 11,
        "Bad Request: document can't be mixed with other media types": [photo, document],
    }
    for complaint, media in cases.items():
        assert await call.refused("sendMediaGroup", chat_id=phone.chat.id, media=media) == complaint
    sent = await call.sendMediaGroup(chat_id=phone.chat.id, media=[photo] * 10)
    assert len({message["media_group_id"] for message in sent}) == 1


async def test_copy_keeps_more_than_one_wants(call: Client, phone: Phone) -> None:
    """A copy has no author, but captions, contacts and file names stay in it: it is not anonymous."""
    document = await phone.send_kind("document", caption="моё имя")
    here = {"chat_id": phone.chat.id, "from_chat_id": phone.chat.id}
    await call.copyMessage(**here, message_id=document.id)

    copy = phone.last
    assert (copy.caption, copy.media["file_name"]) == ("моё имя", "Фамилия Имя.txt")
    assert "forward_origin" not in copy.raw
    await call.copyMessage(**here, message_id=document.id, caption="")
    assert phone.last.caption is None
    assert await call.refused("copyMessage", **here, message_id=99) == "Bad Request: message to copy not found"
    service = await phone.send_kind("users_shared")
    refused = await call.refused("copyMessage", **here, message_id=service.id)
    assert refused == "Bad Request: message can't be copied"


async def test_forward_names_its_author(call: Client, phone: Phone) -> None:
    """Unless the person's privacy hides the account."""
    theirs = await phone.send("слова")
    here = {"chat_id": phone.chat.id, "from_chat_id": phone.chat.id, "message_id": theirs.id}

    sent = await call.forwardMessage(**here)
    assert sent["forward_origin"]["sender_user"]["id"] == phone.person.id
    phone.person.hides_forwards = True
    assert (await call.forwardMessage(**here))["forward_origin"]["type"] == "hidden_user"
    refused = await call.refused("forwardMessage", **{**here, "message_id": 99})
    assert refused == "Bad Request: message to forward not found"


async def test_many_are_copied_in_order(call: Client, phone: Phone) -> None:
    """Unknown numbers are skipped; the order must grow."""
    numbers = [(await phone.send(word)).id for word in ("a", "b")]
    here = {"chat_id": phone.chat.id, "from_chat_id": phone.chat.id}

    assert len(await call.copyMessages(**here, message_ids=[*numbers, 99])) == 2
    refused = await call.refused("copyMessages", **here, message_ids=numbers[::-1])
    assert refused == "Bad Request: message identifiers must be in a strictly increasing order"


async def test_reactions(call: Client, phone: Phone) -> None:
    """One of the emoji there are, on a message there is."""
    message = await phone.send("слова")
    here = {"chat_id": phone.chat.id, "message_id": message.id}
    await call.setMessageReaction(**here, reaction=[{"type": "emoji", "emoji": "❤"}])

    assert list(message.reactions.values()) == [[{"type": "emoji", "emoji": "❤"}]]
    refused = await call.refused("setMessageReaction", **here, reaction=[{"type": "emoji", "emoji": "🚑"}])
    assert refused == "Bad Request: REACTION_INVALID"
    refused = await call.refused("setMessageReaction", chat_id=phone.chat.id, message_id=99)
    assert refused == "Bad Request: message to react not found"


@pytest.mark.parametrize(
    ("command", "complaint"),
    [
        ({"command": "a" * 33, "description": "b"}, "command length must not exceed 32"),
        ({"command": "a", "description": " "}, "command description must be non-empty"),
        ({"command": "a", "description": "b" * 257}, "command description length must not exceed 256"),
        ({"command": "Большая", "description": "b"}, "BOT_COMMAND_INVALID"),
    ],
)
async def test_commands_have_limits(call: Client, command: dict[str, str], complaint: str) -> None:
    """Names, descriptions and letters."""
    assert await call.refused("setMyCommands", commands=[command]) == f"Bad Request: {complaint}"


async def test_profile_is_kept_by_language_and_scope(call: Client, phone: Phone) -> None:
    """Commands by scope and language; words fall back to those without a language."""
    commands = [{"command": "sos", "description": "Көмек"}]
    scope = {"type": "chat", "chat_id": phone.chat.id}
    await call.setMyCommands(commands=commands, scope=scope, language_code="kk")
    assert await call.getMyCommands(scope=scope, language_code="kk") == commands
    assert await call.getMyCommands(language_code="kk") == []
    await call.deleteMyCommands(scope=scope, language_code="kk")
    assert await call.getMyCommands(scope=scope, language_code="kk") == []
    await call.setMyShortDescription(short_description="кратко")
    assert await call.getMyShortDescription(language_code="kk") == {"short_description": "кратко"}
    assert await call.getMyName() == {"name": "Senim"}
    refused = await call.refused("setMyDescription", description="x" * 513)
    assert refused == "Bad Request: bot description is too long"
    await call.setChatMenuButton(menu_button={"type": "commands"})
    assert await call.getChatMenuButton(chat_id=phone.chat.id) == {"type": "commands"}


async def test_chats_and_members(telegram: Telegram, call: Client, phone: Phone) -> None:
    """getChat, getChatMember, and pins."""
    message = await phone.send("слова")
    await call.pinChatMessage(chat_id=phone.chat.id, message_id=message.id)

    chat = await call.getChat(chat_id=phone.chat.id)
    assert (chat["first_name"], chat["pinned_message"]["text"]) == ("Aru", "слова")
    await call.unpinChatMessage(chat_id=phone.chat.id)
    assert "pinned_message" not in await call.getChat(chat_id=phone.chat.id)
    member = await call.getChatMember(chat_id=phone.chat.id, user_id=phone.person.id)
    assert member["status"] == "member"


async def test_protected_messages_say_so(call: Client, phone: Phone) -> None:
    """`protect_content` is seen on the phone, and the message cannot be copied out."""
    sent = await call.sendMessage(chat_id=phone.chat.id, text="x", protect_content=True)

    assert phone.last.raw["has_protected_content"]
    here = {"chat_id": phone.chat.id, "from_chat_id": phone.chat.id, "message_id": sent["message_id"]}
    assert await call.refused("forwardMessage", **here) == "Bad Request: message can't be forwarded"
