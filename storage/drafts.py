"""What a person is in the middle of typing: sealed, and for a day at most."""

from __future__ import annotations

import json
from typing import Any

from domain.people import Instant, PersonId
from storage.table import Table

DRAFT = "draft"


class DraftTable(Table):
    """Rows of `draft`: the state of a dialog and what was typed so far."""

    noun = "drafts"

    def get(self, person: PersonId, now: Instant) -> tuple[str | None, dict[str, Any]]:
        """The state and the typed answers; (None, {}) where there is no draft or it expired."""
        row = self.sql.get(self.connection, person=person, now=now)
        if row is None:
            return None, {}
        return row["state"], json.loads(self.seals.open(row["data"], DRAFT))

    def put(self, person: PersonId, state: str | None, data: dict[str, Any], expires_at: Instant) -> None:
        """Keep a draft until `expires_at`; an empty one is removed."""
        if state is None and not data:
            self.sql.clear(self.connection, person=person)
            return
        sealed = self.seals.seal(json.dumps(data, ensure_ascii=False), DRAFT)
        self.sql.put(self.connection, person=person, state=state, data=sealed, expires_at=expires_at)

    def purge(self, now: Instant) -> None:
        """Remove what expired."""
        self.sql.purge(self.connection, now=now)
