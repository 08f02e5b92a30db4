"""What the check answers with: values only, no logic beyond their order."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Action(StrEnum):
    """What the bot does at once. Worst first."""

    CARD = "card"
    QUESTION = "question"
    NONE = "none"


class Severity(StrEnum):
    """How close the danger is. Worst first."""

    IMMINENT = "imminent"
    HIGH = "high"
    ELEVATED = "elevated"
    NONE = "none"


class Subject(StrEnum):
    """Whose danger it is: the author's own, or somebody's the author writes about."""

    SELF = "self"
    OTHER = "other"
    NONE = "none"


class Category(StrEnum):
    """Kinds of danger. The order decides between equally severe findings: life first."""

    OVERDOSE = "overdose"
    SUICIDE = "suicide"
    SCHOOL_ATTACK = "school_attack"
    SEXUAL_ABUSE = "sexual_abuse"
    VIOLENCE_HOME = "violence_home"
    THREAT = "threat"
    SELF_HARM = "self_harm"
    EATING_DISORDER = "eating_disorder"
    RUNNING_AWAY = "running_away"
    BULLYING = "bullying"


class Assessment(BaseModel):
    """One decision, with the pattern that made it (`ru:suicide/wish-to-die`)."""

    model_config = ConfigDict(frozen=True)

    action: Action = Action.NONE
    category: Category | None = None
    severity: Severity = Severity.NONE
    subject: Subject = Subject.NONE
    pattern: str | None = None
    language: str | None = None


CALM = Assessment()
"""Nothing found."""

FAIL_OPEN = Assessment(action=Action.CARD, severity=Severity.HIGH, subject=Subject.SELF, pattern="fail-open")
"""The check itself broke: helplines are shown rather than silence (promise 2)."""
