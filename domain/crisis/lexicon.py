"""The shape of `content/crisis/{ru,kk}.yaml`. Psychologists edit those files, so every mistake is named."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from domain.crisis.assessment import Action, Category, Severity, Subject
from domain.crisis.expression import ExpressionError, parse, set_names, terms

Expression = Annotated[str, Field(min_length=1, max_length=2000)]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Negation(_Strict):
    """How the language says no. `before`: words like «не»; `through`: words that may stand between;
    `after`: words like «жоқ»; `suffixes`: denying endings of a Kazakh verb, unless `suffix_unless` follows.
    """

    before: str = ""
    through: str = ""
    after: str = ""
    suffixes: str = ""
    suffix_unless: str = Field(default="", alias="suffix-unless")


class Mask(_Strict):
    """What makes a match doubtful: a joke, a film, a school topic."""

    id: Identifier
    any: list[Expression] = Field(min_length=1)
    reach: int = Field(default=6, ge=1, le=60)
    strong: bool = False
    categories: list[Category] = Field(default_factory=list)
    example: list[str] = Field(default_factory=list)


class Escalator(_Strict):
    """What makes a danger nearer: «прямо сейчас», «прощайте». It finds nothing by itself."""

    id: Identifier
    any: list[Expression] = Field(min_length=1)
    lifts: list[Literal["elevated", "high"]] = Field(min_length=1)
    categories: list[Category] = Field(default_factory=list)
    reach: int = Field(default=12, ge=1, le=60)


class Pattern(_Strict):
    """One idea in its many wordings. `masks: false` means no joke or film can lower it;
    `floor: question` means they may lower it to the question and no further.
    """

    id: Identifier
    severity: Severity
    any: list[Expression] = Field(min_length=1)
    subject: Subject | None = None
    action: Action | None = None
    unless: list[Expression] = Field(default_factory=list)
    doubt: list[Expression] = Field(default_factory=list)
    masks: bool = True
    floor: Literal["question"] | None = None
    example: list[str] = Field(min_length=1)
    not_: list[str] = Field(default_factory=list, alias="not")

    @field_validator("severity")
    @classmethod
    def _finds_something(cls, severity: Severity) -> Severity:
        if severity is Severity.NONE:
            raise ValueError("a pattern must find something: imminent, high or elevated")
        return severity

    def decided_action(self) -> Action:
        """The action of an undoubted match."""
        return self.action or (Action.QUESTION if self.severity is Severity.ELEVATED else Action.CARD)


class Signal(_Strict):
    """One thing a score card counts, once however often it is said. Negative points calm."""

    points: int = Field(ge=-40, le=40)
    any: list[Expression] = Field(min_length=1)


class Scorecard(_Strict):
    """Weak signals of one category added up: from `ask_from` points near one another, one gentle question."""

    ask_from: int = Field(alias="ask-from", ge=1, le=100)
    reach: int = Field(default=10, ge=1, le=60)
    signals: dict[Identifier, Signal] = Field(min_length=2)
    example: list[str] = Field(min_length=1)
    not_: list[str] = Field(default_factory=list, alias="not")


class Lexicon(_Strict):
    """One language file. `familiar`: honest words that would otherwise be taken for misspelt ones."""

    language: Literal["ru", "kk"]
    negation: Negation = Negation()
    words: dict[Identifier, str]
    familiar: str = ""
    author: list[Expression] = Field(min_length=1)
    others: list[Expression] = Field(min_length=1)
    masks: list[Mask] = Field(default_factory=list)
    escalators: list[Escalator] = Field(default_factory=list)
    patterns: dict[Category, list[Pattern]]
    scores: dict[Category, Scorecard] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_consistent(self) -> Lexicon:
        for name, listed in self.words.items():
            self._check(f"words.{name}", listed.split())
        for where, expressions in self.expressions():
            for expression in expressions:
                try:
                    self._check(where, [item.term for part in parse(expression) for item in part])
                except ExpressionError as error:
                    raise ValueError(f"{where}: {error}") from None
        seen: set[str] = set()
        for category, patterns in self.patterns.items():
            for pattern in patterns:
                name = f"{category}/{pattern.id}"
                if name in seen:
                    raise ValueError(f"patterns.{name}: this id is used twice")
                seen.add(name)
        return self

    def expressions(self) -> list[tuple[str, list[str]]]:
        """Every list of expressions with its place in the file, for error messages."""
        found = [("author", self.author), ("others", self.others)]
        found += [(f"masks.{mask.id}", mask.any) for mask in self.masks]
        found += [(f"escalators.{escalator.id}", escalator.any) for escalator in self.escalators]
        for category, patterns in self.patterns.items():
            for pattern in patterns:
                place = f"patterns.{category}.{pattern.id}"
                found.append((place, [*pattern.any, *pattern.unless, *pattern.doubt]))
        for category, card in self.scores.items():
            found += [(f"scores.{category}.{name}", signal.any) for name, signal in card.signals.items()]
        return found

    def _check(self, where: str, items: list[str]) -> None:
        for item in items:
            for name in set_names(item):
                if name not in self.words:
                    raise ValueError(f"{where}: there is no word set ${name}")
            for term in terms(item):
                stem = term.rstrip("*~")
                if not stem or (stem != term and len(stem) < 2 and not stem.isdigit()):
                    raise ValueError(f"{where}: «{term}» in «{item}» is too short to be a stem")
