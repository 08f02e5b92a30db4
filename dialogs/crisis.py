"""In a crisis: numbers first. The words are psychologists' and stand in `content/scripts.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram.filters.callback_data import CallbackData

from dialogs.screen import Button, Flow, Screen, button, with_numbers
from dialogs.ways import OpenSos, for_person
from dialogs.words import _, formal, language
from domain.crisis import Category, Subject
from domain.scripts import card_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from domain.crisis import Assessment
    from domain.helplines import Audience, Case, Helplines
    from domain.people import Person
    from domain.scripts import Duty, Script, Scripts

FLOW: Flow = {
    "crisis.sos": {"sos": ("crisis.sos", "popup")},
    "crisis.card": {"safe": ("crisis.answered", "crisis.card", "crisis.told")},
    "crisis.question": {"check": ("crisis.card", "crisis.told", "crisis.answered", "help_requests.draft")},
}


class Safe(CallbackData, prefix="safe"):
    """The answer to «are you safe now?» under a card."""

    answer: str


class Check(CallbackData, prefix="check"):
    """The answer to the gentle question, and what the question was about."""

    answer: str
    about: Category = Category.SUICIDE
    other: bool = False
    """The question was about somebody else."""


class CrisisWords:
    """Cards, questions and numbers, for whoever is being spoken to."""

    def __init__(self, scripts: Scripts, helplines: Helplines, country: str) -> None:
        """`country` is the hotline's own: its numbers are shown to those who have not said where they live."""
        self.scripts = scripts
        self.helplines = helplines
        self.country = country

    def numbers(self, person: Person | None, case: Case, at: datetime) -> list[str]:
        """At most three lines that can be tapped, right for country, hour and case."""
        country, region = self._place(person)
        chosen = self.helplines.choose(country, region, case, at, language(), _audience())
        return [line.line(language()) for line in chosen]

    def sos(self, person: Person | None, at: datetime) -> Screen:
        """What the SOS button shows."""
        return self._say("crisis.sos", "help_now", person, "sos", at, (
            (button(_("Show without a line in the chat"), OpenSos(quiet=True)),),
        ))  # fmt: skip

    def alert(self, person: Person | None, at: datetime) -> str:
        """The numbers as a pop-up, at most 200 characters."""
        country, region = self._place(person)
        return self.helplines.alert(country, region, at, language(), _audience())

    def card(self, assessment: Assessment, person: Person | None, at: datetime) -> Screen:
        """Helplines at once. Says nothing about colleagues: that is said when it is so."""
        script, case = card_for(assessment)
        return self._say(
            "crisis.card",
            script,
            person,
            case,
            at,
            self._rows(self._labels(script), lambda answer: Safe(answer=answer)),
        )

    def question(self, assessment: Assessment, person: Person, at: datetime) -> Screen:
        """One gentle question with buttons."""
        script, case = card_for(assessment)
        about, other = assessment.category or Category.SUICIDE, assessment.subject is Subject.OTHER
        rows = self._rows(self._labels(script), lambda answer: Check(answer=answer, about=about, other=other))
        return self._say("crisis.question", script, person, case, at, rows)

    def told(self, duty: Duty) -> Screen:
        """Whether somebody on duty has been called: only what is so."""
        return for_person("crisis.told", getattr(self.scripts.duty, duty).to(_audience())[language()])

    def answered(self, script: Script, person: Person, at: datetime) -> Screen:
        """What follows an answer that asks for no card."""
        return self._say("crisis.answered", script, person, "other", at, ())

    def _place(self, person: Person | None) -> tuple[str | None, str | None]:
        if person is None or person.country is None:
            return self.country, None
        return person.country, person.region

    def _labels(self, script: Script) -> dict[str, str]:
        return self.scripts.answers(script, language())

    @staticmethod
    def _rows(labels: dict[str, str], data: Callable[[str], Safe | Check]) -> tuple[tuple[Button, ...], ...]:
        return tuple((button(text, data(answer)),) for answer, text in labels.items())

    def _say(
        self,
        name: str,
        script: Script,
        person: Person | None,
        case: Case,
        at: datetime,
        rows: tuple[tuple[Button, ...], ...],
    ) -> Screen:
        lines = self.numbers(person, case, at)
        words = self.scripts.words(script, language(), _audience(), lines)
        return with_numbers(for_person(name, words, *rows), lines)


def _audience() -> Audience:
    return "adult" if formal() else "teen"
