"""How many messages a second reach the other side, beside a bare echo bot. `python -m benchmarks.relaying`.

Both bots run in processes of their own; the simulator, in this one, serves one after the other. Each of 50 people keeps
two messages on the way. What counts is the message on the other phone: received, stored, delivered.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure, at_least, process, table
from simulator import Telegram
from simulator.phones import Phone
from tests.durability.hotline import converse, environment, line, settings_for

PEOPLE = 50
SPECIALISTS = 10
MESSAGES = 3000
WARM = 300
AT_ONCE = 2
"""Messages that one person has on the way."""
ROUNDS = 3
FAST = {"notices_per_second": 1000, "live_per_second": 1000, "chat_per_second": 1000, "chat_burst": 1000}


async def flow(telegram: Telegram, people: list[Phone], messages: int) -> float:
    """Messages a second: each of the people writes the next when one of theirs has arrived."""
    count, done = telegram.record.methods, 0
    begun = count["sendMessage"]
    started = time.perf_counter()
    for n in range(messages):
        while n - done >= PEOPLE * AT_ONCE:
            await telegram.world.pulse.beat(30)
            done = count["sendMessage"] - begun
        await people[n % len(people)].send(line(n % len(people), n))
    while count["sendMessage"] - begun < messages:
        if not await telegram.world.pulse.beat(30):
            raise RuntimeError(f"{count['sendMessage'] - begun} of {messages} arrived")
    return messages / (time.perf_counter() - started)


async def bare() -> float:
    """The echo bot's rate."""
    async with Telegram() as telegram:
        telegram.record.keep = False
        bot = telegram.add_bot()
        people = [telegram.add_person(f"Person {n}").phone(bot) for n in range(PEOPLE)]
        with process(["-m", "benchmarks.bare", telegram.url, bot.token]):
            await flow(telegram, people, WARM)
            return await flow(telegram, people, MESSAGES)


async def ours(**given: object) -> float:
    """The hotline's rate."""
    with tempfile.TemporaryDirectory(prefix="senim-", dir="/var/tmp") as folder:
        async with Telegram() as telegram:
            telegram.record.keep = False
            bot = telegram.add_bot()
            settings = settings_for(telegram, bot, Path(folder), **FAST, **given)
            talk = await converse(telegram, bot, settings, PEOPLE, SPECIALISTS)
            with process(["-m", "bot", "run"], environment(settings)):
                await flow(telegram, talk.people, WARM)
                return await flow(telegram, talk.people, MESSAGES)


async def figures() -> list[Figure]:
    """Each round compares both; the median round counts."""
    rounds = []
    for _ in range(ROUNDS):
        echo, relay = await bare(), await ours()
        rounds.append((relay / echo, relay, echo))
    ratio, relay, echo = sorted(rounds)[ROUNDS // 2]
    note = f" ({relay:,.0f}/s / {echo:,.0f}/s)"
    return [at_least("relayed messages, against a bare echo", ratio, 0.5, "×", note)]


if __name__ == "__main__":
    print(table(asyncio.run(figures())))
