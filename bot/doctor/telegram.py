"""The token: whether Telegram knows it. Plain urllib: importing aiogram would take longer than all the rest."""

from __future__ import annotations

import json
import socket
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from bot.doctor.finding import Finding, Level
from bot.settings import HOW_TO_GET_ONE, Settings

_ABOUT = "token"
_SECONDS = 10


def look_at_token(settings: Settings) -> Finding:
    """Asks Telegram who the bot is. What it says never holds the token."""
    if settings.bot_token is None:
        return Finding(Level.ATTENTION, _ABOUT, HOW_TO_GET_ONE.replace("\n", " "))
    address = f"{settings.telegram_api}/bot{settings.bot_token.get_secret_value()}/getMe"
    try:
        with urlopen(address, timeout=_SECONDS) as answer:  # noqa: S310  settings allow http and https only
            said = json.load(answer)
        return Finding(Level.OK, _ABOUT, f"Telegram knows it as @{said['result']['username']}")
    except HTTPError as error:
        error.close()
        if error.code in (401, 404):
            advice = "Ask @BotFather for the token (/token) and correct SENIM_BOT_TOKEN."
            return Finding(Level.FAULT, _ABOUT, "Telegram does not know it", advice)
        return Finding(Level.ATTENTION, _ABOUT, f"Telegram answered {error.code}", "Try again in a minute.")
    except (URLError, OSError) as error:
        reason = error.reason if isinstance(error, URLError) else error
        why = "no answer within 10 s" if isinstance(reason, socket.timeout) else str(reason)
        advice = "See whether this machine may reach SENIM_TELEGRAM_API."
        return Finding(Level.FAULT, _ABOUT, f"{settings.telegram_api} cannot be reached: {why}", advice)
    except (ValueError, KeyError, TypeError):
        advice = "SENIM_TELEGRAM_API must be the address of a Bot API server."
        return Finding(Level.FAULT, _ABOUT, f"{settings.telegram_api} does not answer as Telegram does", advice)
