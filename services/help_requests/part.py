"""What every part of the service works with, and what may honestly be said about waiting."""

from __future__ import annotations

from collections.abc import Callable

from domain.help_requests import HelpRequest, Prospect, Triage
from domain.people import Instant, Role
from domain.queue import QueueRules, may_take
from services.ports import Clock, Database, Transaction

DAY = 24 * 3600 * 1000


class Part:
    """`topics` tells which role answers a topic and how urgent it is at least."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        rules: QueueRules,
        topics: Callable[[str | None], tuple[Role, Triage]],
        pick_pseudonym: Callable[[int], int],
        bell: Callable[[], None],
        opens_at: Callable[[Instant], Instant | None],
    ) -> None:
        """`pick_pseudonym(try)` gives a random code, later tries from a wider range; `opens_at` the next duty hour."""
        self.database = database
        self.clock = clock
        self.rules = rules
        self.topics = topics
        self.pick_pseudonym = pick_pseudonym
        self.bell = bell
        self.opens_at = opens_at

    async def prospect(self, request: HelpRequest) -> Prospect:
        """What may honestly be said about when somebody will answer."""
        return await self.database.read(lambda tx: self._prospect(tx, request, self.clock.now()))

    def _prospect(self, tx: Transaction, request: HelpRequest, now: Instant) -> Prospect:
        red = request.triage is Triage.RED  # whoever is on duty is called, whatever their queue
        on_duty = sum(1 for member in tx.staff.on_duty() if red or may_take(member, request))
        waits = tx.help_requests.waits_since(request.queue, request.language, now - DAY)
        usual = None
        if on_duty and len(waits) >= self.rules.enough_waits:
            usual = max(1, -(-waits[len(waits) * 4 // 5] // 60_000))
        return Prospect(on_duty=on_duty, usual_minutes=usual, opens_at=None if on_duty else self.opens_at(now))
