"""Everything unprompted, from plan to settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.help_requests import RequestId
from domain.notices import Again, Delivered, Notice, NoticeId, NoticePlan, Priority, Settled, Skipped
from domain.people import Instant, PersonId
from domain.traces import NEVER
from storage.table import Table

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from storage.queries import Row

_FIELDS = tuple(Notice.model_fields)


def _notice(row: Row) -> Notice:
    return Notice.model_validate({field: row[field] for field in _FIELDS})


class NoticeTable(Table):
    """Rows of `notice`. The states and their arrows are drawn in `domain/notices.py`."""

    noun = "notices"

    def plan(self, plan: NoticePlan, now: Instant) -> bool:
        """Write a notice down, once. False: there is one with the same key already."""
        planned: int = self.sql.plan(
            self.connection,
            kind=plan.kind,
            dedup_key=plan.dedup_key,
            recipient=plan.recipient,
            priority=int(plan.priority),
            due_at=plan.due_at,
            not_after=plan.not_after,
            state="pending" if plan.due_at <= now else "planned",
            request_id=plan.request_id,
            message_id=plan.message_id,
            version=plan.version,
            now=now,
            never=NEVER,
        )
        return bool(planned)

    def gathering(self, recipient: PersonId, request: RequestId, now: Instant, until: Instant) -> Instant | None:
        """Until when an album for this recipient waits for its other parts; None where none does."""
        found: Instant | None = self.sql.gathering(
            self.connection, recipient=recipient, request=request, now=now, until=until
        )
        return found

    def gather(self, recipient: PersonId, request: RequestId, now: Instant, until: Instant) -> None:
        """Let what waits for an album, and what was written behind it, wait a little more."""
        self.sql.gather(self.connection, recipient=recipient, request=request, now=now, until=until)

    def take(self, now: Instant, lease_until: Instant, room: int, before: int = 1_000) -> list[Notice]:
        """At most `room` due notices, most pressing first, claimed by the caller until `lease_until`.

        Only such as are more pressing than `before`.
        """
        self.sql.ripen(self.connection, now=now)
        rows = list(self.sql.take(self.connection, lease_until=lease_until, room=room, before=before))
        return sorted((_notice(row) for row in rows), key=lambda notice: (notice.priority, notice.id))

    def start(self, notices: Iterable[Notice], lease_until: Instant) -> list[Notice]:
        """From now on these may be on somebody's screen. Returns those that are still the caller's."""
        return [
            notice for notice in notices if self.sql.start(self.connection, notice=notice.id, lease_until=lease_until)
        ]

    def settle(self, settled: Settled, now: Instant) -> None:
        """Write down what became of a notice."""
        result = settled.result
        if isinstance(result, Again):
            self.sql.again(
                self.connection, notice=settled.notice.id, due_at=result.at, doubt=int(result.doubtful), never=NEVER
            )
            return
        state = "sent" if isinstance(result, Delivered) else "skipped" if isinstance(result, Skipped) else "dead"
        self.sql.settle(self.connection, notice=settled.notice.id, state=state, now=now)

    def defer(self, notices: Sequence[Notice], until: Instant) -> None:
        """Put claimed notices back until their chat may be written to again."""
        for notice in notices:
            self.sql.defer(self.connection, notice=notice.id, until=until)

    def defer_pending(self, recipient: PersonId, until: Instant) -> None:
        """Let all that is due for a person wait as well, so that its order stays."""
        self.sql.defer_pending(self.connection, recipient=recipient, until=until)

    def pause(self, recipient: PersonId, but: str = "") -> None:
        """All that is planned for somebody waits until they come back, `but` for one kind.

        What is on its way cannot be called back.
        """
        self.sql.pause(self.connection, recipient=recipient, never=NEVER, but=but)

    def come_back(self, recipient: PersonId, now: Instant) -> None:
        """What waited for somebody is due now, in its order."""
        self.sql.come_back(self.connection, recipient=recipient, now=now, never=NEVER)

    def resting(self, now: Instant) -> dict[PersonId, Instant]:
        """For whom something waits that was put off for the sake of their chat, and until when all of theirs does."""
        rows = self.sql.resting(self.connection, now=now, at_once=int(Priority.ALERT), never=NEVER)
        return {PersonId(row["recipient"]): row["until"] for row in rows}

    def recover(self, now: Instant, known: Container[NoticeId] = ()) -> int:
        """Notices of a worker that is gone: claimed ones go back, those in doubt are repeated or skipped.

        Its lease has run out, and nobody knows of them. Returns how many were in doubt.
        """
        doubtful = 0
        for row in list(self.sql.stale(self.connection, now=now)):
            notice = _notice(row)
            if notice.id in known:
                continue
            if row["state"] == "claimed":
                self.defer([notice], row["due_at"])
                continue
            doubtful += 1
            again = notice.kind.repeated
            self.settle(
                Settled(notice=notice, result=Again(at=notice.due_at, doubtful=True) if again else Skipped()), now
            )
        return doubtful

    def next_due(self) -> Instant | None:
        """When the next planned notice is due."""
        due: Instant | None = self.sql.next_due(self.connection)
        return due

    def purge(self, before: Instant) -> None:
        """Forget notices settled before that moment."""
        self.sql.purge(self.connection, before=before)

    def counts(self) -> dict[str, int]:
        """Notices by state, and under `in_doubt` how many repeats there were."""
        rows = list(self.sql.counts(self.connection))
        counted = {row["state"]: row["notices"] for row in rows}
        counted["in_doubt"] = sum(row["in_doubt"] or 0 for row in rows)
        return counted
