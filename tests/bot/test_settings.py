"""Settings: what is wrong is told by variable, place, what was found and what is expected; secrets never."""

from __future__ import annotations

import os
import zoneinfo
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.settings import (
    Listen,
    Settings,
    SettingsError,
    TimeZoneError,
    check_time_zone,
    load_settings,
    sqlite_path,
    use_pinned_time_zones,
)

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of this machine decides a test."""
    for name in list(os.environ):
        if name.upper().startswith("SENIM_"):
            monkeypatch.delenv(name)


def told(env_file: Path) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_settings(env_file)
    return list(caught.value.lines)


def env(tmp_path: Path, text: str) -> Path:
    path = tmp_path / ".env"
    path.write_text(text, encoding="utf-8")
    return path


def test_defaults_are_those_promised(tmp_path: Path) -> None:
    """Without a single variable: polling api.telegram.org, SQLite in ./data, Almaty, Kazakhstan, 127.0.0.1:8080."""
    settings = load_settings(tmp_path / "no.env")

    assert settings.bot_token is None
    assert settings.telegram_api == "https://api.telegram.org"
    assert settings.data_dir == Path("data")
    assert settings.database_url == "sqlite:///data/senim.db"
    assert settings.timezone == "Asia/Almaty"
    assert settings.country == "KZ"
    assert settings.listen == Listen("127.0.0.1", 8080)
    assert settings.log_level == "INFO"
    assert (settings.notices_per_second, settings.live_per_second) == (25, 5)
    assert settings.content_dir.is_dir()


def test_the_database_lies_beside_the_other_data(tmp_path: Path) -> None:
    """Moving DATA_DIR moves the database, unless it has an address of its own."""
    assert sqlite_path(load_settings(env(tmp_path, "SENIM_DATA_DIR=/var/lib/senim")).database_url) == Path(
        "/var/lib/senim/senim.db"
    )
    other = load_settings(env(tmp_path, "SENIM_DATA_DIR=/x\nSENIM_DATABASE_URL=postgresql://senim@db/senim"))
    assert other.database_url == "postgresql://senim@db/senim"
    assert sqlite_path(other.database_url) is None


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable set for one run overrides .env; an empty one counts as not set."""
    path = env(tmp_path, "SENIM_LISTEN=0.0.0.0:80\nSENIM_COUNTRY=RU\nSENIM_LOG_LEVEL=debug\n")
    monkeypatch.setenv("SENIM_LISTEN", "[::1]:0")
    monkeypatch.setenv("SENIM_COUNTRY", "")

    settings = load_settings(path)

    assert settings.listen == Listen("::1", 0)
    assert settings.country == "RU"
    assert settings.log_level == "DEBUG"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("LISTEN", "8080", "expected host:port such as 127.0.0.1:8080"),
        ("LISTEN", "localhost:70000", "expected host:port"),
        ("COUNTRY", "US", "expected 'KZ', 'RU' or 'BY'"),
        ("TIMEZONE", "Mars/Olympus", "expected an IANA time zone such as Asia/Almaty"),
        ("TELEGRAM_API", "api.telegram.org", "expected an address such as https://api.telegram.org"),
        ("WEBHOOK_URL", "http://bot.example", "expected an address that begins with https://"),
        ("LOG_LEVEL", "LOUD", "expected 'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        ("NOTICES_PER_SECOND", "many", "expected a number"),
        ("NOTICES_PER_SECOND", "0", "expected a number above 0"),
    ],
)
def test_a_wrong_value_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str
) -> None:
    """The variable, the line of .env or the environment, what stands there and what should."""
    path = env(tmp_path, f"# ours\n\nSENIM_{name}={value}\n")
    from_file = told(path)
    monkeypatch.setenv(f"SENIM_{name}", value)
    from_environment = told(tmp_path / "no.env")

    assert len(from_file) == len(from_environment) == 1
    assert from_file[0].startswith(f'SENIM_{name} ({path}:3): found "{value}"; ')
    assert from_environment[0].startswith(f'SENIM_{name} (environment): found "{value}"; ')
    assert expected in from_file[0]
    assert expected in from_environment[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "my-secret-token"),
        ("WEBHOOK_SECRET", "my secret token"),
        ("DATABASE_URL", "mysql://me:my-secret-token@db/senim"),
        ("DATABASE_URL", "sqlite://my-secret-token"),
    ],
)
def test_a_wrong_secret_is_told_without_showing_it(tmp_path: Path, name: str, value: str) -> None:
    """Error messages end up in chats and tickets: no part of a token or password is in them."""
    lines = told(env(tmp_path, f'SENIM_{name}="{value}"\n'))

    assert len(lines) == 1
    assert lines[0].startswith(f"SENIM_{name} ({tmp_path / '.env'}:1): found a value (not shown")
    assert "secret-token" not in lines[0]
    assert "secret token" not in lines[0]


def test_secrets_are_not_in_what_settings_print(tmp_path: Path) -> None:
    """`print(settings)` in a hurry shows neither token nor key."""
    settings = load_settings(env(tmp_path, f"SENIM_BOT_TOKEN={TOKEN}\nSENIM_SECRET_KEY=abcdef\n"))

    assert settings.token == TOKEN
    assert "AAHdq" not in repr(settings)
    assert "abcdef" not in repr(settings)


def test_without_a_token_it_is_said_how_to_get_one(tmp_path: Path) -> None:
    """The settings load without it; only who needs it is told, and that the demo does not."""
    with pytest.raises(SettingsError, match="@BotFather") as caught:
        _ = load_settings(tmp_path / "no.env").token

    assert "make demo" in str(caught.value)


def test_a_webhook_needs_its_secret(tmp_path: Path) -> None:
    """Without a secret anybody who finds the address could speak as Telegram."""
    assert told(env(tmp_path, "SENIM_WEBHOOK_URL=https://bot.example/hook\n")) == [
        "settings: expected SENIM_WEBHOOK_SECRET beside SENIM_WEBHOOK_URL: without it anybody could speak as Telegram"
    ]


def test_faults_of_the_file_itself_are_told_by_line(tmp_path: Path) -> None:
    """A forgotten `=`, an unclosed quote and a mistyped name would otherwise be ignored in silence."""
    path = env(tmp_path, "SENIM_BOT_TOKEN 123\n\nSENIM_COUNTRI=KZ\nSENIM_DATA_DIR='data\nOTHER=fine\n")

    assert told(path) == [
        f"{path}:1: found a line that is no setting; expected NAME=value, or # for a remark",
        f"{path}:3: found SENIM_COUNTRI; expected SENIM_COUNTRY?",
        f"{path}:4: found a line that is no setting; expected NAME=value, or # for a remark",
    ]


def test_variables_for_the_tests_are_nobodys_mistake(tmp_path: Path) -> None:
    """SENIM_TEST_POSTGRES_URL may stand in .env; so may variables of other programs."""
    load_settings(env(tmp_path, "SENIM_TEST_POSTGRES_URL=postgresql://x/y\nPATH_TO=/z\nexport SENIM_COUNTRY=BY\n"))


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """Nobody corrects one variable only to hear of the next."""
    assert len(told(env(tmp_path, "SENIM_COUNTRY=US\nSENIM_LISTEN=x\nnonsense\nSENIM_DATA_DI=x\n"))) == 4


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    """A .env saved as Windows-1251 is told, not a traceback."""
    path = tmp_path / ".env"
    path.write_bytes("SENIM_DATA_DIR=данные\n".encode("cp1251"))

    assert told(path) == [f"{path}: found a byte that is not UTF-8; expected a file saved as UTF-8"]


def test_every_promised_variable_is_a_setting() -> None:
    """The names of the design, section 6."""
    promised = (
        "BOT_TOKEN TELEGRAM_API DATABASE_URL SECRET_KEY DATA_DIR CONTENT_DIR TIMEZONE COUNTRY "
        "WEBHOOK_URL WEBHOOK_SECRET LISTEN LOG_LEVEL"
    )

    assert {name.lower() for name in promised.split()} <= set(Settings.model_fields)


def test_almaty_is_five_hours_ahead_with_the_pinned_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own zone data is not asked: it may be older than 2024, and an hour late."""
    before = zoneinfo.TZPATH
    monkeypatch.setenv("PYTHONTZPATH", "/usr/share/zoneinfo")
    try:
        use_pinned_time_zones()

        assert zoneinfo.TZPATH == ()
        assert os.environ["PYTHONTZPATH"] == ""
        check_time_zone(datetime(2026, 11, 23, tzinfo=UTC))
    finally:
        zoneinfo.reset_tzpath(to=before)


def test_old_time_zone_data_stop_the_start() -> None:
    """Before March 2024 Almaty was at +06:00: data that still say so are refused, with what to do."""
    with pytest.raises(TimeZoneError, match="make setup"):
        check_time_zone(datetime(2023, 6, 1, tzinfo=UTC))
