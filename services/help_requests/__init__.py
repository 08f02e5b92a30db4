"""Asking for help, from the first word to the rating: what people and specialists can do with a request."""

from __future__ import annotations

from services.help_requests.answering import Answering, OpenedRequest
from services.help_requests.asking import Asking, Step, Written
from services.help_requests.watching import Watching

__all__ = ["HelpRequests", "OpenedRequest", "Step", "Written"]


class HelpRequests(Asking, Answering, Watching):
    """The life of a request."""
