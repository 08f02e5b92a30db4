"""Where a bot may write, and what it hears where it may not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from simulator import Bot, Person, Phone, Telegram

if TYPE_CHECKING:
    from tests.simulator.conftest import Client


async def test_bot_cannot_begin(telegram: Telegram, call: Client, aru: Person, bot: Bot) -> None:
    """Before a person has written, there is no chat; any message starts it, not only Start."""
    refused = await call.refused("sendMessage", chat_id=aru.id, text="x")
    assert refused == "Forbidden: bot can't initiate conversation with a user"

    await aru.phone(bot).send("привет")
    assert await call.sendMessage(chat_id=aru.id, text="x")


@pytest.mark.parametrize("chat", [12345, "@somebody", "words", -5])
async def test_unknown_chat_is_not_found(call: Client, chat: Any) -> None:
    """Whatever it is called."""
    assert await call.refused("sendMessage", chat_id=chat, text="x") == "Bad Request: chat not found"


async def test_missing_chat(call: Client) -> None:
    """No chat at all has its own complaint."""
    assert await call.refused("sendMessage", text="x") == "Bad Request: chat_id is empty"


async def test_blocked_bot_is_told_so(call: Client, phone: Phone, bot: Bot) -> None:
    """403 until the person comes back, and the bot gets `my_chat_member` both times."""
    phone.block()
    refused = await call.refused("sendMessage", chat_id=phone.chat.id, text="x")
    assert refused == "Forbidden: bot was blocked by the user"
    await phone.start()
    assert await call.sendMessage(chat_id=phone.chat.id, text="x")

    updates = await call.getUpdates()
    states = [u["my_chat_member"]["new_chat_member"]["status"] for u in updates if "my_chat_member" in u]
    assert states == ["kicked", "member"]


async def test_deleted_account(call: Client, phone: Phone, aru: Person) -> None:
    """403 for ever, for deletions too."""
    message = phone.messages[-1]
    aru.deactivate()

    refused = await call.refused("sendMessage", chat_id=aru.id, text="x")
    assert refused == "Forbidden: user is deactivated"
    refused = await call.refused("deleteMessage", chat_id=aru.id, message_id=message.id)
    assert refused == "Forbidden: user is deactivated"


async def test_group_from_outside(telegram: Telegram, call: Client, aru: Person, bot: Bot) -> None:
    """Never invited, thrown out, and moved away are three answers."""
    group = telegram.add_group("Смена", [aru], kind="group")
    assert await call.refused("sendMessage", chat_id=group.id, text="x") == "Bad Request: chat not found"
    group.add_bot(bot)
    assert await call.sendMessage(chat_id=group.id, text="x")
    group.remove_bot(bot)
    refused = await call.refused("sendMessage", chat_id=group.id, text="x")
    assert refused == "Forbidden: bot was kicked from the group chat"
    group.add_bot(bot)
    new = group.upgrade()
    refused = await call.refused("sendMessage", chat_id=group.id, text="x")
    assert refused == "Bad Request: group chat was upgraded to a supergroup chat"
    assert telegram.record[-1].error_code == 400
    assert await call.sendMessage(chat_id=new.id, text="x")


async def test_upgraded_group_tells_its_new_id(
    telegram: Telegram, session: aiohttp.ClientSession, aru: Person, bot: Bot
) -> None:
    """`parameters.migrate_to_chat_id`."""
    group = telegram.add_group("Смена", [aru], kind="group")
    group.add_bot(bot)
    new = group.upgrade()

    params = {"chat_id": group.id, "text": "x"}
    async with session.post(f"{telegram.url}/bot{bot.token}/sendMessage", json=params) as response:
        assert (await response.json())["parameters"] == {"migrate_to_chat_id": new.id}


async def test_bot_that_left_is_no_member(telegram: Telegram, call: Client, aru: Person, bot: Bot) -> None:
    """LeaveChat is final until somebody invites it again."""
    group = telegram.add_group("Смена", [aru])
    group.add_bot(bot)
    assert await call.leaveChat(chat_id=group.id)

    refused = await call.refused("sendMessage", chat_id=group.id, text="x")
    assert refused == "Forbidden: bot is not a member of the supergroup chat"


async def test_group_privacy(telegram: Telegram, call: Client, aru: Person, bot: Bot) -> None:
    """In a group a bot hears commands, its name and replies to it, not what people say to each other."""
    group = telegram.add_group("Смена", [aru])
    group.add_bot(bot)
    phone = group.phone(aru)
    await phone.send("между собой")
    await phone.send("/queue@other_bot")
    await phone.send("/queue")
    await phone.send("эй, @Senim_bot")
    said = await call.sendMessage(chat_id=group.id, text="x")
    await phone.send("ответ", reply_to=group.messages[-1])

    updates = await call.getUpdates()
    heard = [u["message"]["text"] for u in updates if "text" in u.get("message", {})]
    assert heard == ["/queue", "эй, @Senim_bot", "ответ"]
    assert updates[-1]["message"]["reply_to_message"]["message_id"] == said["message_id"]
    assert "my_chat_member" in updates[0]


async def test_bad_token_and_unknown_method(telegram: Telegram, session: aiohttp.ClientSession, call: Client) -> None:
    """401 and 404, as the real server says them."""
    async with session.get(f"{telegram.url}/bot1:WRONG/getMe") as response:
        assert (response.status, (await response.json())["description"]) == (401, "Unauthorized")
    assert await call.refused("sendMassage", text="x") == "Not Found: method not found"


async def test_method_that_is_not_played_is_loud(telegram: Telegram, call: Client) -> None:
    """501 and an entry in the record: a test can see it."""
    refused = await call.refused("sendInvoice")

    assert refused == "Not Implemented: simulator: sendInvoice is a method of Telegram that is not played here"
    assert telegram.record.unimplemented == {"sendInvoice": 1}


async def test_methods_have_any_case(call: Client) -> None:
    """Telegram does not look at capitals."""
    assert (await call.GETME())["username"] == "senim_bot"


@pytest.mark.parametrize("how", ["json", "form", "multipart", "query"])
async def test_parameters_come_in_four_ways(
    telegram: Telegram, session: aiohttp.ClientSession, phone: Phone, how: str
) -> None:
    """JSON, urlencoded, multipart and in the address; numbers, flags and objects as strings too."""
    url = f"{telegram.url}/bot100:TEST/sendMessage"
    params = {"chat_id": str(phone.chat.id), "text": "я", "protect_content": "true"}
    params["reply_markup"] = '{"inline_keyboard":[[{"text":"a","callback_data":"a"}]]}'
    form = aiohttp.FormData(params, default_to_multipart=how == "multipart")
    sent = {"json": {"json": params}, "query": {"params": params}}.get(how, {"data": form})

    async with session.post(url, **sent) as response:
        result = (await response.json())["result"]

    assert (result["text"], result["has_protected_content"]) == ("я", True)
    assert phone.labels() == ["a"]


async def test_strangeness_is_noted(telegram: Telegram, call: Client, phone: Phone) -> None:
    """Telegram ignores unknown parameters; the record does not."""
    await call.sendMessage(chat_id=phone.chat.id, text="x", parsemode="HTML", link_preview_options={"disable": True})

    assert telegram.record.oddities == {
        "unknown parameter parsemode": 1,
        "unknown field LinkPreviewOptions.disable": 1,
    }


async def test_wrong_types_are_refused_by_the_simulator(call: Client, phone: Phone) -> None:
    """Where Telegram would guess, the simulator says no, and that it is the simulator."""
    refused = await call.refused("sendMessage", chat_id=phone.chat.id, text="x", disable_notification="maybe")

    assert refused == 'Bad Request: simulator: "disable_notification" must be true or false'


async def test_reply_to_a_missing_message(call: Client, phone: Phone) -> None:
    """Refused, unless the bot allows to send without."""
    reply = {"message_id": 99}
    refused = await call.refused("sendMessage", chat_id=phone.chat.id, text="x", reply_parameters=reply)
    assert refused == "Bad Request: message to be replied not found"
    reply["allow_sending_without_reply"] = True
    assert "reply_to_message" not in await call.sendMessage(chat_id=phone.chat.id, text="x", reply_parameters=reply)


async def test_reply_shows_what_it_answers(call: Client, phone: Phone) -> None:
    """On the phone and in the result; a quote must be there word for word."""
    asked = await phone.send("длинный вопрос")
    reply = {"message_id": asked.id, "quote": "вопрос"}
    sent = await call.sendMessage(chat_id=phone.chat.id, text="x", reply_parameters=reply)

    assert phone.last.reply_to is asked
    assert sent["quote"]["position"] == 8
    wrong = {"message_id": asked.id, "quote": "ответ"}
    refused = await call.refused("sendMessage", chat_id=phone.chat.id, text="x", reply_parameters=wrong)
    assert refused == "Bad Request: QUOTE_TEXT_INVALID"


async def test_no_topics_here(call: Client, phone: Phone) -> None:
    """A thread that does not exist is refused."""
    refused = await call.refused("sendMessage", chat_id=phone.chat.id, text="x", message_thread_id=7)
    assert refused == "Bad Request: message thread not found"
