"""People who do anything at random, and remember what they said."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from dialogs.help_requests import Discard
from dialogs.kept import Forget
from domain.crisis import Action
from domain.people import Language
from tests.journeys.words import ANSWER, CALM, MORE, crisis

if TYPE_CHECKING:
    from simulator import Button, Message, Phone
    from tests.journeys.hotline import Hotline

COMMANDS = {
    False: (
        "/start", "/menu", "/cancel", "/ask", "/sos", "/settings", "/language", "/hide", "/pause", "/my", "/forget", "/undo",
        "/nosuchcommand",
    ),
    True: (
        "/start", "/menu", "/cancel", "/sos", "/settings", "/language", "/duty", "/duty on", "/queue", "/next", "/next",
        "/cases", "/invite", "/ask", "/hide", "/undo", "/nosuchcommand",
    ),
}  # fmt: skip
OTHER_KINDS = ("sticker", "photo", "voice", "contact", "location", "document", "poll", "story")
REACH = 4
"""Messages on a screen: what is further up is rarely touched."""
AWAITS_WORDS = {
    "staff.name_ru", "staff.name_kk", "staff.invite_name", "relay.note", "relay.case", "help_requests.words",
    "help_requests.draft",
}  # fmt: skip

LEADS_ON = {
    "outcome",
    "close",
    "claim",
    "next",
    "send",
    "hand",
    "to_colleague",
    "to",
    "ask",
    "topic",
    "resume",
    "discard",
}
"""Buttons that are pressed more often than others: without them conversations would begin and never end."""


def kind(button: Button) -> str:
    """The kind of a button: the prefix of its data."""
    return (button.data or "").split(":")[0]


class Walker:
    """One of them. `forgetful` ones also drop drafts; of the others every word must be found again."""

    def __init__(
        self, hotline: Hotline, name: str, language: Language, dice: random.Random, *, staff: bool, forgetful: bool
    ) -> None:
        account = hotline.telegram.add_person(f"Аккаунт {name}", username=f"user_{name}", language_code=language.value)
        self.hotline = hotline
        self.phone: Phone = account.phone(hotline.bot)
        self.name = name
        self.language = language
        self.dice = dice
        self.staff = staff
        self.forgetful = forgetful
        self.said: list[str] = []
        """Marks of their own words, in order."""
        self.own: list[Message] = []
        self.held: list[Button] = []
        """Buttons kept from long ago."""

    def words(self) -> str:
        """Something to say, with a mark by which it is found again."""
        mark = f"({self.name}.{len(self.said)})"
        self.said.append(mark)
        if self.staff:
            return f"{ANSWER[self.language]} {mark}"
        dice = self.dice.random()
        if dice < 0.03:
            return f"{crisis(self.hotline, self.language, Action.CARD)[0]} {mark}"
        if dice < 0.12:
            return f"{crisis(self.hotline, self.language, Action.QUESTION)[0]} {mark}"
        if dice < 0.14:
            return f"{CALM[self.language] * 60} {mark}"
        return f"{self.dice.choice((CALM, MORE))[self.language]} {mark}"

    async def does_something(self, wanted: Callable[[str, str], bool]) -> None:
        """One step, begun and not waited for. `wanted(screen, event)` tells which arrows nobody has walked yet."""
        if self.phone.chat.blocked:
            await self.phone.start()
            return
        if not self.phone.chat.messages:
            await (self.phone.start() if self.dice.random() < 0.7 else self._writes())
            return
        if self.dice.random() < 0.4 and (new := self._unwalked(wanted)):
            await self.phone.press(self.dice.choice(new), wait=False)
            return
        if self.dice.random() < 0.4 and wanted(self._screen(self._newest()), "text"):
            await self._writes()
            return
        deeds = (self._presses, self._writes, self._commands, self._sends_other, self._edits, self._blocks)
        weights = [60, 20, 12, 3, 4, 0.7]
        if self._screen(self._newest()) in AWAITS_WORDS:
            weights[1], weights[3] = 60, 9
        deed = self.dice.choices(deeds, weights)[0]
        await deed()

    def buttons(self, reach: int = REACH) -> list[tuple[str, Button]]:
        """What can be pressed, each with the screen that it stands on."""
        shown = [m for m in self.phone.messages[-reach:] if m.from_bot]
        standing = [(self._screen(m), b) for m in shown for row in m.buttons for b in row if b.data]
        # Who is forgotten takes with them what tells who might have read what: that is walked beforehand.
        standing = [(screen, button) for screen, button in standing if button.data != Forget().pack()]
        return [(screen, button) for screen, button in standing if self.forgetful or not self._drops(button)]

    def _unwalked(self, wanted: Callable[[str, str], bool]) -> list[Button]:
        return [button for screen, button in self.buttons(5 * REACH) if wanted(screen, kind(button))]

    def _newest(self) -> Message | None:
        shown = [message for message in self.phone.messages[-REACH:] if message.from_bot]
        return max(shown, key=lambda message: message.event, default=None)

    def _screen(self, message: Message | None) -> str:
        names = self.hotline.app.messenger.names or {}
        return names.get((self.phone.chat.id, message.id), ("?",))[0] if message else "?"

    async def _presses(self) -> None:
        buttons = [button for _, button in self.buttons()]
        if self.held and self.dice.random() < 0.05:
            await self.phone.press(self.dice.choice(self.held), wait=False)
            return
        if not buttons:
            await self._commands()
            return
        button = self.dice.choices(buttons, [8 if kind(each) in LEADS_ON else 1 for each in buttons])[0]
        if self.dice.random() < 0.1:
            self.held.append(button)
        await self.phone.press(button, wait=False)

    @staticmethod
    def _drops(button: Button) -> bool:
        return button.data == Discard().pack()

    async def _writes(self) -> None:
        shown = [m for m in self.phone.messages[-REACH:] if m.from_bot]
        reply = self.dice.choice(shown) if shown and self.dice.random() < 0.3 else None
        self.own.append(await self.phone.send(self.words(), reply_to=reply))

    async def _commands(self) -> None:
        await self.phone.send(self.dice.choice(COMMANDS[self.staff]))

    async def _sends_other(self) -> None:
        await self.phone.send_kind(self.dice.choice(OTHER_KINDS))

    async def _edits(self) -> None:
        if self.own:
            await self.phone.edit(self.dice.choice(self.own[-5:]), self.words())

    async def _blocks(self) -> None:
        self.phone.block()
