"""The commands that Telegram offers beside the typing field."""

from __future__ import annotations

from dialogs.words import _


def commands() -> dict[str, str]:
    """Name and description, in the language that is being spoken."""
    return {
        "start": _("Begin"),
        "ask": _("Ask for help"),
        "sos": _("Helplines, right now"),
        "hide": _("Empty this chat"),
        "my": _("What is kept about me"),
        "menu": _("Menu"),
        "language": _("Language"),
        "settings": _("Settings"),
        "undo": _("Take words back: reply to them with this"),
        "cancel": _("Stop what is going on"),
    }
