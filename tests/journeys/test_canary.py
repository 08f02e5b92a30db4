"""Nobody learns who a person is: not the specialist, not the log, not a thief with the database, not the export."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.operator import export
from domain.people import Language
from simulator import KINDS
from tests.journeys.cast import Teenager

if TYPE_CHECKING:
    from simulator import Message, Phone
    from tests.journeys.hotline import Hotline

FIRST, LAST, USERNAME, PHONE = "Канареева", "Жасырынқызы", "kanareyka_2026", "+77015550199"
TELEGRAM_ID = 7_123_456_789
WORDS = "Тестовые слова канарейки о школе"
CANARIES = (FIRST, LAST, USERNAME, PHONE, PHONE.removeprefix("+"), str(TELEGRAM_ID))


def canary(hotline: Hotline) -> Teenager:
    """Somebody whose every trait can be searched for."""
    account = hotline.telegram.add_person(
        FIRST, last_name=LAST, username=USERNAME, language_code="ru", phone=PHONE, user_id=TELEGRAM_ID
    )
    return Teenager(hotline, account.phone(hotline.bot), Language.RU)


def seen(phone: Phone) -> str:
    """All that ever reached a phone, in whatever field."""
    return "\n".join(repr(message.raw) for message in phone.history if message.from_bot)


def found_in(text: str) -> list[str]:
    """Which canaries a text betrays."""
    return [each for each in CANARIES if each in text]


def stored(folder: Path) -> bytes:
    """Every byte of the database, with what is not yet in its main file."""
    return b"".join(path.read_bytes() for path in folder.rglob("senim.db*"))


async def sends_everything(teenager: Teenager) -> list[Message]:
    """One message of each kind that Telegram knows, and the same words with a name behind them."""
    sent = [await teenager.phone.send_kind(kind) for kind in KINDS]
    sent.append(await teenager.writes(WORDS))
    await teenager.corrects(sent[-1], WORDS + "!")
    return sent


async def test_no_trait_of_a_person_reaches_the_other_side_the_log_the_database_or_the_export(
    hotline: Hotline, logs: StringIO, tmp_path: Path
) -> None:
    """A planted name, user name, id and phone, in every kind of update, is found nowhere but with Telegram."""
    # Given
    specialist = await hotline.specialist()
    teenager = canary(hotline)
    # When they send everything there is, before they are known, while they wait, and in a conversation
    await sends_everything(teenager)
    await teenager.sends()
    await sends_everything(teenager)
    await specialist.takes_next()
    await sends_everything(teenager)
    await specialist.writes("Прочитано")
    # Then
    assert specialist.has_ever_read(WORDS)
    assert found_in(seen(specialist.phone)) == []
    assert found_in(logs.getvalue()) == []
    assert WORDS not in logs.getvalue()
    kept = stored(tmp_path)
    assert len(kept) > 100_000
    assert [each for each in (*CANARIES, WORDS) if each.encode() in kept] == []
    assert TELEGRAM_ID.to_bytes(6, "big") not in kept
    rows = await hotline.read(lambda tx: [dict(row) for row in tx.help_requests.journal()])
    assert found_in(repr(rows)) == []


def test_export_names_columns_that_hold_no_words() -> None:
    """The export is made of a fixed list of columns: none of them can hold what a person is called or wrote."""
    from bot.operator import COLUMNS

    assert set(COLUMNS).isdisjoint({"words", "text", "chat", "name", "lookup", "person"})
    assert export is not None


@pytest.mark.parametrize("trait", CANARIES)
def test_the_search_finds_what_is_there(trait: str) -> None:
    """A negative control: the search that finds nothing above does find each canary where it stands."""
    assert trait in found_in(f"… {trait} …")
