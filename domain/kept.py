"""What the service keeps about a person, as they may read it themselves."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from domain.help_requests import HelpRequest
from domain.people import Instant, Person
from domain.relay import CaseMessage


class KeptRequest(BaseModel):
    """A request with what is kept of it. `lines` is empty where only a summary was asked for."""

    model_config = ConfigDict(frozen=True)

    request: HelpRequest
    erase_at: Instant | None
    """When its words will be erased; None while it is open: then by its end."""
    erased: bool
    notes: int
    """Working notes of colleagues: their own, and counted here only."""
    lines: tuple[CaseMessage, ...] = ()


class Keeping(BaseModel):
    """All of it."""

    model_config = ConfigDict(frozen=True)

    person: Person
    requests: tuple[KeptRequest, ...]
    traces: int
    """Numbers of messages in the chat that are known, so that they can be erased there."""
    at: Instant
