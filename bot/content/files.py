"""Content files: YAML as people write it, and the line on which a fault stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.content.faults import ContentError, Fault, Place, faults_of

_Model = TypeVar("_Model", bound=BaseModel)
_SURPRISES = {f"tag:yaml.org,2002:{kind}" for kind in ("timestamp", "int", "float", "bool")}
_PLAIN = (
    ("tag:yaml.org,2002:int", re.compile(r"^-?(0|[1-9][0-9]*)$"), list("-0123456789")),
    ("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf")),
)


class _Loader(yaml.CSafeLoader):
    """YAML without its surprises: `22:00` is not 1320, `no` is a word and not false, 2026-11-23 stays as typed.

    A name that stands twice in one group is remembered: plain YAML would silently keep the second.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.twice: list[tuple[int, str, int]] = []

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002  as PyYAML has it
        first: dict[str, int] = {}
        for key, _ in node.value:
            line = key.start_mark.line + 1
            if isinstance(key, yaml.ScalarNode) and first.setdefault(key.value, line) != line:
                self.twice.append((line, key.value, first[key.value]))
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag not in _SURPRISES]
    for letter, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
for _tag, _pattern, _letters in _PLAIN:
    _Loader.add_implicit_resolver(_tag, _pattern, _letters)


class Read(NamedTuple, Generic[_Model]):
    """A file's model, if it could be made, and the faults, each as a line for the operator."""

    model: _Model | None
    faults: list[str]


def text_of(path: Path) -> str:
    """What stands in the file. Raises ContentError when it cannot be read at all."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ContentError([f"{path}: found no such file; expected it beside the others"]) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        told = f"{path}:{line}: found a byte that is not UTF-8; expected a file saved as UTF-8"
        raise ContentError([told]) from None
    except OSError as error:
        told = f"{path}: found a file that cannot be read ({error.strerror}); expected a readable one"
        raise ContentError([told]) from None


def read(path: Path, model: type[_Model]) -> Read[_Model]:
    """The file as a model. Never raises for what stands in the file."""
    try:
        text = text_of(path)
    except ContentError as error:
        return Read(None, list(error.lines))
    loader = _Loader(text)
    try:
        data = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        return Read(None, [_broken(path, error)])
    except yaml.YAMLError as error:
        return Read(None, [f"{path}: found {str(error).splitlines()[0]}; expected YAML"])
    twice = [
        f"{path}:{line}: found the name `{name}` a second time (first on line {first}); expected each name once"
        for line, name, first in loader.twice
    ]
    try:
        return Read(model.model_validate(data), twice)
    except ValidationError as error:
        return Read(None, twice + located(path, faults_of(error, model)))


def located(path: Path, faults: Iterable[Fault]) -> list[str]:
    """The faults as lines, `file:line: field: found …; expected …`. Only now the file is read for its lines."""
    listed = list(faults)
    if not listed:
        return []
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    placed = [(*_find(root, fault.place), fault) for fault in listed]
    placed.sort(key=lambda each: each[0])
    return [
        f"{path}:{line}: {field}{': ' if field else ''}found {fault.found}; expected {fault.expected}"
        for line, field, fault in placed
    ]


def _find(node: yaml.Node | None, place: Place) -> tuple[int, str]:
    """The line of a place and its readable name, `helplines[kz-111].hours`. Unknown steps are stepped over."""
    line, name = (node.start_mark.line + 1 if node else 1), ""
    for part in place:
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == str(part)), None)
            if pair is None:
                continue
            line, node, name = pair[0].start_mark.line + 1, pair[1], f"{name}.{part}" if name else str(part)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line, name = node.start_mark.line + 1, f"{name}[{_label(node, part)}]"
    return line, name


def _label(node: yaml.Node, number: int) -> str:
    """An entry is called by its id, if it has one, else by its number from 1."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((str(value.value) for key, value in pairs if key.value == "id"), str(number + 1))


def _broken(path: Path, error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    where = f" (after line {error.context_mark.line + 1})" if error.context_mark and error.context_mark != mark else ""
    return (
        f"{path}:{line}: found YAML that cannot be read: {error.problem}{where}; "
        "expected `name: value` with even indentation, and text in quotes where it holds a colon, # or a bracket"
    )
