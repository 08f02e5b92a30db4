"""Whole bots in processes of their own, forked from a warm one, or in this one; the simulator lives in the test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from bot.content import Content, load_content
from bot.settings import use_pinned_time_zones
from simulator import Telegram
from simulator.world import Bot
from tests.durability.processes import ROOT, Nursery
from tests.storage.conftest import postgres_server, postgres_url  # noqa: F401  fixtures

use_pinned_time_zones()


@pytest.fixture(scope="session")
def warm() -> Iterator[Nursery]:
    """One for all tests of this process: it takes seconds to import."""
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture
async def nursery(warm: Nursery) -> AsyncIterator[Nursery]:
    """The warm process; no bot of this test outlives it."""
    yield warm
    if warm.pid is not None:
        await warm.kill()


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    """A Telegram on this machine."""
    async with Telegram(show_words=True) as telegram:
        telegram.world.record.keep = True
        yield telegram


@pytest.fixture
def bot(telegram: Telegram) -> Bot:
    """The hotline's account."""
    return telegram.add_bot()


@pytest.fixture(scope="session")
def content() -> Content:
    """What the organisation has written."""
    return load_content(ROOT / "content")


@pytest.fixture
def postgres_address(postgres_url: str) -> str:  # noqa: F811  pytest's way to ask for a fixture
    """The empty schema as an operator writes it in SENIM_DATABASE_URL."""
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(postgres_url)
    user, name = parts.pop("user", ""), parts.pop("dbname", "")
    return f"postgresql://{quote(str(user))}@/{quote(str(name))}?{urlencode(parts, quote_via=quote)}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Each database in turn, empty."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'senim.db'}"
    address: str = request.getfixturevalue("postgres_address")
    return address
