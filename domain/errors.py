"""Everything the hotline may refuse, as one tree.

    Refused                     the hotline says no, for a reason that a person may hear
    ├── NotAllowed              this role may not do that
    ├── FirstDayOpen            the questions of the first day come first
    ├── AlreadyClaimed          a colleague holds the request
    ├── TooManyCases            the specialist's own cap is reached
    ├── NothingToSend           a request without a single word
    ├── InviteUnusable          the invitation is spent, expired, or another's
    ├── AlreadyStaff            the invited person already works here
    ├── WorksHere               a colleague cannot be forgotten while they work here
    ├── NoSuchColleague         the colleague left, or does not take such cases
    └── TooLong                 the words do not fit
    Outdated                    reality moved on: redraw, do not blame

Errors carry data, never words; `dialogs/refusals.py` words them in both languages.
"""

from __future__ import annotations


class Refused(Exception):
    """The hotline says no, for a reason that a person may hear."""


class NotAllowed(Refused):
    """This role may not do that."""


class FirstDayOpen(Refused):
    """A new colleague has not said yet how they are called and which languages they speak."""


class AlreadyClaimed(Refused):
    """A colleague holds the request. `by` is the colleague's shown name, as (ru, kk)."""

    def __init__(self, by: tuple[str, str] = ("", "")) -> None:
        super().__init__()
        self.by = by


class TooManyCases(Refused):
    """The specialist already has as many open cases as the service allows."""

    def __init__(self, cap: int = 0) -> None:
        super().__init__(cap)
        self.cap = cap


class NothingToSend(Refused):
    """A request without a single message cannot be sent."""


class InviteUnusable(Refused):
    """The invitation is spent, expired, or never existed. Which one is not told to a guesser."""


class AlreadyStaff(Refused):
    """The person who opened the invitation already works here."""


class WorksHere(Refused):
    """A colleague cannot be forgotten while they work here: people rely on them."""


class NoSuchColleague(Refused):
    """The colleague went off duty, left, or does not take such requests."""


class TooLong(Refused):
    """What was typed does not fit. `limit` is in characters."""

    def __init__(self, limit: int = 0) -> None:
        super().__init__(limit)
        self.limit = limit


class Outdated(Exception):
    """The pressed button belongs to a screen that reality has moved on from: show today's facts."""
