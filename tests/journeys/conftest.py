"""`hotline`: a simulator and the bot in one process. `engine` and `language` are the parameters of a journey."""

from __future__ import annotations

import logging
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from functools import cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest
import structlog
from aiogram.client.session.aiohttp import AiohttpSession

from bot import app as composition
from bot.content import Content, load_content
from bot.logs import set_up
from bot.settings import load_settings, use_pinned_time_zones
from domain.crisis import CrisisCheck
from domain.people import Language
from simulator import Telegram
from tests.journeys.flows import Flows
from tests.journeys.hotline import Hotline
from tests.storage.conftest import postgres_server  # noqa: F401  a fixture

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.crisis import Lexicon, Weights

TROUBLE = ("update failed", "update set aside", "task failed", "tick failed", "notice could not be worded")
"""Log lines that no journey may leave behind."""


@cache
def _content(directory: Path) -> Content:
    use_pinned_time_zones()
    return load_content(directory)


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """The organisation's own content, as it stood when the tests began."""
    copy = tmp_path_factory.mktemp("content") / "content"
    shutil.copytree(Path(composition.__file__).parents[1] / "content", copy)
    return _content(copy)


@pytest.fixture(scope="session")
def crisis_check(content: Content) -> CrisisCheck:
    """Made once: it takes a third of a second and holds no state."""
    return CrisisCheck(content.crisis, content.leaning)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """SQLite, unless a journey asks for both."""
    chosen: str = getattr(request, "param", "sqlite")
    return chosen


@pytest.fixture(params=list(Language), ids=str)
def language(request: pytest.FixtureRequest) -> Language:
    """Every journey is walked in Kazakh and in Russian."""
    chosen: Language = request.param
    return chosen


@pytest.fixture
def database_url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database of the engine."""
    if engine == "sqlite":
        yield f"sqlite:///{tmp_path / 'senim.db'}"
        return
    import psycopg

    server: str = request.getfixturevalue("postgres_server")
    schema = f"journey_{tmp_path.name.lower()[-30:]}".replace("-", "_")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"drop schema if exists {schema} cascade".encode())
        connection.execute(f"create schema {schema}".encode())
        yield f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{schema}"
        connection.execute(f"drop schema {schema} cascade".encode())


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """Everything that is logged, in its final form."""
    written = StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    monkeypatch.setattr(sys, "stderr", written)
    set_up("DEBUG")
    monkeypatch.undo()
    # A logger that was used under another configuration keeps it: everybody gets a new one.
    for name, module in list(sys.modules.items()):
        if name.startswith("bot.") and hasattr(module, "log"):
            monkeypatch.setattr(module, "log", structlog.get_logger())
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def flows() -> Flows:
    """The steps of this test."""
    return Flows()


@pytest.fixture
async def hotline(
    database_url: str,
    tmp_path: Path,
    content: Content,
    crisis_check: CrisisCheck,
    logs: StringIO,
    flows: Flows,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Hotline]:
    """A running hotline with nobody in it. At the end: no trouble in the logs, and no step that no flow allows."""

    def ready_made(lexicons: Mapping[str, Lexicon], weights: Mapping[str, Weights]) -> CrisisCheck:
        assert lexicons is content.crisis
        assert weights is content.leaning
        return crisis_check

    async def close_at_once(session: AiohttpSession) -> None:
        if session._session is not None:
            await session._session.close()

    # A journey is short: what makes a long life lighter would be half of it. aiogram waits for TLS that is not there.
    monkeypatch.setattr(composition, "CrisisCheck", ready_made)
    monkeypatch.setattr(composition, "gc", Mock())
    monkeypatch.setattr(AiohttpSession, "close", close_at_once)
    async with Telegram(show_words=True) as telegram:
        bot = telegram.add_bot()
        settings = load_settings(
            tmp_path / "no.env",
            bot_token=bot.token,
            telegram_api=telegram.url,
            database_url=database_url,
            data_dir=tmp_path,
            log_level="DEBUG",
            notices_per_second=1000,
            live_per_second=1000,
            chat_per_second=1000,
            chat_burst=1000,
        )
        hotline = Hotline(telegram, bot, settings, content, flows)
        async with hotline.app:
            await telegram.received("setMyCommands", 3)
            yield hotline
            await hotline.settled()
    trouble = [line for line in logs.getvalue().splitlines() if any(f'"{each}"' in line for each in TROUBLE)]
    assert trouble == []
    assert flows.forbidden == set()
    assert hotline.telegram.record.unimplemented == {}
