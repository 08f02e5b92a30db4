"""A phone in a hand: what a person does in one chat. What is seen there is in `sight`."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from simulator.callbacks import CallbackAnswer, Query
from simulator.chats import Button, Message, Wire
from simulator.entities import formatted
from simulator.kinds import album_of, content_of
from simulator.members import hears, membership
from simulator.sight import Sight


class Phone(Sight):
    """Everything a person can do with a bot. Actions return at once; `expect` waits for what follows."""

    async def start(self, payload: str | None = None) -> Message:
        """Open the bot, or its deep link, and press Start."""
        if self.chat.private and self.chat.blocked:
            self.unblock()
        return await self.send(f"/start {payload}" if payload else "/start")

    async def send(self, text: str, *, reply_to: Message | None = None, quote: str | None = None) -> Message:
        """Write words. More than 4096 characters leave in several messages, as from a real phone."""
        message: Message | None = None
        for at in range(0, len(text), 4096):
            words, entities = formatted(text[at : at + 4096], None, None)
            if not words:
                continue
            content: Wire = {"text": words}
            if entities:
                content["entities"] = entities
            message = self.say("text", content, reply_to=reply_to, quote=quote)
        if message is None:
            raise ValueError("Telegram sends no empty text")
        return message

    async def send_kind(
        self, kind: str, caption: str | None = None, *, reply_to: Message | None = None, **extra: Any
    ) -> Message:
        """Send a message of one of `simulator.KINDS`; `extra` are the details of that kind."""
        actual, content = content_of(self, kind, caption, extra)
        return self.say(actual, content, reply_to=reply_to)

    async def send_album(
        self, items: Sequence[str | tuple[str, str]] = ("photo", "photo"), *, caption: str | None = None
    ) -> list[Message]:
        """Several media at once: kinds, or (kind, caption); they reach the bot as separate updates."""
        return [self.say(kind, content) for kind, content in album_of(self, items, caption)]

    async def edit(self, message: Message, text: str) -> Message:
        """Change own words."""
        if message.person is not self.person:
            raise ValueError("people edit their own messages only")
        self.acted()
        words, entities = formatted(text, None, None)
        key, entities_key = ("text", "entities") if message.kind == "text" else ("caption", "caption_entities")
        content: Wire = {key: words, "edit_date": int(self.world.clock.now().timestamp())}
        if entities:
            content[entities_key] = entities
        self.chat.change(message, content, () if entities else (entities_key,))
        self.world.emit(self.chat, "edited_message", message.raw)
        return message

    async def react(self, message: Message, *emoji: str) -> None:
        """Put reactions; none takes them back. Bots hear of it only if they asked to."""
        self.acted()
        old = message.reactions.get(self.person.id, [])
        new: list[Wire] = [{"type": "emoji", "emoji": one} for one in emoji]
        message.reactions[self.person.id] = new
        self.world.changed(message)
        payload = {
            "chat": self.chat.wire,
            "message_id": message.id,
            "user": self.person.wire,
            "date": int(self.world.clock.now().timestamp()),
            "old_reaction": old,
            "new_reaction": new,
        }
        self.world.emit(self.chat, "message_reaction", payload)

    async def press(
        self,
        target: str | Button,
        *,
        message: Message | None = None,
        wait: bool = True,
        timeout: float = 5.0,
    ) -> CallbackAnswer | None:
        """Press a button by its label, or one kept from before (phones do hold stale keyboards).

        An inline button waits up to `timeout` seconds for the bot's answer and returns it, or `None` if there
        was none; `wait=False` does not wait. A button of the reply keyboard sends its label.
        """
        found = self.find(target, message) if isinstance(target, str) else target
        if found.message is None:
            await self._press_reply(found)
            return None
        if found.data is None:
            await self._press_local(found)
            return None
        query = self._query(found.message, found.data)
        if not wait:
            return None
        try:
            return await asyncio.wait_for(asyncio.shield(query.answered), timeout)
        except TimeoutError:
            return None

    async def _press_reply(self, button: Button) -> None:
        shared = button.wire
        if self.chat.one_time:
            self.chat.keyboard = []
        if shared.get("request_contact"):
            await self.send_kind("own_contact")
        elif shared.get("request_location"):
            await self.send_kind("location")
        else:
            await self.send(button.text)

    async def _press_local(self, button: Button) -> None:
        copy = button.wire.get("copy_text")
        if copy:
            self.copied.append(copy["text"])
            return
        url = button.url or (button.wire.get("web_app") or {}).get("url")
        if not url:
            return
        self.opened.append(url)
        for bot in self.world.bots.values():
            payload = bot.payload_of(url)
            if payload is not None:
                await self.person.phone(bot).start(payload or None)

    def _query(self, message: Message, data: str) -> Query:
        bot = message.bot
        if bot is None:
            raise ValueError("only a bot's message has inline buttons")
        self._able()
        self.acted()
        future: asyncio.Future[CallbackAnswer] = asyncio.get_running_loop().create_future()
        number = str(int(self.world.unique("query")[:15], 16))
        query = Query(number, self, message, self.world.clock.now().timestamp(), future)
        bot.queries[number] = query
        shown: Wire = message.raw
        if message.deleted:
            shown = {"chat": self.chat.wire, "message_id": message.id, "date": 0}
        payload = {
            "id": number,
            "from": self.person.wire,
            "message": shown,
            "chat_instance": str(self.chat.id * 7919),
            "data": data,
        }
        self.world.emit(self.chat, "callback_query", payload, only=bot)
        return query

    def delete(self, message: Message) -> None:
        """Delete for both sides. Bots are never told."""
        self.chat.delete(message)

    def clear(self) -> None:
        """Clear the history on this side only."""
        self.cleared = self.chat.last_id
        self.world.tell(self.chat)

    def block(self) -> None:
        """Stop and block the bot."""
        if not self.chat.blocked:
            self.chat.blocked = True
            self._membership("member", "kicked")

    def unblock(self) -> None:
        """Let the bot write again."""
        if self.chat.blocked:
            self.chat.blocked = False
            self._membership("kicked", "member")

    def _membership(self, old: str, new: str) -> None:
        self.acted()
        bot = self.chat.bots[0]
        self.world.emit(self.chat, "my_chat_member", membership(self.chat, bot, self.person, old, new))
        self.world.tell(self.chat)

    def acted(self) -> None:
        """Remember the moment: what is expected comes after it."""
        self.since = self.world.events

    def _able(self) -> None:
        if self.person.deactivated:
            raise ValueError("a deleted account does nothing")
        if self.chat.blocked:
            raise ValueError("unblock the bot first: a phone offers nothing else")

    def say(self, kind: str, content: Wire, *, reply_to: Message | None = None, quote: str | None = None) -> Message:
        """Put a message of this person into the chat and tell the bots."""
        chat = self.chat
        self._able()
        self.acted()
        chat.started = True
        reply_to = reply_to or chat.force_reply
        chat.force_reply = None
        if reply_to is not None:
            target = {key: part for key, part in reply_to.raw.items() if key != "reply_to_message"}
            content = {"reply_to_message": target, **content}
            if quote:
                content["quote"] = {"text": quote, "position": reply_to.words.find(quote), "is_manual": True}
        raw = chat.new_raw(self.person.wire, content)
        message = chat.add(Message(chat, raw, kind, None, self.person))
        for bot in chat.bots:
            if chat.private or hears(bot, message):
                bot.updates.put("message", raw, chat.id)
        return message

    def hear(self, answer: CallbackAnswer) -> None:
        """A pop-up or a toast appears."""
        if answer.text:
            (self.alerts if answer.show_alert else self.toasts).append(answer.text)
        if answer.url:
            self.opened.append(answer.url)
        self.world.events += 1
        self.pulse.tick()
        for listener in self.world.answer_listeners:
            listener(self, answer)
