"""What the people of a test see, do and wait for."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import pytest

from simulator import Bot, Person, Phone, Telegram

if TYPE_CHECKING:
    from tests.simulator.conftest import Client


def keyboard(*labels: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": label, "callback_data": label}] for label in labels]}


async def test_deep_link_starts_with_its_payload(phone: Phone, bot: Bot, call: Client) -> None:
    """By hand, or by a button with the bot's address."""
    await phone.start("abc")
    link = {"inline_keyboard": [[{"text": "открыть", "url": bot.link("xyz")}]]}
    await call.sendMessage(chat_id=phone.chat.id, text="x", reply_markup=link)
    await phone.press("открыть")

    assert [m.text for m in phone.messages if not m.from_bot][1:] == ["/start abc", "/start xyz"]
    assert phone.opened == [bot.link("xyz")]


async def test_expect_takes_words_patterns_and_functions(call: Client, phone: Phone) -> None:
    """And kinds, buttons and whatever else can be asked of a message."""
    await call.sendMessage(chat_id=phone.chat.id, text="Номер 150", reply_markup=keyboard("Позвонить"))

    for text in ("150", re.compile(r"\d+"), str.istitle):
        assert (await phone.expect(text)).text == "Номер 150"
    await phone.expect(kind="text", button="Позв", where=lambda message: not message.edited)


async def test_expect_waits(call: Client, phone: Phone) -> None:
    """What comes later is awaited."""
    waiting = asyncio.create_task(phone.expect("скоро"))
    await asyncio.sleep(0)
    await call.sendMessage(chat_id=phone.chat.id, text="скоро")

    assert (await waiting).text == "скоро"


async def test_expect_looks_from_the_last_own_action(call: Client, phone: Phone) -> None:
    """An old message is no answer to new words, unless `since` says so."""
    await call.sendMessage(chat_id=phone.chat.id, text="ответ")
    mark = phone.mark()
    await phone.send("ещё раз")

    with pytest.raises(AssertionError):
        await phone.expect("ответ", timeout=0.01)
    old = await phone.expect("ответ", since=0)
    with pytest.raises(AssertionError):
        await phone.expect("ответ", since=mark, timeout=0.01)
    await call.editMessageText(chat_id=phone.chat.id, message_id=old.id, text="ответ!")
    assert await phone.expect("ответ") is old


async def test_failed_expectation_shows_no_words(call: Client, telegram: Telegram, phone: Phone) -> None:
    """Ids, kinds and lengths only; words at a desk that asked for them."""
    await phone.send("тайна")
    with pytest.raises(AssertionError) as caught:
        await phone.expect("секрет", timeout=0.01)
    assert "тайна" not in str(caught.value)
    assert "секрет" not in str(caught.value)
    assert "text from person, 5 characters" in str(caught.value)

    telegram.world.show_words = True
    with pytest.raises(AssertionError, match="тайна"):
        await phone.expect("секрет", timeout=0.01)
    assert "тайна" not in repr(phone.messages)


async def test_newest_button_of_a_label_is_pressed(call: Client, phone: Phone) -> None:
    """An exact label before one that contains it."""
    for labels in (["Да"], ["Да", "Да, конечно"]):
        await call.sendMessage(chat_id=phone.chat.id, text="x", reply_markup=keyboard(*labels))

    assert phone.find("Да").message is phone.last
    assert phone.find("конечно").text == "Да, конечно"
    with pytest.raises(AssertionError, match="no button"):
        phone.find("Нет")


async def test_history_can_be_cleared_on_one_side(call: Client, phone: Phone) -> None:
    """The person sees nothing more; the bot can still edit."""
    sent = await call.sendMessage(chat_id=phone.chat.id, text="x")
    phone.clear()

    assert phone.messages == []
    assert await call.editMessageText(chat_id=phone.chat.id, message_id=sent["message_id"], text="y")


async def test_album_is_several_updates_of_one_group(call: Client, phone: Phone) -> None:
    """Each with its own number, all with one `media_group_id`."""
    await phone.send_album(["photo", ("video", "второе")], caption="первое")

    updates = [update["message"] for update in await call.getUpdates()]
    assert len({message["media_group_id"] for message in updates}) == 1
    assert [message.get("caption") for message in updates] == ["первое", "второе"]


async def test_long_words_leave_in_parts(phone: Phone) -> None:
    """As a phone cuts them."""
    await phone.send("я" * 5000)

    assert [len(message.words) for message in phone.messages[1:]] == [4096, 904]


async def test_blocked_phone_sends_nothing(phone: Phone) -> None:
    """The bot must be unblocked first."""
    phone.block()

    with pytest.raises(ValueError, match="unblock"):
        await phone.send("a")


async def test_message_numbers_run_per_chat(telegram: Telegram, phone: Phone, bot: Bot) -> None:
    """Two people have messages of the same number: a number without its chat means nothing."""
    other = telegram.add_person("Дана").phone(bot)

    assert (await other.start()).id == phone.messages[0].id == 1


async def test_numbers_go_on_after_a_restart(telegram: Telegram, bot: Bot) -> None:
    """A bot that keeps its database meets no number twice: updates always, messages on request."""
    later = Telegram(continued=True)
    second = later.add_bot()

    assert second.updates.next_id >= bot.updates.next_id > 2**26
    assert (await later.add_person("Дана").phone(second).start()).id > 2**24


async def test_a_person_has_one_phone_per_bot(telegram: Telegram, aru: Person, bot: Bot) -> None:
    """The same object each time; another bot is another chat."""
    second = telegram.add_bot(token="200:TEST", username="other_bot")

    assert aru.phone(bot) is aru.phone(bot)
    assert aru.phone(second).chat is not aru.phone(bot).chat


async def test_typing_is_seen(call: Client, phone: Phone) -> None:
    """SendChatAction shows until the next message; unknown actions are refused."""
    await call.sendChatAction(chat_id=phone.chat.id, action="typing")
    before = phone.typing
    await call.sendMessage(chat_id=phone.chat.id, text="x")
    assert (before, phone.typing) == (True, False)
    refused = await call.refused("sendChatAction", chat_id=phone.chat.id, action="thinking")
    assert refused == "Bad Request: wrong parameter action in request"
