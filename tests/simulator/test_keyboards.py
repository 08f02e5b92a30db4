"""Keyboards: what stands, what is refused, what vanishes in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from simulator import Person, Phone, Telegram

if TYPE_CHECKING:
    from tests.simulator.conftest import Client


def inline(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [[button] for button in buttons]}


PARSE = "Bad Request: can't parse inline keyboard button: "


@pytest.mark.parametrize(
    ("button", "complaint"),
    [
        ({"text": "a", "callback_data": "я" * 33}, "Bad Request: BUTTON_DATA_INVALID"),
        ({"text": "a", "callback_data": ""}, "Bad Request: BUTTON_DATA_INVALID"),
        ({"text": "a"}, PARSE + "Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": "a"}, PARSE + 'Can\'t find field "text"'),
        (
            {"text": "a", "url": "nowhere"},
            "Bad Request: inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "a", "web_app": {"url": "http://a.kz"}},
            "Bad Request: inline keyboard button Web App URL 'http://a.kz' is invalid: Only HTTPS links are allowed",
        ),
    ],
)
async def test_bad_inline_buttons_are_refused(
    call: Client, phone: Phone, button: dict[str, Any], complaint: str
) -> None:
    """Every way to make a wrong button has its own refusal."""
    refused = await call.refused("sendMessage", chat_id=phone.chat.id, text="x", reply_markup=inline(button))

    assert refused == complaint


async def test_callback_data_is_64_bytes(call: Client, phone: Phone) -> None:
    """32 Cyrillic letters fit exactly."""
    markup = inline({"text": "a", "callback_data": "я" * 32})
    await call.sendMessage(chat_id=phone.chat.id, text="x", reply_markup=markup)

    assert phone.find("a").data == "я" * 32


async def test_a_hundred_buttons_and_ten_kilobytes(call: Client, phone: Phone) -> None:
    """More than 100 buttons, or fewer that are heavy, are too long."""
    too_many = inline(*({"text": str(n), "callback_data": "x"} for n in range(101)))
    too_heavy = inline(*({"text": "т" * 60, "callback_data": "x" * 60} for _ in range(60)))

    for markup in (too_many, too_heavy):
        refused = await call.refused("sendMessage", chat_id=phone.chat.id, text="x", reply_markup=markup)
        assert refused == "Bad Request: reply markup is too long"
    enough = inline(*({"text": str(n), "callback_data": "x"} for n in range(100)))
    assert await call.sendMessage(chat_id=phone.chat.id, text="x", reply_markup=enough)


async def test_a_button_without_words_vanishes(telegram: Telegram, call: Client, phone: Phone) -> None:
    """Telegram drops it in silence; the record tells."""
    markup = inline({"text": " ", "callback_data": "a"}, {"text": "b", "callback_data": "b"})
    await call.sendMessage(chat_id=phone.chat.id, text="x", reply_markup=markup)

    assert phone.labels() == ["b"]
    assert telegram.record.oddities["inline button with empty text, dropped"] == 1


async def test_rows_are_cut_at_twelve(telegram: Telegram, call: Client, phone: Phone) -> None:
    """The thirteenth button of a row vanishes in silence; the record tells."""
    row = [{"text": str(n), "callback_data": "x"} for n in range(13)]
    await call.sendMessage(chat_id=phone.chat.id, text="x", reply_markup={"inline_keyboard": [row]})

    assert len(phone.labels()) == 12
    assert telegram.record.oddities["inline button beyond the row, dropped"] == 1


async def test_markup_may_come_as_json_text(call: Client, phone: Phone) -> None:
    """Forms carry it so; what is no JSON is refused."""
    await call.sendMessage(
        chat_id=phone.chat.id, text="x", reply_markup='{"inline_keyboard":[[{"text":"a","url":"a.kz"}]]}'
    )

    assert phone.find("a").url == "a.kz"
    refused = await call.refused("sendMessage", chat_id=phone.chat.id, text="x", reply_markup="[")
    assert refused == "Bad Request: can't parse reply keyboard markup JSON object"


async def test_reply_keyboard_stays_until_removed(call: Client, phone: Phone) -> None:
    """It stands under the text field, over later messages, until `remove_keyboard`."""
    keyboard = {"keyboard": [["SOS", {"text": "Меню"}]], "input_field_placeholder": "Пиши"}
    await call.sendMessage(chat_id=phone.chat.id, text="x", reply_markup=keyboard)
    await call.sendMessage(chat_id=phone.chat.id, text="y")

    assert phone.labels() == ["SOS", "Меню"]
    assert phone.last.buttons == []
    await call.sendMessage(chat_id=phone.chat.id, text="z", reply_markup={"remove_keyboard": True})
    assert phone.labels() == []


async def test_reply_button_sends_its_label(call: Client, phone: Phone) -> None:
    """Pressing it is writing it; a one-time keyboard folds away."""
    keyboard = {"keyboard": [["SOS"]], "one_time_keyboard": True}
    await call.sendMessage(chat_id=phone.chat.id, text="x", reply_markup=keyboard)

    await phone.press("SOS")

    assert phone.messages[-1].text == "SOS"
    assert not phone.keyboard


async def test_contact_button_sends_the_own_number(call: Client, phone: Phone, aru: Person) -> None:
    """Only this button tells the bot a phone number."""
    keyboard = {"keyboard": [[{"text": "Номер", "request_contact": True}]]}
    await call.sendMessage(chat_id=phone.chat.id, text="x", reply_markup=keyboard)

    await phone.press("Номер")

    contact = phone.messages[-1].media
    assert (contact["phone_number"], contact["user_id"]) == (aru.phone_number, aru.id)


async def test_web_app_buttons_stay_out_of_groups(telegram: Telegram, call: Client, aru: Person) -> None:
    """Both kinds of them, each with its complaint."""
    group = telegram.add_group("Смена", [aru])
    group.add_bot(telegram.bots[0])
    app = {"text": "a", "web_app": {"url": "https://a.kz"}}

    refused = await call.refused("sendMessage", chat_id=group.id, text="x", reply_markup=inline(app))
    assert refused == "Bad Request: BUTTON_TYPE_INVALID"
    refused = await call.refused("sendMessage", chat_id=group.id, text="x", reply_markup={"keyboard": [[app]]})
    assert refused == "Bad Request: web App buttons can be used in private chats only"


async def test_force_reply_makes_the_next_words_an_answer(call: Client, phone: Phone) -> None:
    """As phones do it."""
    asked = await call.sendMessage(chat_id=phone.chat.id, text="Имя?", reply_markup={"force_reply": True})

    message = await phone.send("Ару")

    assert message.reply_to is not None
    assert message.reply_to.id == asked["message_id"]
    assert (await phone.send("ещё")).reply_to is None
