"""People who work at the hotline, and how they come to."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from domain.people import Instant, Language, PersonId, Role

NAME_LIMIT = 40
"""Characters of a shown name: it stands in front of every relayed message."""


class StaffMember(BaseModel):
    """A colleague. The shown names are chosen by themselves; a first name or an alias is enough."""

    model_config = ConfigDict(frozen=True)

    id: PersonId
    role: Role
    name_ru: str = ""
    name_kk: str = ""
    languages: frozenset[Language] = frozenset()
    topics: frozenset[str] = frozenset()
    """Empty means every topic of the role."""
    on_duty: bool = False
    joined: bool = False
    """All questions of the first day are answered."""

    def name(self, language: Language | None) -> str:
        """The name a reader of this language sees; the other one where only that was given."""
        first, second = (self.name_kk, self.name_ru) if language is Language.KK else (self.name_ru, self.name_kk)
        return first or second


class Invite(BaseModel):
    """A one-time way in. The token itself is only in the link; the database keeps its HMAC."""

    model_config = ConfigDict(frozen=True)

    role: Role
    name: str
    expires_at: Instant
