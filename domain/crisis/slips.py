"""Stems found again when one letter is wrong, missing, extra or swapped."""

from __future__ import annotations

SHORTEST = 6
"""Shorter stems have too many honest neighbours."""

_LONGEST = 12


class Slips:
    """Deletion neighbourhoods of stems: two words one slip apart share a form with one letter deleted.

    The first letter must be right: people rarely miss it, and it keeps honest words out.
    """

    def __init__(self) -> None:
        self._stems: list[str] = []
        self._shortened: dict[str, list[str]] | None = None
        self._starts: set[str] = set()

    def learn(self, stem: str) -> None:
        """Remember a stem; short ones are ignored."""
        if SHORTEST <= len(stem) <= _LONGEST:
            self._stems.append(stem)

    def close_to(self, form: str) -> list[str]:
        """Stems that the word begins with, give or take one letter."""
        if len(form) < SHORTEST - 1:
            return []
        if self._shortened is None:
            self._shortened = self._build()
            self._starts = {shortened[: SHORTEST - 1] for shortened in self._shortened}
        table, starts = self._shortened, self._starts
        suspects: dict[str, None] = {}
        for left_out in range(1, min(len(form), _LONGEST + 1) + 1):
            shorter = form[:left_out] + form[left_out + 1 :]
            if shorter[: SHORTEST - 1] not in starts:
                continue
            for length in range(SHORTEST - 1, min(len(shorter), _LONGEST + 1) + 1):
                for stem in table.get(shorter[:length], ()):
                    suspects[stem] = None
        return [stem for stem in suspects if _one_slip(stem, form)]

    def _build(self) -> dict[str, list[str]]:
        table: dict[str, list[str]] = {}
        for stem in self._stems:
            for shortened in {stem, *(stem[:i] + stem[i + 1 :] for i in range(1, len(stem)))}:
                table.setdefault(shortened, []).append(stem)
        return table


def _one_slip(stem: str, form: str) -> bool:
    """Is some beginning of the word the stem with exactly one slip, not in the first or last letter?"""
    size = len(stem)
    same = 0
    while same < size and same < len(form) and stem[same] == form[same]:
        same += 1
    if same in (0, size) or same >= size - 1:
        return same == size
    rest = stem[same + 1 :]
    missing = form[same:].startswith(rest)
    extra = form[same + 1 :].startswith(stem[same:])
    wrong = form[same + 1 :].startswith(rest)
    swapped = form[same : same + 2] == stem[same : same + 2][::-1] and form[same + 2 :].startswith(stem[same + 2 :])
    return missing or extra or wrong or swapped
