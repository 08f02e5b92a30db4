"""A process that writes notes without end, and tells each that was acknowledged. Made to be killed."""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
from pathlib import Path

from tests.storage.notes import Desk


async def stream(desk: Desk) -> None:
    """Write from twenty callers at once; print a number only after its write returned."""
    numbers = itertools.count()
    async with desk.database() as database:

        async def caller() -> None:
            for number in numbers:
                await database.write(lambda tx, words=str(number): tx.notes.add(words))  # type: ignore[misc]
                sys.stdout.write(f"{number}\n")
                sys.stdout.flush()

        await asyncio.gather(*(caller() for _ in range(20)))


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    asyncio.run(stream(Desk(given["engine"], Path(given["folder"]), given["url"])))
