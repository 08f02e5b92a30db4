"""Which messages stand in whose chat, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.traces import LONGEST, Overdue, Trace, Wipe
from storage.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.help_requests import RequestId
    from domain.people import Instant, PersonId
    from domain.traces import WipeKind
    from storage.queries import Row


def _trace(row: Row) -> Trace:
    return Trace(bot=row["bot"], person_id=row["person_id"], telegram_message=row["telegram_message"], at=row["at"])


class TraceTable(Table):
    """Rows of `trace` and `wipe`. When a trace is due is written down with it, so that an index knows what is next."""

    noun = "traces"

    def leave(self, bot: int, person: PersonId, messages: Sequence[int], at: Instant) -> None:
        """The bot has written these into a person's chat."""
        for message in messages:
            self.sql.leave(self.connection, bot=bot, person=person, message=message, at=at, theirs=0)

    def leave_in(self, bot: int, chat: int, message: int, at: Instant) -> None:
        """The same by the chat; nothing where nobody is known there."""
        for lookup in self.seals.lookups(str(chat)):
            self.sql.leave_in(self.connection, bot=bot, lookup=lookup, message=message, at=at, theirs=0)

    def receive(self, bot: int, lookup: bytes, message: int, at: Instant) -> bool:
        """A person has written this. False where nobody is known by this look-up, or the trace is."""
        return bool(self.sql.leave_in(self.connection, bot=bot, lookup=lookup, message=message, at=at, theirs=1))

    def show(self, bot: int, reader: PersonId, messages: Sequence[int], at: Instant, request: RequestId) -> None:
        """These show words of a case to who reads them."""
        for message in messages:
            copies = self.sql.show(
                self.connection, bot=bot, reader=reader, message=message, at=at, request=request, longest=LONGEST
            )
            if not copies:
                self.leave(bot, reader, (message,), at)

    def newest(self, person: PersonId) -> int:
        """The newest message in a person's chat; 0 where there is none."""
        return self.sql.newest(self.connection, person=person) or 0

    def last_word(self, person: PersonId) -> Instant:
        """When they last wrote something that still stands in their chat; 0 where nothing does."""
        return self.sql.last_word(self.connection, person=person) or 0

    def erasable(self, person: PersonId, upto: int, since: Instant) -> list[Trace]:
        """What stands in a chat and is younger than `since`, newest first."""
        return [_trace(row) for row in self.sql.erasable(self.connection, person=person, upto=upto, since=since)]

    def left_over(self, person: PersonId, upto: int) -> int:
        """How many messages up to this one still stand in a chat."""
        found: int = self.sql.left_over(self.connection, person=person, upto=upto)
        return found

    def due(self, now: Instant, room: int) -> list[Trace]:
        """What is to vanish, the longest due first."""
        return [_trace(row) for row in self.sql.due(self.connection, now=now, room=room)]

    def gone(self, traces: Sequence[Trace]) -> None:
        """They stand in no chat any more."""
        for each in traces:
            self.sql.gone(self.connection, bot=each.bot, person=each.person_id, message=each.telegram_message)

    def put_off(self, traces: Sequence[Trace], until: Instant | None) -> None:
        """Telegram did not erase what is due: to be tried again, or with None never."""
        for each in traces:
            self.sql.put_off(
                self.connection, bot=each.bot, person=each.person_id, message=each.telegram_message, due_at=until
            )

    def overdue(self, now: Instant, before: Instant) -> Overdue | None:
        """What is to vanish and older than `before`; None where all is well."""
        row = self.sql.overdue(self.connection, before=before)
        if not row["traces"]:
            return None
        return Overdue(traces=row["traces"], oldest_hours=(now - row["oldest"]) // 3_600_000)

    def choose(self, person: PersonId, after: int | None, since: Instant) -> None:
        """From now on, and for what is there already. Copies at colleagues' never stay longer than the longest choice."""
        self.sql.choose(self.connection, person=person, after=after)
        self.sql.choose_for_own(self.connection, person=person, after=after, since=since)
        self.sql.choose_for_copies(
            self.connection, person=person, after=LONGEST if after is None else after, since=since
        )

    def begin_wipe(self, person: PersonId, kind: WipeKind, upto: int, now: Instant) -> None:
        """A chat is being emptied."""
        self.sql.begin_wipe(self.connection, person=person, kind=kind, upto=upto, now=now)

    def wipes(self, before: Instant) -> list[Wipe]:
        """Chats that are being emptied, begun before that moment."""
        return [Wipe.model_validate(dict(row)) for row in self.sql.wipes(self.connection, before=before)]

    def end_wipe(self, person: PersonId) -> None:
        """It is empty, and the person knows."""
        self.sql.end_wipe(self.connection, person=person)
