"""The repository as it lies on disk. No git: a downloaded archive is the same house."""

import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

ROOMS = ("bot", "handlers", "dialogs", "services", "storage", "domain", "simulator")

# What setup, tests and a running bot leave behind: .gitignore keeps it out of the repository.
NOT_OURS = {".git", ".venv", ".lock", ".cache", ".hypothesis", "__pycache__", "node_modules"}
NOT_OURS_AT_ROOT = {"data", ".env"}


def files(*suffixes: str, under: Path = ROOT) -> Iterator[Path]:
    """Every file of ours, in a steady order; with suffixes, only those."""
    for folder, inner, names in os.walk(under):
        skip = NOT_OURS | NOT_OURS_AT_ROOT if Path(folder) == ROOT else NOT_OURS
        inner[:] = sorted(name for name in inner if name not in skip and not name.endswith("_cache"))
        for name in sorted(names):
            if name not in skip and (not suffixes or name.endswith(suffixes)):
                yield Path(folder, name)


def modules() -> Iterator[Path]:
    """Every Python file: rooms, tests, benchmarks."""
    return files(".py")


def shown(path: Path) -> str:
    """As people write it: relative to the repository."""
    return path.relative_to(ROOT).as_posix()
