"""The flows as the dialogs draw them, and the steps as they were walked."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from typing import NamedTuple

import dialogs

ANYWHERE = {False: "people.anywhere", True: "staff.anywhere"}
"""The row of a table that holds for every screen: of a person, and of a colleague."""
REFUSED = frozenset({"popup", "people.refused", "people.menu"})
"""What any button or word may lead to: the hotline says no, or the world has moved on."""


class Step(NamedTuple):
    """Somebody did something on a screen, and saw this."""

    screen: str
    event: str
    seen: tuple[str, ...]
    staff: bool


def drawn() -> dict[str, dict[str, set[str]]]:
    """Screen × what arrives → the screens that may follow, of all dialogs."""
    table: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for found in pkgutil.iter_modules(dialogs.__path__):
        module = importlib.import_module(f"dialogs.{found.name}")
        for screen, row in getattr(module, "FLOW", {}).items():
            for event, seen in row.items():
                table[screen][event].update(seen)
    return {screen: dict(row) for screen, row in table.items()}


class Flows:
    """Hears every step, and tells which of them no table allows."""

    def __init__(self) -> None:
        self.table = drawn()
        self.steps: list[Step] = []

    def hear(self, screen: str, event: str, seen: list[str], staff: bool) -> None:
        """Called by the machine room."""
        self.steps.append(Step(screen, event, tuple(seen), staff))

    def rows(self) -> set[tuple[str, str, str]]:
        """Every arrow that is drawn."""
        return {
            (screen, event, seen)
            for screen, row in self.table.items()
            for event, following in row.items()
            for seen in following
        }

    def place(self, step: Step) -> str | None:
        """The screen under which the tables have this step; None where they do not."""
        for screen in (step.screen, ANYWHERE[step.staff]):
            if step.event in self.table.get(screen, {}):
                return screen
        return None

    def walked(self) -> set[tuple[str, str, str]]:
        """Every arrow that somebody has gone along."""
        return {
            (place, step.event, seen)
            for step in self.steps
            if (place := self.place(step)) is not None
            for seen in step.seen
        }

    def forbidden(self) -> set[tuple[str, str, str]]:
        """Steps that no table allows, as screen, event, screen seen."""
        wrong = set()
        for step in self.steps:
            place = self.place(step)
            allowed = self.table[place][step.event] if place is not None else set()
            wrong.update((step.screen, step.event, seen) for seen in step.seen if seen not in allowed | REFUSED)
        return wrong
