"""What time does: red that nobody takes, or that its specialist leaves unanswered, does not stay where it is."""

from __future__ import annotations

from domain.notices import NoticeKind, Priority
from services.help_requests.part import Part
from services.ports import Transaction
from services.queue import announce, back_to_queue, plan


class Watching(Part):
    """Called by the clock, every second."""

    async def look_after_red(self) -> None:
        """Red that nobody took: duty again, then coordinators. Red that its specialist leaves unanswered: back."""

        def unit(tx: Transaction) -> None:
            now = self.clock.now()
            for stage, after in ((1, self.rules.red_again_after), (2, self.rules.coordinators_after)):
                for request in tx.help_requests.red_unclaimed(stage, now - after * 1000):
                    tx.help_requests.set_alert_stage(request.id, stage)
                    if stage == 1:
                        announce(tx, request, now, NoticeKind.RED_AGAIN)
                    else:
                        for leader in tx.staff.leaders():
                            plan(tx, NoticeKind.RED_ESCALATED, leader.id, request, Priority.RED, now)
                    tx.after_commit(self.bell)
            for request in tx.help_requests.red_unanswered(now - self.rules.silent_after * 1000):
                if request.claimed_by is not None:
                    back_to_queue(tx, request, request.claimed_by, now, silent=True)
                    tx.after_commit(self.bell)

        await self.database.write(unit)
