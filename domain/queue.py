"""Whose turn it is: worst colour first, then the longest wait; a low colour is late, never starved.

`passed_over` counts how often a more urgent request was taken while this one had already waited past the patience
of the service. Once it reaches the bound, the request goes first, once; its colour then starts to count anew. So of
any `bound + 2` turns at least one goes to each lower colour that waits too long, and red is never held up by more than
two turns in a row. `tests/domain/test_queue.py` proves both.
"""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from domain.help_requests import HelpRequest, Triage
from domain.staff import StaffMember


def in_turn(waiting: Iterable[HelpRequest], bound: int) -> list[HelpRequest]:
    """The waiting requests in the order in which they are to be taken."""

    def turn(request: HelpRequest) -> tuple[int, int, int, int]:
        since = request.waiting_since or request.asked_at
        if request.passed_over >= bound:
            return (0, int(request.triage), since, request.id)
        return (1, -int(request.triage), since, request.id)

    return sorted(waiting, key=turn)


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
