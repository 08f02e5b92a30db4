"""What is wrong with a content file, in words an organisation's psychologist understands: where, what, and what instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, ValidationError

Place = tuple[str | int, ...]


class Fault(NamedTuple):
    """One fault. `place` leads from the top of the file to the field."""

    place: Place
    found: str
    expected: str


class ContentError(Exception):
    """The content cannot be used. Carries one line for each fault of all files."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


def faults_of(error: ValidationError, model: type[BaseModel]) -> Iterable[Fault]:
    """What pydantic found, in plain words."""
    for each in error.errors(include_url=False):
        place = tuple(part for part in each["loc"] if part != "[key]")
        if each["loc"] and each["loc"][-1] == "[key]":
            yield Fault(place, f"the name {shown(place[-1])}", _expected(each))
        elif each["type"] == "missing":
            yield Fault(place[:-1], f"no `{place[-1]}`", "this field must be there")
        elif each["type"] == "extra_forbidden":
            allowed = ", ".join(_fields(model, place[:-1])) or "nothing more"
            yield Fault(place, f"a field `{place[-1]}`", f"only these fields: {allowed}")
        else:
            yield Fault(place, shown(each["input"]), _expected(each))


def shown(found: object) -> str:
    """What stands in the file, short enough for one line."""
    if found is None:
        return "nothing"
    if isinstance(found, str):
        line = " ".join(found.split())
        return f'"{line[:60]}…"' if len(line) > 60 else f'"{line}"'
    if isinstance(found, bool):
        return str(found).lower()
    if isinstance(found, dict):
        return "a group of fields"
    if isinstance(found, list | tuple):
        return f"a list of {len(found)}" if found else "an empty list"
    return str(found)


_KINDS = {
    "string_type": 'text in quotes, such as "112"',
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "mapping_type": "a group of fields",
    "dict_type": "a group of fields",
    "model_type": "a group of fields",
    "model_attributes_type": "a group of fields",
    "date_from_datetime_parsing": 'a day such as "2026-11-23", or null',
    "date_parsing": 'a day such as "2026-11-23", or null',
    "date_type": 'a day such as "2026-11-23", or null',
    "string_too_short": "at least {min_length} characters",
    "string_too_long": "at most {max_length} characters",
    "too_short": "at least {min_length} of them",
    "string_pattern_mismatch": "text of the form {pattern}",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
    "literal_error": "{expected}",
    "enum": "{expected}",
    "value_error": "{error}",
}


def _expected(each: Any) -> str:
    known = _KINDS.get(each["type"])
    return known.format(**each.get("ctx", {})) if known else str(each["msg"])


def _fields(model: type[BaseModel], place: Place) -> list[str]:
    """Names of the fields at a place, found by walking the model's annotations."""
    at: Any = model
    for part in place:
        fields = at.model_fields if _is_model(at) else {}
        if part in fields:
            at = fields[part].annotation
        at = _inner(at)
    return list(at.model_fields) if _is_model(at) else []


def _inner(annotation: Any) -> Any:
    """The model inside `tuple[Model, ...]`, `Mapping[str, Model]`, `Annotated[…]`; the annotation itself without one."""
    while not _is_model(annotation):
        inside = [each for each in get_args(annotation) if each is not Ellipsis and each is not type(None)]
        if not inside:
            return annotation
        annotation = inside[-1]
    return annotation


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
