"""The flows as the dialogs draw them, and the steps as they were walked."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict

import dialogs
from dialogs.ways import ANYWHERE

REFUSED = frozenset({"popup", "people.refused", "people.menu"})
"""What any button or word may lead to: the hotline says no, or the world has moved on."""
ASKED = {
    "FirstDay:name_ru": "staff.name_ru",
    "FirstDay:name_kk": "staff.name_kk",
    "Inviting:name": "staff.invite_name",
    "Writing:note": "relay.note",
}
"""The screen that asks for the words which are awaited in a state."""


def drawn() -> dict[str, dict[str, set[str]]]:
    """Screen × what arrives → the screens that may follow, of all dialogs; and under a role, what follows anywhere."""
    table: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    tables = [
        getattr(importlib.import_module(f"dialogs.{found.name}"), "FLOW", {})
        for found in pkgutil.iter_modules(dialogs.__path__)
    ]
    for flow in [*tables, ANYWHERE]:
        for screen, row in flow.items():
            for event, seen in row.items():
                table[screen][event].update(seen)
    return {screen: dict(row) for screen, row in table.items()}


class Flows:
    """Hears every step, and tells which of them no table allows."""

    def __init__(self) -> None:
        self.table = drawn()
        self.rows = {(screen, event) for screen, row in self.table.items() for event in row}
        """Every row that is drawn, as screen and what arrives."""
        self.walked: set[tuple[str, str]] = set()
        """Rows along which somebody has gone."""
        self.forbidden: set[tuple[str, ...]] = set()
        """Steps that no table allows: the screen, what arrived, the screen seen."""
        self.forged = False
        """Whether somebody presses buttons that they were never given: the tables know nothing of such steps."""

    def hear(self, came: tuple[str, ...], event: str, seen: list[str], staff: bool) -> None:
        """Called by the machine room: where somebody may have been, what arrived, what they saw then."""
        role = "staff" if staff else "people"
        asked = ASKED.get(came[0], "") if came else ""
        if event.startswith("/"):
            if seen and set(seen) <= self.table.get(asked, {}).get("text", set()):
                event = "text"  # a command that strayed into a question: it is asked again
            elif event not in self.table[role]:
                # A cry for help may begin with a slash as well: that is words.
                event = "/unknown" if "people.unknown_command" in seen else "text"
        places = [*(ASKED.get(each, each) for each in came), role]
        for screen in seen:
            allowing = [place for place in places if screen in self.table.get(place, {}).get(event, ())]
            if allowing:
                self.walked.add((allowing[0], event))
            elif screen not in REFUSED and not self.forged:
                self.forbidden.add((*places[:1], event, screen))

    def left(self) -> set[tuple[str, str]]:
        """Rows that nobody has walked yet."""
        return self.rows - self.walked
