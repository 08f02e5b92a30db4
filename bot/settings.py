"""Settings: `SENIM_…` from the environment, else from `.env`. A fault names the variable, where it came from, and what to write."""

from __future__ import annotations

import logging
import os
import zoneinfo
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Self
from urllib.parse import urlsplit

from dotenv.parser import parse_stream
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "SENIM_"
_ROOT = Path(__file__).parents[1]
_SECRET = {"bot_token", "secret_key", "webhook_secret", "database_url"}
"""Never printed, not even when they are wrong: an error is pasted into a chat more easily than thought."""


class SettingsError(Exception):
    """The settings cannot be used: one line for each fault."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


class TimeZoneError(Exception):
    """The time zone data of this machine would make the hotline late or early."""


class Listen(NamedTuple):
    """Where the webhook, /health and /metrics are served. Port 0 is any free one."""

    host: str
    port: int

    @classmethod
    def parse(cls, found: object) -> object:
        if isinstance(found, Listen):
            return found
        host, _, port = str(found).rpartition(":")
        if not host or not port.isdigit() or int(port) > 65535:
            raise ValueError("host:port such as 127.0.0.1:8080 (port 0: any free one)")
        return cls(host.strip("[]"), int(port))


def _token(found: SecretStr) -> SecretStr:
    number, _, key = found.get_secret_value().strip().partition(":")
    if not number.isdigit() or not key or any(letter.isspace() for letter in key):
        raise ValueError("a token from @BotFather: digits, a colon, letters, such as 110201543:AAHdqTcv…")
    return SecretStr(f"{number}:{key}")


def _address(found: str) -> str:
    parts = urlsplit(found)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("an address such as https://api.telegram.org")
    return found.rstrip("/")


def _webhook(found: str) -> str:
    if urlsplit(found).scheme != "https" or not urlsplit(found).hostname:
        raise ValueError("an address that begins with https:// (Telegram calls no other)")
    return found


def _database(found: str) -> str:
    scheme, separator, rest = found.partition("://")
    sqlite = scheme == "sqlite" and rest.startswith("/") and len(rest) > 1
    if not separator or not (sqlite or (scheme == "postgresql" and rest)):
        raise ValueError("sqlite:///path/to/senim.db or postgresql://user:password@host/database")
    return found


def _beside(known: dict[str, Any]) -> str:
    """The default database: a file in the data directory."""
    return f"sqlite:///{known.get('data_dir', Path('data')) / 'senim.db'}"


def sqlite_path(database_url: str) -> Path | None:
    """The file of an SQLite address; None for PostgreSQL."""
    scheme, _, rest = database_url.partition(":///")
    return Path(rest) if scheme == "sqlite" else None


def _zone(found: str) -> str:
    try:
        zoneinfo.ZoneInfo(found)
    except (KeyError, ValueError, OSError):
        raise ValueError("an IANA time zone such as Asia/Almaty") from None
    return found


def _webhook_secret(found: SecretStr) -> SecretStr:
    secret = found.get_secret_value()
    if not 1 <= len(secret) <= 256 or not secret.replace("-", "").replace("_", "").isalnum() or not secret.isascii():
        raise ValueError("1 to 256 Latin letters, digits, - and _")
    return found


class Settings(BaseSettings):
    """What the operator decides. Names and defaults are promised in the design, section 6."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    telegram_api: Annotated[str, AfterValidator(_address)] = "https://api.telegram.org"
    data_dir: Path = Path("data")
    database_url: Annotated[str, AfterValidator(_database)] = Field(default_factory=_beside)
    secret_key: SecretStr | None = None
    """Without one: a file of mode 0600 in the data directory, made at the first run."""
    content_dir: Path = _ROOT / "content"
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Almaty"
    country: Literal["KZ", "RU", "BY"] = "KZ"
    webhook_url: Annotated[str, AfterValidator(_webhook)] | None = None
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = None
    listen: Annotated[Listen, NoDecode, BeforeValidator(Listen.parse)] = Listen("127.0.0.1", 8080)
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"],
        BeforeValidator(lambda found: found.upper() if isinstance(found, str) else found),
    ] = "INFO"
    notices_per_second: float = Field(default=25, gt=0, le=1000)
    """Everything unprompted together. Telegram's own limit is about 30, live replies included."""
    live_per_second: float = Field(default=5, gt=0, le=1000)
    """Kept free for answers to people who are here now."""
    chat_per_second: float = Field(default=1, gt=0, le=1000)
    """To one chat, after a burst."""
    chat_burst: float = Field(default=5, ge=1, le=1000)

    @model_validator(mode="after")
    def _webhook_needs_its_secret(self) -> Self:
        if self.webhook_url and not self.webhook_secret:
            raise ValueError(
                "SENIM_WEBHOOK_SECRET beside SENIM_WEBHOOK_URL: without it anybody could speak as Telegram"
            )
        return self

    @property
    def token(self) -> str:
        """The bot token. Raises SettingsError, which says how to get one."""
        if self.bot_token is None:
            raise SettingsError([HOW_TO_GET_ONE])
        return self.bot_token.get_secret_value()


HOW_TO_GET_ONE = (
    "SENIM_BOT_TOKEN is not set. Write to @BotFather in Telegram, send /newbot, and put the token it gives you\n"
    "into the file .env beside the Makefile, as one line: SENIM_BOT_TOKEN=110201543:AAHdqTcv…\n"
    "To look around first, `make demo` needs no token and no internet."
)


def load_settings(env_file: Path = Path(".env"), **given: Any) -> Settings:
    """The settings; what is `given` goes before the environment, that before `.env`. Raises SettingsError."""
    logging.getLogger("dotenv.main").setLevel(logging.ERROR)  # it would say less, and say it first
    lines, places = _read_env_file(env_file)
    if env_file.is_file():
        given |= {"_env_file": env_file, "_env_file_encoding": "utf-8"}
    try:
        found = Settings(**given)
    except ValidationError as error:
        faults = [each for each in error.errors(include_url=False) if each["type"] != "default_factory_not_called"]
        lines += [_fault(each, places, env_file) for each in faults]
    except UnicodeDecodeError:
        lines.append(f"{env_file}: found a byte that is not UTF-8; expected a file saved as UTF-8")
    else:
        if not lines:
            return found
    raise SettingsError(lines)


def _read_env_file(path: Path) -> tuple[list[str], Mapping[str, int]]:
    """Faults of the file itself, and the line of each variable in it."""
    lines: list[str] = []
    places: dict[str, int] = {}
    if not path.is_file():
        return lines, places
    with path.open(encoding="utf-8", errors="replace") as stream:
        for binding in parse_stream(stream):
            text = binding.original.string
            line = binding.original.line + len(text) - len(text.lstrip("\n"))
            if binding.error or (binding.key and binding.value is None):
                lines.append(f"{path}:{line}: found a line that is no setting; expected NAME=value, or # for a remark")
            elif binding.key:
                places[binding.key.upper()] = line
                lines += [f"{path}:{line}: {fault}" for fault in _unknown(binding.key.upper())]
    return lines, places


def _unknown(name: str) -> Iterator[str]:
    """A mistyped name would otherwise be ignored in silence, and the default be used."""
    known = [PREFIX + field.upper() for field in Settings.model_fields]
    if name.startswith(PREFIX) and not name.startswith(f"{PREFIX}TEST_") and name not in known:
        near = get_close_matches(name, known, n=1)
        yield f"found {name}; expected " + (near[0] + "?" if near else "one of " + ", ".join(known))


def _fault(each: Any, places: Mapping[str, int], env_file: Path) -> str:
    field = str(each["loc"][0]) if each["loc"] else ""
    name = PREFIX + field.upper() if field else ""
    reason = str(each["msg"]).removeprefix("Value error, ")
    if not field:
        return f"settings: expected {reason}"
    if any(variable.upper() == name for variable in os.environ):
        where = "environment"
    else:
        where = f"{env_file}:{places[name]}" if name in places else "as given"
    found = each.get("input")
    said = "a value (not shown: it may be secret)" if field in _SECRET else f'"{found}"'
    if each["type"] in ("literal_error", "enum"):
        reason = each["ctx"]["expected"]
    elif each["type"] in ("float_parsing", "float_type"):
        reason = "a number"
    elif each["type"] in ("greater_than", "less_than_equal"):
        reason = "a number above 0 and up to 1000"
    return f"{name} ({where}): found {said}; expected {reason}"


def use_pinned_time_zones() -> None:
    """Zones come from the pinned tzdata wheel, on every machine the same. Called once, at process start."""
    os.environ["PYTHONTZPATH"] = ""
    zoneinfo.reset_tzpath(to=())
    zoneinfo.ZoneInfo.clear_cache()


def check_time_zone(today: datetime) -> None:
    """Kazakhstan has been on UTC+5 as a whole since 2024-03-01. Raises TimeZoneError where the data does not know it."""
    try:
        offset = today.astimezone(zoneinfo.ZoneInfo("Asia/Almaty")).utcoffset()
    except zoneinfo.ZoneInfoNotFoundError:
        raise TimeZoneError("There is no time zone data. Run `make setup`: it installs the pinned tzdata.") from None
    if offset != timedelta(hours=5):
        raise TimeZoneError(
            f"The time zone data says that Almaty is {offset} ahead of UTC; it is 5:00:00. It is older than 2024, and every "
            "reminder would come at a wrong hour. Run `make setup`: it installs the pinned tzdata."
        )
