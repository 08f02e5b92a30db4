"""The local Telegram as one object: what tests and the demo hold in their hands."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Literal, Self

from simulator.calls import perform
from simulator.clock import Clock, ShiftedClock
from simulator.control import Control
from simulator.faults import Faults
from simulator.flood import RateRule, Violation
from simulator.groups import Group
from simulator.people import Person
from simulator.record import Record
from simulator.server import Server
from simulator.updates import Update
from simulator.world import Bot, World


class Telegram:
    """`async with Telegram() as telegram:` — a Bot API server on 127.0.0.1 and the people on its other side.

    `port=0` is any free one. `show_words` lets failed expectations quote messages: for a desk, never for logs.
    `continued` is for a bot that keeps its database from run to run: messages and files are numbered on from where
    an earlier run may have ended, not from 1 again.
    """

    def __init__(
        self, port: int = 0, *, clock: Clock | None = None, show_words: bool = False, continued: bool = False
    ) -> None:
        self.clock: Any = clock or ShiftedClock()
        self.world = World(self.clock)
        self.world.show_words = show_words
        if continued:
            self.world.first_message = self.world.birth
        self.world.perform = perform
        self.faults = Faults()
        self.control = Control(self)
        self.server = Server(self.world, self.faults, self.control)
        self.groups: list[Group] = []
        self._port = port

    async def __aenter__(self) -> Self:
        """Open the doors."""
        await self.server.open(self._port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close everything; an error inside the simulator does not stay silent."""
        for bot in self.world.bots.values():
            bot.poll.end("simulator: closed")
            bot.poll.next_conflict = 0.0
            bot.updates.pulse.tick()
            if bot.webhook is not None:
                await bot.webhook.stop()
                bot.webhook = None
        await self.control.close()
        await self.server.close()
        if error is None and self.record.crashes:
            raise RuntimeError("the simulator itself failed") from self.record.crashes[0]

    @property
    def url(self) -> str:
        """Address of the Bot API server, and of the page of phones."""
        return f"http://127.0.0.1:{self.server.port}"

    @property
    def record(self) -> Record:
        """Everything bots did."""
        return self.world.record

    @property
    def bots(self) -> list[Bot]:
        """All of them."""
        return list(self.world.bots.values())

    @property
    def people(self) -> list[Person]:
        """All of them."""
        return list(self.world.people.values())

    def add_bot(self, token: str = "100:TEST", username: str = "senim_bot", name: str = "Senim") -> Bot:
        """Register a bot, as BotFather would."""
        if token in self.world.bots:
            raise ValueError("a bot of this token exists")
        bot = self.world.bots[token] = Bot(self.world, token, username, name)
        self.world.tell(None)
        return bot

    def add_person(
        self,
        first_name: str,
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "ru",
        phone: str | None = None,
        user_id: int | None = None,
    ) -> Person:
        """Somebody with an account. Numbers start beyond 32 bits, as new accounts do."""
        number = user_id or 7_000_000_001 + len(self.world.people)
        if number in self.world.people:
            raise ValueError("a person of this id exists")
        person = Person(
            self.world,
            first_name,
            last_name=last_name,
            username=username,
            language_code=language_code,
            phone_number=phone,
            user_id=number,
        )
        self.world.people[number] = person
        self.world.tell(None)
        return person

    def add_group(
        self, title: str, people: Iterable[Person], *, kind: Literal["group", "supergroup"] = "supergroup"
    ) -> Group:
        """A group of these people; the first owns it."""
        number = sum(not chat.private for chat in self.world.chats) + 1
        chat_id = -1_001_000_000_000 - number if kind == "supergroup" else -4_000_000_000 - number
        group = Group(self.world, title, list(people), chat_id, kind)
        self.groups.append(group)
        return group

    # Trouble

    def pause(self, how: Literal["refuse", "hang"] = "refuse") -> None:
        """No bot reaches Telegram: connections are cut, or stay without an answer."""
        self.server.pause(how)

    def resume(self) -> None:
        """Telegram is back."""
        self.server.resume()

    @property
    def flood(self) -> RateRule | None:
        """The rate that is enforced with 429; none by default. Violations are noted always."""
        return self.world.flood.enforced

    @flood.setter
    def flood(self, rule: RateRule | None) -> None:
        self.world.flood.enforced = rule

    @property
    def allow_http(self) -> bool:
        """Whether webhooks may be plain http; Telegram itself says no."""
        return self.world.allow_http

    @allow_http.setter
    def allow_http(self, allowed: bool) -> None:
        self.world.allow_http = allowed

    @property
    def violations(self) -> list[Violation]:
        """Messages beyond the rate."""
        return self.world.flood.violations

    def redeliver(self, last: int, bot: Bot | None = None) -> list[Update]:
        """Send the last confirmed updates once more: nothing may happen twice."""
        return (bot or self.bots[0]).updates.redeliver(last)

    # Waiting

    async def settled(self, timeout: float = 5.0, *, still: float = 0.05) -> None:
        """Wait until bots have confirmed all updates, no call is in flight and none came for `still` seconds.

        A bot that has confirmed an update may still be working on it in silence: where a certain message is
        meant, `expect` it instead.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        quiet_since = loop.time()
        calls = -1
        while True:
            seen = sum(self.record.methods.values()) - self.record.methods["getUpdates"]
            if seen != calls or not self._idle():
                calls, quiet_since = seen, loop.time()
            elif loop.time() - quiet_since >= still:
                return
            if loop.time() >= deadline:
                raise AssertionError(f"not settled within {timeout} s: {self._waiting()}")
            await self.world.pulse.beat(still / 2)

    def _idle(self) -> bool:
        return all(
            not bot.updates.waiting and not bot.running and not (bot.webhook and bot.webhook.busy) for bot in self.bots
        )

    def _waiting(self) -> str:
        return ", ".join(f"{bot!r} {bot.updates.waiting} updates, {bot.running} calls" for bot in self.bots)

    async def received(self, method: str, count: int = 1, timeout: float = 5.0) -> None:
        """Wait until a method has been called so many times altogether."""
        done = await self.world.pulse.until(lambda: self.record.methods[method] >= count or None, timeout)
        if not done:
            raise AssertionError(f"{method}: {self.record.methods[method]} calls after {timeout} s, not {count}")
