"""People: sealed, and found by the HMAC of their Telegram id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.people import AgeBand, Instant, Language, Person, PersonId
from storage.table import Table

if TYPE_CHECKING:
    from storage.queries import Row

CHAT = "person.chat"


def _person(row: Row) -> Person:
    return Person(
        id=row["id"],
        language=row["language"],
        country=row["country"],
        region=row["region"],
        age_band=row["age_band"],
        introduced=bool(row["introduced"]),
        reachable=bool(row["reachable"]),
        vanish_after=row["vanish_after"],
        paused_at=row["paused_at"],
        knocking=bool(row["knocking"]),
        discreet=None if row["discreet"] is None else bool(row["discreet"]),
        role=row["role"],
        voice_agreed=bool(row["voice_agreed"]),
    )


class PeopleTable(Table):
    """Rows of `person`. A private chat has the id of its person, so one sealed number serves as both."""

    noun = "people"

    def greet(self, chat: int, now: Instant) -> Person:
        """The person behind a Telegram id, remembered at the first sight of them."""
        found = self.find(chat)
        if found is not None:
            self.sql.renew(self.connection, person=found.id, lookup=self.seals.lookup(str(chat)))
            return found
        self.sql.greet(
            self.connection, lookup=self.seals.lookup(str(chat)), chat=self.seals.seal(str(chat), CHAT), now=now
        )
        return self.known(chat)

    def find(self, chat: int) -> Person | None:
        """The person behind a Telegram id, or None."""
        # Under the current secret nearly always; under an earlier one for who has not written since it was changed.
        for lookup in self.seals.lookups(str(chat)):
            if (row := self.sql.find(self.connection, lookup=lookup)) is not None:
                return _person(row)
        return None

    def known(self, chat: int) -> Person:
        """The person behind a Telegram id that has been greeted; `LookupError` otherwise."""
        found = self.find(chat)
        if found is None:
            raise LookupError
        return found

    def get(self, person: PersonId) -> Person:
        """A person by our own id; `LookupError` where there is none."""
        row = self.sql.get(self.connection, person=person)
        if row is None:
            raise LookupError(person)
        return _person(row)

    def chat(self, person: PersonId) -> int:
        """The Telegram chat of a person. Only the machine room asks for it."""
        return int(self.seals.open(self.sql.chat(self.connection, person=person), CHAT))

    def prove_secret(self) -> None:
        """Raises `Unreadable` where what is stored was sealed with another secret than the ones at hand."""
        chat = self.sql.any_chat(self.connection)
        if chat is not None:
            self.seals.open(chat, CHAT)

    def choose_language(self, person: PersonId, language: Language) -> None:
        """Remember the language of the person, their own choice."""
        self.sql.choose_language(self.connection, person=person, language=language)

    def choose_region(self, person: PersonId, country: str | None, region: str | None) -> None:
        """Remember where the person says they live, for the right helplines."""
        self.sql.choose_region(self.connection, person=person, country=country, region=region)

    def choose_age_band(self, person: PersonId, age_band: AgeBand | None) -> None:
        """Remember the age band; None is a fine answer too."""
        self.sql.choose_age_band(self.connection, person=person, age_band=age_band)

    def introduce(self, person: PersonId) -> None:
        """The three sentences about the bot were shown."""
        self.sql.introduce(self.connection, person=person)

    def agree_to_voice(self, person: PersonId) -> None:
        """They know that a voice is an identity."""
        self.sql.agree_to_voice(self.connection, person=person)

    def pause(self, person: PersonId, now: Instant) -> None:
        """Nothing unprompted is sent to them from now on."""
        self.sql.pause(self.connection, person=person, now=now)

    def knock(self, person: PersonId, now: Instant) -> None:
        """A sign is given, and what comes waits until they look."""
        self.sql.knock(self.connection, person=person, now=now)

    def choose_discreet(self, person: PersonId, *, discreet: bool) -> None:
        """Whether to knock before words appear on their phone."""
        self.sql.choose_discreet(self.connection, person=person, discreet=int(discreet))

    def come_back(self, person: PersonId) -> bool:
        """They are here again. False where they never left."""
        back: int = self.sql.come_back(self.connection, person=person)
        return bool(back)

    def mark_reachable(self, person: PersonId, *, reachable: bool) -> None:
        """Telegram says whether the person lets the bot write."""
        self.sql.mark_reachable(self.connection, person=person, reachable=int(reachable))
