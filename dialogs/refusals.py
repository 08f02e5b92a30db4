"""What a refusal is called in words. A test walks every subclass of `Refused` in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialogs.words import _, _n, language
from domain import errors
from domain.people import Language

if TYPE_CHECKING:
    from collections.abc import Callable

_PLAIN: dict[type[errors.Refused], Callable[[], str]] = {
    errors.NotAllowed: lambda: _("That is not part of your role here."),
    errors.FirstDayOpen: lambda: _("First the questions of your first day, please. Press /start."),
    errors.NothingToSend: lambda: _("There are no words yet. Write them, then press “Send”."),
    errors.InviteUnusable: lambda: _("This invitation does not work any more. Ask your coordinator for a new one."),
    errors.AlreadyStaff: lambda: _("You already work here. The invitation was not needed."),
    errors.WorksHere: lambda: _(
        "While you work here you cannot be erased: people rely on you. Please talk to your coordinator first."
    ),
    errors.NoSuchColleague: lambda: _("This colleague cannot take the case right now. Choose another one."),
}
"""Those that carry no data."""


def words(refusal: errors.Refused) -> str:
    """The reason, short enough for a pop-up (200 characters)."""
    match refusal:
        case errors.AlreadyClaimed(by=(ru, kk)):
            name = kk if language() is Language.KK else ru
            return _("{name} has already taken this request.").format(name=name or ru or kk)
        case errors.TooManyCases(cap=cap):
            return _n(
                "You have {n} open case, that is the most at a time. Close or return one first.",
                "You have {n} open cases, that is the most at a time. Close or return one first.",
                cap,
            ).format(n=cap)
        case errors.TooLong(limit=limit):
            return _n("At most {n} character, please.", "At most {n} characters, please.", limit).format(n=limit)
        case _:
            return _PLAIN[type(refusal)]()
