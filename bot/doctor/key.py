"""The secret that seals the database."""

from __future__ import annotations

from collections.abc import Iterator

from bot.doctor.finding import Finding, Level
from bot.settings import Settings, sqlite_path
from storage.sealing import FILE, Seals, SecretRefused, load_secret

_ABOUT = "key"


def look_at_key(settings: Settings) -> Iterator[Finding]:
    """Whether the key is there, private and whole. Makes none: only the bot's first run does."""
    path = settings.data_dir / FILE
    given = settings.secret_key.get_secret_value() if settings.secret_key else None
    if given is None and not path.exists():
        database = sqlite_path(settings.database_url)
        if database is not None and not database.exists():
            yield Finding(
                Level.OK, _ABOUT, f"none yet; the first `make run` makes {path}", "Keep a copy elsewhere then."
            )
        else:
            seen = f"{path} is missing beside a database that was sealed with it"
            yield Finding(Level.FAULT, _ABOUT, seen, "Bring it back from your copy: without it nothing can be read.")
        return
    try:
        secrets = load_secret(settings.data_dir, given)
        seals = Seals(*secrets)
    except SecretRefused as error:
        yield Finding(Level.FAULT, _ABOUT, str(error))
        return
    if seals.open(seals.seal("probe", "doctor"), "doctor") != "probe":  # pragma: no cover
        yield Finding(Level.FAULT, _ABOUT, "what it seals does not open again", "Run `make setup` again.")
        return
    where = "SENIM_SECRET_KEY" if given else str(path)
    older = f", with {len(secrets) - 1} older behind it" if len(secrets) > 1 else ""
    yield Finding(Level.OK, _ABOUT, f"{where} is private and opens what it seals{older}")
