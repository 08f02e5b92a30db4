"""`python -m bot …`: what an operator types.

Nothing heavy is imported up here: a command that does not talk to Telegram answers within a second.
Exit codes: 0 fine, 1 a fault was found, 2 wrong usage.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from bot.content import Content
    from bot.settings import Settings

_EXPECTED = {
    ("bot.settings", "SettingsError"),
    ("bot.settings", "TimeZoneError"),
    ("bot.content.faults", "ContentError"),
    ("bot.assess", "TableError"),
    ("storage.database", "DatabaseDown"),
    ("storage.database", "DatabaseBusy"),
    ("storage.migrations", "MigrationRefused"),
    ("storage.migrations", "MigrationFailed"),
    ("storage.sealing", "SecretRefused"),
    ("storage.sealing", "Unreadable"),
    ("builtins", "PermissionError"),
}
"""Faults of the outside world, by name: their modules are not imported just to be caught."""

app = typer.Typer(
    help="Senim: a helpline bot. Settings come from SENIM_… variables and from the file .env.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@contextmanager
def _told_plainly() -> Iterator[None]:
    """An expected fault is told in its own words and ends with exit code 1; a bug keeps its traceback."""
    try:
        yield
    except BrokenPipeError:  # `… assess FILE | head`: the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if not any((each.__module__, each.__name__) in _EXPECTED for each in type(error).__mro__):
            raise
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  the Clock is made further in; here only the date matters


def _settings() -> Settings:
    """Settings of a process whose clock can be trusted. Raises SettingsError, TimeZoneError."""
    from bot.settings import check_time_zone, load_settings, use_pinned_time_zones

    use_pinned_time_zones()
    settings = load_settings()
    check_time_zone(_now())
    return settings


def _content(settings: Settings) -> Content:
    from bot.content import load_content

    return load_content(settings.content_dir)


def _print(lines: str | Iterable[str]) -> None:
    for line in [lines] if isinstance(lines, str) else lines:
        print(line)


@app.command()
def run() -> None:
    """Run the bot. Needs SENIM_BOT_TOKEN."""
    with _told_plainly():
        settings = _settings()
        _ = settings.token
        if settings.webhook_url:
            from bot.settings import SettingsError

            raise SettingsError(["SENIM_WEBHOOK_URL: webhooks are not there yet. Leave it empty: the bot polls."])
        content = _content(settings)
        # Nearly all that is made from here on stays: the collector would look through it dozens of times for nothing.
        # `App` lets it begin once everything is built.
        gc.disable()
        from bot.app import run as run_bot

        run_bot(settings, content)


@app.command()
def demo() -> None:
    """Show the whole hotline on this machine: no token, no internet."""
    with _told_plainly():
        settings = _settings()
        content = _content(settings)
        from bot.demo import demo as run_demo

        run_demo(settings, content)


@app.command()
def invite(
    role: Annotated[
        Literal["psychologist", "social_pedagogue", "coordinator", "admin"],
        typer.Argument(metavar="ROLE", help="psychologist, social_pedagogue, coordinator or admin."),
    ],
    name: Annotated[str, typer.Option(help="Whom the invitation is for; only colleagues see it.")],
) -> None:
    """Print a one-time link with which a colleague joins."""
    if not name.strip():
        raise typer.BadParameter("a name must not be empty", param_hint="--name")
    with _told_plainly():
        settings = _settings()
        from bot.operator import invite as make_invite

        print(make_invite(settings, _content(settings), role, name.strip()))


@app.command()
def assess(
    file: Annotated[Path, typer.Argument(help="A table (TSV) with columns lang and text.", exists=False)],
) -> None:
    """Say what the crisis check makes of each text of a table; the summary is on standard error."""
    with _told_plainly():
        settings = _settings()
        from bot.assess import assess_file

        assess_file(file, settings.content_dir, sys.stdout, sys.stderr)


@app.command()
def doctor() -> None:
    """Look at everything the bot depends on, and say what to do about each fault."""
    with _told_plainly():
        from bot.doctor import Level, examine

        worst = False
        for finding in examine(_now()):
            print(finding)
            worst = worst or finding.level is Level.FAULT
        if worst:
            raise typer.Exit(1)


@app.command()
def audit() -> None:
    """Look for what must never be: lost or doubled words, miscounted cases. Nothing to say is good."""
    with _told_plainly():
        settings = _settings()
        from bot.operator import audit as look

        findings = look(settings)
        _print(findings or "Nothing is wrong.")
        if findings:
            raise typer.Exit(1)


@app.command()
def export() -> None:
    """Print the cases as a table without a word or a name of any person."""
    with _told_plainly():
        settings = _settings()
        from bot.operator import export as read_export

        _print(read_export(settings, _content(settings)))


@app.command()
def gallery() -> None:
    """Write docs/gallery and docs/flows.md anew: every screen in both languages, and how they follow one another."""
    with _told_plainly():
        settings = _settings()
        from bot.gallery import write

        write(_content(settings))


if __name__ == "__main__":
    app(prog_name="python -m bot")
