"""The words of a case, each sealed with the key of its case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.help_requests import RequestId
from domain.people import Instant, PersonId
from domain.relay import Author, CaseMessage, Media, MessageId, UpdateKey, Words
from storage.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.queries import Row

WORDS = "case.words"
MEDIA = "case.media"
REACTION = "case.reaction"


class RelayTable(Table):
    """Rows of `case_message` and `shown_message`."""

    noun = "relay"

    def add(
        self, request: RequestId, author: Author, author_id: PersonId, words: Words, *, red: bool, pattern: str | None
    ) -> MessageId | None:
        """A line of a case; None where this update already wrote it."""
        case = self.seals.case(self.sql.case_key(self.connection, request=request))
        group = words.media.group if words.media else ""
        album = self._album(request, author_id, group) if group else None
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
            media=case.seal(words.media.model_dump_json(exclude_defaults=True), MEDIA) if words.media else None,
            answers=self._answers(author_id, words),
            album=album,
            red=int(red),
            pattern=pattern,
            now=words.key.at,
        )
        if row is None:
            return None
        if group and album is None:
            self.sql.begin_album(self.connection, message=row["id"])
        if author is Author.PERSON:
            self.queries.help_requests.count_message(self.connection, request=request)
        return MessageId(row["id"])

    def _answers(self, author: PersonId, words: Words) -> MessageId | None:
        if words.edited:
            return next((line.id for line in reversed(self.versions(author, words.key.message))), None)
        return None if words.reply_to is None else self.line_at(author, words.reply_to)

    def _album(self, request: RequestId, author: PersonId, group: str) -> MessageId | None:
        case = self.seals.case(self.sql.case_key(self.connection, request=request))
        for row in self.sql.newest_parts(self.connection, request=request, author=author):
            media = _media(case.open(row["media"], MEDIA)) if row["media"] else None
            if media is not None and media.group == group:
                return MessageId(row["album"])
        return None

    def written(self, request: RequestId, key: UpdateKey) -> MessageId | None:
        """The line this update wrote, if it did."""
        found = self.sql.written(self.connection, request=request, bot=key.bot, update_id=key.update)
        return None if found is None else MessageId(found)

    def _open(self, row: Row) -> CaseMessage:
        case = self.seals.case(row["case_key"])
        return CaseMessage(
            id=row["id"],
            request_id=row["request_id"],
            author=row["author"],
            kind=row["kind"],
            text=case.open(row["words"], WORDS),
            at=row["created_at"],
            author_id=row["author_id"],
            source_message=row["source_message"],
            red=bool(row["red"]),
            delivered_at=row["delivered_at"],
            failure=row["failure"],
            media=_media(case.open(row["media"], MEDIA)) if row["media"] else None,
            answers=row["answers"],
            album=row["album"],
            taken_back_at=row["taken_back_at"],
            reaction=case.open(row["reaction"], REACTION) if row["reaction"] else None,
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

    def line_at(self, person: PersonId, telegram_message: int) -> MessageId | None:
        """The line that a message in this chat shows, or that it became; None for a screen."""
        found = self.sql.line_at(self.connection, person=person, telegram_message=telegram_message)
        if found is None and (own := self.source_of(person, telegram_message)) is not None:
            found = own[1]
        return None if found is None else MessageId(found)

    def places(self, person: PersonId, message: MessageId) -> list[int]:
        """Which messages in this chat show a line, oldest first."""
        return [row["telegram_message"] for row in self.sql.places(self.connection, person=person, message=message)]

    def versions(self, person: PersonId, source_message: int) -> list[CaseMessage]:
        """All that one message of a person said, one line for each correction, oldest first."""
        rows = self.sql.versions(self.connection, person=person, source_message=source_message)
        return [self._open(row) for row in rows]

    def newest_own(self, request: RequestId, person: PersonId) -> int | None:
        """Telegram's id of the last message of a person in a case that is not taken back."""
        found: int | None = self.sql.newest_own(self.connection, request=request, person=person)
        return found

    def album(self, album: MessageId) -> list[CaseMessage]:
        """The parts of an album that are here by now, in the order in which they were sent."""
        return [self._open(row) for row in self.sql.album(self.connection, album=album)]

    def part_album(self, album: MessageId) -> None:
        """Its parts go one by one."""
        self.sql.part_album(self.connection, album=album)

    def take_back(self, message: MessageId, now: Instant) -> None:
        """Its author does not want it to be read any more."""
        self.sql.take_back(self.connection, message=message, now=now)

    def react(self, line: CaseMessage, reaction: str | None) -> None:
        """What the other side has put under a line; None takes it away."""
        case = self.seals.case(self.sql.case_key(self.connection, request=line.request_id))
        sealed = case.seal(reaction, REACTION) if reaction else None
        self.sql.react(self.connection, message=line.id, reaction=sealed)

    def try_again(self, message: MessageId) -> None:
        """A line that failed is on its way once more."""
        self.sql.try_again(self.connection, message=message)

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


def _media(sealed: str) -> Media | None:
    # Before there were other kinds than text a reference was kept, of what people were told is not passed on.
    return Media.model_validate_json(sealed) if sealed.startswith("{") else None
