"""What Telegram delivered, before it may forget it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.people import Instant
from storage.table import Table

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

PAYLOAD = "inbox.payload"


@dataclass(frozen=True, slots=True)
class Letter:
    """One stored update. `sender` is the HMAC of the person (or chat) whose updates keep their order."""

    bot: int
    update_id: int
    sender: bytes
    payload: bytes
    attempts: int = 0


class InboxTable(Table):
    """Rows of `inbox`. The sealed payload is dropped as soon as it is handled; the id stays to recognise repeats."""

    noun = "inbox"

    def sender(self, telegram_id: int) -> bytes:
        """The key under which one person's updates keep their order."""
        return self.seals.lookup(str(telegram_id))

    def put(
        self, bot: int, updates: Sequence[tuple[int, int, bytes]], busy: Container[bytes], now: Instant
    ) -> tuple[list[Letter], set[int]]:
        """Store (update_id, telegram id, payload) of one batch; returns those not seen before, and the ids of those
        whose first try begins with this very commit: the first of each sender who is not `busy`.
        """
        new, begun, seen = [], set(), set()
        for update_id, telegram_id, payload in updates:
            sender = self.sender(telegram_id)
            begins = sender not in busy and sender not in seen
            seen.add(sender)
            stored = self.sql.put(
                self.connection,
                bot=bot,
                update_id=update_id,
                person=sender,
                payload=self.seals.seal(payload, PAYLOAD),
                attempts=int(begins),
                now=now,
            )
            if stored:
                new.append(Letter(bot, update_id, sender, payload))
            if stored and begins:
                begun.add(update_id)
        return new, begun

    def unfinished(self) -> list[Letter]:
        """Everything stored and not yet handled, in the order of arrival."""
        return [
            Letter(
                row["bot"],
                row["update_id"],
                bytes(row["person"]),
                self.seals.open_bytes(row["payload"], PAYLOAD),
                row["attempts"],
            )
            for row in self.sql.unfinished(self.connection)
        ]

    def begin(self, letters: Iterable[Letter]) -> None:
        """They are about to be tried: written down beforehand, as a try may be the end of the process."""
        for letter in letters:
            self.sql.begin(self.connection, bot=letter.bot, update_id=letter.update_id)

    def done(self, letters: Iterable[Letter], now: Instant) -> None:
        """They were handled; their words are dropped here."""
        for letter in letters:
            self.sql.done(self.connection, bot=letter.bot, update_id=letter.update_id, now=now)

    def poison(self, letter: Letter, now: Instant) -> None:
        """It failed too often: set aside, kept sealed, blocking nobody."""
        self.sql.poison(self.connection, bot=letter.bot, update_id=letter.update_id, now=now)

    def purge(self, before: Instant) -> None:
        """Forget the ids of updates handled before that moment."""
        self.sql.purge(self.connection, before=before)

    def counts(self) -> dict[str, int]:
        """Updates by state."""
        return {row["state"]: row["updates"] for row in self.sql.counts(self.connection)}
