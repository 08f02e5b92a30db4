"""A process that is killed outright: what it had promised is there when the next one starts."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from tests.storage.notes import Desk

ROOT = Path(__file__).parents[2]


async def test_kill_loses_nothing_that_was_acknowledged(desk: Desk) -> None:
    """A process that is killed in the middle of a stream of writes has kept every one whose caller was told so."""
    arguments = json.dumps({"engine": desk.engine, "folder": str(desk.folder), "url": desk.url})
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.storage.stream", arguments], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    with child, child.stdout as told:
        acknowledged = [int(told.readline()) for _ in range(500)]
        child.send_signal(signal.SIGKILL)
        acknowledged += [int(line) for line in told if line.endswith(b"\n")]

    async with desk.database() as database:
        kept = {int(word) for word in await database.read(lambda tx: tx.notes.words())}

    assert child.returncode == -signal.SIGKILL
    assert set(acknowledged) - kept == set()
