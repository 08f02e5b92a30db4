"""`python -m simulator`: a local Telegram with a page of phones, until Ctrl+C."""

from __future__ import annotations

import argparse
import asyncio
import contextlib

from simulator.telegram import Telegram


def asked() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=8081, help="0 is any free one; always on 127.0.0.1")
    parser.add_argument("--token", default="100:TEST", help="token of the bot that exists from the start")
    parser.add_argument("--username", default="senim_bot")
    parser.add_argument("--name", default="Senim")
    parser.add_argument("--people", nargs="*", default=["Ару", "Данияр"], help="first names of people with phones")
    return parser.parse_args()


async def main() -> None:
    """Open, say where, and stay."""
    options = asked()
    async with Telegram(port=options.port, continued=True) as telegram:
        bot = telegram.add_bot(options.token, options.username, options.name)
        for name in options.people:
            telegram.add_person(name).phone(bot)
        print(f"Phones and control: {telegram.url}/")
        print(f"Bot API server:     {telegram.url}  token {bot.token}", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main())
