"""Requests for help and the facts of the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.help_requests import HelpRequest, Outcome, RequestId, Triage
from domain.people import Instant, Language, Person, PersonId, Role
from storage.table import Table

if TYPE_CHECKING:
    from storage.queries import Row

_FIELDS = tuple(HelpRequest.model_fields)


def _request(row: Row | None) -> HelpRequest | None:
    return None if row is None else _sure(row)


def _sure(row: Row) -> HelpRequest:
    return HelpRequest.model_validate({field: row[field] for field in _FIELDS})


class HelpRequestTable(Table):
    """Rows of `help_request`. Whether something may happen is decided by the `where` of each update."""

    noun = "help_requests"

    def begin(
        self, person: Person, topic: str | None, queue: Role, triage: Triage, pseudonym: int, now: Instant
    ) -> HelpRequest | None:
        """A new draft; None where the person already has an open request or the pseudonym is taken."""
        return _request(
            self.sql.begin(
                self.connection,
                person=person.id,
                pseudonym=pseudonym,
                topic=topic,
                queue=queue,
                triage=int(triage),
                language=person.spoken,
                age_band=person.age_band,
                case_key=self.seals.new_case_key(),
                now=now,
            )
        )

    def get(self, request: RequestId) -> HelpRequest | None:
        """A request by its id."""
        return _request(self.sql.get(self.connection, request=request))

    def open_of(self, person: PersonId) -> HelpRequest | None:
        """The one request of the person that is not closed."""
        return _request(self.sql.open_of(self.connection, person=person))

    def last_closed_of(self, person: PersonId) -> HelpRequest | None:
        """The newest closed request, to come back to."""
        return _request(self.sql.last_closed_of(self.connection, person=person))

    def set_topic(self, request: RequestId, topic: str, queue: Role, triage: Triage) -> HelpRequest | None:
        """Name the topic of a draft; None once it was sent."""
        return _request(
            self.sql.set_topic(self.connection, request=request, topic=topic, queue=queue, triage=int(triage))
        )

    def raise_triage(self, request: RequestId, triage: Triage, category: str | None, now: Instant) -> None:
        """A colour only ever gets worse while the request is open."""
        self.sql.raise_triage(self.connection, request=request, triage=int(triage), category=category, now=now)

    def send(self, request: RequestId, now: Instant) -> HelpRequest | None:
        """A draft with words begins to wait; None for anything else."""
        return _request(self.sql.send(self.connection, request=request, now=now))

    def discard(self, request: RequestId) -> None:
        """Drop a draft with its words; a case that was taken up again is closed as it was."""
        self.sql.discard_words_since(self.connection, request=request)
        self.sql.discard_words(self.connection, request=request)
        self.sql.discard_events(self.connection, request=request)
        self.sql.discard(self.connection, request=request)
        self.sql.close_again(self.connection, request=request)

    def claim(self, request: RequestId, by: PersonId, now: Instant) -> HelpRequest | None:
        """One of all who press becomes the owner; None for everybody else."""
        return _request(self.sql.claim(self.connection, request=request, by=by, now=now))

    def count_overtaken(self, claimed: HelpRequest, patience: int, now: Instant) -> None:
        """Keep the promise of `domain.queue` after a claim. `patience` is in milliseconds."""
        before = now - patience
        self.sql.count_passed_over(self.connection, triage=int(claimed.triage), queue=claimed.queue, before=before)
        # Afterwards: a turn in which somebody is let through overtakes nobody, or the next one would come a turn early.
        self.sql.forget_passed_over(
            self.connection, request=claimed.id, triage=int(claimed.triage), queue=claimed.queue
        )

    def waiting(self, queue: Role | None = None) -> list[HelpRequest]:
        """Everybody who waits, in one queue or in all."""
        rows = (
            self.sql.waiting_everywhere(self.connection)
            if queue is None
            else self.sql.waiting(self.connection, queue=queue)
        )
        return [_sure(row) for row in rows]

    def active_of(self, member: PersonId) -> list[HelpRequest]:
        """The cases a colleague holds now."""
        return [_sure(row) for row in self.sql.active_of(self.connection, member=member)]

    def not_seen_by(self, member: PersonId) -> HelpRequest | None:
        """A case that a colleague took and was never shown; None where there is none."""
        return _request(self.sql.not_seen_by(self.connection, member=member))

    def give_back(self, request: RequestId, by: PersonId, now: Instant) -> HelpRequest | None:
        """Back to the queue, with the place the wait had earned; None where `by` does not hold it."""
        return _request(self.sql.give_back(self.connection, request=request, by=by, now=now))

    def hand_over(self, request: RequestId, by: PersonId, to: PersonId, now: Instant) -> HelpRequest | None:
        """From colleague to colleague; None where `by` does not hold it."""
        return _request(self.sql.hand_over(self.connection, request=request, by=by, to=to, now=now))

    def close(self, request: RequestId, by: PersonId, outcome: Outcome, now: Instant) -> HelpRequest | None:
        """The end of a conversation; None where `by` does not hold it."""
        return _request(self.sql.close(self.connection, request=request, by=by, outcome=outcome, now=now))

    def resume(self, request: RequestId, wished: PersonId | None, now: Instant) -> HelpRequest | None:
        """A closed case becomes a draft again, with all that was said."""
        return _request(self.sql.resume(self.connection, request=request, wished=wished, now=now))

    def rate(self, request: RequestId, person: PersonId, rating: int) -> bool:
        """Whether it helped, once, by the person whose case it is."""
        return bool(self.sql.rate(self.connection, request=request, person=person, rating=rating))

    def touch_check(self, request: RequestId, now: Instant) -> None:
        """The gentle question was asked."""
        self.sql.touch_check(self.connection, request=request, now=now)

    def red_since(self, request: RequestId, since: Instant | None) -> None:
        """Since when red words wait for an answer; None once answered."""
        self.sql.red_since(self.connection, request=request, since=since)

    def red_unclaimed(self, stage: int, waiting_before: Instant) -> list[HelpRequest]:
        """Red requests in the queue since before that moment, not yet alerted to this stage."""
        return [_sure(row) for row in self.sql.red_unclaimed(self.connection, stage=stage, before=waiting_before)]

    def set_alert_stage(self, request: RequestId, stage: int) -> None:
        """0: told once, 1: told again, 2: coordinators told."""
        self.sql.set_alert_stage(self.connection, request=request, stage=stage)

    def red_unanswered(self, before: Instant) -> list[HelpRequest]:
        """Held requests whose red words have waited for their specialist since before that moment."""
        return [_sure(row) for row in self.sql.red_unanswered(self.connection, before=before)]

    def waits_since(self, queue: Role, language: Language, since: Instant) -> list[int]:
        """How long those waited who were first taken since then: milliseconds, shortest first."""
        rows = self.sql.waits_since(self.connection, queue=queue, language=language, since=since)
        return [row["wait"] for row in rows]

    def pseudonym_taken(self, pseudonym: int) -> bool:
        """Whether a case has this pseudonym."""
        return bool(self.sql.pseudonym_taken(self.connection, pseudonym=pseudonym))

    def record(self, request: RequestId, kind: str, staff: PersonId | None, now: Instant) -> None:
        """A line of the journal: what happened, when, by whom; never a word."""
        self.sql.record(self.connection, request=request, kind=kind, staff=staff, now=now)

    def journal(self) -> list[Row]:
        """Every request that was ever sent, without a word: rows for the export."""
        return list(self.sql.journal(self.connection))

    def kept_too_long(self, before: Instant) -> list[RequestId]:
        """Cases whose words are to be erased."""
        return [RequestId(row["id"]) for row in self.sql.kept_too_long(self.connection, before=before)]
