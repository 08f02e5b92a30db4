"""Which pattern elements each word of a text satisfies: exact words, stems, and stems typed with a slip."""

from __future__ import annotations

from collections.abc import Iterator

from domain.crisis.found import Found, ones
from domain.crisis.hearing import HEARD, SHORT, WHOLE, Hearing
from domain.crisis.lexicon import Lexicon, Negation
from domain.crisis.normaliser import LAUGH, Word
from domain.crisis.spelling import fold, spellings, squeeze

_KNOWN_WELL = 5
_GLUED = ("не", "ни")


class Entry:
    """The elements that one exact word or stem satisfies, in one language, plainly and when denied."""

    __slots__ = ("denied", "language", "length", "number", "plain", "verb")

    def __init__(self, number: int, language: int, length: int, *, verb: bool) -> None:
        self.number, self.language, self.length, self.verb = number, language, length, verb
        self.plain = 0
        self.denied = 0


class Phrase:
    """Adjacent words (`меня+не+было`) and the elements they satisfy together."""

    __slots__ = ("elements", "need", "steps")

    def __init__(self, steps: tuple[int, ...]) -> None:
        self.steps = steps
        self.need = 0
        for step in steps:
            self.need |= 1 << step
        self.elements = 0

    def where(self, found: Found) -> int:
        """Positions where the phrase ends."""
        places = found.at(self.steps[0])
        for step in self.steps[1:]:
            places = places << 1 & found.at(step)
        return places


class Denial:
    """The negation of one language, applied to words in place."""

    def __init__(self, negation: Negation) -> None:
        self.before = frozenset(_plain(negation.before))
        self.through = frozenset(_plain(negation.through))
        self.after = tuple(word.rstrip("*") for word in _plain(negation.after))
        self.suffixes = tuple(_plain(negation.suffixes))
        self.suffix_unless = tuple(_plain(negation.suffix_unless))

    def words(self, words: list[Word]) -> set[int]:
        """Positions of words denied by a neighbour."""
        denied: set[int] = set()
        for index, word in enumerate(words[1:], 1):
            previous = words[index - 1]
            adjacent = word.position - previous.position <= 1
            form = previous.forms[0]
            if adjacent and (form in self.before or (form in self.through and previous.position in denied)):
                denied.add(word.position)
            if adjacent and self.after and word.forms[0].startswith(self.after):
                denied.add(previous.position)
        return denied

    def ending(self, rest: str) -> bool:
        """Does what follows the stem deny it (кес-пе-ймін)?"""
        if not rest.startswith(self.suffixes):
            return False
        return not rest[2:].startswith(self.suffix_unless) if self.suffix_unless else True


def _plain(listed: str) -> list[str]:
    return [plain(word) for word in listed.split()]


def plain(word: str) -> str:
    """A word of the lexicon in the spelling that texts are reduced to; marks `* ~` are kept."""
    if word == LAUGH:
        return word
    mark = word[-1] if word[-1] in "*~" else ""
    stem = word.rstrip("*~").replace("-", "")
    return (spellings(stem)[0] if stem.isascii() else squeeze(fold(stem.lower()))) + mark


class Vocabulary:
    """All elements of all languages in one table, so that a text is walked once."""

    def __init__(self, lexicons: dict[str, Lexicon]) -> None:
        self._lexicons = list(lexicons.values())
        self._denials = [Denial(lexicon.negation) for lexicon in self._lexicons]
        self._kazakh = [bool(denial.suffixes) for denial in self._denials]
        """Only Kazakh denies by endings."""
        self._sets = [{name: listed.split() for name, listed in each.words.items()} for each in self._lexicons]
        self._elements: dict[tuple[int, str], int] = {}
        self._heard_well: set[tuple[int, str]] = set()
        self._members: list[set[int]] = []
        self._count = 0
        self._entry_uses: dict[int, int] = {}
        self._exact: dict[str, list[Entry]] = {}
        self._stems: dict[str, list[Entry]] = {}
        self._hearing = Hearing()
        self._phrases: dict[int, dict[tuple[int, ...], Phrase]] = {}
        self._familiar = {word for lexicon in self._lexicons for word in _plain(lexicon.familiar)}
        self._openers = 0
        # At hand while expressions are compiled: the same words stand in hundreds of them.
        self._terms: dict[tuple[int, str, bool], list[tuple[str, bool]]] = {}
        self._entries_of: dict[tuple[int, str], Entry] = {}
        self._learnt: set[str] = set()
        self._forms: dict[str, str] = {}

    def element(self, language: int, text: str, *, typos: bool = True) -> int:
        """The number of an element such as `бь*|$beat`; the same text gives the same number.

        Without `typos` misspelt words are not looked for: what calms must be written right.
        """
        key = (language, text)
        number = self._elements.get(key)
        if number is None:
            number = self._elements[key] = len(self._elements)
            self._members.append(set())
            for term, denied in self._expand(language, text, 0, denied=False):
                self._add(language, term, number, denied=denied)
        if typos and key not in self._heard_well:
            self._heard_well.add(key)
            for term, _ in self._expand(language, text, 0, denied=False):
                self._learn(term)
        return number

    def commonness(self, element: int) -> int:
        """How likely an element is met: words that many elements know are the common ones."""
        return sum(self._entry_uses[abs(entry)] for entry in self._members[element]) + 1

    def count_uses(self) -> None:
        """Remember how many elements know each entry (once, when all expressions are compiled)."""
        self._terms, self._entries_of, self._learnt, self._forms = {}, {}, set(), {}
        for table in (self._exact, self._stems):
            for entries in table.values():
                for entry in entries:
                    self._entry_uses[entry.number] = entry.plain.bit_count() + entry.denied.bit_count()

    def _expand(self, language: int, text: str, depth: int, *, denied: bool) -> Iterator[tuple[str, bool]]:
        if depth > 8:
            raise ValueError(f"word sets refer to each other in a circle: {text}")
        for term in text.split("|"):
            bare = term.lstrip("!")
            flipped = denied or term.startswith("!")
            if bare.startswith("$") and "+" not in bare:
                key = (language, bare, flipped)
                if key not in self._terms:
                    self._terms[key] = [
                        each
                        for member in self._sets[language][bare[1:]]
                        for each in self._expand(language, member, depth + 1, denied=flipped)
                    ]
                yield from self._terms[key]
            else:
                yield bare, flipped
                if "-" in bare and "+" not in bare:
                    yield bare.replace("-", "+"), flipped

    def _add(self, language: int, term: str, number: int, *, denied: bool) -> None:
        if "+" in term:
            steps = tuple(self.element(language, word) for word in self._phrase(language, term))
            phrase = self._phrases.setdefault(steps[0], {}).setdefault(steps, Phrase(steps))
            phrase.elements |= 1 << number
            self._openers |= 1 << steps[0]
            return
        entry = self._entries_of.get((language, term))
        if entry is None:
            form = self._form(term)
            stem = form.rstrip("*~")
            table = self._exact if form == stem else self._stems
            entry = self._entry(table, stem, language, verb=form.endswith("~"))
            self._entries_of[language, term] = entry
        if denied:
            entry.denied |= 1 << number
            self._members[number].add(-entry.number)
        else:
            entry.plain |= 1 << number
            self._members[number].add(entry.number)

    def _learn(self, term: str) -> None:
        if "+" not in term and term not in self._learnt:
            self._learnt.add(term)
            form = self._form(term)
            stem = form.rstrip("*~")
            self._hearing.learn(stem, whole=form == stem)

    def _form(self, term: str) -> str:
        if term not in self._forms:
            self._forms[term] = plain(term)
        return self._forms[term]

    def _phrase(self, language: int, term: str) -> list[str]:
        """`меня+не+было` is `меня` and a denied `было`."""
        words: list[str] = []
        no = ""
        for word in term.split("+"):
            if word in self._denials[language].before:
                no = "!"
            else:
                words.append(no + word)
                no = ""
        return words

    def _entry(self, table: dict[str, list[Entry]], stem: str, language: int, *, verb: bool) -> Entry:
        entries = table.setdefault(stem, [])
        if table is self._stems and not entries:
            for length in range(1, len(stem)):
                table.setdefault(stem[:length], [])
        for entry in entries:
            if entry.language == language and entry.verb == verb:
                return entry
        self._count += 1
        entries.append(Entry(self._count, language, len(stem), verb=verb))
        return entries[-1]

    def locate(self, words: list[Word]) -> Found:
        """Every element that occurs, with the positions where it does."""
        denied = [denial.words(words) for denial in self._denials]
        known: dict[str, tuple[list[Entry], bool]] = {}
        standing: dict[int, int] = {}
        present = 0
        for word in words:
            bit = 1 << word.position
            for form in word.forms:
                if form not in known:
                    known[form] = self._reading(form, kazakh=word.kazakh)
                entries, glued = known[form]
                for entry in entries:
                    near = glued or word.position in denied[entry.language]
                    no = self._is_denied(entry, form, near=near) if self._kazakh[entry.language] else near
                    number = -entry.number if no else entry.number
                    if number in standing:
                        standing[number] |= bit
                    else:
                        standing[number] = bit
                        present |= entry.denied if no else entry.plain
        found = Found(present, standing, self._members)
        found.add(self._phrases_in(found))
        return found

    def _is_denied(self, entry: Entry, form: str, *, near: bool) -> bool:
        return entry.verb and (near or self._denials[entry.language].ending(form[entry.length :]))

    def _phrases_in(self, found: Found) -> list[tuple[int, int]]:
        marks: list[tuple[int, int]] = []
        present = found.present
        for first in ones(present & self._openers):
            for phrase in self._phrases[first].values():
                if present & phrase.need != phrase.need:
                    continue
                places = phrase.where(found)
                if places:
                    marks.append((phrase.elements, places))
        return marks

    def _reading(self, form: str, *, kazakh: bool) -> tuple[list[Entry], bool]:
        """What a word may be, and whether a «не» is glued to it: `нехочу`, `немагу`."""
        entries = self._entries(form, kazakh=kazakh)
        if entries or len(form) < HEARD or not form.startswith(_GLUED):
            return entries, False
        return [entry for entry in self._entries(form[2:], kazakh=kazakh) if not self._kazakh[entry.language]], True

    def _entries(self, form: str, *, kazakh: bool) -> list[Entry]:
        found = list(self._exact.get(form, ()))
        known = bool(found) or form in self._familiar
        stems = self._stems
        for length in range(1, len(form) + 1):
            entries = stems.get(form[:length])
            if entries is None:
                break
            if entries:
                found += entries
                known = known or length >= _KNOWN_WELL
        return found if known or len(form) < SHORT else found + self._misspelt(form, kazakh=kazakh)

    def _misspelt(self, form: str, *, kazakh: bool) -> list[Entry]:
        """What an unknown word may be; with Kazakh letters it is no misspelt Russian."""
        found = self._named(self._hearing.long_words(form)) if len(form) >= HEARD else []
        if not kazakh:
            found += [each for each in self._named(self._hearing.short_words(form)) if not self._kazakh[each.language]]
        found += [each for each in self._named(self._hearing.reduced(form)) if self._kazakh[each.language]]
        return [each for each in found if self._kazakh[each.language]] if kazakh else found

    def _named(self, names: list[str]) -> list[Entry]:
        found: list[Entry] = []
        for name in names:
            found += self._exact[name[:-1]] if name[-1] == WHOLE else self._stems[name]
        return found
