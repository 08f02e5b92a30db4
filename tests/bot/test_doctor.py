"""The doctor: one line for each thing the bot depends on, with what to do about it; exit code 1 only for a fault."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.doctor import Finding, Level, examine
from bot.doctor.database import look_at_database
from bot.doctor.key import look_at_key
from bot.doctor.telegram import look_at_token
from bot.doctor.words import look_at_catalogues, look_at_content
from bot.settings import Settings, load_settings
from storage import migrations
from storage.people import CHAT
from storage.sealing import FILE, Seals, load_secret

CONTENT = Path(__file__).parents[2] / "content"
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of this machine decides a test, and nothing is written outside of its folder."""
    for name in list(os.environ):
        if name.upper().startswith("SENIM_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(tmp_path / "no.env", data_dir=tmp_path / "data")


def only(findings: Iterator[Finding], about: str) -> Finding:
    found = [each for each in findings if each.about == about]
    assert len(found) == 1, found
    return found[0]


def made(settings: Settings) -> sqlite3.Connection:
    """A database and a key as the first run leaves them."""
    load_secret(settings.data_dir, None)
    connection = sqlite3.connect(settings.data_dir / "senim.db", isolation_level=None)
    migrations.migrate(connection, "sqlite")
    return connection


def test_before_the_first_run_nothing_is_at_fault(settings: Settings) -> None:
    """No key, no database, nothing made by looking."""
    findings = [*look_at_key(settings), *look_at_database(settings, NOW)]

    assert {each.level for each in findings} == {Level.OK}
    assert not settings.data_dir.exists()


def test_a_database_in_use_is_well(settings: Settings) -> None:
    """Migrated, writable, opened by its key; looking changes nothing."""
    made(settings).close()
    findings = [*look_at_key(settings), *look_at_database(settings, NOW)]

    assert {each.level for each in findings} == {Level.OK}
    assert only(iter(findings), "migrations").seen == f"all {len(migrations.found())} applied"


def test_messages_that_should_have_vanished_are_a_fault(settings: Settings) -> None:
    """After 46 hours it is high time: the bot does not run, or Telegram does not delete."""
    holder = made(settings)
    at = int(NOW.timestamp() * 1000) - 46 * 3_600_000
    holder.execute("insert into person (lookup, chat, created_at) values (x'01', x'', 0)")
    holder.execute("insert into trace values (1, 1, 5, ?, 0, ?, null)", (at, at + 1))
    holder.execute("insert into trace values (1, 1, 6, ?, 0, null, null)", (at,))  # stays by choice
    holder.commit()
    holder.close()

    found = only(look_at_database(settings, NOW), "traces")

    assert found.level is Level.FAULT
    assert found.seen.startswith("1 messages")


def test_a_database_of_an_older_program_is_for_attention(settings: Settings) -> None:
    """The next start migrates it: no fault, and it is said."""
    settings.data_dir.mkdir()
    sqlite3.connect(settings.data_dir / "senim.db").close()

    found = only(look_at_database(settings, NOW), "migrations")

    assert found.level is Level.ATTENTION
    assert "it migrates" in found.seen


def test_a_file_that_is_no_database_is_a_fault(settings: Settings) -> None:
    """An overwritten file is told, with the way out."""
    settings.data_dir.mkdir()
    (settings.data_dir / "senim.db").write_bytes(b"something else" * 100)

    found = only(look_at_database(settings, NOW), "database")

    assert found.level is Level.FAULT
    assert "Restore the last backup" in found.advice


def test_a_locked_database_is_a_fault(settings: Settings) -> None:
    """Somebody holds it and does not let go: writing would wait for ever."""
    holder = made(settings)
    holder.execute("begin exclusive")

    found = [each for each in look_at_database(settings, NOW) if each.level is Level.FAULT]

    holder.close()
    assert [each.about for each in found] == ["database"]
    assert "locked" in found[0].seen


def test_a_key_that_others_may_read_is_a_fault(settings: Settings) -> None:
    """The key is worth as much as the database."""
    load_secret(settings.data_dir, None)
    (settings.data_dir / FILE).chmod(0o644)

    found = only(look_at_key(settings), "key")

    assert found.level is Level.FAULT
    assert "chmod 600" in found.seen


def test_a_key_of_the_wrong_length_is_a_fault(settings: Settings) -> None:
    """A key cut short by copying is told without being shown."""
    load_secret(settings.data_dir, None)
    (settings.data_dir / FILE).write_text("c2hvcnQ=\n", encoding="ascii")

    found = only(look_at_key(settings), "key")

    assert found.level is Level.FAULT
    assert "c2hvcnQ" not in str(found)


def test_a_missing_key_beside_a_database_is_a_fault(settings: Settings) -> None:
    """A new key would be made, and everything sealed would be lost without a word."""
    made(settings).close()
    (settings.data_dir / FILE).unlink()

    found = only(look_at_key(settings), "key")

    assert found.level is Level.FAULT
    assert "your copy" in found.advice
    assert not (settings.data_dir / FILE).exists()


def test_another_databases_key_is_a_fault(settings: Settings) -> None:
    """The key is whole, and it is not this database's: one sealed row tells."""
    with made(settings) as connection:
        seals = Seals(*load_secret(settings.data_dir, None))
        connection.execute(
            "insert into person (lookup, chat, created_at) values (?, ?, 0)",
            (seals.lookup("1"), seals.seal("1", CHAT)),
        )
    connection.close()
    assert not [each for each in look_at_database(settings, NOW) if each.level is Level.FAULT]
    (settings.data_dir / FILE).unlink()
    load_secret(settings.data_dir, None)

    found = only(look_at_database(settings, NOW), "key")

    assert found.level is Level.FAULT
    assert "another key" in found.seen


def test_unchecked_and_stale_helplines_are_listed_by_id(settings: Settings, tmp_path: Path) -> None:
    """The operator reads which numbers nobody has dialled, and which were dialled too long ago."""
    content = tmp_path / "content"
    shutil.copytree(CONTENT, content)
    path = content / "helplines.yaml"
    text = path.read_text(encoding="utf-8").replace("checked_on: null", 'checked_on: "2026-11-01"')
    before, after = text.split("- id: kz-111\n")
    after = after.replace("2026-11-01", "2026-08-01", 1)
    before = before.replace('checked_on: "2026-11-01"', "checked_on: null", 1)
    path.write_text(before + "- id: kz-111\n" + after, encoding="utf-8")

    findings = list(look_at_content(settings.model_copy(update={"content_dir": content}), TODAY))

    seen = [each.seen for each in findings if each.about == "helplines"]
    assert seen == [
        "1 shown, but nobody has dialled them: any-112",
        "1 dialled more than 90 days ago: kz-111",
    ]
    assert {each.level for each in findings} == {Level.OK, Level.ATTENTION}


def test_faults_of_the_content_are_told_as_at_start(settings: Settings, tmp_path: Path) -> None:
    """The same lines that `run` would refuse to start with."""
    findings = list(look_at_content(settings.model_copy(update={"content_dir": tmp_path / "nowhere"}), TODAY))

    assert {each.level for each in findings} == {Level.FAULT}
    assert "found no such file" in findings[0].seen


POT = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Hello"\nmsgstr ""\n\nmsgid "Home"\nmsgstr ""\n'


def catalogues(tmp_path: Path, home: str) -> Path:
    locales = tmp_path / "locales"
    for language in ("ru", "kk"):
        folder = locales / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        text = POT.replace('"Hello"\nmsgstr ""', '"Hello"\nmsgstr "A"')
        if language == "ru" or home:
            text = text.replace('"Home"\nmsgstr ""', f'"Home"\nmsgstr "{home or "B"}"')
        (folder / "senim.po").write_text(text, encoding="utf-8")
        (folder / "formal.po").write_text(POT.partition('msgid "Hello"')[0], encoding="utf-8")
    (locales / "senim.pot").write_text(POT, encoding="utf-8")
    return locales


def test_complete_catalogues_are_well(tmp_path: Path) -> None:
    """Every message in both languages; the polite catalogue may be empty."""
    assert [each.level for each in look_at_catalogues(catalogues(tmp_path, "B"))] == [Level.OK, Level.OK]


def test_a_message_without_its_kazakh_is_a_fault(tmp_path: Path) -> None:
    """Russian and Kazakh are complete: what is missing is named."""
    found = {each.seen: each.level for each in look_at_catalogues(catalogues(tmp_path, ""))}

    assert found == {"kk: 1 not in order: senim.po: 'Home'": Level.FAULT, "ru: all 2 messages": Level.OK}


def test_a_missing_token_is_for_attention(settings: Settings) -> None:
    """The demo needs none: no fault, and how to get one."""
    found = look_at_token(settings)

    assert found.level is Level.ATTENTION
    assert "@BotFather" in found.seen


def test_wrong_settings_end_the_examination(tmp_path: Path) -> None:
    """Without settings there is nothing to look at: each fault is a line."""
    (tmp_path / ".env").write_text("SENIM_COUNTRY=US\nSENIM_LISTEN=x\n", encoding="utf-8")

    findings = list(examine(datetime(2026, 11, 23, tzinfo=UTC), tmp_path / ".env"))

    assert [each.about for each in findings] == ["time zones", "settings", "settings"]
    assert findings[1].level is Level.FAULT


def test_every_finding_that_is_not_well_says_what_to_do(settings: Settings) -> None:
    """An operator at night is not left with a diagnosis alone."""
    made(settings).close()
    (settings.data_dir / FILE).unlink()
    (settings.data_dir / "senim.db").write_bytes(b"x" * 5000)

    for finding in (*look_at_key(settings), *look_at_database(settings, NOW), *look_at_content(settings, TODAY)):
        assert finding.level is Level.OK or finding.advice or "expected" in finding.seen
