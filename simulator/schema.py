"""Shapes of the Bot API's types, from the published list (`methods-10.3.json`), as small functions.

Where Telegram would take nonsense in silence (a word for a number counts as 0) the simulator refuses and says that
it is the simulator.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from simulator.errors import ApiError, bad_request

Check = Callable[[Any, str], Any]
"""Takes a value and the path to it, gives the value as Python knows it, or raises."""


class Upload(NamedTuple):
    """A file that came with the request."""

    name: str
    mime_type: str
    content: bytes


def wrong(path: str, wanted: str) -> ApiError:
    """A value of another type. Telegram's own behaviour here is silence or guessing."""
    return bad_request(f'simulator: "{path}" must be {wanted}')


def as_str(value: Any, path: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    raise wrong(path, "a string")


def as_int(value: Any, path: str) -> int:
    if type(value) is int:
        return value
    if isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            pass
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise wrong(path, "an integer")


def as_float(value: Any, path: str) -> float:
    if isinstance(value, (int, float, str)) and not isinstance(value, bool):
        try:
            return float(value)
        except ValueError:
            pass
    raise wrong(path, "a number")


def as_bool(value: Any, path: str) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    if word in ("true", "1", "yes"):
        return True
    if word in ("false", "0", "no", ""):
        return False
    raise wrong(path, "true or false")


def as_chat_id(value: Any, path: str) -> int | str:
    if isinstance(value, str) and value.startswith("@"):
        return value
    try:
        return as_int(value, path)
    except ApiError:
        raise bad_request("chat not found") from None


def as_file(value: Any, path: str) -> Any:
    if isinstance(value, (str, Upload)):
        return value
    raise wrong(path, "a file, a file_id or a URL")


def as_date(value: Any, path: str) -> int:
    return as_int(value, path)


PLAIN: dict[str, Check] = {
    "str": as_str,
    "int": as_int,
    "float": as_float,
    "bool": as_bool,
    "int | str": as_chat_id,
    "InputFile": as_file,
    "InputFile | str": as_file,
    "datetime": as_date,
    "datetime | int | timedelta": as_date,
    "datetime | int": as_date,
}


@cache
def published() -> dict[str, Any]:
    """Bot API 10.3 as data."""
    text = files("simulator").joinpath("methods-10.3.json").read_text("utf-8")
    spec: dict[str, Any] = json.loads(text)
    return spec


@cache
def compiled(types: str) -> Check:
    """The check of a type as the list writes it."""
    if types in PLAIN:
        return PLAIN[types]
    if types.startswith("Array of "):
        return array(compiled(types.removeprefix("Array of ")))
    if types.startswith("<"):
        return constant(types)
    if " | " in types:
        return union(types.split(" | "))
    if types in published()["types"]:
        return structure(types)
    raise ValueError(f"unknown type in the list of methods: {types}")


def array(of: Check) -> Check:
    def check(value: Any, path: str) -> list[Any]:
        if not isinstance(value, list):
            raise wrong(path, "an array")
        return [of(part, f"{path}[{index}]") for index, part in enumerate(value)]

    return check


def literal(types: str) -> str | None:
    """`photo` of `<InputMediaType.PHOTO: 'photo'>`."""
    match = re.search(r"'([^']*)'", types)
    return match.group(1) if types.startswith("<") and match else None


def constant(types: str) -> Check:
    wanted = literal(types)

    def check(value: Any, path: str) -> Any:
        if value != wanted:
            raise wrong(path, f'"{wanted}"')
        return value

    return check


@dataclass(frozen=True)
class Structure:
    """An object of the API, as a check that can be asked who it is."""

    name: str
    constants: dict[str, str]
    fields: dict[str, tuple[str, bool]]

    def __call__(self, value: Any, path: str) -> dict[str, Any]:
        """The object with its parts checked; fields that Telegram does not know are dropped and noted."""
        if not isinstance(value, dict):
            raise wrong(path, f"an object ({self.name})")
        checked: dict[str, Any] = {}
        for key, part in value.items():
            known = self.fields.get(key)
            if known is None:
                UNKNOWN.append(f"unknown field {self.name}.{key}")
            elif part is not None:
                checked[key] = compiled(known[0])(part, f"{path}.{key}")
        for key, (_, required) in self.fields.items():
            if required and key not in checked:
                raise bad_request(f"can't parse {self.name}: Can't find field \"{key}\"")
        for key, wanted in self.constants.items():
            if checked.get(key, wanted) != wanted:
                raise wrong(f"{path}.{key}", f'"{wanted}"')
        return checked


UNKNOWN: list[str] = []
"""Fields met in the call that is being checked; `checked` hands them to its record."""


def structure(name: str) -> Structure:
    fields = published()["types"][name]["fields"]
    constants = {key: lit for key, known in fields.items() if (lit := literal(known["types"])) is not None}
    table = {key: ("str" if key in constants else known["types"], known["required"]) for key, known in fields.items()}
    return Structure(name, constants, table)


def union(names: list[str]) -> Check:
    checks = [compiled(name) for name in names]

    def check(value: Any, path: str) -> Any:
        if isinstance(value, dict):
            named = [
                one
                for one in checks
                if isinstance(one, Structure)
                and one.constants
                and all(value.get(key) == wanted for key, wanted in one.constants.items())
            ]
            if named:
                return named[0](value, path)
        for one in checks:
            try:
                return one(value, path)
            except ApiError:
                continue
        raise wrong(path, " or ".join(names[:4]))

    return check
