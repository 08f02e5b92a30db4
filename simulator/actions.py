"""What may be asked of the simulator from outside its process: `POST /control/<name>` or over the socket.

Every action takes one JSON object and gives one. `README.md` lists them with examples.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from simulator.chats import Button, Message, Wire
from simulator.flood import RateRule
from simulator.kinds import KINDS
from simulator.phones import Phone
from simulator.views import chat_view, message_view, phone_view, state_view

if TYPE_CHECKING:
    from simulator.telegram import Telegram
    from simulator.world import Bot

Asked = dict[str, Any]
Action = Callable[["Telegram", Asked], Awaitable[Any]]


class NotThereError(Exception):
    """The request names somebody or something that does not exist."""


def bot_of(telegram: Telegram, asked: Asked) -> Bot:
    """The bot of this id, or the only one."""
    wanted = asked.get("bot")
    for bot in telegram.bots:
        if wanted in (None, bot.id, bot.username):
            return bot
    raise NotThereError("bot")


def phone_of(telegram: Telegram, asked: Asked) -> Phone:
    """Whose phone, and open at which chat: `person` with `bot`, or with the group `chat`."""
    person = telegram.world.people.get(int(asked["person"]))
    if person is None:
        raise NotThereError("person")
    for group in telegram.groups:
        if group.id == asked.get("chat"):
            return group.phone(person)
    return person.phone(bot_of(telegram, asked))


def message_of(phone: Phone, number: Any) -> Message:
    """A message of this chat."""
    message = phone.chat.messages.get(int(number))
    if message is None:
        raise NotThereError("message")
    return message


def answered(phone: Phone, asked: Asked) -> Message | None:
    """The message that is replied to, if one is."""
    return message_of(phone, asked["reply_to"]) if asked.get("reply_to") else None


async def state(telegram: Telegram, asked: Asked) -> Wire:
    return state_view(telegram.world, telegram.groups, telegram.clock.now().isoformat())


async def kinds(telegram: Telegram, asked: Asked) -> list[str]:
    return list(KINDS)


async def add_bot(telegram: Telegram, asked: Asked) -> Wire:
    bot = telegram.add_bot(**asked)
    return {"id": bot.id, "link": bot.link()}


async def add_person(telegram: Telegram, asked: Asked) -> Wire:
    person = telegram.add_person(**asked)
    for bot in telegram.bots:
        person.phone(bot)
    return {"id": person.id}


async def add_group(telegram: Telegram, asked: Asked) -> Wire:
    people = [telegram.world.people[number] for number in asked["people"]]
    group = telegram.add_group(asked["title"], people, kind=asked.get("kind", "supergroup"))
    for person in people:
        group.phone(person)
    group.add_bot(bot_of(telegram, asked))
    return chat_view(group.chat)


async def start(telegram: Telegram, asked: Asked) -> Wire:
    return message_view(await phone_of(telegram, asked).start(asked.get("payload")))


async def send(telegram: Telegram, asked: Asked) -> Wire:
    phone = phone_of(telegram, asked)
    return message_view(await phone.send(asked["text"], reply_to=answered(phone, asked), quote=asked.get("quote")))


async def send_kind(telegram: Telegram, asked: Asked) -> Wire:
    phone = phone_of(telegram, asked)
    details: dict[str, Any] = asked.get("details") or {}
    sent = await phone.send_kind(asked["kind"], asked.get("caption"), reply_to=answered(phone, asked), **details)
    return message_view(sent)


async def send_album(telegram: Telegram, asked: Asked) -> list[Wire]:
    items = [item if isinstance(item, str) else tuple(item) for item in asked["items"]]
    sent = await phone_of(telegram, asked).send_album(items, caption=asked.get("caption"))
    return [message_view(message) for message in sent]


async def press(telegram: Telegram, asked: Asked) -> Wire | None:
    """By `label`, or by `message`, `row` and `column`; over the page the bot's answer is not waited for."""
    phone = phone_of(telegram, asked)
    target: str | Button
    if "label" in asked:
        target = asked["label"]
    else:
        rows = message_of(phone, asked["message"]).buttons if asked.get("message") else phone.keyboard
        try:
            target = rows[asked["row"]][asked["column"]]
        except IndexError:
            raise NotThereError("button") from None
    answer = await phone.press(target, wait=asked.get("wait", True), timeout=asked.get("timeout", 5.0))
    if answer is None:
        return None
    return {"text": answer.text, "show_alert": answer.show_alert, "url": answer.url}


async def edit(telegram: Telegram, asked: Asked) -> Wire:
    phone = phone_of(telegram, asked)
    return message_view(await phone.edit(message_of(phone, asked["message"]), asked["text"]))


async def react(telegram: Telegram, asked: Asked) -> None:
    phone = phone_of(telegram, asked)
    await phone.react(message_of(phone, asked["message"]), *asked.get("emoji", ()))


async def delete(telegram: Telegram, asked: Asked) -> None:
    phone = phone_of(telegram, asked)
    phone.delete(message_of(phone, asked["message"]))


async def clear(telegram: Telegram, asked: Asked) -> None:
    phone_of(telegram, asked).clear()


async def block(telegram: Telegram, asked: Asked) -> None:
    phone_of(telegram, asked).block()


async def unblock(telegram: Telegram, asked: Asked) -> None:
    phone_of(telegram, asked).unblock()


async def deactivate(telegram: Telegram, asked: Asked) -> None:
    phone_of(telegram, asked).person.deactivate()


async def close_alert(telegram: Telegram, asked: Asked) -> None:
    phone = phone_of(telegram, asked)
    phone.closed_alerts = min(phone.closed_alerts + 1, len(phone.alerts))
    telegram.world.tell(phone.chat)


async def phone_state(telegram: Telegram, asked: Asked) -> Wire:
    phone = phone_of(telegram, asked)
    messages = [message_view(message) for message in phone.messages]
    return {**chat_view(phone.chat), **phone_view(phone), "toasts": phone.toasts, "messages": messages}


async def expect(telegram: Telegram, asked: Asked) -> Wire:
    phone = phone_of(telegram, asked)
    found = await phone.expect(
        asked.get("text"),
        timeout=asked.get("timeout", 5.0),
        since=asked.get("since"),
        kind=asked.get("kind"),
        button=asked.get("button"),
    )
    return message_view(found)


async def settled(telegram: Telegram, asked: Asked) -> None:
    await telegram.settled(**asked)


async def shift_clock(telegram: Telegram, asked: Asked) -> Wire:
    telegram.clock.shift(float(asked["seconds"]))
    telegram.world.tell(None)
    return {"now": telegram.clock.now().isoformat()}


async def add_fault(telegram: Telegram, asked: Asked) -> None:
    telegram.faults.add(**asked)


async def clear_faults(telegram: Telegram, asked: Asked) -> None:
    telegram.faults.clear()


async def pause(telegram: Telegram, asked: Asked) -> None:
    telegram.pause(asked.get("how", "refuse"))


async def resume(telegram: Telegram, asked: Asked) -> None:
    telegram.resume()


async def flood(telegram: Telegram, asked: Asked) -> None:
    telegram.flood = RateRule(**asked["rule"]) if asked.get("rule") is not None else None


async def redeliver(telegram: Telegram, asked: Asked) -> Wire:
    return {"count": len(telegram.redeliver(int(asked.get("last", 1)), bot_of(telegram, asked)))}


async def record(telegram: Telegram, asked: Asked) -> Wire:
    """Counters, and the calls from number `since` on; without parameters: these are words."""
    calls = telegram.record.calls[int(asked.get("since", 0)) :]
    shown = ("at", "method", "ok", "error_code", "description", "chat_id", "message_id", "took", "fault", "answered")
    return {
        "methods": telegram.record.methods,
        "failures": telegram.record.failures,
        "unimplemented": telegram.record.unimplemented,
        "oddities": telegram.record.oddities,
        "violations": len(telegram.violations),
        "calls": [{name: getattr(call, name) for name in shown} for call in calls],
    }


ACTIONS: dict[str, Action] = {
    action.__name__: action
    for action in (
        state, kinds, add_bot, add_person, add_group, start, send, send_kind, send_album, press, edit, react, delete,
        clear, block, unblock, deactivate, close_alert, phone_state, expect, settled, shift_clock, add_fault,
        clear_faults, pause, resume, flood, redeliver, record,
    )
}  # fmt: skip
"""By the names under which they are asked for."""
