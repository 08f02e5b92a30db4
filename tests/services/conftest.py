"""The verbs on a real database, with a clock that is moved by hand and no Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest

from bot.open_database import open_database
from bot.settings import load_settings
from tests.services.desk import Desk, HandClock


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A hotline without a messenger, on SQLite: the real engine is the fake."""
    async with open_database(load_settings(tmp_path / "no.env", data_dir=tmp_path)) as database:
        yield Desk(database, HandClock(), count(1))
