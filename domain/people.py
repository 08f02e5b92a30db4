"""Who writes to the hotline, as far as the hotline wants to know."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

from pydantic import BaseModel, ConfigDict

PersonId = NewType("PersonId", int)
Instant = int
"""A moment: UTC milliseconds since 1970."""


class Language(StrEnum):
    """The two languages, equal in everything. The order is the order of the buttons."""

    KK = "kk"
    RU = "ru"


class AgeBand(StrEnum):
    """As much as is asked about age. Anybody may leave it unsaid."""

    UNDER_18 = "under_18"
    PARENT = "parent"
    ADULT = "adult"


class Role(StrEnum):
    """What a member of staff may do."""

    PSYCHOLOGIST = "psychologist"
    SOCIAL_PEDAGOGUE = "social_pedagogue"
    COORDINATOR = "coordinator"
    ADMIN = "admin"

    @property
    def answers_requests(self) -> bool:
        """Psychologists and social pedagogues talk to people; coordinators see to it that somebody does."""
        return self in (Role.PSYCHOLOGIST, Role.SOCIAL_PEDAGOGUE)

    @property
    def leads(self) -> bool:
        """Coordinators and admins invite, are alerted last, and see the whole queue."""
        return self in (Role.COORDINATOR, Role.ADMIN)


class Person(BaseModel):
    """Somebody who wrote to the bot. Their Telegram id is not here: only the postman opens it."""

    model_config = ConfigDict(frozen=True)

    id: PersonId
    language: Language | None = None
    country: str | None = None
    region: str | None = None
    age_band: AgeBand | None = None
    introduced: bool = False
    """The three sentences about what the bot is were shown."""
    reachable: bool = True
    vanish_after: int | None = 24 * 3_600_000
    """Milliseconds after which messages vanish from their chat; None: never. See `domain/traces.py`."""
    paused_at: Instant | None = None
    """Since when nothing unprompted is to be sent to them; None: they are here."""
    knocking: bool = False
    """They did not ask for silence: a sign was given that something waits, and it waits until they look."""
    discreet: bool | None = None
    """Whether words come only after a sign that says nothing; None: as their age suggests."""
    role: Role | None = None
    """Set for staff only."""
    voice_agreed: bool = False
    """They know that a voice is an identity, and let theirs be passed on."""
    suggested: Language = Language.RU
    """What Telegram says about the language of the phone: used until the person has chosen, never stored."""

    @property
    def spoken(self) -> Language:
        """The language to speak now."""
        return self.language or self.suggested

    @property
    def knocked(self) -> bool:
        """Whether to knock before words appear on the phone: their own choice, else for those under 18."""
        return self.age_band is AgeBand.UNDER_18 if self.discreet is None else self.discreet

    @property
    def formal(self) -> bool:
        """Adults, parents and colleagues are «вы» and «сіз»; everybody else is «ты» and «сен»."""
        return self.role is not None or self.age_band in (AgeBand.PARENT, AgeBand.ADULT)
