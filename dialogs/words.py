"""In whose language, and how politely, words are said.

`_("…")` speaks to whoever the current update or notice is for: `speaking(language, formal=…)` sets that once, in the
machine room. A formal listener (adult, parent, colleague) gets the wording of `formal.po` where it differs (вы, сіз),
everybody else that of `senim.po` (ты, сен).
"""

from __future__ import annotations

import gettext
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from domain.people import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCALES = Path(__file__).resolve().parent.parent / "locales"
_voice: ContextVar[tuple[Language, bool]] = ContextVar("voice", default=(Language.RU, False))


def _load(language: Language, domain: str) -> gettext.GNUTranslations:
    # Compiled catalogues are not kept: a translator's change is heard after a restart, with no step in between.
    path = LOCALES / language / "LC_MESSAGES" / f"{domain}.po"
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language, domain=domain))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def catalogue(language: Language, *, formal: bool) -> gettext.GNUTranslations:
    """The catalogue of a language; the formal one falls back to the plain one, message by message."""
    plain = _load(language, "senim")
    if not formal:
        return plain
    polite = _load(language, "formal")
    polite.add_fallback(plain)
    return polite


@contextmanager
def speaking(language: Language | None, *, formal: bool) -> Iterator[None]:
    """Say everything inside to somebody of this language; Russian where none was chosen yet."""
    token = _voice.set((language or Language.RU, formal))
    try:
        yield
    finally:
        _voice.reset(token)


def language() -> Language:
    """The language that is being spoken."""
    return _voice.get()[0]


def formal() -> bool:
    """Whether «вы» is being said."""
    return _voice.get()[1]


def _(message: str) -> str:
    """The message in the listener's words."""
    spoken, polite = _voice.get()
    return catalogue(spoken, formal=polite).gettext(message)


def _n(singular: str, plural: str, number: int) -> str:
    """The message for so many, in the listener's words; `{n}` is left to the caller."""
    spoken, polite = _voice.get()
    return catalogue(spoken, formal=polite).ngettext(singular, plural, number)
