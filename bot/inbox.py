"""Handled in order per person, whatever happens: every update is on disk before Telegram may forget it.

One person's updates are handled one at a time, oldest first; people do not wait for each other. A handler that fails
is tried again; after three tries the update is set aside and blocks nobody. Each try is written down before it begins,
so an update that ends the whole process has three tries as well. After a crash those that were in hand are tried one
by one, with nothing beside them: whoever ends the process then is found out, and neighbours are not.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson
import structlog

from bot.showing import Unshown
from storage.database import DatabaseDown

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from bot.tasks import Tasks
    from services.ports import Clock
    from storage.database import Database
    from storage.inbox import Letter

log = structlog.get_logger()

TRIES = 3
AT_ONCE = 32
"""People served at the same moment."""
CROWD = 8
"""So many at once are a crowd."""
PAUSES = (0.2, 1.0)
"""Seconds before the second and the third try."""
ALONE = 2.0
"""Seconds that one update of a crashed process has for itself; after that the next one is tried beside it."""
LONGEST_PAUSE = 30.0
NOBODY = 0

Update = dict[str, Any]


def sender(update: Update) -> int:
    """Whose order the update belongs to: the person who acted, else the chat, else nobody in particular."""
    for kind, content in update.items():
        if kind == "update_id" or not isinstance(content, dict):
            continue
        for who in (content.get("from"), content.get("user"), content.get("chat")):
            if isinstance(who, dict) and "id" in who:
                return int(who["id"])
    return NOBODY


class Inbox:
    """Stores what arrives and hands it on. `handle(update, letter, more, met)` does the work.

    `more()` tells a handler whether the same person's next message is already here, so that a burst gets one answer.
    `arrived(tx, letters, updates, now)` hears of each batch in the unit that stores it.
    `meet(tx, telegram id, update id)` reads who it is in the unit that begins a try, to save a second one; handlers get
    the result.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        tasks: Tasks,
        handle: Callable[[Update, Letter, Callable[[], bool], Any], Awaitable[None]],
        meet: Callable[[Any, int, int], Any],
        tell_incident: Callable[[Update, str], Awaitable[None]],
        answer_without_database: Callable[[Update], Awaitable[None]],
        arrived: Callable[[Any, Sequence[Letter], Sequence[Update], int], None],
    ) -> None:
        self.database = database
        self.clock = clock
        self.tasks = tasks
        self.handle = handle
        self.meet = meet
        self.tell_incident = tell_incident
        self.answer_without_database = answer_without_database
        self.arrived = arrived
        self._queues: dict[bytes, deque[Letter]] = {}
        self._begun: dict[int, Any] = {}
        self._handled: list[Letter] = []
        self._places = asyncio.Semaphore(AT_ONCE)
        self._idle = asyncio.Event()
        self._idle.set()
        self._resumed = False
        self._stopping = False

    async def receive(self, bot: int, updates: Sequence[Update]) -> int:
        """Put a batch on disk in one commit, then begin to handle it. Returns how many were new.

        Raises `DatabaseDown` with nothing stored: Telegram still has them all.
        """
        if not self._resumed:
            raise DatabaseDown("what is there already comes first")
        now = self.clock.now()
        packed = [(update["update_id"], sender(update), orjson.dumps(update)) for update in updates]

        def unit(tx: Any) -> tuple[list[Letter], dict[int, Any]]:
            # Whoever has nothing in hand is served at once: the first try begins with this very commit.
            new, begun = tx.inbox.put(bot, packed, self._queues, now)
            self.arrived(tx, new, updates, now)
            return new, {each: self.meet(tx, who, each) for each, who, _ in packed if each in begun}

        new, begun = await self.database.write(unit)
        self._begun.update(begun)
        for letter in new:
            self._queue(letter)
        return len(new)

    async def resume(self) -> int:
        """Go on with what an earlier process stored and did not finish; nothing is received before. Returns how many."""
        unfinished: list[Letter] = await self.database.read(lambda tx: tx.inbox.unfinished())
        queues: dict[bytes, deque[Letter]] = {}
        for letter in unfinished:
            queues.setdefault(letter.sender, deque()).append(letter)
        self._resumed = True
        self._queues |= queues
        if queues:
            self._idle.clear()
            self.tasks.start("inbox resumed", self._serve_again(queues))
        return len(unfinished)

    async def _serve_again(self, queues: dict[bytes, deque[Letter]]) -> None:
        """First whatever was in hand when the last process ended, the least suspicious first, then everybody."""
        suspects = [who for who, queue in queues.items() if queue[0].attempts]
        for who in sorted(suspects, key=lambda each: queues[each][0].attempts):
            task = self.tasks.begin("inbox", self._serve(who, queues.pop(who)))
            await asyncio.wait({task}, timeout=ALONE)
        for who, queue in queues.items():
            self.tasks.start("inbox", self._serve(who, queue))

    @property
    def crowded(self) -> bool:
        """Whether many people are being served at this moment."""
        return len(self._queues) >= CROWD

    async def idle(self) -> None:
        """Wait until everything received is handled."""
        await self._idle.wait()

    async def finish(self) -> None:
        """Finish what is in hand, and begin nothing new: the rest is on disk."""
        self._stopping = True
        await self.idle()

    def _queue(self, letter: Letter) -> None:
        queue = self._queues.get(letter.sender)
        if queue is not None:
            queue.append(letter)
            return
        self._queues[letter.sender] = queue = deque((letter,))
        self._idle.clear()
        self.tasks.start("inbox", self._serve(letter.sender, queue))

    async def _serve(self, who: bytes, queue: deque[Letter]) -> None:
        while queue and not self._stopping:
            await self._see_to(queue[0], lambda: len(queue) > 1)
            queue.popleft()
        # No await stands between the last look at the queue and this line, so nothing can slip in between.
        del self._queues[who]
        self._rest()

    async def _see_to(self, letter: Letter, more: Callable[[], bool]) -> None:
        """Try until it is handled, or set aside."""
        update = orjson.loads(letter.payload)
        tries, unshown = letter.attempts, 0
        begun, met = letter.update_id in self._begun, self._begun.pop(letter.update_id, None)
        while True:
            try:
                if tries >= TRIES:
                    return await self._set_aside(letter, update)
                async with self._places:
                    if not begun:
                        begun, met = (
                            True,
                            await self.database.write(
                                partial(self._begin, letter, sender(update), self._before(letter))
                            ),
                        )
                    await self.handle(update, replace(letter, attempts=tries + unshown), more, met)
                return self._finish(letter)
            except DatabaseDown:
                # The words are safe where they are; the database comes back, and then it goes on right here.
                await self.answer_without_database(update)
                await asyncio.sleep(0.5)
            except Unshown as trouble:
                # What it does is done, only the answer could not be shown.
                unshown += 1
                if await self._new_words(more, min(LONGEST_PAUSE, max(trouble.wait, 2.0**unshown))):
                    return self._finish(letter)
                if self._stopping:
                    return None
            except Exception:
                tries += 1
                log.exception("update failed", update=letter.update_id, tries=tries)
                begun = False
                if tries < TRIES:
                    await asyncio.sleep(PAUSES[min(tries, len(PAUSES)) - 1])
            met = None

    async def _new_words(self, more: Callable[[], bool], pause: float) -> bool:
        """Wait before the next try; True once something newer of the same person goes before it."""
        for _ in range(int(pause)):
            if more() or self._stopping:
                break
            await asyncio.sleep(1.0)
        return more()

    def _before(self, letter: Letter) -> list[Letter]:
        """What this person sent before, handled and perhaps not yet written down as such: it is not to blame later."""
        return [each for each in self._handled if each.sender == letter.sender]

    def _begin(self, letter: Letter, telegram_id: int, before: list[Letter], tx: Any) -> Any:
        tx.inbox.done(before, self.clock.now())
        tx.inbox.begin([letter])
        return self.meet(tx, telegram_id, letter.update_id)

    def _finish(self, letter: Letter) -> None:
        """Nobody waits for this to be written: after a crash it is handled again, which is once all the same."""
        self._handled.append(letter)
        if len(self._handled) == 1:
            self.tasks.start("inbox handled", self._write_handled())

    async def _write_handled(self) -> None:
        while self._handled:
            handled = list(self._handled)
            try:
                await self.database.write(partial(_done, handled, self.clock.now()))
            except DatabaseDown:
                await asyncio.sleep(0.5)
                continue
            del self._handled[: len(handled)]
        self._rest()

    def _rest(self) -> None:
        if not self._queues and not self._handled:
            self._idle.set()

    async def _set_aside(self, letter: Letter, update: Update) -> None:
        code = secrets.token_hex(3)
        await self.database.write(lambda tx: tx.inbox.poison(letter, self.clock.now()))
        log.error("update set aside", update=letter.update_id, incident=code)
        try:
            await self.tell_incident(update, code)
        except Exception:
            log.exception("incident could not be told", incident=code)


def _done(letters: Iterable[Letter], now: int, tx: Any) -> None:
    tx.inbox.done(letters, now)
