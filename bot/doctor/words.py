"""What people read: the content, its helplines, and the two catalogues."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.content import Content, ContentError, load_content
from bot.doctor.finding import Finding, Level
from bot.settings import Settings
from domain.people import Language

if TYPE_CHECKING:
    from babel.messages.catalog import Message

_LOCALES = Path(__file__).parents[2] / "locales"
_STALE_AFTER = 90


def look_at_content(settings: Settings, today: date) -> Iterator[Finding]:
    try:
        content = load_content(settings.content_dir)
    except ContentError as error:
        for line in error.lines:
            yield Finding(Level.FAULT, "content", line)
        return
    yield Finding(Level.OK, "content", f"{len(content.helplines.helplines)} helplines, all files read")
    if content.hours.duty.zone != settings.timezone:
        seen = f"hours.yaml speaks of {content.hours.duty.zone}, SENIM_TIMEZONE of {settings.timezone}"
        yield Finding(Level.ATTENTION, "content", seen, "Let both name the zone of the hotline.")
    yield from _helplines(content, today)


def _helplines(content: Content, today: date) -> Iterator[Finding]:
    advice = "Dial each, and write the day into checked_on in content/helplines.yaml."
    unchecked = [line.id for line in content.helplines.unchecked()]
    if unchecked:
        seen = f"{len(unchecked)} shown, but nobody has dialled them: {', '.join(unchecked)}"
        yield Finding(Level.ATTENTION, "helplines", seen, advice)
    stale = [line.id for line in content.helplines.stale(today, _STALE_AFTER)]
    if stale:
        seen = f"{len(stale)} dialled more than {_STALE_AFTER} days ago: {', '.join(stale)}"
        yield Finding(Level.ATTENTION, "helplines", seen, advice)
    if not unchecked and not stale:
        yield Finding(Level.OK, "helplines", f"all shown numbers were dialled within {_STALE_AFTER} days")


def look_at_catalogues(locales: Path = _LOCALES) -> Iterator[Finding]:
    """Every message of senim.pot said in both languages; formal.po says some of them politely."""
    from babel.messages.pofile import PoFileError, read_po

    advice = "Write what is missing into the .po files."
    try:
        with (locales / "senim.pot").open("rb") as file:
            wanted = {_name(message) for message in read_po(file) if message.id}
        for language in Language:
            untold: list[str] = []
            for name in ("senim", "formal"):
                with (locales / language.value / "LC_MESSAGES" / f"{name}.po").open("rb") as file:
                    catalogue = {_name(each): each for each in read_po(file, abort_invalid=True) if each.id}
                said = {
                    key
                    for key, each in catalogue.items()
                    if not each.fuzzy and all(each.string if isinstance(each.string, tuple | list) else [each.string])
                }
                lacking = wanted - said if name == "senim" else catalogue.keys() - said
                untold += [f"{name}.po: {key[:40]!r}" for key in sorted(lacking)]
                untold += [f"{name}.po says what nobody asks: {key[:40]!r}" for key in sorted(said - wanted)]
            if untold:
                seen = f"{language.value}: {len(untold)} not in order: {'; '.join(untold[:5])}"
                yield Finding(Level.FAULT, "catalogues", seen, advice)
            else:
                yield Finding(Level.OK, "catalogues", f"{language.value}: all {len(wanted)} messages")
    except (OSError, PoFileError) as error:
        yield Finding(Level.FAULT, "catalogues", str(error), "Bring the file back from the repository.")


def _name(message: Message) -> str:
    """What tells one message from another: its words in the code, and their context."""
    words = message.id if isinstance(message.id, str) else message.id[0]
    return f"{message.context}: {words}" if message.context else words
