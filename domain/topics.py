"""What people write about: who answers it, and how urgent it is before a word has been read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from domain.help_requests import Triage
from domain.people import Role
from domain.regions import Identifier, Words

NAME_LIMIT = 40
"""Characters of a topic's name: it must fit a button on a narrow phone."""


def _colour(found: object) -> object:
    """`yellow` in the file is Triage.YELLOW in the program."""
    if isinstance(found, Triage):
        return found
    names = {colour.name.lower(): colour for colour in Triage}
    if not isinstance(found, str) or found not in names:
        raise ValueError("one of " + ", ".join(names))
    return names[found]


def _answers(role: Role) -> Role:
    if not role.answers_requests:
        raise ValueError("a role that talks to people: psychologist or social_pedagogue")
    return role


class Topic(BaseModel):
    """One line of the list that a person chooses from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Identifier
    name: Words
    answered_by: Annotated[Role, AfterValidator(_answers)] = Role.PSYCHOLOGIST
    floor: Annotated[Triage, BeforeValidator(_colour)] = Triage.GREEN
    """The colour of a request about this, whatever the words say; words can only make it more urgent."""


class Topics(BaseModel):
    """`content/topics.yaml`: the order in the file is the order of the buttons."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topics: tuple[Topic, ...] = Field(min_length=1)

    def all(self) -> Iterator[Topic]:
        return iter(self.topics)

    def find(self, topic: str | None) -> Topic | None:
        return next((each for each in self.topics if each.id == topic), None)

    def answered_by(self, topic: str | None) -> Role:
        """Whose queue a request goes to. Without a topic, or with one that is gone: the psychologists'."""
        found = self.find(topic)
        return found.answered_by if found else Role.PSYCHOLOGIST

    def floor(self, topic: str | None) -> Triage:
        found = self.find(topic)
        return found.floor if found else Triage.GREEN

    def of(self, role: Role) -> tuple[Topic, ...]:
        """What a colleague of this role may choose to answer."""
        return tuple(each for each in self.topics if each.answered_by is role)
