"""A press, and what becomes of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from simulator import CallbackAnswer, Phone, Telegram

if TYPE_CHECKING:
    from tests.simulator.conftest import Client

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
A: dict[str, Any] = {"inline_keyboard": [[{"text": "Да", "callback_data": "yes:1"}]]}


async def pressed(call: Client, phone: Phone) -> dict[str, Any]:
    """A message with a button, pressed: the query as the bot gets it."""
    await call.sendMessage(chat_id=phone.chat.id, text="x", reply_markup=A)
    await phone.press("Да", wait=False)
    query: dict[str, Any] = (await call.getUpdates())[-1]["callback_query"]
    return query


async def test_query_says_who_what_and_where(call: Client, phone: Phone) -> None:
    """The update is as the real one."""
    query = await pressed(call, phone)

    assert query["data"] == "yes:1"
    assert query["from"]["language_code"] == "kk"
    assert query["message"]["message_id"] == phone.last.id
    assert query["chat_instance"]


async def test_press_waits_for_the_answer(telegram: Telegram, call: Client, phone: Phone) -> None:
    """It returns what the person sees; alerts and toasts are kept."""
    await call.sendMessage(chat_id=phone.chat.id, text="x", reply_markup=A)

    async def answer() -> None:
        updates = await call.getUpdates(timeout=5)
        number = updates[-1]["callback_query"]["id"]
        await call.answerCallbackQuery(callback_query_id=number, text="ok", show_alert=True)

    answer_given, _ = await asyncio.gather(phone.press("Да"), answer())

    assert answer_given == CallbackAnswer("ok", show_alert=True)
    assert (phone.alerts, phone.toasts) == (["ok"], [])
    assert await phone.expect_popup("ok") == "ok"


async def test_unanswered_press_is_none(call: Client, phone: Phone) -> None:
    """The button glows until the patience of the person ends."""
    await call.sendMessage(chat_id=phone.chat.id, text="x", reply_markup=A)

    assert await phone.press("Да", timeout=0.01) is None


async def test_answer_fits_in_200(call: Client, phone: Phone) -> None:
    """Longer answers are refused, the query stays open."""
    query = await pressed(call, phone)

    refused = await call.refused("answerCallbackQuery", callback_query_id=query["id"], text="я" * 201)
    assert refused == "Bad Request: MESSAGE_TOO_LONG"
    assert await call.answerCallbackQuery(callback_query_id=query["id"], text="я" * 200)


async def test_query_is_answered_once_and_in_time(telegram: Telegram, call: Client, phone: Phone) -> None:
    """Unknown, answered and old queries have the same refusal."""
    assert await call.refused("answerCallbackQuery", callback_query_id="1") == TOO_OLD
    query = await pressed(call, phone)
    await call.answerCallbackQuery(callback_query_id=query["id"])
    assert await call.refused("answerCallbackQuery", callback_query_id=query["id"]) == TOO_OLD
    await phone.press("Да", wait=False)
    late = (await call.getUpdates())[-1]["callback_query"]["id"]
    telegram.clock.shift(61)
    assert await call.refused("answerCallbackQuery", callback_query_id=late) == TOO_OLD


async def test_stale_button_can_still_be_pressed(call: Client, phone: Phone) -> None:
    """Edited away: the query shows the message as it is now. Deleted: it is inaccessible."""
    sent = await call.sendMessage(chat_id=phone.chat.id, text="x", reply_markup=A)
    button = phone.find("Да")
    await call.editMessageText(chat_id=phone.chat.id, message_id=sent["message_id"], text="y")

    await phone.press(button, wait=False)
    query = (await call.getUpdates())[-1]["callback_query"]
    assert (query["data"], query["message"]["text"]) == ("yes:1", "y")
    await call.deleteMessage(chat_id=phone.chat.id, message_id=sent["message_id"])
    await phone.press(button, wait=False)
    query = (await call.getUpdates(offset=-1))[-1]["callback_query"]
    assert query["message"] == {"chat": phone.chat.wire, "message_id": sent["message_id"], "date": 0}


async def test_hundred_presses_at_once(call: Client, phone: Phone) -> None:
    """Each is a query of its own, in order."""
    await call.sendMessage(chat_id=phone.chat.id, text="x", reply_markup=A)
    await asyncio.gather(*(phone.press("Да", wait=False) for _ in range(100)))

    updates = await call.getUpdates()
    queries = [u["callback_query"]["id"] for u in updates if "callback_query" in u]
    assert len(set(queries)) == 100
