"""Letters: one plain Cyrillic spelling for look-alikes, transliteration and Kazakh letters.

Every function works on one word or one string, and the lexicon passes through the same ones,
so that patterns are written in ordinary Russian and Kazakh.
"""

from __future__ import annotations

import re
import unicodedata

_FOLD = str.maketrans(
    {"ё": "е", "ә": "а", "ə": "а", "ө": "о", "ұ": "у", "ү": "у", "қ": "к", "ғ": "г", "ң": "н", "һ": "х",
     "і": "и", "ї": "и", "є": "е", "й": "и", "э": "е", "щ": "ш", "ъ": "ь"}
)  # fmt: skip
_LOOKALIKE = str.maketrans(
    {"a": "а", "b": "в", "c": "с", "e": "е", "h": "н", "i": "и", "k": "к", "m": "м", "n": "п", "o": "о",
     "p": "р", "r": "г", "t": "т", "u": "и", "x": "х", "y": "у", "j": "ж", "z": "з", "s": "с", "d": "д",
     "f": "ф", "g": "г", "l": "л", "q": "к", "v": "в", "w": "ш"}
)  # fmt: skip
_DIGIT = str.maketrans({"0": "о", "1": "и", "3": "з", "4": "ч", "6": "б", "9": "я", "@": "а", "$": "с"})
_LATIN_DIGIT = str.maketrans({"0": "o", "1": "i", "3": "z", "4": "ч", "6": "б", "9": "я", "@": "a", "$": "s"})
_CHUNKS = (
    ("shch", "ш"), ("sch", "ш"), ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("gh", "г"), ("ts", "ц"),
    ("ya", "я"), ("yu", "ю"), ("yo", "е"), ("ye", "е"), ("iu", "ью"),
)  # fmt: skip
_LETTERS = str.maketrans(
    {"a": "а", "b": "б", "c": "ц", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и", "j": "ж",
     "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р", "s": "с", "t": "т",
     "u": "у", "v": "в", "w": "в", "x": "х", "y": "ы", "z": "з", "ı": "и", "ß": "с"}
)  # fmt: skip
_LATIN = re.compile(r"[a-zß-ɏ]")
_CYRILLIC = re.compile(r"[а-ӿ]")
_PLAIN = re.compile(r"[а-ӿ]+")
_GLIDE = re.compile(r"(?<=[aeiou])y|y(?=[aou])")
_SOFT_SIGN = re.compile(r"ь(?![еюяи])")
_REPEAT = re.compile(r"([^\W\d_])\1+")
_INNER_DIGIT = re.compile(r"(?<=[^\W\d_])[013469@$]+(?=[^\W\d_]|$)|^[0349@$](?=[аеёиоуыэюяәөұүіїєəaeiouy][^\W\d_]{2})")
_SHOUT = str.maketrans({"о": "а", "е": "и", "я": "и", "ы": "и", "д": "т", "з": "с", "б": "п", "г": "к"})

_HUSHED = str.maketrans({"о": "а", "е": "и", "я": "и"})
_AFTER_HUSHER = re.compile(r"(?<=[жшчц])ы")
_VOWELS = "аеиоуыэюя"


def fold(word: str) -> str:
    """Drop what people drop themselves: Kazakh letters, ё, й, soft signs (not in `съел`, which is not `сел`)."""
    word = word.translate(_FOLD)
    return _SOFT_SIGN.sub("", word) if "ь" in word else word


def squeeze(word: str) -> str:
    """`оооолгим` and `олгим` are one word; so are `сс` and `с`. But «нее» is not «не»."""
    return word if word == "нее" else _REPEAT.sub(r"\1", word)


def without_accents(word: str) -> str:
    """`maǵan` to `magan`, for the Latin alphabets of 2018 and 2021."""
    if word.isascii():
        return word
    word = word.replace("ş", "sh").replace("ç", "ch")
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


def digits_to_letters(word: str) -> str:
    """`угр0жают`, `3арежу`, `xo4u`: digits count as letters only beside letters."""
    table = _DIGIT if _CYRILLIC.search(word) else _LATIN_DIGIT
    before = ""
    while before != word:
        before, word = word, _INNER_DIGIT.sub(lambda found: found.group().translate(table), word)
    return word


def transliterate(word: str) -> str:
    """All-Latin Russian or Kazakh (`hochu umeret`, `olgim keledi`) in Cyrillic."""
    for chunk, letter in _CHUNKS:
        if chunk in word:
            word = word.replace(chunk, letter)
    return _GLIDE.sub("и", word).translate(_LETTERS)


def spellings(word: str) -> tuple[str, ...]:
    """The plain Cyrillic readings of one lower-case word, the likeliest first."""
    if _PLAIN.fullmatch(word):
        return (squeeze(fold(word)),)
    latin = _LATIN.search(word)
    if latin:
        word = without_accents(word)
    if not word.isalpha():
        word = digits_to_letters(_SOFT_SIGN.sub("", word.replace("ъ", "ь")))
    if not latin:
        return (squeeze(fold(word)),)
    drawn = squeeze(fold(word.translate(_LOOKALIKE)))
    if _CYRILLIC.search(word.replace("ч", "").replace("я", "")):
        return (drawn,)
    sounded = squeeze(fold(transliterate(word)))
    return (sounded,) if sounded == drawn else (sounded, drawn)


def by_ear(word: str) -> str:
    """A key that vowel and voicing slips leave alone: `сбигу` and `сбегу`, `здохнуть` and `сдохнуть`."""
    return _voiceless(word[:1].translate(_HUSHED) + word[1:].translate(_SHOUT))


def by_ear_short(word: str) -> str:
    """A key for words of four and five letters: unstressed vowels only, because «били» is not «пили» nor «были»."""
    return _voiceless(_AFTER_HUSHER.sub("и", word.translate(_HUSHED)))


def without_reduced(word: str) -> str:
    """A key for Kazakh chat spelling, where ы and і are left out: `жатрм`, `кестм`, `шештм`."""
    return word[:1] + word[1:].replace("ы", "").replace("и", "")


def _voiceless(word: str) -> str:
    """`здохну` and `зделал` begin with the prefix `с`."""
    return "с" + word[1:] if word[0] == "з" and word[1:2] not in _VOWELS else word
