"""What the pages say can be done, can be done; where they point, something stands."""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import typer
from pydantic_settings import BaseSettings

from tests.architecture.tree import ROOT, files, shown

FEWEST_JOURNEYS = 8


def pages() -> Iterator[Path]:
    """What people read first, in every language, and docs/."""
    yield from sorted(ROOT.glob("*.md"))
    yield from files(".md", under=ROOT / "docs")


def commands(page: str) -> Iterator[list[str]]:
    """Each command line in code of a Markdown page: fenced blocks line by line, and inline code."""
    fenced = re.compile(r"^```.*?\n(.*?)^```", re.MULTILINE | re.DOTALL)
    code = [line for block in fenced.findall(page) for line in block.splitlines()]
    code += re.findall(r"`([^`\n]+)`", fenced.sub("", page))
    for line in code:
        for command in re.split(r"&&|;|\|", line.removeprefix("$ ")):
            try:
                words = shlex.split(command, comments=True)
            except ValueError:
                continue  # prose with an apostrophe
            while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
                words.pop(0)
            if words:
                yield words


def made(words: list[str]) -> list[str]:
    """Targets of a `make` command."""
    return [word for word in words[1:] if re.fullmatch(r"[a-z-]+", word)] if words[0] == "make" else []


def asked_of_the_bot(words: list[str]) -> list[str]:
    """The command in `python -m bot COMMAND`; also the alternatives in `run | demo`."""
    if re.fullmatch(r"(.*/)?python[0-9.]*", words[0]) and words[1:3] == ["-m", "bot"]:
        return [word for word in words[3:4] if re.fullmatch(r"[a-z-]+", word)]
    return []


def stands(reference: str) -> bool:
    """Whether `path.py::name`, `path.py::Class.method` or `file.sql::query` exists."""
    path, _, name = reference.partition("::")
    file = ROOT / path
    if not file.is_file():
        return False
    if file.suffix == ".sql":
        return re.search(rf"^-- name: {re.escape(name)}\b", file.read_text("utf-8"), re.MULTILINE) is not None
    body: list[ast.stmt] = ast.parse(file.read_text("utf-8")).body
    for part in re.split(r"\.|::", name):
        found = next((node for node in body if part in names(node)), None)
        if found is None:
            return False
        body = getattr(found, "body", [])
    return True


def names(node: ast.stmt) -> set[str]:
    """What a statement gives a name to."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Assign(targets=targets):
            return {target.id for target in targets if isinstance(target, ast.Name)}
        case ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
        case _:
            return set()


def test_tour_leads_to_code_that_stands() -> None:
    """Every `path::name` on the tour exists, and the tour walks at least eight journeys' worth of them."""
    references = re.findall(r"`([\w./-]+\.(?:py|sql)::[\w.:]+)`", (ROOT / "docs/tour.md").read_text("utf-8"))

    assert [reference for reference in references if not stands(reference)] == []
    assert len(set(references)) >= FEWEST_JOURNEYS


def test_tour_that_leads_nowhere_is_noticed() -> None:
    """A wrong file, function or method is told from a right one."""
    here = "tests/architecture/test_pages.py"

    assert stands(f"{here}::stands")
    assert stands(f"{here}::FEWEST_JOURNEYS")
    assert not stands(f"{here}::stand")
    assert not stands(f"{here}::stands.further")
    assert not stands("tests/architecture/nowhere.py::stands")


def test_make_targets_on_the_pages_exist() -> None:
    """Whoever copies a `make …` from README or docs gets what the page says."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    mentioned = [
        (shown(page), target)
        for page in pages()
        for words in commands(page.read_text("utf-8"))
        for target in made(words)
    ]

    assert [mention for mention in mentioned if mention[1] not in targets] == []
    assert ("README.md", "demo") in mentioned


def test_make_help_shows_every_target() -> None:
    """`make` alone is the table of contents: no target is hidden, every one is phony."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)

    assert re.findall(r"^([a-z-]+):.*## \w", makefile, re.MULTILINE) == targets
    assert re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE) == [" ".join(targets)]


def test_bot_commands_on_the_pages_exist() -> None:
    """Whoever copies a `python -m bot …` from README or docs gets what the page says."""
    from bot.__main__ import app

    known = set(getattr(typer.main.get_command(app), "commands", {}))
    mentioned = [
        (shown(page), command)
        for page in pages()
        for words in commands(page.read_text("utf-8"))
        for command in asked_of_the_bot(words)
    ]

    assert [mention for mention in mentioned if mention[1] not in known] == []
    assert mentioned


def test_env_example_lists_every_setting() -> None:
    """`.env.example` and the settings name the same variables: none is undocumented, none is imaginary."""
    from bot import settings

    ours = [
        each
        for each in vars(settings).values()
        if isinstance(each, type) and issubclass(each, BaseSettings) and each.__module__ == settings.__name__
    ]
    known = {f"SENIM_{name.upper()}" for each in ours for name in each.model_fields}
    shown_to_people = set(re.findall(r"^#?(SENIM_[A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE))

    assert shown_to_people == known
