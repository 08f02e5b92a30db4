"""`python -m bot doctor`: everything the bot depends on, each with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bot.doctor.database import look_at_database
from bot.doctor.finding import Finding, Level
from bot.doctor.key import look_at_key
from bot.doctor.telegram import look_at_token
from bot.doctor.words import look_at_catalogues, look_at_content
from bot.settings import (
    SettingsError,
    TimeZoneError,
    check_time_zone,
    load_settings,
    use_pinned_time_zones,
)

__all__ = ["Finding", "Level", "examine"]


def examine(now: datetime, env_file: Path = Path(".env")) -> Iterator[Finding]:
    """One finding after another, the slow ones (Telegram) last. `now` is aware."""
    yield _time_zone(now)
    try:
        settings = load_settings(env_file)
    except SettingsError as error:
        for line in error.lines:
            yield Finding(Level.FAULT, "settings", line, "Correct it in .env or in the environment.")
        return
    yield Finding(Level.OK, "settings", f"data in {settings.data_dir}, content in {settings.content_dir}")
    yield from look_at_content(settings, now.date())
    yield from look_at_catalogues()
    yield from look_at_key(settings)
    yield from look_at_database(settings, now)
    yield look_at_token(settings)


def _time_zone(now: datetime) -> Finding:
    use_pinned_time_zones()
    try:
        check_time_zone(now)
    except TimeZoneError as error:
        return Finding(Level.FAULT, "time zones", str(error))
    return Finding(Level.OK, "time zones", "Asia/Almaty is 5:00 ahead of UTC today")
