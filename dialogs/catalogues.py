"""The catalogues of both languages, kept complete: what is said in the code, and what translators have said to it.

`python -m dialogs.catalogues` writes `locales/senim.pot` and brings the new messages into each `senim.po`; nothing that a
translator wrote is lost. `formal.po` holds only what is said differently to adults.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from dialogs.words import LOCALES
from domain.people import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Message

KEYWORDS = {"_": None, "_n": (1, 2)}
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def _empty(language: Language | None = None) -> Catalog:
    # A fixed date: a catalogue changes when words change, not each time it is written.
    return Catalog(
        locale=language,
        project="senim",
        version="1",
        copyright_holder="Senim contributors",
        header_comment="# What Senim says. MIT licence, Senim contributors.",
        msgid_bugs_address="",
        creation_date=datetime(2026, 11, 23, tzinfo=UTC),
        revision_date=datetime(2026, 11, 23, tzinfo=UTC),
        last_translator="Senim contributors",
        language_team="Senim contributors",
        charset="utf-8",
        fuzzy=False,
    )


def said() -> Catalog:
    """Every message of `dialogs/`, with where it is said."""
    catalogue = _empty()
    found = extract_from_dir(LOCALES.parent / "dialogs", [("**.py", "python")], keywords=KEYWORDS)
    for file, _line, message, _comments, _context in sorted(found, key=lambda each: (each[0], each[1])):
        # Without line numbers: the catalogues change when words change, not when code moves.
        catalogue.add(message, locations=[(f"dialogs/{file}", 0)])
    return catalogue


def read(language: Language, domain: str) -> Catalog:
    """The catalogue of a language as its translators left it."""
    with (LOCALES / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as source:
        return read_po(source, locale=language, domain=domain)


def write() -> None:
    """Bring `senim.pot` and each `senim.po` up to date."""
    template = said()
    _write(template, "senim.pot")
    for language in Language:
        folder = LOCALES / language / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "senim.po"
        known = {_key(message): message.string for message in read(language, "senim")} if path.exists() else {}
        catalogue = _empty(language)
        for message in template:
            if message.id:
                catalogue.add(message.id, known.get(_key(message)), locations=message.locations)
        _write(catalogue, f"{language}/LC_MESSAGES/senim.po")
        if not (folder / "formal.po").exists():
            _write(_empty(language), f"{language}/LC_MESSAGES/formal.po")


def _write(catalogue: Catalog, name: str) -> None:
    with (LOCALES / name).open("wb") as target:
        write_po(target, catalogue, width=110, omit_header=False, include_lineno=False, sort_output=False)


def faults() -> Iterator[str]:
    """What is missing or wrong in the catalogues, a line each; nothing when Russian and Kazakh are complete."""
    template = said()
    wanted = {_key(message): message for message in template if message.id}
    for language in Language:
        plain = {_key(message): message for message in read(language, "senim") if message.id}
        for key in wanted.keys() - plain.keys():
            yield f"{language}/senim.po: missing: {key}"
        for key in plain.keys() - wanted.keys():
            yield f"{language}/senim.po: not said any more: {key}"
        for key in wanted.keys() & plain.keys():
            yield from _wrong(f"{language}/senim.po", plain[key])
        for message in read(language, "formal"):
            if message.id and _key(message) not in wanted:
                yield f"{language}/formal.po: not said any more: {_key(message)}"
            elif message.id:
                yield from _wrong(f"{language}/formal.po", message)


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else str(message.id)


def _wrong(file: str, message: Message) -> Iterator[str]:
    words = message.string if isinstance(message.string, tuple) else (message.string,)
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    if message.fuzzy or not all(words):
        yield f"{file}: not translated: {_key(message)}"
        return
    wanted = {name for each in ids for name in PLACEHOLDER.findall(str(each))}
    for each in words:
        if set(PLACEHOLDER.findall(str(each))) != wanted:
            yield f"{file}: other placeholders than {sorted(wanted)}: {_key(message)}"


if __name__ == "__main__":
    write()
