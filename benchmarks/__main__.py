"""Measure what the README promises: `make bench` prints one table. Machines differ, so most figures are ratios.

Names choose: `make bench ARGS="relaying starting"`.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable

from benchmarks import crisis, relaying, starting, urgency
from benchmarks.figures import Figure, at_most, table
from domain.crisis import CrisisCheck


async def reading() -> list[Figure]:
    """How long the crisis check takes for a message of 300 characters, of a hundred the slowest but one."""
    check = CrisisCheck(crisis.lexicons(), crisis.weights())
    check.warm_up()
    taken = crisis.times(check, crisis.texts(crisis.TYPICAL, 2000))
    return [at_most("crisis check, 300 characters, p99", taken[len(taken) * 99 // 100], 2, " ms")]


ALL: dict[str, Callable[[], Awaitable[list[Figure]]]] = {
    "reading": reading,
    "urgency": urgency.figures,
    "relaying": relaying.figures,
    "starting": starting.figures,
}


async def main() -> int:
    """Everything, or what was asked for; 1 where a bar was missed."""
    found: list[Figure] = []
    for name in sys.argv[1:] or ALL:
        print(f"{name} …", file=sys.stderr, flush=True)
        found += await ALL[name]()
    print(table(found))
    return int(not all(each.met for each in found))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
