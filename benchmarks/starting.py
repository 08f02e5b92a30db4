"""From the start of the process to its first answer, and what it then holds in memory, beside a bare echo bot.

`python -m benchmarks.starting`. A message waits at Telegram before the bot is started; each bot starts several times,
in turns, and the medians count. Commands that do not talk to Telegram are timed as well.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import psutil

from benchmarks.figures import Figure, at_most, process, table
from simulator import Telegram
from tests.durability.hotline import environment, settings_for

ROUNDS = 5
COMMANDS = {
    "doctor": ["doctor"],
    "invite": ["invite", "psychologist", "--name", "Айгуль"],
    "audit": ["audit"],
    "export": ["export"],
    "run without a token": ["run"],
}


class Start(NamedTuple):
    """Seconds to the first answer, and resident megabytes after it."""

    seconds: float
    megabytes: float


async def start(*, ours: bool) -> Start:
    """Start one bot, and end it."""
    with tempfile.TemporaryDirectory(prefix="senim-", dir="/var/tmp") as folder:
        async with Telegram() as telegram:
            bot = telegram.add_bot()
            phone = telegram.add_person("Person").phone(bot)
            await phone.send("привет")
            settings = settings_for(telegram, bot, Path(folder))
            echo = ["-m", "benchmarks.bare", telegram.url, bot.token]
            begun = time.perf_counter()
            with process(["-m", "bot", "run"] if ours else echo, environment(settings) if ours else None) as child:
                await phone.expect(since=0, timeout=60)
                seconds = time.perf_counter() - begun
                await telegram.settled(timeout=20, still=1.0)
                return Start(seconds, psutil.Process(child.pid).memory_info().rss / 1e6)


def command(arguments: list[str]) -> float:
    """Seconds of one command, the best of three."""
    taken = []
    with tempfile.TemporaryDirectory(prefix="senim-", dir="/var/tmp") as folder:
        for _ in range(3):
            begun = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "bot", *arguments],
                env={"SENIM_DATA_DIR": folder, "PATH": ""},
                capture_output=True,
                check=False,
            )
            taken.append(time.perf_counter() - begun)
    return min(taken)


async def figures() -> list[Figure]:
    """Both, in turns."""
    bare, hotline = [], []
    for _ in range(ROUNDS):
        bare.append(await start(ours=False))
        hotline.append(await start(ours=True))
    took, takes = (statistics.median(each.seconds for each in starts) for starts in (bare, hotline))
    held, holds = (statistics.median(each.megabytes for each in starts) for starts in (bare, hotline))
    found = [
        at_most(
            "start to first answer, against bare aiogram", takes / took, 1.3, "×", f" ({takes:.1f} s / {took:.1f} s)"
        ),
        at_most("resident memory, against bare aiogram", holds / held, 1.4, "×", f" ({holds:.0f} MB / {held:.0f} MB)"),
    ]
    return [*found, *(at_most(f"`{name}`", command(words), 1, " s") for name, words in COMMANDS.items())]


if __name__ == "__main__":
    print(table(asyncio.run(figures())))
