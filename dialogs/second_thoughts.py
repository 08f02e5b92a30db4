"""Taking words back, and sending once more what did not arrive."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from dialogs.screen import Flow, Id, Screen, button
from dialogs.ways import for_person, for_staff
from dialogs.words import _
from domain.relay import MessageId

FLOW: Flow = {
    "help_requests.not_delivered": {"again": ("second_thoughts.on_its_way",)},
    "relay.not_delivered": {"again": ("second_thoughts.on_its_way",)},
}


class TryAgain(CallbackData, prefix="again"):
    """Send this line once more."""

    line: Id


def with_try_again(screen: Screen, line: MessageId) -> Screen:
    """The same screen, with the way to send once more."""
    row = (button(_("Try again"), TryAgain(line=line)),)
    return Screen(screen.name, screen.text, (row, *screen.rows), reply_to=screen.reply_to)


def on_its_way(*, staff: bool) -> Screen:
    """Nothing is claimed: the mark under the message says when it was given."""
    text = _("I am trying once more. The mark under the message says when it has arrived.")
    return (for_staff if staff else for_person)("second_thoughts.on_its_way", text)


def taken_back(outcome: str, *, staff: bool) -> Screen:
    """What could be done, said as it is."""
    text = {
        "unread": _("Taken back. Nobody has read it."),
        "gone": _("Taken back: I am deleting it on the other side. I cannot know whether it was read."),
        "answered": _(
            "Taken back: I am deleting it on the other side. There was an answer since, so it has most likely been read."
        ),
        "in_the_case": _("Taken back. It was already read as part of the case, and stays on that one screen."),
        "too_late": _("Too late: Telegram lets me delete only what is younger than two days."),
        "nothing": _("Reply with /undo to the message of yours that you want to take back."),
    }[outcome]
    return (for_staff if staff else for_person)("second_thoughts.taken_back", text)


def not_taken_back() -> Screen:
    """Telegram did not delete it."""
    return Screen("second_thoughts.not_taken_back", _("I could not delete it on the other side: Telegram refused it."))


def reacted(reaction: str, sender: str, reply_to: int | None) -> Screen:
    """A reaction that a bot cannot put, as words."""
    what = reaction if reaction != OTHER_REACTION else _("a reaction that cannot be shown here")
    return Screen("second_thoughts.reacted", f"{sender}: {what}", reply_to=reply_to)


OTHER_REACTION = "?"
"""A custom or a paid one."""
OUR_MARKS = ("✍", "🤝")
"""Under a message they mean «kept» and «given»: from a person they are passed on as words."""
