"""One update, from its stored form to the right handler: who it is, in which language, and whether there is a crisis.

Words come first: the helplines of a crisis are shown before any handler runs and before anything is recorded.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import structlog
from aiogram.types import CallbackQuery, Message, Update
from aiogram.types.update import UpdateTypeLookupError

from bot.reading import words_of
from bot.showing import Showing, Unreachable, Unshown
from dialogs import people as screens
from dialogs import refusals
from dialogs.filters import is_command
from dialogs.people import Pause
from dialogs.ways import Hide
from dialogs.words import speaking
from domain.crisis import Action, Assessment, Severity, Subject
from domain.errors import Outdated, Refused
from domain.people import Language, Person
from domain.relay import Kind, UpdateKey, Words
from storage.drafts import Typed

if TYPE_CHECKING:
    from aiogram import Bot, Dispatcher

    from bot.drafts import Drafts
    from bot.messenger import Messenger
    from dialogs.crisis import CrisisWords
    from dialogs.screen import Screen
    from domain.crisis import CrisisCheck
    from services.help_requests import HelpRequests
    from services.ports import Clock
    from services.traces import Traces
    from storage.database import Database
    from storage.inbox import Letter

log = structlog.get_logger()

REMEMBERED = 10_000
"""Updates of which it is remembered what they were shown."""

Trace = Callable[[tuple[str, ...], str, list[str], bool], None]
"""Where somebody was (the screens that a pressed message has shown, newest first; for words what was asked, or the
newest screen), what arrived, the screens that followed, whether a colleague did it. Only tests listen."""

Met = tuple[Person, Typed]
"""A person, and what they are in the middle of typing."""

ANSWERED = frozenset(("message", "edited_message", "callback_query", "my_chat_member", "message_reaction"))
"""The kinds of updates that somebody waits for an answer to; all others are silence."""
CALM = Assessment(action=Action.NONE, category=None, severity=Severity.NONE, subject=Subject.NONE, pattern=None)


def suggested_language(code: str | None) -> Language:
    """From the language of the phone. Only ever a suggestion."""
    return Language.KK if code and code.lower().startswith("kk") else Language.RU


class Shown:
    """Ids of updates; the oldest are forgotten in time."""

    def __init__(self) -> None:
        self._ids: dict[int, None] = {}

    def add(self, update_id: int) -> None:
        """Remember one."""
        self._ids[update_id] = None
        if len(self._ids) > REMEMBERED:
            del self._ids[next(iter(self._ids))]

    def __contains__(self, update_id: int) -> bool:
        """Whether it is remembered."""
        return update_id in self._ids


class Arrival:
    """Everything a handler needs is put together here; `trace` hears each step: screen, event, screens, by staff."""

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        database: Database,
        drafts: Drafts,
        messenger: Messenger,
        check: CrisisCheck,
        crisis: CrisisWords,
        help_requests: HelpRequests,
        traces: Traces,
        clock: Clock,
        zone: str,
        trace: Trace | None = None,
    ) -> None:
        self.bot = bot
        self.dispatcher = dispatcher
        self.database = database
        self.drafts = drafts
        self.messenger = messenger
        self.check = check
        self.crisis = crisis
        self.help_requests = help_requests
        self.traces = traces
        self.clock = clock
        self.zone = ZoneInfo(zone)
        self.trace = trace
        self.carded = Shown()
        """Updates whose card was shown, here or without the database: a later try shows it no more."""
        self.settled = Shown()
        """Updates that asked for the numbers, and got them while the database was down: nothing is left to do."""
        self._owed: dict[int, Assessment] = {}
        """Cards that Telegram did not take: shown with whatever their person does next."""
        self._standing: dict[int, str] = {}
        if trace is not None:
            messenger.names = {}

    def now(self) -> datetime:
        """The present on the hotline's wall clock."""
        return datetime.fromtimestamp(self.clock.now() / 1000, UTC).astimezone(self.zone)

    def meet(self, tx: Any, telegram_id: int, update_id: int) -> Met | None:
        """Who it is and what they were typing when this update arrived; None for a stranger."""
        found = tx.people.find(telegram_id)
        return None if found is None else (found, tx.drafts.get(found.id, self.clock.now(), self._key(update_id)))

    async def handle(self, raw: dict[str, Any], letter: Letter, more: Callable[[], bool], met: Met | None) -> None:
        """Handle one update; raises only what makes it worth another try. `met` is whom `meet` has just found."""
        if letter.update_id in self.settled or ANSWERED.isdisjoint(raw):
            return
        update = Update.model_validate(raw, context={"bot": self.bot})
        try:
            event = update.event
        except UpdateTypeLookupError:
            return  # of a kind that this aiogram does not know: nobody is waiting for an answer to it
        sender = getattr(event, "from_user", None) or getattr(event, "user", None)
        chat = getattr(event, "chat", None) or getattr(getattr(event, "message", None), "chat", None)
        if sender is None or chat is None or sender.is_bot:
            return
        private = chat.type == "private"
        suggested = suggested_language(sender.language_code)
        person, typed = await self._meet(sender.id, met, update.update_id, suggested, private=private)
        if person.paused_at is not None and _comes_back(event):
            back = await self.traces.come_back(person.id)
            person = back.model_copy(update={"suggested": suggested})
        showing = self._showing(event, chat.id, repeated=letter.attempts > 0)
        words = self._words(update, event)
        came = self._came_from(showing, typed.state) if self.trace is not None else ()
        with speaking(person.spoken, formal=person.formal):
            assessment = self._assess(words, person) if private else CALM
            self.drafts.open(sender.id, person.id, typed, words.key)
            try:
                unshown = await self._show_card(update.update_id, showing, assessment, person)
                await self._feed(
                    update, showing, person,
                    person=person, words=words, asked=self._asked(update, event), assessment=assessment, private=private, more=more, show=showing,
                )  # fmt: skip
                if unshown is not None:
                    raise unshown
            except Unreachable:
                await self.database.write(lambda tx: tx.people.mark_reachable(person.id, reachable=False))
            finally:
                self.drafts.shut(sender.id)
        if self.trace is not None and private:
            self._standing[chat.id] = (showing.seen or [self._standing.get(chat.id, "")])[-1]
            self.trace(came, _arrived(event, staff=person.role is not None), showing.seen, person.role is not None)

    async def _feed(self, update: Update, showing: Showing, who: Person, **data: Any) -> None:
        try:
            await self.dispatcher.feed_update(self.bot, update, **data)
        except Refused as refusal:
            text = refusals.words(refusal)
            if showing.query is None:
                await showing.below(screens.refused(text, staff=who.role is not None))
            else:
                await showing.alert(text)
        except Outdated:
            await showing.toast(screens.outdated())
            await showing.below(await self._today(who))
        await showing.finish()

    async def _today(self, who: Person) -> Screen:
        if who.role is not None:
            return screens.refused(screens.outdated(), staff=True)
        return screens.menu(await self.help_requests.open_of(who.id))

    async def _show_card(
        self, update_id: int, showing: Showing, assessment: Assessment, person: Person
    ) -> Unshown | Unreachable | None:
        """The numbers, before all else. Where they cannot be shown, the words must reach a colleague all the same."""
        if assessment.action is Action.CARD and update_id not in self.carded:
            self._owed[person.id] = assessment
        owed = self._owed.get(person.id)
        if owed is None:
            return None
        try:
            await showing.below(self.crisis.card(owed, person, self.now()))
        except Unshown as trouble:
            return trouble
        except Unreachable as trouble:
            del self._owed[person.id]
            return trouble
        del self._owed[person.id]
        self.carded.add(update_id)
        return None

    async def _meet(
        self, telegram_id: int, met: Met | None, update_id: int, suggested: Language, *, private: bool
    ) -> Met:
        """A stranger is remembered by one write, but not for what they say in a group."""
        if met is None:
            met = await self.database.read(lambda tx: self.meet(tx, telegram_id, update_id))
        if met is None:
            if not private:
                return Person(id=0, suggested=suggested), Typed()  # type: ignore[arg-type]
            now = self.clock.now()
            met = (await self.database.write(lambda tx: tx.people.greet(telegram_id, now)), Typed())
        return met[0].model_copy(update={"suggested": suggested}), met[1]

    def _showing(self, event: object, chat: int, *, repeated: bool) -> Showing:
        if isinstance(event, CallbackQuery):
            message = event.message.message_id if event.message else None
            return Showing(self.messenger, chat, message, event, repeated=repeated)
        message = event.message_id if isinstance(event, Message) else None
        return Showing(self.messenger, chat, message, None, repeated=repeated)

    def _words(self, update: Update, event: object) -> Words:
        if isinstance(event, Message):
            key = self._key(update.update_id, event.message_id)
            return words_of(event, key, edited=update.edited_message is not None)
        return Words(key=self._key(update.update_id), text="", kind=Kind.OTHER)

    def _asked(self, update: Update, event: object) -> Words | None:
        """What a question is about stands in the chat, above it: here nothing of it is kept meanwhile."""
        shown = event.message if isinstance(event, CallbackQuery) else None
        meant = shown.reply_to_message if isinstance(shown, Message) else None
        if meant is None or meant.from_user is None or meant.from_user.is_bot:
            return None
        return words_of(meant, self._key(update.update_id, meant.message_id), edited=False)

    def _key(self, update_id: int, message_id: int = 0) -> UpdateKey:
        return UpdateKey(bot=self.bot.id, update=update_id, message=message_id, at=self.clock.now())

    def _assess(self, words: Words, person: Person) -> Assessment:
        if not words.text or person.role is not None:
            return CALM
        return self.check.assess_safely(words.text)

    def _came_from(self, showing: Showing, state: str | None) -> tuple[str, ...]:
        if showing.query is not None:
            shown = (self.messenger.names or {}).get((showing.chat, showing.message or 0), ())
            return (*shown, state) if state else shown
        return tuple(each for each in (state, self._standing.get(showing.chat)) if each)


def _comes_back(event: object) -> bool:
    """Whatever a person writes or presses, but for what asks for silence."""
    if isinstance(event, CallbackQuery):
        return (event.data or "").split(":")[0] not in (Hide.__prefix__, Pause.__prefix__)
    return isinstance(event, Message) and (event.text or "").split("@")[0].strip() not in ("/hide", "/pause")


def _arrived(event: object, *, staff: bool) -> str:
    """A button by its prefix, a command by its name, `edit` for a correction; anything else is words."""
    if isinstance(event, CallbackQuery):
        return (event.data or "").split(":")[0]
    if not isinstance(event, Message) or event.edit_date:
        return "edit"
    text = event.text or ""
    return text.split()[0] if is_command(text) or (staff and text.startswith("/")) else "text"
