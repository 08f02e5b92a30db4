"""Delivery of updates to a bot's address."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any

import aiohttp

from simulator.bodies import read_parts, read_simple
from simulator.errors import ApiError
from simulator.updates import Update

if TYPE_CHECKING:
    from simulator.world import Bot

NOT_IN_ANSWERS = frozenset({"setwebhook", "deletewebhook", "getupdates"})


class Webhook:
    """Posts updates: in order within a chat, side by side over chats, up to `connections` at once.

    The next one of a chat waits for the 2xx of the one before. What fails is tried again after a growing pause.
    """

    first_pause = 0.2
    longest_pause = 10.0
    timeout = 60.0

    def __init__(self, bot: Bot, url: str, secret: str, connections: int) -> None:
        self.bot = bot
        self.url = url
        self.secret = secret
        self.connections = connections
        self.last_error: tuple[int, str] | None = None
        self.lanes: dict[int, deque[Update]] = {}
        self.taken: set[int] = set()
        self.tasks: set[asyncio.Task[None]] = set()
        self.free = asyncio.Semaphore(connections)
        self.session: aiohttp.ClientSession | None = None

    def start(self) -> None:
        """Begin with whatever waits."""
        connector = aiohttp.TCPConnector(limit=self.connections)
        timeout = aiohttp.ClientTimeout(total=self.timeout)
        self.session = aiohttp.ClientSession(connector=connector, timeout=timeout)
        self._spawn(self._sort())

    async def stop(self) -> None:
        """Deliver nothing more; what was not accepted stays with Telegram."""
        tasks = [task for task in self.tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self.session is not None:
            await self.session.close()

    def _spawn(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _sort(self) -> None:
        updates = self.bot.updates
        while True:
            while updates.again:
                self._queue(updates.again.popleft(), first=True)
            for update in list(updates.pending):
                if update.id not in self.taken:
                    self._queue(update)
            await updates.pulse.beat()

    def _queue(self, update: Update, *, first: bool = False) -> None:
        self.taken.add(update.id)
        lane = self.lanes.get(update.lane)
        if lane is None:
            self.lanes[update.lane] = deque([update])
            self._spawn(self._deliver(update.lane))
        elif first:
            lane.appendleft(update)
        else:
            lane.append(update)

    async def _deliver(self, number: int) -> None:
        lane = self.lanes[number]
        while lane:
            update = lane.popleft()
            pause = self.first_pause
            while not await self._accepted(update):
                await asyncio.sleep(pause)
                pause = min(pause * 2, self.longest_pause)
            self.taken.discard(update.id)
            self.bot.updates.finish(update)
            self.bot.world.pulse.tick()
        del self.lanes[number]

    async def _accepted(self, update: Update) -> bool:
        """Whether the bot said 2xx; a method in its answer is carried out."""
        assert self.session is not None
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.secret
        try:
            async with self.free, self.session.post(self.url, data=update.json, headers=headers) as answer:
                if not 200 <= answer.status < 300:
                    self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                    return False
                await self._carry_out(answer)
                return True
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            timed_out = isinstance(error, TimeoutError)
            self._failed("Read timeout expired" if timed_out else "Connection refused")
            return False

    def _failed(self, reason: str) -> None:
        self.last_error = (int(self.bot.world.clock.now().timestamp()), reason)

    async def _carry_out(self, answer: aiohttp.ClientResponse) -> None:
        kind = answer.headers.get("Content-Type", "")
        if kind.startswith("multipart/"):
            raw, files = await read_parts(aiohttp.MultipartReader.from_response(answer))  # type: ignore[arg-type]
        else:
            body = await answer.read()
            if not body.strip():
                return
            try:
                raw, files = read_simple(kind, body), {}
            except ApiError:
                return
        name = raw.pop("method", None)
        if isinstance(name, str) and name.lower() not in NOT_IN_ANSWERS and not name.lower().startswith("get"):
            await self.bot.world.perform(self.bot, name, raw, files)

    @property
    def busy(self) -> bool:
        """Whether something is being delivered."""
        return bool(self.lanes)
