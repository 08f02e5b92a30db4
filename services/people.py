"""What a person tells about themselves: little, and only if they like."""

from __future__ import annotations

from domain.people import AgeBand, Language, Person, PersonId
from services.ports import Database, Transaction


class People:
    """Language, region and age band, each a choice that can be skipped or changed."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def choose_language(self, person: PersonId, language: Language) -> Person:
        """From now on everything is said in this language."""

        def unit(tx: Transaction) -> Person:
            tx.people.choose_language(person, language)
            return tx.people.get(person)

        return await self.database.write(unit)

    async def choose_region(self, person: PersonId, country: str | None, region: str | None) -> Person:
        """Where the helplines should be."""

        def unit(tx: Transaction) -> Person:
            tx.people.choose_region(person, country, region)
            return tx.people.get(person)

        return await self.database.write(unit)

    async def choose_age_band(self, person: PersonId, age_band: AgeBand | None) -> Person:
        """Decides between «ты» and «вы», and which specialists see the age band on the card."""

        def unit(tx: Transaction) -> Person:
            tx.people.choose_age_band(person, age_band)
            return tx.people.get(person)

        return await self.database.write(unit)

    async def choose_discreet(self, person: PersonId, *, discreet: bool) -> Person:
        """Whether words come only after a sign that says nothing."""

        def unit(tx: Transaction) -> Person:
            tx.people.choose_discreet(person, discreet=discreet)
            return tx.people.get(person)

        return await self.database.write(unit)

    async def introduce(self, person: PersonId) -> None:
        """Remember that the bot has said what it is and what it keeps."""
        await self.database.write(lambda tx: tx.people.introduce(person))

    async def mark_reachable(self, person: PersonId, *, reachable: bool) -> None:
        """The person blocked the bot, or let it in again."""
        await self.database.write(lambda tx: tx.people.mark_reachable(person, reachable=reachable))

    async def agree_to_voice(self, person: PersonId) -> None:
        """They know that a voice is an identity: they are not asked again."""
        await self.database.write(lambda tx: tx.people.agree_to_voice(person))
