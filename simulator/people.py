"""A person with a Telegram account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.chats import Wire
from simulator.phones import Phone

if TYPE_CHECKING:
    from simulator.world import Bot, World


class Person:
    """One account. What bots learn of it is in `wire`; the phone number they learn only if it is shared."""

    def __init__(
        self,
        world: World,
        first_name: str,
        *,
        last_name: str | None,
        username: str | None,
        language_code: str | None,
        phone_number: str | None,
        user_id: int,
    ) -> None:
        self.world = world
        self.id = user_id
        self.first_name = first_name
        self.last_name = last_name
        self.username = username
        self.language_code = language_code
        self.phone_number = phone_number or f"+7700{user_id % 10_000_000:07d}"
        self.bio: str | None = None
        self.deactivated = False
        self.hides_forwards = False
        """Privacy: forwarded messages name no account."""
        self.wire: Wire = {"id": user_id, "is_bot": False, "first_name": first_name}
        if last_name:
            self.wire["last_name"] = last_name
        if username:
            self.wire["username"] = username
        if language_code:
            self.wire["language_code"] = language_code
        self.phones: dict[int, Phone] = {}

    def phone(self, bot: Bot) -> Phone:
        """This person's phone, open at the chat with this bot. The same object every time."""
        phone = self.phones.get(bot.id)
        if phone is None:
            phone = self.phones[bot.id] = Phone(self, self.world.private_chat(self, bot))
        return phone

    def deactivate(self) -> None:
        """The account is deleted: bots get 403 from now on."""
        self.deactivated = True
        self.world.tell(None)

    def __repr__(self) -> str:
        """No name."""
        return f"<Person {self.id}>"
