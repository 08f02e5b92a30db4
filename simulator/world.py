"""Who and what exists: bots, people, chats, and the one clock."""

from __future__ import annotations

import hashlib
import itertools
import re
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from simulator.chats import Chat, Message, Wire
from simulator.clock import Clock
from simulator.flood import Flood
from simulator.pulse import Pulse
from simulator.record import Record
from simulator.updates import Poll, Updates

if TYPE_CHECKING:
    from simulator.callbacks import CallbackAnswer, Query
    from simulator.files import File
    from simulator.people import Person
    from simulator.phones import Phone
    from simulator.schema import Upload
    from simulator.webhook import Webhook

Listener = Callable[[Chat | None, Message | None], None]
AnswerListener = Callable[["Phone", "CallbackAnswer"], None]
Perform = Callable[["Bot", str, dict[str, Any], dict[str, "Upload"]], Awaitable[tuple[int, str]]]


class Bot:
    """A bot account: what BotFather knows, and its queue of updates."""

    def __init__(self, world: World, token: str, username: str, name: str) -> None:
        self.world = world
        self.token = token
        self.id = int(token.split(":", maxsplit=1)[0])
        self.username = username
        self.name = name
        self.wire: Wire = {"id": self.id, "is_bot": True, "first_name": name, "username": username}
        self.updates = Updates(first_id=world.birth * 4 + 1_000_000 * len(world.bots))
        self.poll = Poll()
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.webhook: Webhook | None = None
        self.webhook_set_at = -1.0
        self.profile: dict[tuple[str, str], Any] = {}
        """Commands, names, descriptions, menu buttons: (what, where and in which language) -> value."""
        self.running = 0
        """Calls accepted and not yet answered, without long polls."""
        self.last_call = 0.0
        """When the last of them ended, on the loop's clock."""

    def link(self, payload: str | None = None) -> str:
        """The address people open."""
        return f"https://t.me/{self.username}" + (f"?start={payload}" if payload else "")

    def payload_of(self, url: str) -> str | None:
        """What this bot's deep link carries ("" for a plain link); none if the address is another."""
        match = re.match(r"https?://t\.me/(\w+)(?:\?start=([\w-]{1,64}))?$", url)
        match = match or re.match(r"tg://resolve\?domain=(\w+)(?:&start=([\w-]{1,64}))?$", url)
        if match is None or match.group(1).lower() != self.username.lower():
            return None
        return match.group(2) or ""

    def __repr__(self) -> str:
        """No token."""
        return f"<Bot {self.id}>"


class World:
    """Everything that exists. Holds no connections: `server` and `webhook` do."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.bots: dict[str, Bot] = {}
        self.people: dict[int, Person] = {}
        self.chats: list[Chat] = []
        self.files: dict[str, File] = {}
        self.record = Record()
        self.flood = Flood()
        self.pulse = Pulse()
        self.events = 0
        """How many changes there have been; a point in the world's history."""
        self.listeners: list[Listener] = []
        self.answer_listeners: list[AnswerListener] = []
        self.show_words = False
        """Whether complaints may quote what people wrote."""
        self.perform: Perform
        """Runs a method; webhooks use it for methods in answers. Set by `calls`."""
        self.callback_lifetime = 60.0
        """Seconds a bot has to answer a press. Telegram does not say how long it waits."""
        self.allow_http = True
        """Whether webhooks may be plain http, as they are on loopback."""
        self.hurried = False
        """Whether a second setWebhook within a second is refused, as Telegram does."""
        self.max_download = 20 * 1024 * 1024
        self.birth = int(time.time()) - 1_700_000_000
        """Updates are numbered from here: a bot that kept its database does not take new ones for old ones."""
        self.first_message = 1
        """The number of the first message of each chat."""
        self.numbers = itertools.count(1)

    def changed(self, message: Message) -> None:
        """Something about this message is new; whoever waits for it looks again."""
        self.events += 1
        message.event = self.events
        message.chat.pulse.tick()
        if self.listeners:
            self.tell(message.chat, message)

    def tell(self, chat: Chat | None, message: Message | None = None) -> None:
        """Tell the listeners (pages) of a change; without a message, of the chat itself, or of everything."""
        for listener in self.listeners:
            listener(chat, message)

    def unique(self, purpose: str) -> str:
        """A new identifier, the same in every run."""
        seed = f"{self.first_message}:{purpose}:{next(self.numbers)}"
        return hashlib.blake2b(seed.encode(), digest_size=12).hexdigest()

    def private_chat(self, person: Person, bot: Bot) -> Chat:
        """The chat of these two; made at first need, silent until the person starts it."""
        chat = bot.chats.get(person.id)
        if chat is None:
            wire: Wire = {"id": person.id, "type": "private", "first_name": person.first_name}
            if person.last_name:
                wire["last_name"] = person.last_name
            if person.username:
                wire["username"] = person.username
            chat = Chat(self, wire)
            chat.bots.append(bot)
            chat.people.append(person)
            bot.chats[person.id] = chat
            self.chats.append(chat)
            self.tell(chat)
        return chat

    def emit(self, chat: Chat, kind: str, payload: Wire, *, only: Bot | None = None) -> None:
        """Queue an update for the bots of this chat."""
        for bot in [only] if only is not None else chat.bots:
            bot.updates.put(kind, payload, chat.id)
