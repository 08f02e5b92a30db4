"""From the start of the process to the first answer, and what it holds in memory, beside a bare echo bot.

`python -m benchmarks.starting`. The message is there before the process is, as after every restart.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

import psutil

from benchmarks.relaying import process
from simulator import Telegram
from tests.durability.hotline import environment, settings_for

ROUNDS = 3
SLOWEST = 1.3
LARGEST = 1.4
"""The bars: times the bare bot's."""


async def once(*, ours: bool) -> tuple[float, float]:
    """Seconds to the first answer, and megabytes resident after it."""
    with tempfile.TemporaryDirectory(prefix="senim-bench-") as folder:
        async with Telegram() as telegram:
            bot = telegram.add_bot()
            phone = telegram.add_person("Person").phone(bot)
            await phone.start()
            settings = settings_for(telegram, bot, Path(folder))
            arguments = ["-m", "bot", "run"] if ours else ["-m", "benchmarks.bare", telegram.url, bot.token]
            began = time.perf_counter()
            with process(arguments, environment(settings) if ours else None) as child:
                await phone.expect(timeout=60, since=0)
                took = time.perf_counter() - began
                return took, psutil.Process(child.pid).memory_info().rss / 1e6


async def main() -> None:
    """Print both, and the ratios of the medians."""
    bare = [await once(ours=False) for _ in range(ROUNDS)]
    ours = [await once(ours=True) for _ in range(ROUNDS)]
    for name, unit, at, bar in (("first answer", "s", 0, SLOWEST), ("resident", "MB", 1, LARGEST)):
        echo, senim = statistics.median(each[at] for each in bare), statistics.median(each[at] for each in ours)
        print(f"{name}: bare {echo:.1f} {unit}, Senim {senim:.1f} {unit}: {senim / echo:.2f} (bar: at most {bar})")


if __name__ == "__main__":
    asyncio.run(main())
