"""A conversation: what a specialist writes, and what both sides do with what was said.

A person's side of writing is `HelpRequests.write`.
"""

from services.relay.reacting import Reacting
from services.relay.taking_back import TakenBack, TakingBack
from services.relay.writing import Passed, Passing, Writing

__all__ = ["Passed", "Passing", "Relay", "TakenBack"]


class Relay(Writing, Reacting, TakingBack):
    """Nothing goes out by accident: it takes a reply, a chosen case, or exactly one case that is open."""
