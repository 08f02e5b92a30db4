"""Imports go down. Each contract is kept, and each would notice if it were not."""

import shutil
import sys
import tomllib
from pathlib import Path

import pytest
from importlinter import configuration
from importlinter.application import use_cases

from tests.architecture.tree import ROOMS, ROOT, files

configuration.configure()

ROOMS_APART = "pyproject.toml"
CIRCLES = "tests/architecture/circles.toml"

CONTRACTS = [
    (contract["id"], page)
    for page in (ROOMS_APART, CIRCLES)
    for contract in tomllib.loads((ROOT / page).read_text("utf-8"))["tool"]["importlinter"]["contracts"]
]

# What a contract must refuse: file -> its only content.
TRESPASSES: list[tuple[str, dict[str, str]]] = [
    ("layers", {"domain/bad.py": "import services"}),
    ("layers", {"services/bad.py": "import dialogs"}),
    ("layers", {"storage/bad.py": "from bot import settings"}),
    ("handlers-and-storage", {"handlers/bad.py": "import storage"}),
    (
        "handlers-and-storage",
        {"handlers/bad.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import storage"},
    ),
    ("handlers-apart", {"handlers/bad.py": "import handlers.worse", "handlers/worse.py": ""}),
    ("pure", {"services/bad.py": "def verb():\n    import asyncio"}),
    ("pure", {"domain/bad.py": "from logging import getLogger"}),
    ("pure", {"domain/bad.py": "from aiogram.types import User"}),
    ("one-clock", {"services/bad.py": "import apscheduler.schedulers.asyncio"}),
    ("simulator", {"simulator/bad.py": "import domain"}),
    ("simulator", {"simulator/bad.py": "from aiogram import Bot"}),
    ("demo", {"bot/bad.py": "import simulator"}),
    ("no-circles", {"bot/bad.py": "import bot.worse", "bot/worse.py": "import bot.bad"}),
]


def kept(contract: str, page: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Import-linter's answer for one contract in the house that stands at `root`."""
    with monkeypatch.context() as patch:
        for room in ROOMS:  # a room already imported would be looked up where it was imported from
            patch.delitem(sys.modules, room, raising=False)
        patch.syspath_prepend(root)
        return use_cases.lint_imports(
            str(root / page), limit_to_contracts=(contract,), cache_dir=None, is_debug_mode=True, no_logo=True
        )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The house once more, to trespass in."""
    rooms = (path for room in ROOMS for path in files(".py", under=ROOT / room))
    for source in [ROOT / ROOMS_APART, ROOT / CIRCLES, *rooms]:
        target = tmp_path / source.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    return tmp_path


@pytest.mark.parametrize(("contract", "page"), CONTRACTS)
def test_contract_is_kept(contract: str, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may import whom is as the design says; on failure the output above names the lines."""
    assert kept(contract, page, ROOT, monkeypatch)


@pytest.mark.parametrize(("contract", "trespass"), TRESPASSES)
def test_contract_notices_a_trespass(
    contract: str, trespass: dict[str, str], copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same house plus one bad import is refused by the contract that forbids it."""
    page = dict(CONTRACTS)[contract]
    kept_before = kept(contract, page, copy, monkeypatch)
    for file, content in trespass.items():
        (copy / file).write_text(content + "\n", "utf-8")

    assert (kept_before, kept(contract, page, copy, monkeypatch)) == (True, False)


def test_every_contract_is_tried() -> None:
    """A contract without a trespass might as well forbid nothing."""
    assert {contract for contract, _ in CONTRACTS} == {contract for contract, _ in TRESPASSES}
