"""What an operator asks for at the terminal. Nothing here imports aiogram: an answer comes within a second."""

from __future__ import annotations

import asyncio
import json
import secrets
import urllib.error
import urllib.request
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from bot.clock import SystemClock
from bot.open_database import open_database
from bot.settings import SettingsError
from domain.people import Instant, Language, Role
from storage.database import DatabaseBusy

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from bot.content import Content
    from bot.settings import Settings
    from storage.database import Database

T = TypeVar("T")

PATIENCE = 10
"""Seconds to wait for Telegram's answer."""

COLUMNS = (
    "case topic class category status language age_band asked waiting_since first_claimed closed outcome rating messages"
).split()


def with_database(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    """Do some work with the database, beside a running bot if there is one."""

    async def alone_or_beside() -> T:
        try:
            async with open_database(settings) as database:
                return await work(database)
        except DatabaseBusy:
            async with open_database(settings, alone=False) as database:
                return await work(database)

    return asyncio.run(alone_or_beside())


def bot_name(settings: Settings) -> str:
    """The user name of the bot, as Telegram says. Raises `SettingsError` where it does not."""
    url = f"{settings.telegram_api}/bot{settings.token}/getMe"
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:  # noqa: S310  settings allow http and https only
            name: str = json.load(answer)["result"]["username"]
    except urllib.error.HTTPError as refusal:
        raise SettingsError(
            [f"SENIM_BOT_TOKEN: Telegram refuses it ({refusal.code}). Ask @BotFather for it anew."]
        ) from None
    except (OSError, ValueError, KeyError) as fault:
        raise SettingsError(
            [f"{settings.telegram_api} does not answer ({type(fault).__name__}). Is the network up?"]
        ) from None
    return name


def invite(settings: Settings, content: Content, role: str, name: str) -> str:
    """A one-time link with which a colleague joins."""
    from services.staff import Staff

    link = f"https://t.me/{bot_name(settings)}?start="
    expires_after = int(content.triage.invite_expires.total_seconds())

    async def work(database: Database) -> str:
        staff = Staff(database, SystemClock(), secrets.token_urlsafe, lambda: None, expires_after)
        token, _expires_at = await staff.invite(Role(role), name)
        return token

    return link + with_database(settings, work)


def export(settings: Settings, content: Content) -> Iterator[str]:
    """Every request that was sent, a line each, tab-separated; no word and no name of anybody."""
    zone = ZoneInfo(content.hours.duty.zone)

    def moment(at: Instant | None) -> str:
        return "" if at is None else datetime.fromtimestamp(at / 1000, UTC).astimezone(zone).strftime("%Y-%m-%d %H:%M")

    async def work(database: Database) -> list[dict[str, Any]]:
        return await database.read(lambda tx: [dict(row) for row in tx.help_requests.journal()])

    yield "\t".join(COLUMNS)
    for row in with_database(settings, work):
        fields = {
            "case": content.pseudonyms.name(row["pseudonym"], Language.RU),
            "class": ("green", "yellow", "red")[row["triage"]],
            "asked": moment(row["asked_at"]),
            "waiting_since": moment(row["waiting_since"]),
            "first_claimed": moment(row["first_claimed_at"]),
            "closed": moment(row["closed_at"]),
        }
        yield "\t".join(str(fields.get(name, row.get(name)) or "") for name in COLUMNS)


def audit(settings: Settings) -> list[str]:
    """What must never be and is nevertheless, a line each; an empty list is a clean house."""

    async def work(database: Database) -> list[tuple[str, int]]:
        return await database.read(lambda tx: tx.audit.findings())

    return [f"{what}: {number}" for what, number in with_database(settings, work) if number]
