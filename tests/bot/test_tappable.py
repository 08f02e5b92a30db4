"""Helpline numbers can be tapped."""

from __future__ import annotations

from bot.messenger import tappable
from dialogs.screen import Screen, with_numbers

LINES = ("111: балалар мен отбасыларға", "8-800-2000-122: детский телефон")


def test_short_numbers_are_copied_by_a_tap_and_long_ones_left_to_telegram() -> None:
    """111 becomes code, at its place counted in UTF-16 units; a long number Telegram links by itself."""
    text = "𝄞 қоңырау шал:\n" + "\n".join(LINES)
    screen = with_numbers(Screen("crisis.card", text), LINES)

    (entity,) = tappable(screen, text) or []

    units = text.encode("utf-16-le")
    assert units[entity.offset * 2 : (entity.offset + entity.length) * 2].decode("utf-16-le") == "111"
    assert entity.type == "code"


def test_words_of_people_are_sent_without_any_entity() -> None:
    """Only numbers that the hotline itself named are marked."""
    assert tappable(Screen("relay.relayed", "111: напиши"), "111: напиши") is None
