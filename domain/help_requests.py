"""A request for help: what it is, how urgent, and what may happen to it next."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import NewType

from pydantic import BaseModel, ConfigDict

from domain.crisis import Action, Assessment, Severity
from domain.people import AgeBand, Instant, Language, PersonId, Role

RequestId = NewType("RequestId", int)


class Triage(IntEnum):
    """How urgent, after the triage colours of emergency care. Higher is worse."""

    GREEN = 0
    YELLOW = 1
    RED = 2


class Status(StrEnum):
    """Where a request stands. The arrows are in docs/flows.md."""

    DRAFT = "draft"
    WAITING = "waiting"
    ACTIVE = "active"
    CLOSED = "closed"


MAY_FOLLOW: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.WAITING, Status.CLOSED}),
    Status.WAITING: frozenset({Status.ACTIVE}),
    Status.ACTIVE: frozenset({Status.WAITING, Status.ACTIVE, Status.CLOSED}),
    Status.CLOSED: frozenset({Status.DRAFT}),
}
"""The life of a request: written, waiting, claimed; given back, handed over, closed; and come back to."""


class Outcome(StrEnum):
    """How a conversation ended, in the words of the consultation journal."""

    HELPED = "helped"
    CONTINUES = "continues"
    REFERRED = "referred"
    EMERGENCY = "emergency"
    NO_ANSWER = "no_answer"
    NOT_OURS = "not_ours"


class HelpRequest(BaseModel):
    """One person's matter. `pseudonym` is a number that `domain.pseudonyms` turns into a name."""

    model_config = ConfigDict(frozen=True)

    id: RequestId
    person_id: PersonId
    pseudonym: int
    topic: str | None
    queue: Role
    triage: Triage
    category: str | None
    status: Status
    language: Language
    age_band: AgeBand | None
    version: int
    asked_at: Instant
    waiting_since: Instant | None
    claimed_by: PersonId | None
    claimed_at: Instant | None
    closed_at: Instant | None
    outcome: Outcome | None
    rating: int | None
    wished: PersonId | None
    """The specialist the person would like to talk to again."""
    passed_over: int
    first_claimed_at: Instant | None = None
    """Set once somebody has read it: a waiting request with it is one that came back to the queue."""
    messages: int
    """How many messages of the person the case holds."""
    unanswered_red_since: Instant | None
    alert_stage: int
    checked_at: Instant | None


def triage_of(assessment: Assessment, floor: Triage) -> Triage:
    """The colour of words: a card is red, a question or elevated severity yellow, never below the topic's floor."""
    if assessment.action is Action.CARD:
        return Triage.RED
    if assessment.action is Action.QUESTION or assessment.severity is not Severity.NONE:
        return max(Triage.YELLOW, floor)
    return floor


class Prospect(BaseModel):
    """What may honestly be said about when somebody will answer. Every field is a fact or None."""

    model_config = ConfigDict(frozen=True)

    on_duty: int
    """How many who speak the language and take such requests are on duty now."""
    usual_minutes: int | None = None
    """Four of five requests of the last day were taken within this time; None with too little data."""
    opens_at: Instant | None = None
    """The next duty hour by the published hours, when nobody is on duty and the hours are known."""
