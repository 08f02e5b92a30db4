"""`make demo`: the whole hotline on this machine. A local Telegram with a page of phones, the real bot, a small cast.

Nothing here is faked: the cast joins, goes on duty and writes through the same buttons as everybody else. The data
lives in a temporary folder and is gone afterwards.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import tempfile
import webbrowser
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.app import App
from bot.logs import set_up
from domain.people import Language, Role
from simulator import Telegram

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.content import Content
    from bot.settings import Settings
    from simulator import Button, Phone

TOKEN = "100:DEMO"  # noqa: S105  the simulator gives it to the bot; it opens nothing
PORT = 8081
"""Where the page of phones is, if it is free; any other port otherwise."""
WAIT = 10.0


@dataclass(frozen=True)
class Colleague:
    """Somebody who works at the demo hotline."""

    name: str
    name_kk: str
    role: Role
    speaks: tuple[Language, ...]
    language: Language = Language.RU


COLLEAGUES = (
    Colleague("Айгуль", "Айгүл", Role.PSYCHOLOGIST, (Language.KK, Language.RU), Language.KK),
    Colleague("Марина", "Марина", Role.PSYCHOLOGIST, (Language.RU,)),
    Colleague("Ербол", "Ербол", Role.COORDINATOR, (Language.KK, Language.RU)),
)
TEENAGERS = (("Алина", "ru"), ("Нұрлан", "kk"), ("Данияр", "ru"))
PARENT = ("Гүлнар", "kk")


def carries(button: Button, data: str) -> bool:
    """Whether a button is of this kind (`keep`), or of this kind with these first details (`speaks:kk`)."""
    return bool(button.data) and f"{button.data}:".startswith(data.rstrip(":") + ":")


async def reach(phone: Phone, data: str) -> None:
    """Wait until a screen with such a button has come, then press it."""
    screen = await phone.expect(
        where=lambda message: any(carries(button, data) for row in message.buttons for button in row), timeout=WAIT
    )
    await phone.press(next(button for row in screen.buttons for button in row if carries(button, data)))


async def first_day(app: App, phone: Phone, colleague: Colleague) -> None:
    """Join by an invitation, answer what is asked on the first day, come on duty."""
    token, _expires_at = await app.staff.invite(colleague.role, colleague.name)
    await phone.start(token)
    await reach(phone, "keep")
    await phone.expect(
        where=lambda message: any(carries(b, "keep") for row in message.buttons for b in row), timeout=WAIT
    )
    await phone.send(colleague.name_kk)
    for code in colleague.speaks:
        await reach(phone, f"speaks:{code}")
    await reach(phone, "languages_done")
    if colleague.role.answers_requests:
        await reach(phone, "topics_done")
    await reach(phone, "duty")


async def meet(phone: Phone, language: str, age: str) -> None:
    """Meet the bot: language, three sentences, country, age."""
    await phone.start()
    await reach(phone, f"language:{language}")
    await reach(phone, "meet")
    await reach(phone, "country:KZ")
    await reach(phone, "region:KZ")
    await reach(phone, f"age:{age}")


async def seed(app: App, telegram: Telegram) -> None:
    """Bring the cast to where a visitor would like to begin: the phones stand in the order in which they are added."""
    bot = telegram.bots[0]
    alina, nurlan, daniyar = (telegram.add_person(name, language_code=code).phone(bot) for name, code in TEENAGERS)
    staff = [telegram.add_person(each.name, language_code=each.language).phone(bot) for each in COLLEAGUES]
    parent = telegram.add_person(PARENT[0], language_code=PARENT[1]).phone(bot)
    for phone, colleague in zip(staff, COLLEAGUES, strict=True):
        await first_day(app, phone, colleague)
    await meet(alina, "ru", "under_18")
    await reach(alina, "ask")
    await meet(nurlan, "kk", "under_18")
    await nurlan.send("Сәлем! Емтихан алдында қатты уайымдаймын, кеңес керек еді.")
    await reach(nurlan, "send")
    await meet(parent, "kk", "parent")
    await daniyar.start()


@contextlib.asynccontextmanager
async def world(settings: Settings, content: Content, port: int = 0) -> AsyncIterator[tuple[App, Telegram]]:
    """The simulator and the bot, running; yields (app, telegram)."""
    with tempfile.TemporaryDirectory(prefix="senim-demo-") as folder:
        async with Telegram(port=port, show_words=True) as telegram:
            bot = telegram.add_bot(token=TOKEN)
            telling = {
                "bot_token": SecretStr(bot.token),
                "telegram_api": telegram.url,
                "data_dir": Path(folder),
                "database_url": f"sqlite:///{folder}/senim.db",
            }
            own = settings.model_copy(update=telling)
            async with App(own, content) as app:
                yield app, telegram


def demo(settings: Settings, content: Content) -> None:
    """Run the demo until Ctrl+C."""
    set_up("WARNING")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_demo(settings, content))
    print("\nThe demo is over; nothing of it was kept.")


async def _demo(settings: Settings, content: Content) -> None:
    try:
        await _show(settings, content, PORT)
    except OSError:
        await _show(settings, content, 0)


async def _show(settings: Settings, content: Content, port: int) -> None:
    async with world(settings, content, port) as (app, telegram):
        print("Senim is starting: three colleagues join, four people meet the bot …", flush=True)
        await seed(app, telegram)
        print(
            f"\n  Open {telegram.url} in a browser: a page of phones, each a person.\n"
            "  On duty: Айгуль (қазақша, русский) and Марина (русский). Ербол coordinates.\n"
            "  Try: Алина writes «не хочу жить»; Айгуль takes the request; both talk.\n"
            "  No token, no internet: a local Telegram stands for the real one. Ctrl+C ends it.\n",
            flush=True,
        )
        if os.environ.get("DISPLAY") or os.environ.get("BROWSER"):
            webbrowser.open(telegram.url)
        await app.serve()
