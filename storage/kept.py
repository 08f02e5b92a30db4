"""All that is kept about one person: to be read by them, and to be forgotten."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from domain.help_requests import HelpRequest, Status
from domain.kept import Keeping, KeptRequest
from domain.people import PersonId
from storage.help_requests import HelpRequestTable
from storage.people import PeopleTable
from storage.relay import RelayTable
from storage.table import Table

if TYPE_CHECKING:
    from domain.people import Instant

NOBODY = b"nobody"
"""The look-up of the one row to which cases without a person belong."""
_FIELDS = tuple(HelpRequest.model_fields)


class KeptTable(Table):
    """Goes through the rows of every noun that has something about a person."""

    noun = "kept"

    def about(self, person: PersonId, kept_for: int, now: Instant, *, words: bool) -> Keeping:
        """What is kept. With `words` also what was said. `kept_for` is in milliseconds from the end of a request."""
        relay = RelayTable(self.connection, self.queries, self.seals)
        requests = []
        for row in list(self.sql.requests(self.connection, person=person)):
            request = HelpRequest.model_validate({field: row[field] for field in _FIELDS})
            erased = row["erased_at"] is not None
            requests.append(
                KeptRequest(
                    request=request,
                    erase_at=None if erased or request.closed_at is None else request.closed_at + kept_for,
                    erased=erased,
                    notes=row["notes"],
                    lines=tuple(relay.lines(request.id)) if words and not erased else (),
                )
            )
        return Keeping(
            person=PeopleTable(self.connection, self.queries, self.seals).get(person),
            requests=tuple(requests),
            traces=self.sql.traces(self.connection, person=person),
            at=now,
        )

    def forget(self, person: PersonId, now: Instant) -> list[HelpRequest]:
        """Everything but what it takes to empty the chat. Returns the requests that somebody held."""
        self.sql.nobody(self.connection, lookup=NOBODY, chat=b"")
        nobody = self.sql.who_is_nobody(self.connection, lookup=NOBODY)
        chat = PeopleTable(self.connection, self.queries, self.seals).chat(person)
        self.sql.forget_notices(self.connection, person=person)
        held = [self._forget(each.request, nobody, now) for each in self.about(person, 0, now, words=False).requests]
        self.sql.forget_typed(self.connection, person=person)
        self.sql.forget_shown(self.connection, person=person)
        for lookup in self.seals.lookups(str(chat)):
            self.sql.nameless_letters(self.connection, lookup=lookup, nobody=b"")
        self.sql.empty_person(self.connection, person=person, lookup=secrets.token_bytes(32), now=now)
        return [request for request in held if request is not None]

    def _forget(self, request: HelpRequest, nobody: int, now: Instant) -> HelpRequest | None:
        self.sql.recall_copies(self.connection, request=request.id)
        RelayTable(self.connection, self.queries, self.seals).erase(request.id, now)
        if request.waiting_since is None:
            # It was never sent: nobody knows of it, and no statistics count it.
            self.sql.forget_events(self.connection, request=request.id)
            self.sql.forget_draft(self.connection, request=request.id)
            return None
        self.sql.disown(self.connection, request=request.id, nobody=nobody)
        if request.status is not Status.ACTIVE:
            return None
        return HelpRequestTable(self.connection, self.queries, self.seals).get(request.id)

    def forgotten(self, person: PersonId) -> None:
        """The chat is empty: now the last row goes."""
        chat = PeopleTable(self.connection, self.queries, self.seals).chat(person)
        for lookup in self.seals.lookups(str(chat)):
            self.sql.nameless_letters(self.connection, lookup=lookup, nobody=b"")
        self.sql.forget_shown(self.connection, person=person)
        self.sql.delete_traces(self.connection, person=person)
        self.sql.delete_notices(self.connection, person=person)
        self.sql.delete_wipe(self.connection, person=person)
        self.sql.delete_person(self.connection, person=person)
