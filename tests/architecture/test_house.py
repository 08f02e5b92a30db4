"""What a newcomer relies on when looking for things: names, sizes, and tests that say what they promise."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOMS, ROOT, files, modules, shown

LONGEST = 300

# A longer file needs a reason that survives reading: "no time yet" is none.
LONGER: dict[str, str] = {}

# Names that say "things": what is in there has a name of its own.
MEANINGLESS = {"base", "common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}


def lines(path: Path) -> int:
    """Length of a file."""
    return len(path.read_text("utf-8").splitlines())


def silent_tests(source: str) -> Iterator[tuple[int, str]]:
    """Line and name of each test function, in classes too, that has no docstring."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and node.name.startswith("test_")
            and not (ast.get_docstring(node) or "").strip()
        ):
            yield node.lineno, node.name


def test_every_test_says_what_it_promises() -> None:
    """A test's docstring is the promise it keeps; without one a failure tells nobody what was lost."""
    silent = [
        f"{shown(path)}:{line} {name}"
        for path in files(".py", under=ROOT / "tests")
        for line, name in silent_tests(path.read_text("utf-8"))
    ]

    assert silent == []


def test_silent_test_is_noticed() -> None:
    """The rule above sees plain, async and nested tests, and an empty docstring too."""
    source = 'class A:\n async def test_a(self): ...\ndef test_b(): "It does."\ndef test_c(): " "\ndef other(): ...'

    assert sorted(silent_tests(source)) == [(2, "test_a"), (4, "test_c")]


def test_no_file_outgrows_a_reader() -> None:
    """Python and SQL stay under 300 lines: a file that outgrows it becomes a package of the same name."""
    long = {shown(path): lines(path) for path in files(".py", ".sql") if lines(path) > LONGEST}

    assert {path: length for path, length in long.items() if path not in LONGER} == {}


def test_long_files_are_still_long() -> None:
    """A file that has shrunk, or gone, leaves the list of exceptions."""
    assert [path for path in LONGER if not (ROOT / path).exists() or lines(ROOT / path) <= LONGEST] == []


def test_no_module_is_called_things() -> None:
    """No utils, helpers, common, base, manager: a reader cannot guess what is inside."""
    named = [
        shown(path)
        for path in modules()
        if {part.strip("_") for part in (*path.relative_to(ROOT).parts[:-1], path.stem)} & MEANINGLESS
    ]

    assert named == []


@pytest.mark.parametrize("room", ROOMS)
def test_room_says_what_it_is(room: str) -> None:
    """Each room's `__init__.py` opens with a docstring: the first thing that a newcomer reads there."""
    assert ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text("utf-8")))


def test_content_holds_no_code() -> None:
    """`content/` belongs to the organisation: data only."""
    assert [shown(path) for path in files(".py", under=ROOT / "content")] == []
