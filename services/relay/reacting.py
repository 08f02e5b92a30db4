"""Reactions: what one side puts under a message appears under the same message of the other side."""

from __future__ import annotations

from domain.help_requests import Status
from domain.notices import NoticeKind, NoticePlan, Priority
from domain.people import PersonId
from domain.relay import Author, UpdateKey
from services.ports import Transaction
from services.relay.part import Part
from services.relay.passing import other_side


class Reacting(Part):
    """By the table of shown messages, never by text."""

    async def react(self, by: PersonId, message: int, reaction: str | None, key: UpdateKey) -> bool:
        """Put or take away a reaction; `message` is Telegram's id in the chat of `by`. False where it leads nowhere."""

        def unit(tx: Transaction) -> bool:
            found = tx.relay.line_at(by, message)
            line = tx.relay.get(found) if found else None
            request = tx.help_requests.get(line.request_id) if line else None
            if line is None or request is None or request.status is not Status.ACTIVE or line.author is Author.NOTE:
                return False
            to = other_side(request, by)
            if to is None or line.taken_back_at is not None or line.reaction == reaction:
                return False
            tx.relay.react(line, reaction)
            planned = tx.notices.plan(
                NoticePlan(
                    kind=NoticeKind.REACTION,
                    recipient=to,
                    dedup_key=f"{NoticeKind.REACTION}:{line.id}:{key.bot}.{key.update}:{to}",
                    priority=Priority.MARK,
                    due_at=self.clock.now(),
                    request_id=request.id,
                    message_id=line.id,
                ),
                self.clock.now(),
            )
            tx.after_commit(self.bell)
            return planned

        return await self.database.write(unit)
