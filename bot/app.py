"""The composition root: the only place where things are built and put together."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import secrets
import signal
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError

from bot.arrival import Arrival
from bot.clock import SystemClock
from bot.degraded import Degraded
from bot.dispatcher import build
from bot.drafts import Drafts
from bot.eraser import Eraser
from bot.inbox import Inbox
from bot.injected import Injected
from bot.introduction import introduce
from bot.logs import set_up
from bot.messenger import Messenger
from bot.open_database import open_database, passes
from bot.polling import Polling
from bot.postman import Postman
from bot.rate import Budget, Rates
from bot.scheduler import Scheduler
from bot.session import Session
from bot.sweeper import Sweeper
from bot.tasks import Tasks
from bot.tracing import Tracing
from dialogs import people as screens
from dialogs.crisis import CrisisWords
from dialogs.notices import Wording
from dialogs.words import speaking
from domain.crisis import CrisisCheck
from domain.hours import milliseconds
from domain.people import Instant
from services.help_requests import HelpRequests
from services.kept import Kept
from services.people import People
from services.relay import Relay
from services.staff import Staff
from services.traces import Traces
from storage.database import DatabaseDown

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.arrival import Trace
    from bot.content import Content
    from bot.settings import Settings
    from storage.database import Database

log = structlog.get_logger()

PURGE_EVERY = 3600
IN_HAND = 10.0
"""Seconds that a stop waits for what has been begun."""
OPEN_AGAIN = 1.0
WATCH_EVERY = 1.0
"""Seconds between two looks at red requests that nobody has taken or answered."""


class App:
    """A running hotline. `async with App(…)` starts everything and, on leaving, stops it in order."""

    def __init__(
        self,
        settings: Settings,
        content: Content,
        *,
        clock: SystemClock | None = None,
        trace: Trace | None = None,
    ) -> None:
        self.settings = settings
        self.content = content
        self.clock = clock or SystemClock()
        self.trace = trace
        self.tasks = Tasks()
        self.polls: asyncio.Task[Any] | None = None
        self.postman: Postman
        self.arrival: Arrival
        self._stack = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Open the database, then begin to send, to take in, and to tick."""
        async with contextlib.AsyncExitStack() as stack:
            await self._start(stack)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *failure: object) -> None:
        """Stop taking in first, then sending, then close."""
        await self._stack.aclose()

    async def _start(self, stack: contextlib.AsyncExitStack) -> None:
        self.tasks.failed = asyncio.get_running_loop().create_future()
        self.database: Database = open_database(self.settings)
        # The name is whatever the bot's account is called; asking for it also proves the token.
        self.session = Session(self.settings.telegram_api)
        stack.push_async_callback(self.session.close)
        self.bot = Bot(self.settings.token, session=self.session)
        bell = self._ring
        self._build(bell)
        opened = await stack.enter_async_context(contextlib.AsyncExitStack())
        stack.push_async_callback(self.tasks.stop)
        await self._open(opened)
        # With a lost key everybody would be a stranger: better not to start than to start anew beside their words.
        await self.database.read(lambda tx: tx.people.prove_secret())
        resumed = await self.inbox.resume()
        stack.push_async_callback(self._finish)
        self.tasks.start("postman", self.postman.run())
        self.polls = self.polls or self.tasks.begin("polling", self.polling.run())
        self.scheduler = Scheduler()
        self.scheduler.every(WATCH_EVERY, self.help_requests.look_after_red)
        self.scheduler.every(PURGE_EVERY, self.purge)
        self.sweeper.begin(self.scheduler)
        self.scheduler.start()
        stack.callback(self.scheduler.stop)
        self.tasks.start("introduction", introduce(self.bot, self.dispatcher))
        log.info("started", unfinished_updates=resumed)
        # What was built stays: the collector need not look at it again and again.
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        gc.enable()

    async def _open(self, opened: contextlib.AsyncExitStack) -> None:
        """Open the database. While another process locks it, words in a crisis are answered without it."""
        while True:
            try:
                await opened.enter_async_context(self.database)
            except DatabaseDown as down:
                if not passes(down):
                    raise
                log.error("database down: started without it")  # noqa: TRY400  it is no bug
                self.polls = self.polls or self.tasks.begin("polling", self.polling.run())
                await asyncio.sleep(OPEN_AGAIN)
            else:
                return

    async def _finish(self) -> None:
        """Before everything stops: what is in hand is finished. What takes longer is on disk, and is gone on with."""
        if self.polls is not None:
            self.polls.cancel()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(IN_HAND):
                await self.inbox.finish()
                await self.postman.finish()
                await self.tracing.written()

    def _ring(self) -> None:
        self.postman.ring()

    def _now(self) -> datetime:
        return self.arrival.now()

    def _build(self, bell: Callable[[], None]) -> None:
        content, database, clock = self.content, self.database, self.clock
        zone = content.hours.duty.zone
        rates = Rates(
            notices=self.settings.notices_per_second,
            live=self.settings.live_per_second,
            chat=self.settings.chat_per_second,
            chat_burst=self.settings.chat_burst,
        )
        self.budget = Budget(rates, time.monotonic)
        self.messenger = Messenger(self.bot, self.session, self.budget, clock, jitter=secrets.randbelow(200) / 1000)
        self.crisis = CrisisWords(content.scripts, content.helplines, self.settings.country)
        self.check = CrisisCheck(content.crisis, content.leaning)
        rules = content.queue_rules
        self.help_requests = HelpRequests(database, clock, rules, self._topic, self._pseudonym, bell, self._opens_at)
        self.staff = Staff(
            database, clock, secrets.token_urlsafe, bell, int(content.triage.invite_expires.total_seconds())
        )
        self.people = People(database)
        self.tracing = self.messenger.tracing = Tracing(database, clock, self.tasks)
        eraser = Eraser(self.bot, self.session, self.budget, database, self.tracing)
        self.traces = Traces(database, clock, eraser, bell)
        self.kept = Kept(database, clock, self.traces, milliseconds(content.retention["case_words"]), bell)
        self.sweeper = Sweeper(self.traces, self.kept, database, self.messenger)
        drafts = Drafts(database, clock, int(content.triage.draft_expires.total_seconds()))
        injected = Injected(
            people=self.people,
            help_requests=self.help_requests,
            relay=Relay(database, clock, bell),
            staff=self.staff,
            traces=self.traces,
            kept=self.kept,
            crisis=self.crisis,
            topics=content.topics,
            regions=content.regions,
            pseudonyms=content.pseudonyms,
            clock=clock,
            now=self._now,
            zone=zone,
            kept_days=content.retention["case_words"].days,
            bot_name="",
        )
        self.dispatcher = build(drafts, injected)
        self.arrival = Arrival(
            self.bot, self.dispatcher, database, drafts, self.messenger, self.check, self.crisis,
            self.help_requests, self.traces, clock, zone, self.trace,
        )  # fmt: skip
        self.degraded = Degraded(self.arrival)
        self.inbox = Inbox(
            database,
            clock,
            self.tasks,
            self.arrival.handle,
            self.arrival.meet,
            self._tell_incident,
            self.degraded.urgent,
            self.tracing.arrived,
        )
        self.polling = Polling(self.bot, self.session, self.inbox, self.degraded)
        wording = Wording(content.pseudonyms, content.topics, content.discreet)
        self.postman = Postman(database, self.messenger, self.budget, wording, clock, self.tasks)
        eraser.busy = self.postman.busy

    def _topic(self, topic: str | None) -> Any:
        return self.content.topics.answered_by(topic), self.content.topics.floor(topic)

    def _pseudonym(self, attempt: int) -> int:
        # The first names are tried often; once they get scarce the range grows, and names carry a number.
        span = self.content.pseudonyms.count
        return secrets.randbelow(span * (1 + attempt // 16))

    def _opens_at(self, now: Instant) -> Instant | None:
        duty = self.content.hours.duty
        local = self.arrival.now()
        if duty.is_open(local):
            return None
        opens = duty.next_open(local)
        return int(opens.timestamp() * 1000) if opens else None

    async def _tell_incident(self, update: dict[str, Any], code: str) -> None:
        """The person hears that something went wrong, with a code, and nothing of how."""
        message = update.get("message") or (update.get("callback_query") or {}).get("message")
        if not message or message["chat"].get("type") != "private":
            return
        chat = message["chat"]["id"]
        person = await self.database.read(lambda tx: tx.people.find(chat))
        voice = speaking(person.spoken if person else None, formal=bool(person and person.formal))
        with voice, contextlib.suppress(AiogramError):
            await self.messenger.show(chat, screens.incident(code))

    async def purge(self) -> None:
        """Forget what has been kept long enough."""
        now = self.clock.now()
        ids = milliseconds(self.content.retention["inbox_ids"])
        words = milliseconds(self.content.retention["case_words"])

        def unit(tx: Any) -> None:
            tx.inbox.purge(now - ids)
            tx.drafts.purge(now)
            tx.notices.purge(now - words)
            for request in tx.help_requests.kept_too_long(now - words):
                tx.relay.erase(request, now)

        await self.database.write(unit)
        await self.database.scrub()

    async def serve(self) -> None:
        """Run until told to stop, or until a part of the machine room fails."""
        stop = asyncio.get_running_loop().create_future()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.cancel)
        failed = self.tasks.failed
        await asyncio.wait({stop, failed} if failed else {stop}, return_when=asyncio.FIRST_COMPLETED)
        if failed is not None and failed.done():
            failed.result()


def run(settings: Settings, content: Content) -> None:
    """`python -m bot run`: serve until told to stop."""
    set_up(settings.log_level)

    async def serve() -> None:
        async with App(settings, content) as app:
            await app.serve()

    asyncio.run(serve())
