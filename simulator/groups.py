"""A group: several people, and bots that were invited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.chats import Chat, Message, Wire
from simulator.members import membership
from simulator.phones import Phone

if TYPE_CHECKING:
    from simulator.people import Person
    from simulator.world import Bot, World


class Group:
    """The first of its people owns it."""

    def __init__(self, world: World, title: str, people: list[Person], chat_id: int, kind: str) -> None:
        self.world = world
        self.chat = Chat(world, {"id": chat_id, "type": kind, "title": title})
        self.chat.people.extend(people)
        self.chat.started = True
        self.phones: dict[int, Phone] = {}
        world.chats.append(self.chat)

    @property
    def id(self) -> int:
        """Negative, as of all groups."""
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """What stands in the group, oldest first."""
        return [message for message in self.chat.messages.values() if not message.deleted]

    def phone(self, person: Person) -> Phone:
        """This person's phone, open at the group."""
        if person not in self.chat.people:
            raise ValueError("not a member of the group")
        return self.phones.setdefault(person.id, Phone(person, self.chat))

    def add_bot(self, bot: Bot, by: Person | None = None) -> None:
        """Invite a bot: `my_chat_member`, then the service message."""
        person = by or self.chat.people[0]
        old = "kicked" if bot.id in self.chat.former else "left"
        self.chat.former.discard(bot.id)
        self.chat.bots.append(bot)
        bot.chats[self.id] = self.chat
        self.world.emit(self.chat, "my_chat_member", membership(self.chat, bot, person, old, "member"), only=bot)
        self.service(person, "new_chat_members", {"new_chat_members": [bot.wire], "new_chat_member": bot.wire})

    def remove_bot(self, bot: Bot, by: Person | None = None) -> None:
        """Throw a bot out: it gets 403 here from now on."""
        person = by or self.chat.people[0]
        self.chat.bots.remove(bot)
        self.chat.former.add(bot.id)
        payload = membership(self.chat, bot, person, "member", "kicked")
        self.world.emit(self.chat, "my_chat_member", payload, only=bot)

    def upgrade(self) -> Group:
        """Become a supergroup with another id, as Telegram does one day by itself."""
        new_id = -1_000_000_000_000 + self.id
        new = Group(self.world, self.chat.wire["title"], self.chat.people, new_id, "supergroup")
        new.chat.bots.extend(self.chat.bots)
        for bot in self.chat.bots:
            bot.chats[new_id] = new.chat
        self.chat.moved_to = new_id
        self.service(self.chat.people[0], "migrate_to_chat_id", {"migrate_to_chat_id": new_id})
        new.service(self.chat.people[0], "migrate_from_chat_id", {"migrate_from_chat_id": self.id})
        return new

    def service(self, person: Person, kind: str, content: Wire) -> Message:
        """A message that Telegram writes itself."""
        raw = self.chat.new_raw(person.wire, content)
        message = self.chat.add(Message(self.chat, raw, kind, None, person))
        self.world.emit(self.chat, "message", raw)
        return message
