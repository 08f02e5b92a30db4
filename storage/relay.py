"""The words of a case, each sealed with the key of its case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.help_requests import RequestId
from domain.people import Instant, PersonId
from domain.relay import Author, CaseMessage, MessageId, UpdateKey, Words
from storage.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.queries import Row

WORDS = "case.words"
MEDIA = "case.media"


class RelayTable(Table):
    """Rows of `case_message` and `shown_message`."""

    noun = "relay"

    def add(
        self, request: RequestId, author: Author, author_id: PersonId, words: Words, *, red: bool, pattern: str | None
    ) -> MessageId | None:
        """A line of a case; None where this update already wrote it."""
        case = self.seals.case(self.sql.case_key(self.connection, request=request))
        row = self.sql.add(
            self.connection,
            request=request,
            author=author,
            author_id=author_id,
            bot=words.key.bot,
            update_id=words.key.update,
            source_message=words.key.message,
            kind=words.kind,
            words=case.seal(words.text, WORDS),
            media=case.seal(words.media, MEDIA) if words.media else None,
            red=int(red),
            pattern=pattern,
            now=words.key.at,
        )
        if row is None:
            return None
        if author is Author.PERSON:
            self.queries.help_requests.count_message(self.connection, request=request)
        return MessageId(row["id"])

    def written(self, request: RequestId, key: UpdateKey) -> MessageId | None:
        """The line this update wrote, if it did."""
        found = self.sql.written(self.connection, request=request, bot=key.bot, update_id=key.update)
        return None if found is None else MessageId(found)

    def _open(self, row: Row) -> CaseMessage:
        return CaseMessage(
            id=row["id"],
            request_id=row["request_id"],
            author=row["author"],
            kind=row["kind"],
            text=self.seals.case(row["case_key"]).open(row["words"], WORDS),
            at=row["created_at"],
            author_id=row["author_id"],
            source_message=row["source_message"],
            red=bool(row["red"]),
            delivered_at=row["delivered_at"],
            failure=row["failure"],
        )

    def get(self, message: MessageId) -> CaseMessage | None:
        """A line, opened."""
        row = self.sql.get(self.connection, message=message)
        return self._open(row) if row else None

    def lines(self, request: RequestId) -> list[CaseMessage]:
        """All of a case, oldest first."""
        return [self._open(row) for row in self.sql.lines(self.connection, request=request)]

    def show(
        self, person: PersonId, telegram_messages: Sequence[int], request: RequestId, message: MessageId | None
    ) -> None:
        """Remember which messages in whose chat show a line, or a screen, of a case."""
        for telegram_message in telegram_messages:
            self.sql.show(
                self.connection, person=person, telegram_message=telegram_message, request=request, message=message
            )

    def shown(self, person: PersonId, telegram_message: int) -> RequestId | None:
        """The case that a message in this chat belongs to."""
        found = self.sql.shown(self.connection, person=person, telegram_message=telegram_message)
        return None if found is None else RequestId(found)

    def source_of(self, person: PersonId, source_message: int) -> tuple[RequestId, MessageId] | None:
        """The line that a person's own message became."""
        row = self.sql.source_of(self.connection, person=person, source_message=source_message)
        return (RequestId(row["request_id"]), MessageId(row["id"])) if row else None

    def newest_delivered(self, request: RequestId, author: PersonId) -> int | None:
        """Telegram's id, in the author's own chat, of their newest message that the other side has got."""
        found: int | None = self.sql.newest_delivered(self.connection, request=request, author=author)
        return found

    def mark_delivered(self, message: MessageId, now: Instant) -> bool:
        """Telegram took it. False where the line was erased meanwhile."""
        return bool(self.sql.mark_delivered(self.connection, message=message, now=now))

    def mark_failed(self, message: MessageId, failure: str) -> bool:
        """Telegram will not take it, and why. False where it was delivered after all, or erased meanwhile."""
        return bool(self.sql.mark_failed(self.connection, message=message, failure=failure))

    def erase(self, request: RequestId, now: Instant) -> None:
        """Every word of a case, and the key that could read a copy of them."""
        self.sql.erase_shown(self.connection, request=request)
        self.sql.erase_words(self.connection, request=request)
        self.sql.destroy_key(self.connection, request=request, nothing=b"", now=now)
