"""What one text holds. Elements are bits of one long integer, positions are bits of another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


class Found:
    """Which elements occur at all is known at once; where they stand is worked out only when somebody asks.

    `standing` tells where each table entry was met, `members` which entries satisfy an element.
    """

    __slots__ = ("_entries", "_members", "_phrases", "_places", "_standing", "present")

    def __init__(self, present: int, standing: dict[int, int], members: Sequence[set[int]]) -> None:
        self.present = present
        self._standing = standing
        self._entries = set(standing)
        self._members = members
        self._phrases: list[tuple[int, int]] = []
        self._places: dict[int, int] = {}

    def at(self, element: int) -> int:
        """Positions of one element, as bits."""
        places = self._places.get(element)
        if places is None:
            places = 0
            members, standing = self._members[element], self._standing
            for entry in members if len(members) < 6 else self._entries & members:
                places |= standing.get(entry, 0)
            for elements, more in self._phrases:
                if elements >> element & 1:
                    places |= more
            self._places[element] = places
        return places

    def add(self, phrases: list[tuple[int, int]]) -> None:
        """Elements satisfied by several words together, found by looking at the first ones."""
        self._phrases = phrases
        self._places.clear()
        for elements, _ in phrases:
            self.present |= elements


def ones(bits: int) -> Iterator[int]:
    """The numbers of the set bits; through text, because arithmetic on long integers costs ten times as much."""
    digits = bin(bits)[:1:-1]
    place = digits.find("1")
    while place >= 0:
        yield place
        place = digits.find("1", place + 1)
