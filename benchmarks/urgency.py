"""How soon a red message reaches everybody on duty: on an idle machine, and beside 10,000 other notices that are due.

`python -m benchmarks.urgency`. Default rates: 25 notices a second in all. A person writes, and the time runs until the
alert stands on the last of twenty phones.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure, at_most, process, table
from bot.clock import SystemClock
from bot.open_database import open_database
from domain.help_requests import RequestId
from domain.notices import NoticeKind, NoticePlan, Priority
from simulator import Telegram
from tests.durability.hotline import environment, hire, open_case, settings_for

ON_DUTY = 20
OTHERS = 10_000
DEFAULT = {"notices_per_second": 25, "live_per_second": 5, "chat_per_second": 1, "chat_burst": 5}
WORDS = "я хочу умереть"
CALM = 3.0


async def seconds(others: int) -> float:
    """From the words of a person to the last alert."""
    with tempfile.TemporaryDirectory(prefix="senim-", dir="/var/tmp") as folder:
        async with Telegram() as telegram:
            bot = telegram.add_bot()
            child = telegram.add_person("Person").phone(bot)
            phones = [telegram.add_person(f"Colleague {n}").phone(bot) for n in range(ON_DUTY)]
            crowd = [telegram.add_person(f"Reader {n}").phone(bot) for n in range(others // 20)]
            for phone in (child, *phones, *crowd):
                phone.chat.started = True
            settings = settings_for(telegram, bot, Path(folder), **DEFAULT)
            async with open_database(settings) as database:
                for phone in phones:
                    await hire(database, phone.person.id)
                case = RequestId(await open_case(database, telegram.add_person("Another").phone(bot).person.id))
                await database.write(lambda tx: tx.connection.execute("update notice set state = 'sent'").rowcount)
                now = SystemClock().now()

                def unit(tx: object) -> None:
                    for n in range(others):
                        reader = tx.people.greet(crowd[n % len(crowd)].person.id, now)  # type: ignore[attr-defined]
                        tx.notices.plan(  # type: ignore[attr-defined]
                            NoticePlan(
                                kind=NoticeKind.RETURNED_BY_SILENCE, recipient=reader.id, dedup_key=f"other:{n}",
                                priority=Priority.ALERT, due_at=now, request_id=case,
                            ),
                            now,
                        )  # fmt: skip

                await database.write(unit)
            with process(["-m", "bot", "run"], environment(settings)):
                await telegram.received("setMyCommands", 3, timeout=60)
                await asyncio.sleep(CALM)
                marks = {phone: phone.mark() for phone in phones}
                begun = time.perf_counter()
                await child.send(WORDS)
                await asyncio.gather(*(phone.expect(since=mark, timeout=60) for phone, mark in marks.items()))
                return time.perf_counter() - begun


async def figures() -> list[Figure]:
    """Both."""
    return [
        at_most("red alert to 20 on duty, idle", await seconds(0), 2, " s"),
        at_most("red alert to 20 on duty, 10,000 others due", await seconds(OTHERS), 5, " s"),
    ]


if __name__ == "__main__":
    print(table(asyncio.run(figures())))
