"""Messages go, while they are young enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator import Person, Phone, Telegram

if TYPE_CHECKING:
    from tests.simulator.conftest import Client

HOUR = 3600


async def test_both_sides_can_be_deleted(call: Client, phone: Phone, aru: Person) -> None:
    """In a private chat a bot deletes its own and the person's messages."""
    theirs = await phone.send("слова")
    ours = await call.sendMessage(chat_id=aru.id, text="one")

    assert await call.deleteMessages(chat_id=aru.id, message_ids=[theirs.id, ours["message_id"], 999])
    assert theirs.deleted
    assert [message.text for message in phone.messages] == ["/start"]


async def test_after_48_hours_nothing_can_be_deleted(
    telegram: Telegram, call: Client, phone: Phone, aru: Person
) -> None:
    """One second before it can, after that not."""
    for shift, gone in ((48 * HOUR - 1, True), (48 * HOUR + 1, False)):
        sent = await call.sendMessage(chat_id=aru.id, text="one")
        telegram.clock.shift(shift)
        if gone:
            assert await call.deleteMessage(chat_id=aru.id, message_id=sent["message_id"])
        else:
            refused = await call.refused("deleteMessage", chat_id=aru.id, message_id=sent["message_id"])
            assert refused == "Bad Request: message can't be deleted for everyone"


async def test_unknown_message_cannot_be_deleted(call: Client, phone: Phone, aru: Person) -> None:
    """Nor the same one twice."""
    refused = await call.refused("deleteMessage", chat_id=aru.id, message_id=99)
    assert refused == "Bad Request: message to delete not found"


async def test_deleting_many_has_limits(call: Client, phone: Phone, aru: Person) -> None:
    """1 to 100 numbers."""
    refused = await call.refused("deleteMessages", chat_id=aru.id, message_ids=[])
    assert refused == "Bad Request: message identifiers are not specified"
    refused = await call.refused("deleteMessages", chat_id=aru.id, message_ids=list(range(1, 102)))
    assert refused == "Bad Request: too many message identifiers specified"


async def test_person_learns_of_the_deletion(call: Client, phone: Phone, aru: Person) -> None:
    """`expect_gone` waits for it."""
    sent = await call.sendMessage(chat_id=aru.id, text="one")
    message = phone.last
    await call.deleteMessage(chat_id=aru.id, message_id=sent["message_id"])

    await phone.expect_gone(message)
