"""How colleagues come in, say who they are, and go on and off duty."""

from __future__ import annotations

from collections.abc import Callable

from domain.errors import AlreadyStaff, InviteUnusable, NotAllowed, TooLong
from domain.people import Instant, PersonId, Role
from domain.staff import NAME_LIMIT, Invite, StaffMember
from services.ports import Clock, Database, Transaction
from services.queue import at_work, back_to_queue

TOKEN_BYTES = 24
"""192 bits: guessing an invitation is not worth trying."""


class Staff:
    """Invitations, the first day, and duty."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        new_token: Callable[[int], str],
        bell: Callable[[], None],
        invite_expires_after: int = 24 * 3600,
    ) -> None:
        """`new_token` makes an unguessable URL-safe text of so many random bytes; times are in seconds."""
        self.database = database
        self.clock = clock
        self.new_token = new_token
        self.bell = bell
        self.invite_expires_after = invite_expires_after

    async def invite(self, role: Role, name: str, by: PersonId | None = None) -> tuple[str, Instant]:
        """A one-time token and when it expires. `by` None is the operator at the terminal."""
        if len(name) > NAME_LIMIT:
            raise TooLong(NAME_LIMIT)
        token = self.new_token(TOKEN_BYTES)

        def unit(tx: Transaction) -> Instant:
            now = self.clock.now()
            expires_at = now + self.invite_expires_after * 1000
            if by is not None:
                inviting = at_work(tx, by)
                if not inviting.role.leads:
                    raise NotAllowed
                if role is Role.ADMIN and inviting.role is not Role.ADMIN:
                    raise NotAllowed
            tx.staff.invite(token, Invite(role=role, name=name, expires_at=expires_at), by, now)
            return expires_at

        return token, await self.database.write(unit)

    async def join(self, token: str, person: PersonId) -> StaffMember:
        """Spend an invitation. Pressing the same link again by the same new colleague is `AlreadyStaff`."""

        def unit(tx: Transaction) -> StaffMember:
            if tx.staff.get(person) is not None:
                raise AlreadyStaff
            joined = tx.staff.use_invite(token, person, self.clock.now())
            if joined is None:
                raise InviteUnusable
            return joined

        return await self.database.write(unit)

    async def get(self, person: PersonId) -> StaffMember | None:
        """The colleague, or None."""
        return await self.database.read(lambda tx: tx.staff.get(person))

    async def on_duty(self) -> list[StaffMember]:
        """Everybody on duty now."""
        return await self.database.read(lambda tx: tx.staff.on_duty())

    async def describe(self, member: StaffMember) -> StaffMember:
        """Keep what a colleague says about themselves."""
        if max(len(member.name_ru), len(member.name_kk)) > NAME_LIMIT:
            raise TooLong(NAME_LIMIT)
        await self.database.write(lambda tx: tx.staff.describe(member))
        return member

    async def duty(self, person: PersonId, *, on_duty: bool) -> StaffMember:
        """Come on duty or go off. Cases with unanswered red words go back to the queue with who goes."""

        def unit(tx: Transaction) -> StaffMember:
            now = self.clock.now()
            at_work(tx, person)
            tx.staff.set_duty(person, on_duty=on_duty, now=now)
            if not on_duty:
                for request in tx.help_requests.active_of(person):
                    if request.unanswered_red_since is not None:
                        back_to_queue(tx, request, person, now, silent=False)
                        tx.after_commit(self.bell)
            member = tx.staff.get(person)
            if member is None:
                raise NotAllowed
            return member

        return await self.database.write(unit)
