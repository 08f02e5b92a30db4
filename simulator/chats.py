"""Chats and what is said in them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from simulator.pulse import Pulse

if TYPE_CHECKING:
    from simulator.people import Person
    from simulator.world import Bot, World

ACTION_LASTS = 5.0

Wire = dict[str, Any]
"""An object as the Bot API sends it."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button as a finger sees it; `message` is where it stood (none on a reply keyboard)."""

    text: str
    data: str | None = None
    url: str | None = None
    message: Message | None = field(default=None, compare=False, repr=False)
    wire: Wire = field(default_factory=dict, compare=False, repr=False)


class Message:
    """One message. `raw` is replaced, never changed in place: whoever holds it holds the past."""

    __slots__ = (
        "bot",
        "cached_buttons",
        "chat",
        "deleted",
        "event",
        "fixed",
        "id",
        "kind",
        "outgoing_markup",
        "person",
        "raw",
        "reactions",
    )

    def __init__(self, chat: Chat, raw: Wire, kind: str, bot: Bot | None, person: Person | None) -> None:
        self.chat = chat
        self.id: int = raw["message_id"]
        self.raw = raw
        self.kind = kind
        self.bot = bot
        self.person = person
        self.event = 0
        """Number of its last change in the history of the world."""
        self.deleted = False
        self.fixed = False
        """Sent with a markup that is not inline: can never be edited."""
        self.outgoing_markup: Wire | None = None
        """That markup: it is not part of the message that bots see."""
        self.reactions: dict[int, list[Wire]] = {}
        self.cached_buttons: tuple[object, list[list[Button]]] | None = None

    @property
    def from_bot(self) -> bool:
        """Whether a bot wrote it."""
        return self.bot is not None

    @property
    def text(self) -> str | None:
        """Words of a text message."""
        return self.raw.get("text")

    @property
    def caption(self) -> str | None:
        """Words under a photo and its like."""
        return self.raw.get("caption")

    @property
    def words(self) -> str:
        """Text or caption, whichever there is."""
        return self.raw.get("text") or self.raw.get("caption") or ""

    @property
    def entities(self) -> list[Wire]:
        """Formatting of `words`; offsets in UTF-16 units."""
        return self.raw.get("entities") or self.raw.get("caption_entities") or []

    @property
    def date(self) -> int:
        """When it was sent, unix seconds."""
        return int(self.raw["date"])

    @property
    def edited(self) -> bool:
        """Whether it was changed since."""
        return "edit_date" in self.raw

    @property
    def media(self) -> Any:
        """The object under the name of its kind; for a photo, its sizes."""
        return self.raw.get(self.kind) if self.kind != "text" else None

    @property
    def reply_to(self) -> Message | None:
        """The message it answers."""
        quoted = self.raw.get("reply_to_message")
        return self.chat.messages.get(quoted["message_id"]) if quoted else None

    @property
    def buttons(self) -> list[list[Button]]:
        """The inline keyboard, row by row."""
        markup = self.raw.get("reply_markup")
        if markup is None:
            return []
        if self.cached_buttons is None or self.cached_buttons[0] is not markup:
            rows = [[button(wire, self) for wire in row] for row in markup["inline_keyboard"]]
            self.cached_buttons = (markup, rows)
        return self.cached_buttons[1]

    def button(self, label: str) -> Button:
        """The one with this label, exactly or in part."""
        buttons = [button for row in self.buttons for button in row]
        for found in [b for b in buttons if b.text == label] or [b for b in buttons if label in b.text]:
            return found
        raise AssertionError(f"no button of this label under {self!r}")

    @property
    def author(self) -> Wire | None:
        """Who wrote it, as bots are told."""
        return self.raw.get("from")

    def __repr__(self) -> str:
        """Ids and lengths, no words."""
        side = "bot" if self.from_bot else "person"
        marks = "".join(f", {mark}" for mark in ("edited", "deleted") if getattr(self, mark))
        return f"<Message {self.id} {self.kind} from {side}, {len(self.words)} characters{marks}>"


def button(wire: Wire, message: Message | None) -> Button:
    """From the Bot API's object to what a finger sees."""
    return Button(wire["text"], wire.get("callback_data"), wire.get("url"), message, wire)


class Chat:
    """A private chat of one person with one bot, or a group."""

    def __init__(self, world: World, wire: Wire) -> None:
        self.world = world
        self.id: int = wire["id"]
        self.wire = wire
        self.bots: list[Bot] = []
        self.people: list[Person] = []
        self.messages: dict[int, Message] = {}
        self.last_id = world.first_message - 1
        self.pulse = Pulse()
        self.started = False
        self.blocked = False
        self.former: set[int] = set()
        """Ids of the bots that were removed from the group."""
        self.moved_to: int | None = None
        self.keyboard: list[list[Button]] = []
        """The reply keyboard that stands under the text field."""
        self.placeholder: str | None = None
        self.force_reply: Message | None = None
        self.one_time = False
        self.action: tuple[str, float] | None = None
        """What the bot is doing ("typing"), and since when on the loop's clock."""
        self.pinned: list[int] = []

    @property
    def busy(self) -> str | None:
        """`typing` and the like, while it is fresh: 5 seconds or less (Bot API, sendChatAction)."""
        if self.action is None or asyncio.get_running_loop().time() - self.action[1] > ACTION_LASTS:
            return None
        return self.action[0]

    @property
    def type(self) -> str:
        """`private`, `group` or `supergroup`."""
        return str(self.wire["type"])

    @property
    def private(self) -> bool:
        """Whether only one person is here."""
        return self.id > 0

    def new_raw(self, author: Wire, content: Wire) -> Wire:
        """A message of this moment, with the next number of this chat.

        Numbers run per chat, although in Telegram all private chats of a bot share them: a bot that keeps a
        message id without its chat is found out at once.
        """
        self.last_id += 1
        date = int(self.world.clock.now().timestamp())
        return {"message_id": self.last_id, "from": author, "chat": self.wire, "date": date, **content}

    def add(self, message: Message) -> Message:
        """It now stands in the chat."""
        self.messages[message.id] = message
        self.world.changed(message)
        return message

    def change(self, message: Message, content: Wire, drop: tuple[str, ...] = ()) -> None:
        """Edit: `content` replaces, `drop` removes."""
        raw = {**message.raw, **content}
        for key in drop:
            raw.pop(key, None)
        message.raw = raw
        self.world.changed(message)

    def delete(self, message: Message) -> None:
        """It is gone for both sides; the numbers of others stay."""
        message.deleted = True
        if message.id in self.pinned:
            self.pinned.remove(message.id)
        self.world.changed(message)
