"""Whose turn it is: worst colour first, then the longest wait; a low colour is late, never starved.

`passed_over` counts how often a more urgent request was taken while this one had already waited past the patience
of the service. Once it reaches the bound, the longest wait among all such requests is let through, once, and the
counting begins anew. So of any `bound + 1` turns at most one is let through before red, and who has waited longest is
always the next to be: under lasting overload yellow and green wait alike instead of one of them for ever.
`tests/domain/test_queue.py` proves it.
"""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from domain.help_requests import HelpRequest, Triage
from domain.staff import StaffMember


def in_turn(waiting: Iterable[HelpRequest], bound: int) -> list[HelpRequest]:
    """The waiting requests in the order in which they are to be taken."""
    requests = list(waiting)
    # Whoever waits as long as one that is let through, in the same colour, is let through before it: a request that
    # came back to the queue was not counted while it was held, and must not be overtaken by a younger one for that.
    let_through: dict[Triage, int] = {}
    for request in requests:
        if request.passed_over >= bound and request.triage is not Triage.RED:
            let_through[request.triage] = max(let_through.get(request.triage, 0), since(request))

    def turn(request: HelpRequest) -> tuple[int, int, int, int]:
        if since(request) <= let_through.get(request.triage, -1):
            return (0, 0, since(request), request.id)
        return (1, -int(request.triage), since(request), request.id)

    return sorted(requests, key=turn)


def since(request: HelpRequest) -> int:
    """Since when it waits. A request that comes back to the queue keeps the wait that it has earned."""
    return request.asked_at if request.waiting_since is None else request.waiting_since


def may_take(member: StaffMember, request: HelpRequest) -> bool:
    """Whether the request is offered to this colleague: their queue, their language, and for calm ones their topics."""
    if request.queue is not member.role or request.language not in member.languages:
        return False
    if request.triage is Triage.RED or not member.topics or request.topic is None:
        return True
    return request.topic in member.topics


class QueueRules(BaseModel):
    """How long the hotline is patient. Times are in seconds; `content/triage.yaml` sets them."""

    model_config = ConfigDict(frozen=True)

    red_again_after: int = 60
    coordinators_after: int = 180
    silent_after: int = 60
    first_answer_after: int = 180
    """From the claim of a red request to its first answer: there is something to read first."""
    patience: int = 3600
    bound: int = 4
    cap: int = 8
    """How many cases one specialist holds at most; red ones are taken all the same."""
    enough_waits: int = 5
    """From how many waits on something may be said about the usual one."""
