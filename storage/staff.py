"""Colleagues, their duty, and the invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.people import Instant, Language, PersonId, Role
from domain.staff import Invite, StaffMember
from storage.table import Table

if TYPE_CHECKING:
    from storage.queries import Row

NAME = "staff.name"


class StaffTable(Table):
    """Rows of `staff` and `invite`. Shown names are sealed like every name that somebody typed."""

    noun = "staff"

    def _member(self, row: Row) -> StaffMember:
        return StaffMember(
            id=row["person_id"],
            role=Role(row["role"]),
            name_ru=self.seals.open(row["name_ru"], NAME),
            name_kk=self.seals.open(row["name_kk"], NAME),
            languages=frozenset(Language(code) for code in row["languages"].split()),
            topics=frozenset(row["topics"].split()),
            on_duty=bool(row["on_duty"]),
            joined=bool(row["joined"]),
        )

    def get(self, person: PersonId) -> StaffMember | None:
        """The colleague, or None for everybody else."""
        row = self.sql.get(self.connection, person=person)
        return self._member(row) if row else None

    def on_duty(self) -> list[StaffMember]:
        """Who is on duty now, longest first."""
        return [self._member(row) for row in self.sql.on_duty(self.connection)]

    def leaders(self) -> list[StaffMember]:
        """Coordinators and admins."""
        return [self._member(row) for row in self.sql.leaders(self.connection)]

    def set_duty(self, person: PersonId, *, on_duty: bool, now: Instant) -> None:
        """Come on duty, or go off."""
        self.sql.set_duty(self.connection, person=person, on_duty=int(on_duty), now=now)

    def describe(self, member: StaffMember) -> None:
        """Write down what the colleague told about themselves."""
        self.sql.describe(
            self.connection,
            person=member.id,
            name_ru=self.seals.seal(member.name_ru, NAME),
            name_kk=self.seals.seal(member.name_kk, NAME),
            languages=" ".join(sorted(member.languages)),
            topics=" ".join(sorted(member.topics)),
            joined=int(member.joined),
        )

    def invite(self, token: str, invite: Invite, by: PersonId | None, now: Instant) -> None:
        """Remember an invitation by the HMAC of its token."""
        self.sql.invite(
            self.connection,
            lookup=self.seals.lookup(token),
            role=invite.role,
            name=self.seals.seal(invite.name, NAME),
            created_by=by,
            now=now,
            expires_at=invite.expires_at,
        )

    def use_invite(self, token: str, person: PersonId, now: Instant) -> StaffMember | None:
        """Spend an invitation: the new colleague, or None where it is spent, expired or unknown."""
        row = None
        for lookup in self.seals.lookups(token):
            row = row or self.sql.use_invite(self.connection, lookup=lookup, person=person, now=now)
        if row is None:
            return None
        name = self.seals.seal(self.seals.open(row["name"], NAME), NAME)
        self.sql.join(self.connection, person=person, role=row["role"], name=name, now=now)
        return self.get(person)
