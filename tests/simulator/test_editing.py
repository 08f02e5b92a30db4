"""What the bot said becomes something else, or may not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator import Person, Phone

if TYPE_CHECKING:
    from tests.simulator.conftest import Client

A: dict[str, Any] = {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)


async def test_text_and_keyboard_change(call: Client, phone: Phone, aru: Person) -> None:
    """The phone shows the new words under the old number; without a new keyboard none stays."""
    sent = await call.sendMessage(chat_id=aru.id, text="one", reply_markup=A)
    here = {"chat_id": aru.id, "message_id": sent["message_id"]}
    await call.editMessageText(**here, text="two")

    message = phone.last
    assert (message.id, message.text, message.edited, message.buttons) == (sent["message_id"], "two", True, [])
    await call.editMessageReplyMarkup(**here, reply_markup=A)
    assert phone.labels() == ["a"]


async def test_edit_to_the_same_is_refused(call: Client, phone: Phone, aru: Person) -> None:
    """Same words, same formatting, same keyboard: not modified."""
    sent = await call.sendMessage(chat_id=aru.id, text="<b>one</b>", parse_mode="HTML", reply_markup=A)
    here = {"chat_id": aru.id, "message_id": sent["message_id"]}

    same = {"text": "*one*", "parse_mode": "MarkdownV2", "reply_markup": A}
    assert await call.refused("editMessageText", **here, **same) == NOT_MODIFIED
    assert await call.refused("editMessageReplyMarkup", **here, reply_markup=A) == NOT_MODIFIED
    assert await call.editMessageText(**here, text="one", reply_markup=A)


async def test_unknown_message_cannot_be_edited(call: Client, phone: Phone, aru: Person) -> None:
    """Never sent, or deleted since."""
    refused = await call.refused("editMessageText", chat_id=aru.id, message_id=99, text="x")
    assert refused == "Bad Request: message to edit not found"
    sent = await call.sendMessage(chat_id=aru.id, text="one")
    await call.deleteMessage(chat_id=aru.id, message_id=sent["message_id"])
    refused = await call.refused("editMessageText", chat_id=aru.id, message_id=sent["message_id"], text="x")
    assert refused == "Bad Request: message to edit not found"


async def test_only_own_messages_can_be_edited(call: Client, phone: Phone, aru: Person) -> None:
    """Neither a person's nor a forwarded one."""
    theirs = await phone.send("слова")
    forwarded = await call.forwardMessage(chat_id=aru.id, from_chat_id=aru.id, message_id=theirs.id)

    for number in (theirs.id, forwarded["message_id"]):
        refused = await call.refused("editMessageText", chat_id=aru.id, message_id=number, text="x")
        assert refused == "Bad Request: message can't be edited"


async def test_message_with_reply_keyboard_can_never_be_edited(call: Client, phone: Phone, aru: Person) -> None:
    """Nor one that removed a keyboard or forced a reply."""
    for markup in ({"keyboard": [["a"]]}, {"remove_keyboard": True}, {"force_reply": True}):
        sent = await call.sendMessage(chat_id=aru.id, text="one", reply_markup=markup)
        here = {"chat_id": aru.id, "message_id": sent["message_id"]}
        refused = await call.refused("editMessageText", **here, text="x")
        assert refused == "Bad Request: message can't be edited"


async def test_edit_takes_inline_keyboards_only(call: Client, phone: Phone, aru: Person) -> None:
    """A reply keyboard comes with a new message or not at all."""
    sent = await call.sendMessage(chat_id=aru.id, text="one")
    here = {"chat_id": aru.id, "message_id": sent["message_id"]}

    refused = await call.refused("editMessageText", **here, text="x", reply_markup={"keyboard": [["a"]]})
    assert refused == "Bad Request: inline keyboard expected"


async def test_media_has_a_caption_and_no_text(call: Client, phone: Phone, aru: Person) -> None:
    """The wrong one of the two methods is refused, the right one works."""
    photo = (await phone.send_kind("photo")).raw["photo"][-1]["file_id"]
    sent = await call.sendPhoto(chat_id=aru.id, photo=photo)
    here = {"chat_id": aru.id, "message_id": sent["message_id"]}

    refused = await call.refused("editMessageText", **here, text="x")
    assert refused == "Bad Request: there is no text in the message to edit"
    assert (await call.editMessageCaption(**here, caption="x"))["caption"] == "x"
    words = await call.sendMessage(chat_id=aru.id, text="one")
    refused = await call.refused("editMessageCaption", chat_id=aru.id, message_id=words["message_id"], caption="x")
    assert refused == "Bad Request: there is no caption in the message to edit"


async def test_media_can_be_replaced(call: Client, phone: Phone, aru: Person) -> None:
    """A photo becomes a document; a text too may become media."""
    document = (await phone.send_kind("document")).raw["document"]["file_id"]
    sent = await call.sendMessage(chat_id=aru.id, text="one")
    here = {"chat_id": aru.id, "message_id": sent["message_id"]}

    changed = await call.editMessageMedia(**here, media={"type": "document", "media": document, "caption": "c"})

    assert changed["document"]["file_id"] == document
    assert "text" not in changed
    assert phone.last.kind == "document"


async def test_edit_says_what_is_missing(call: Client, aru: Person) -> None:
    """Without chat or number there is nothing to edit."""
    assert await call.refused("editMessageText", text="x") == "Bad Request: chat_id is empty"
    refused = await call.refused("editMessageText", chat_id=aru.id, text="x")
    assert refused == "Bad Request: message identifier is not specified"
