"""What the bot says in a crisis: which script, and its words. The words are psychologists' and stand in content/."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from string import Formatter
from typing import Annotated, Literal, NamedTuple, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from domain.crisis import Action, Assessment, Category, Severity, Subject
from domain.helplines import Audience, Case
from domain.people import Language
from domain.regions import Identifier, Words

Script = Literal[
    "help_now",
    "imminent",
    "suicide",
    "self_harm",
    "violence",
    "other_person",
    "overdose",
    "eating_disorder",
    "threat",
    "running_away",
    "gentle_check",
    "gentle_check_safety",
    "gentle_check_other",
    "elevated_followup",
    "false_alarm",
]
SCRIPTS: tuple[Script, ...] = get_args(Script)
CARDS: frozenset[Script] = frozenset(SCRIPTS[: SCRIPTS.index("gentle_check")])
"""Scripts that come with the duty sentence: somebody is called."""
WITHOUT_NUMBERS: frozenset[Script] = frozenset({"false_alarm"})
Duty = Literal["passed_on", "nobody"]

PLACEHOLDERS = ("{helplines}", "{duty}")
LONGEST = 700
_HURT_BY_OTHERS = frozenset({Category.SEXUAL_ABUSE, Category.VIOLENCE_HOME, Category.BULLYING})
_DANGER_FROM_OTHERS = _HURT_BY_OTHERS | {Category.THREAT, Category.SCHOOL_ATTACK, Category.RUNNING_AWAY}
_OWN: Mapping[Category, Script] = {
    Category.OVERDOSE: "overdose",
    Category.SUICIDE: "suicide",
    Category.SELF_HARM: "self_harm",
    Category.EATING_DISORDER: "eating_disorder",
    Category.RUNNING_AWAY: "running_away",
    **dict.fromkeys(_HURT_BY_OTHERS, "violence"),
}

_PICTURE = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d]")
_GENDERED = re.compile(
    r"\((?:а|ла|лась|ая|ой)\)|/(?:а|ла)\b"
    r"|\bты(?:\s+(?!дел|тел|сил)[а-яё]+){0,3}?\s+(?!дела\b|тела\b|сила\b)[а-яё]+[аеиоуыюяё](?:л|ла|лся|лась)\b"
    r"|\bты\b[^.!?:]*\b(?:один|одна|сам|сама|прав|права|рад|рада|готов|готова|должен|должна|уверена?|виновата?)\b",
    re.IGNORECASE,
)


def _words(found: str) -> str:
    """What holds for every script, in either language. Raises ValueError, which says what is expected."""
    text = found.strip()
    if not 20 <= len(text) <= LONGEST:
        raise ValueError(f"from 20 to {LONGEST} characters (these are {len(text)})")
    try:
        names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError:
        names = ["?"]
    if not {f"{{{name}}}" for name in names} <= set(PLACEHOLDERS) or len(names) != len(set(names)):
        raise ValueError("no curly brackets but " + " and ".join(PLACEHOLDERS) + ", each at most once")
    digits = re.search(r"\d+", text)
    if digits:
        raise ValueError(
            f"no numbers in the words (here «{digits[0]}»): {{helplines}} brings those of country and hour"
        )
    if _PICTURE.search(text):
        raise ValueError("no emoji: they belittle")
    return text


def _russian(found: str) -> str:
    gendered = _GENDERED.search(found)
    if gendered:
        raise ValueError(f"words for everybody, without a gendered form (here «{gendered[0]}»)")
    return found


class Wording(BaseModel):
    """One script for one audience."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ru: Annotated[str, AfterValidator(_words), AfterValidator(_russian)]
    kk: Annotated[str, AfterValidator(_words)]

    def __getitem__(self, language: Language) -> str:
        return self.kk if language is Language.KK else self.ru


class Voices(BaseModel):
    """Teenagers are «ты» and «сен», adults «вы» and «сіз»."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    teen: Wording
    adult: Wording
    answers: Mapping[Identifier, Words] = Field(default_factory=dict)
    """Buttons under a question, in their order."""

    def to(self, audience: Audience) -> Wording:
        return self.adult if audience == "adult" else self.teen


class DutySentences(BaseModel):
    """Said only where it is so: the code picks one, or none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    passed_on: Voices
    nobody: Voices


class Scripts(BaseModel):
    """`content/scripts.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    scripts: Mapping[Script, Voices]
    duty: DutySentences
    forbidden: Mapping[Language, tuple[str, ...]]
    """Wordings that hurt. A star stands for any ending."""

    def words(
        self,
        script: Script,
        language: Language,
        audience: Audience,
        helplines: Sequence[str] = (),
        duty: Duty | None = None,
    ) -> str:
        """The script as it is sent. `helplines` are lines, `duty` a fact: nothing is promised that is not so."""
        sentence = getattr(self.duty, duty).to(audience)[language] if duty else ""
        text = self.scripts[script].to(audience)[language]
        text = text.replace("{helplines}", "\n".join(helplines)).replace("{duty}", sentence)
        return re.sub(r"\n{3,}", "\n\n", text).strip()

    def answers(self, script: Script, language: Language) -> dict[str, str]:
        return {answer: words[language] for answer, words in self.scripts[script].answers.items()}

    def forbidden_in(self, text: str, language: Language) -> list[str]:
        """Wordings of the list that the text contains, as they are listed."""
        plain = _plain(text)
        return [each for each in self.forbidden[language] if _as_pattern(each).search(plain)]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.lower().replace("ё", "е"))


def _as_pattern(listed: str) -> re.Pattern[str]:
    return re.compile(r"\b" + re.escape(_plain(listed)).replace(r"\*", r"\w*") + r"\b")


class Card(NamedTuple):
    """What is said, and which numbers stand in it."""

    script: Script
    lines: Case


def card_for(assessment: Assessment) -> Card:
    """The script and the numbers for what the check found. Where it found nothing (or broke): help for everybody."""
    return Card(_script(assessment), _lines(assessment))


def _script(found: Assessment) -> Script:
    if found.action is Action.QUESTION:
        if found.subject is Subject.OTHER:
            return "gentle_check_other"
        return "gentle_check_safety" if found.category in _DANGER_FROM_OTHERS else "gentle_check"
    if found.category is None:
        return "help_now"
    if found.category in (Category.SCHOOL_ATTACK, Category.THREAT):
        return "threat"
    if found.subject is Subject.OTHER:
        return "other_person"
    near = found.severity is Severity.IMMINENT and found.category in (Category.SUICIDE, Category.SELF_HARM)
    return "imminent" if near else _OWN[found.category]


def _lines(found: Assessment) -> Case:
    if found.category is None:
        return "sos"
    if found.category is Category.OVERDOSE:
        return "overdose"
    if found.category in _DANGER_FROM_OTHERS:
        return "abuse_now" if found.severity is Severity.IMMINENT else "violence"
    if found.category is Category.EATING_DISORDER:
        return "injury"
    if found.severity is Severity.IMMINENT:
        return "imminent"
    return "injury" if found.category is Category.SELF_HARM else "other"
