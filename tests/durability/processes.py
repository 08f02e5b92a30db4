"""Bots in processes of their own, to be killed in earnest."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

from bot.settings import Settings

ROOT = Path(__file__).parents[2]


class Nursery:
    """Starts bots in an instant. One at a time is alive in most tests; `pid` is the last."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.durability.nursery"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.pid: int | None = None
        self.log: Path = ROOT

    def _order(self, **order: Any) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        self.process.stdin.flush()
        return int(json.loads(self.process.stdout.readline()))

    async def start(self, settings: Settings, *mischief: str) -> None:
        """A new bot. It is not yet ready when this returns."""
        given = settings.model_dump(mode="json", exclude={"listen"}, exclude_none=True)
        given["bot_token"] = settings.token
        self.log = Path(settings.data_dir) / "log"
        self.pid = await asyncio.to_thread(
            self._order, do="start", settings=given, mischief=mischief, log=str(self.log)
        )

    async def ended(self) -> int:
        """Wait for its end: the exit code, negative for a signal."""
        pid, self.pid = self.pid, None
        return await asyncio.to_thread(self._order, do="wait", pid=pid)

    async def kill(self) -> None:
        """`kill -9`, and wait until it is gone."""
        self.signal(signal.SIGKILL)
        await self.ended()

    def signal(self, number: signal.Signals) -> None:
        """To the bot."""
        assert self.pid is not None
        os.kill(self.pid, number)

    def close(self) -> None:
        """No more bots."""
        if self.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        with self.process:
            self.process.kill()


def rows(settings: Settings, query: str) -> list[Any]:
    """What stands in the SQLite file of a bot that may be running."""
    path = settings.database_url.removeprefix("sqlite:///")
    with contextlib.closing(sqlite3.connect(path, timeout=15)) as connection:
        return connection.execute(query).fetchall()
