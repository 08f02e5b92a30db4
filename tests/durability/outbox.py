"""A postman at work with a Telegram that is a few lines of Python: every send is seen, and answered as the test likes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, NamedTuple, cast

from bot.clock import SystemClock
from bot.open_database import open_database
from bot.postman import Postman
from bot.rate import Budget, Rates
from bot.settings import Settings
from bot.tasks import Tasks
from dialogs.screen import Screen
from domain.help_requests import RequestId
from domain.notices import Delivered, Notice, NoticeKind, NoticePlan, Priority, Result
from domain.people import PersonId
from storage.database import Database

FAST = Rates(notices=100_000, live=100_000, chat=100_000, chat_burst=100_000)
Answer = Callable[[Notice], Awaitable[Result]]


async def delivered(_notice: Notice) -> Result:
    """Telegram takes everything, after a moment."""
    await asyncio.sleep(0)
    return Delivered(telegram_messages=())


class Desk(NamedTuple):
    """A hotline of some colleagues, and a case about which they can be told."""

    settings: Settings
    database: Database
    colleagues: list[PersonId]
    case: RequestId


class Office:
    """Plays the wording and the messenger at once, and writes down what goes out, in order."""

    def __init__(self, desk: Desk, answer: Answer = delivered, rates: Rates = FAST) -> None:
        self.settings = desk.settings
        self.database = desk.database
        self.answer = answer
        self.clock = SystemClock()
        self.budget = Budget(rates, lambda: self.clock.now() / 1000)
        self.sent: list[Notice] = []
        self.on_the_way = 0
        self.most_on_the_way = 0
        self._words: dict[str, Notice] = {}
        self._changed = asyncio.Event()
        self._planned = 0

    def screen(self, notice: Notice, *_facts: object) -> Screen:
        """The words of a notice: its number, by which `deliver` knows it."""
        self._words[str(notice.id)] = notice
        return Screen("test.notice", str(notice.id))

    async def deliver(self, _chat: int, screen: Screen, _attempts: int) -> Result:
        """A send."""
        notice = self._words[screen.text]
        self.sent.append(notice)
        self.on_the_way += 1
        self.most_on_the_way = max(self.most_on_the_way, self.on_the_way)
        try:
            return await self.answer(notice)
        finally:
            self.on_the_way -= 1
            self._changed.set()

    async def plan(self, recipient: PersonId, request: RequestId, priority: Priority, count: int = 1) -> None:
        """So many notices, due now."""

        def unit(tx: Any) -> None:
            for _ in range(count):
                self._planned += 1
                tx.notices.plan(
                    NoticePlan(
                        kind=NoticeKind.RETURNED_BY_SILENCE, recipient=recipient, dedup_key=f"test:{self._planned}",
                        priority=priority, due_at=self.clock.now(), request_id=request,
                    ),
                    self.clock.now(),
                )  # fmt: skip

        await self.database.write(unit)

    async def until(self, done: Callable[[], bool]) -> None:
        """Wait for something that sends bring about."""
        async with asyncio.timeout(60):
            while not done():
                self._changed.clear()
                await self._changed.wait()

    async def settled(self) -> None:
        """Let time pass until nothing is left to be sent: a second with each look."""
        async with asyncio.timeout(60):
            while await self.open():
                self.clock.shift += 1000
                await asyncio.sleep(0.02)  # what is planned for later has no event to wait for

    async def open(self) -> int:
        """How many are not settled."""
        counts: dict[str, int] = await self.database.read(lambda tx: tx.notices.counts())
        return sum(counts.get(state, 0) for state in ("planned", "pending", "claimed", "sending"))

    @contextlib.asynccontextmanager
    async def postman(self) -> AsyncIterator[Postman]:
        """A postman who falls dead at the end of the block, whatever is in hand: his connections fall with him."""
        async with open_database(self.settings, alone=False) as own:
            tasks = Tasks()
            postman = Postman(own, cast("Any", self), self.budget, cast("Any", self), self.clock, tasks)
            tasks.start("postman", postman.run())
            try:
                yield postman
            finally:
                await tasks.stop()
        self.on_the_way = 0
