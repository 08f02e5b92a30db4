"""`docs/gallery/{ru,kk}.md`: every screen in words, for psychologists and native speakers. And `docs/flows.md`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dialogs import (
    consents,
    crisis,
    help_requests,
    kept,
    people,
    refusals,
    relay,
    samples,
    second_thoughts,
    staff,
    traces,
)
from dialogs.crisis import CrisisWords
from dialogs.people import LANGUAGE_NAMES
from dialogs.words import speaking
from domain.errors import Refused
from domain.help_requests import MAY_FOLLOW
from domain.people import Language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.content import Content
    from dialogs.screen import Flow, Screen

HEAD = (
    "Made by `make gallery` from the words themselves; do not edit here. "
    "Words are in `locales/` and, for crises, in `content/scripts.yaml`."
)
FLOWS_HEAD = (
    "Drawn by `make gallery` from `FLOW` in each file of `dialogs/`. Every step that the journeys and the random walks "
    "take must be an arrow here, and every arrow must be walked by them. SOS, the menu and the commands are reachable "
    "from every screen and are not drawn."
)
DOCS = Path(__file__).resolve().parent.parent / "docs"
FLOWS: Mapping[str, Flow] = {
    "First meeting and settings": people.FLOW,
    "Safety on one's own phone": traces.FLOW | kept.FLOW,
    "Asking for help": help_requests.FLOW,
    "In a crisis": crisis.FLOW,
    "A colleague's desk": staff.FLOW,
    "A conversation, on the specialist's side": relay.FLOW,
    "What is asked about before it is passed on": consents.FLOW,
    "Second thoughts": second_thoughts.FLOW,
}


def write(content: Content) -> None:
    """Write all pages."""
    for path, text in pages(content).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def pages(content: Content) -> dict[Path, str]:
    """The pages as they should be: a test compares them with what is in the repository."""
    galleries = {DOCS / "gallery" / f"{code}.md": gallery(content, code) for code in Language}
    return galleries | {DOCS / "flows.md": flows()}


def gallery(content: Content, code: Language) -> str:
    """Every screen in one language."""
    given = samples.Content(
        CrisisWords(content.scripts, content.helplines, "KZ"), content.topics, content.regions, content.pseudonyms
    )
    parts = [
        f"# {LANGUAGE_NAMES[code]}",
        HEAD,
    ]
    for title, formal in (("Teenagers · ты, сен", False), ("Parents and other adults · вы, сіз", True)):
        with speaking(code, formal=formal):
            parts += [f"## {title}", *_drawn(samples.for_people(given, formal=formal))]
    with speaking(code, formal=True):
        parts += ["## Colleagues", *_drawn(samples.for_colleagues(given))]
        parts += ["## Refusals", *(f"> {refusals.words(refusal)}" for refusal in _refusals())]
        parts += ["## Pop-ups", *(_quoted(text) for text in samples.pop_ups(given))]
    return "\n\n".join(parts) + "\n"


def _refusals() -> Iterator[Refused]:
    for kind in Refused.__subclasses__():
        yield kind()


def _drawn(screens: Iterable[Screen]) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for screen in screens:
        if (screen.name, screen.text) in seen:
            continue
        seen.add((screen.name, screen.text))
        rows = "\n".join(" ".join(f"`{button.text}`" for button in row) + "  " for row in screen.rows)
        yield "\n\n".join(part for part in (f"### {screen.name}", _quoted(screen.text), rows) if part)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}  " if line else ">" for line in text.splitlines())


def flows() -> str:
    """Which screen may follow which, and the life of a request."""
    parts = [
        "# Flows",
        FLOWS_HEAD,
        "## The life of a request",
        _mermaid(
            (str(before), str(after), "") for before, followers in MAY_FOLLOW.items() for after in sorted(followers)
        ),
    ]
    for title, flow in FLOWS.items():
        arrows = (
            (screen, following, event)
            for screen, events in flow.items()
            for event, followers in events.items()
            for following in followers
        )
        parts += [f"## {title}", _mermaid(arrows)]
    return "\n\n".join(parts) + "\n"


def _mermaid(arrows: Iterable[tuple[str, str, str]]) -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    for before, after, event in arrows:
        label = f" : {event}" if event else ""
        lines.append(f"    {before.replace('.', '_')} --> {after.replace('.', '_')}{label}")
    return "\n".join([*lines, "```"])
