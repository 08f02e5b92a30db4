"""The content of `content/`, read and proved at start: everything, or nothing with a list of what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import BaseModel

from bot.content import checks
from bot.content.faults import ContentError, Fault
from bot.content.files import located, read, text_of
from domain.discreet import Discreet
from domain.helplines import Helplines
from domain.hours import Hours, Retention, TriageRules
from domain.people import Language
from domain.pseudonyms import Pseudonyms
from domain.queue import QueueRules
from domain.regions import Regions
from domain.scripts import Scripts
from domain.topics import Topics

if TYPE_CHECKING:
    from domain.crisis import Lexicon, Weights

__all__ = ["Content", "ContentError", "load_content", "load_lexicons", "load_weights"]

_FILES: Mapping[str, type[BaseModel]] = {
    "helplines": Helplines,
    "topics": Topics,
    "regions": Regions,
    "hours": Hours,
    "pseudonyms": Pseudonyms,
    "scripts": Scripts,
    "triage": TriageRules,
    "retention": Retention,
    "discreet": Discreet,
}


class Content(NamedTuple):
    """Everything the organisation edits without a programmer."""

    helplines: Helplines
    topics: Topics
    regions: Regions
    hours: Hours
    pseudonyms: Pseudonyms
    scripts: Scripts
    triage: TriageRules
    retention: Retention
    discreet: Discreet
    crisis: Mapping[str, Lexicon]
    """By language: `ru`, `kk`."""
    leaning: Mapping[str, Weights]
    """The same."""

    @property
    def queue_rules(self) -> QueueRules:
        """`content/triage.yaml` as the queue wants it: in seconds."""
        triage = self.triage
        return QueueRules(
            red_again_after=int(triage.red_again_after.total_seconds()),
            coordinators_after=int(triage.coordinators_after.total_seconds()),
            silent_after=int(triage.silent_after.total_seconds()),
            first_answer_after=int(triage.first_answer_after.total_seconds()),
            patience=int(triage.queue_patience.total_seconds()),
            bound=triage.overtaken_at_most,
            cap=triage.active_cases,
        )


def load_content(directory: Path) -> Content:
    """All of it. Raises ContentError with every fault of every file."""
    models: dict[str, Any] = {}
    lines: list[str] = []
    for name, model in _FILES.items():
        found = read(directory / f"{name}.yaml", model)
        models[name] = found.model
        lines += found.faults
    for name, faults in _across(models):
        lines += located(directory / f"{name}.yaml", faults)
    if not lines:
        choices = checks.of_choices(models["helplines"], models["regions"])
        lines += located(directory / "helplines.yaml", choices)
    loaded: dict[str, Any] = {}
    for name, load in (("crisis", load_lexicons), ("leaning", load_weights)):
        try:
            loaded[name] = load(directory)
        except ContentError as error:
            lines += error.lines
    if lines:
        raise ContentError(lines)
    return Content(**models, **loaded)


def load_lexicons(directory: Path) -> Mapping[str, Lexicon]:
    """The crisis patterns alone. Raises ContentError."""
    from domain.crisis import Lexicon

    found = {each.value: read(directory / "crisis" / f"{each.value}.yaml", Lexicon) for each in Language}
    lines = [line for one in found.values() for line in one.faults]
    for language, one in found.items():
        if one.model and one.model.language != language:
            place = Fault(("language",), one.model.language, f"{language}, as the file is named")
            lines += located(directory / "crisis" / f"{language}.yaml", [place])
    if lines:
        raise ContentError(lines)
    return {language: one.model for language, one in found.items() if one.model}


def load_weights(directory: Path) -> Mapping[str, Weights]:
    """The weights of the second opinion. Raises ContentError."""
    from domain.crisis import WeightsError
    from domain.crisis.weights import parsed

    found: dict[str, Weights] = {}
    lines: list[str] = []
    for language in Language:
        path = directory / "crisis" / "weights" / f"{language.value}.tsv"
        try:
            found[language.value] = parsed(language.value, text_of(path))
        except ContentError as error:
            lines += error.lines
        except WeightsError as error:
            lines += [
                f"{path}:{fault.line}: {fault.column}{': ' if fault.column else ''}"
                f"found {fault.found}; expected {fault.expected}"
                for fault in error.faults
            ]
    if lines:
        raise ContentError(lines)
    return found


def _across(models: Mapping[str, Any]) -> Iterator[tuple[str, Iterator[Fault]]]:
    """The checks of each file that could be read at all."""
    if models["topics"]:
        yield "topics", checks.of_topics(models["topics"])
    if models["regions"]:
        yield "regions", checks.of_regions(models["regions"])
    if models["pseudonyms"]:
        yield "pseudonyms", checks.of_pseudonyms(models["pseudonyms"])
    if models["discreet"]:
        yield "discreet", checks.of_discreet(models["discreet"])
    if models["scripts"]:
        yield "scripts", checks.of_scripts(models["scripts"])
    if models["helplines"]:
        yield "helplines", checks.of_helplines(models["helplines"], models["regions"])
