"""Faults built into a bot from inside, by name: what a test asks of the process that it starts.

They are the controls: each takes away one thing that keeps a promise, and the test shows that the promise falls.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from typing import Any

POISON = "яд"
"""A word at which the poisoned handlers fail."""


def keep_nothing() -> None:
    """Handle what arrives without storing it first, as aiogram's own polling does."""
    from bot.inbox import Inbox
    from storage.inbox import Letter

    async def receive(self: Inbox, bot: int, updates: Sequence[dict[str, Any]]) -> int:
        import orjson

        from bot.inbox import sender

        for update in updates:
            who = str(sender(update)).encode()
            self._begun[update["update_id"]] = None
            self._queue(Letter(bot, update["update_id"], who, orjson.dumps(update)))
        return len(updates)

    Inbox.receive = receive  # type: ignore[method-assign]


def doubt_nothing() -> None:
    """After a crash send anew what was on its way, without a mark and without counting it."""
    from storage.notices import NoticeTable

    def recover(self: NoticeTable, now: int, known: object = ()) -> int:
        self.connection.execute("update notice set state = 'pending' where state in ('claimed', 'sending')")
        return 0

    NoticeTable.recover = recover  # type: ignore[method-assign]


def _at_poison(do: Callable[[], None]) -> None:
    from bot.arrival import Arrival

    handle = Arrival.handle

    async def poisoned(self: Arrival, raw: dict[str, Any], *rest: Any) -> None:
        if POISON in (raw.get("message") or {}).get("text", ""):
            print("tried", flush=True)
            do()
        await handle(self, raw, *rest)

    Arrival.handle = poisoned  # type: ignore[assignment, method-assign]


def fail_at_poison() -> None:
    """A handler that raises for one message, whatever is tried."""

    def fail() -> None:
        raise RuntimeError("a bug")

    _at_poison(fail)


def die_at_poison() -> None:
    """A message that ends the whole process."""
    _at_poison(lambda: os.kill(os.getpid(), signal.SIGKILL))


def answer_nothing_while_told() -> None:
    """A database that neither reads nor writes while a file of its name and `.deaf` lies beside it."""
    import sqlite3
    from pathlib import Path

    from storage.sqlite import SqliteDatabase

    connect = SqliteDatabase._open

    def deaf(self: SqliteDatabase) -> sqlite3.Connection:
        connection = connect(self)
        told = Path(f"{self.path}.deaf")
        connection.set_progress_handler(told.exists, 1)
        return connection

    SqliteDatabase._open = deaf  # type: ignore[method-assign]
