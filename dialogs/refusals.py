"""What a refusal is called in words. A test walks every subclass of `Refused` in both languages."""

from __future__ import annotations

from dialogs.words import _, _n, language
from domain import errors
from domain.people import Language


def words(refusal: errors.Refused) -> str:
    """The reason, short enough for a pop-up (200 characters)."""
    match refusal:
        case errors.NotAllowed():
            return _("That is not part of your role here.")
        case errors.AlreadyClaimed(by=(ru, kk)):
            name = kk if language() is Language.KK else ru
            return _("{name} has already taken this request.").format(name=name or ru or kk)
        case errors.TooManyCases(cap=cap):
            return _n(
                "You have {n} open case, that is the most at a time. Close or return one first.",
                "You have {n} open cases, that is the most at a time. Close or return one first.",
                cap,
            ).format(n=cap)
        case errors.NothingToSend():
            return _("There are no words yet. Write them, then press “Send”.")
        case errors.InviteUnusable():
            return _("This invitation does not work any more. Ask your coordinator for a new one.")
        case errors.AlreadyStaff():
            return _("You already work here. The invitation was not needed.")
        case errors.NoSuchColleague():
            return _("This colleague cannot take the case right now. Choose another one.")
        case errors.TooLong(limit=limit):
            return _n("At most {n} character, please.", "At most {n} characters, please.", limit).format(n=limit)
        case _:
            raise LookupError(type(refusal).__name__)
