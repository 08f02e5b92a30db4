"""What a person is in the middle of typing: sealed, and for a day at most."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.people import Instant, PersonId
from storage.table import Table

if TYPE_CHECKING:
    from domain.relay import UpdateKey

DRAFT = "draft"


class Typed(NamedTuple):
    """What is being asked, and what was typed so far."""

    state: str | None = None
    data: dict[str, Any] = {}  # noqa: RUF012  nobody changes it: a tuple of two values, the second empty


class DraftTable(Table):
    """Rows of `draft`: the state of a dialog and what was typed so far."""

    noun = "drafts"

    def get(self, person: PersonId, now: Instant, key: UpdateKey) -> Typed:
        """What a person is typing, as the update `key` finds it; nothing where there is no draft or it expired.

        An update that is handled once more finds the draft as it was before it changed it: it must go through the
        same door again, or words meant for one place would land in another.
        """
        row = self.sql.get(self.connection, person=person, now=now)
        if row is None:
            return Typed()
        if (row["bot"], row["update_id"]) == (key.bot, key.update):
            return Typed(row["before_state"], self._open(row["before_data"]))
        return Typed(row["state"], self._open(row["data"]))

    def put(self, person: PersonId, typed: Typed, before: Typed, key: UpdateKey, expires_at: Instant) -> None:
        """Keep a draft until `expires_at`, and what it was `before` the update that changes it."""
        self.sql.put(
            self.connection,
            person=person,
            state=typed.state,
            data=self._seal(typed.data),
            expires_at=expires_at,
            bot=key.bot,
            update_id=key.update,
            before_state=before.state,
            before_data=self._seal(before.data),
        )

    def _seal(self, data: dict[str, Any]) -> bytes | None:
        return self.seals.seal(json.dumps(data, ensure_ascii=False), DRAFT) if data else None

    def _open(self, sealed: bytes | None) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.seals.open(sealed, DRAFT)) if sealed else {}
        return found

    def purge(self, now: Instant) -> None:
        """Remove what expired."""
        self.sql.purge(self.connection, now=now)
