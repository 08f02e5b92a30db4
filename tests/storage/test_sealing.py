"""What a thief with the database cannot read, what nobody can change unnoticed, and how keys are kept and changed."""

from __future__ import annotations

import base64
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.sealing import SECRET_BYTES, Seals, SecretRefused, Unreadable, _make, load_secret

ROOT = Path(__file__).parents[2]
OLD, NEW = bytes(range(32)), bytes(range(32, 64))
WORDS = "Мне плохо. Маған қиын. 🌧"


def test_sealed_text_opens_as_it_was() -> None:
    """Every letter of both languages, nothing at all, and bytes."""
    seals = Seals(NEW)

    assert seals.open(seals.seal(WORDS, "case.words"), "case.words") == WORDS
    assert seals.open(seals.seal("", "case.words"), "case.words") == ""
    assert seals.open_bytes(seals.seal(b"\xff\x00", "inbox.payload"), "inbox.payload") == b"\xff\x00"


def test_same_text_never_looks_the_same() -> None:
    """Equal words cannot be told apart from different ones, and nothing of them shows."""
    seals = Seals(NEW)

    sealed = {seals.seal(WORDS, "case.words") for _ in range(1000)}

    assert len(sealed) == 1000
    assert not any(WORDS.encode()[:8] in value for value in sealed)


def test_any_change_is_found() -> None:
    """Each single byte, header included; a piece cut off; a piece added. The error says nothing of the words."""
    seals = Seals(NEW)
    sealed = seals.seal(WORDS, "case.words")
    assert seals.open(sealed, "case.words") == WORDS

    changed = [sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(len(sealed))]
    for tampered in [*changed, sealed[:-1], sealed + b"\x00", sealed[:20], b""]:
        with pytest.raises(Unreadable) as found:
            seals.open(tampered, "case.words")
        assert "плохо" not in str(found.value)
        assert found.value.__cause__ is None


def test_what_was_sealed_as_one_thing_does_not_open_as_another() -> None:
    """Nobody can put a name where a message belongs by copying bytes within the database."""
    seals = Seals(NEW)

    with pytest.raises(Unreadable, match=r"case\.words"):
        seals.open(seals.seal(WORDS, "person.name"), "case.words")


def test_another_secret_opens_nothing() -> None:
    """A copy of the database without the secret is noise."""
    sealed = Seals(OLD).seal(WORDS, "case.words")

    with pytest.raises(Unreadable, match="not among those given"):
        Seals(NEW).open(sealed, "case.words")


def test_rotation_reads_old_and_writes_new() -> None:
    """With a new secret in front everything stays readable, is sealed anew step by step, then the old one can go."""
    old = Seals(OLD).seal(WORDS, "case.words")
    both = Seals(NEW, OLD)

    assert both.open(old, "case.words") == WORDS
    assert not both.current(old)
    renewed = both.renewed(old, "case.words")
    assert both.current(renewed)
    assert Seals(NEW).open(renewed, "case.words") == WORDS


def test_lookup_finds_without_telling() -> None:
    """The same value gives the same 32 bytes, and another secret or another value different ones."""
    both = Seals(NEW, OLD)

    assert both.lookup("777") == both.lookup("777")
    assert len(both.lookup("777")) == 32
    assert len({both.lookup("777"), both.lookup("778"), Seals(OLD).lookup("777")}) == 3
    assert list(both.lookups("777")) == [both.lookup("777"), Seals(OLD).lookup("777")]


def test_case_has_a_key_of_its_own() -> None:
    """Words of one case do not open with the key of another, nor with the master's."""
    seals = Seals(NEW)
    key, other_key = seals.new_case_key(), seals.new_case_key()
    sealed = seals.case(key).seal(WORDS, "case.words")

    assert seals.case(key).open(sealed, "case.words") == WORDS
    with pytest.raises(Unreadable, match="another case"):
        seals.case(other_key).open(sealed, "case.words")
    with pytest.raises(Unreadable):
        seals.open(sealed, "case.words")


def test_destroyed_case_key_takes_the_words_with_it() -> None:
    """With all that is left, the secret and the sealed words, they cannot be opened; the key is really needed."""
    seals = Seals(NEW)
    key = seals.new_case_key()
    sealed = seals.case(key).seal(WORDS, "case.words")
    destroyed = bytes(len(key))

    with pytest.raises(Unreadable):
        seals.case(destroyed)
    assert seals.case(key).open(sealed, "case.words") == WORDS


def test_case_survives_a_new_secret() -> None:
    """Only the case key is sealed anew; the words stay as they are."""
    key = Seals(OLD).new_case_key()
    sealed = Seals(OLD).case(key).seal(WORDS, "case.words")

    renewed = Seals(NEW, OLD).renewed_case_key(key)

    assert Seals(NEW).case(renewed).open(sealed, "case.words") == WORDS


@pytest.mark.parametrize(
    "given",
    [
        NEW.hex(),
        NEW.hex().upper(),
        base64.b64encode(NEW).decode(),
        base64.urlsafe_b64encode(NEW).decode().rstrip("="),
        f"  {NEW.hex()}\n",
    ],
)
def test_given_secret_may_be_hex_or_base64(given: str, tmp_path: Path) -> None:
    """As people paste it; and then no file is made."""
    assert load_secret(tmp_path, given) == [NEW]
    assert list(tmp_path.iterdir()) == []


def test_given_secrets_are_current_first(tmp_path: Path) -> None:
    """For rotation: the new one, a comma, the old one."""
    assert load_secret(tmp_path, f"{NEW.hex()}, {base64.b64encode(OLD).decode()}") == [NEW, OLD]


@pytest.mark.parametrize("given", ["hunter2", NEW.hex()[:-2], base64.b64encode(NEW[:31]).decode(), "я" * 44, "==", ","])
def test_useless_secret_is_refused_with_what_is_expected(given: str, tmp_path: Path) -> None:
    """The operator is told the form and how to make one; what was given is not repeated into the log."""
    with pytest.raises(SecretRefused, match=r"SENIM_SECRET_KEY must hold 32 random bytes in base64 .* or hex") as said:
        load_secret(tmp_path, given)

    assert given not in str(said.value) or given in {"==", ","}


def test_secret_of_another_length_is_refused() -> None:
    """No key is ever stretched or cut to fit."""
    with pytest.raises(SecretRefused, match="32 bytes"):
        Seals(NEW, b"short")


def test_first_run_makes_a_secret_for_the_owner_only(tmp_path: Path) -> None:
    """Mode 0600 whatever the umask; the next run finds the same; nothing else is left in the folder."""
    umask = os.umask(0)
    try:
        first = load_secret(tmp_path / "data", None)
    finally:
        os.umask(umask)

    file = tmp_path / "data" / "secret.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [len(secret) for secret in first] == [SECRET_BYTES]
    assert load_secret(tmp_path / "data", "  ") == first
    assert load_secret(tmp_path / "other", None) != first
    assert list((tmp_path / "data").iterdir()) == [file]


def test_first_runs_at_the_same_time_agree(tmp_path: Path) -> None:
    """Whoever is faster makes the secret, and nobody ever replaces one."""
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: tuple(load_secret(tmp_path, None)), range(16)))

    assert len(set(made)) == 1


def test_secret_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    """Also not by a process that had looked a moment earlier, when there was none."""
    secret = load_secret(tmp_path, None)

    with pytest.raises(FileExistsError):
        _make(tmp_path / "secret.key")

    assert load_secret(tmp_path, None) == secret


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_secret_that_others_can_read_is_refused(mode: int, tmp_path: Path) -> None:
    """It may have been copied; the operator learns which command closes it."""
    load_secret(tmp_path, None)
    (tmp_path / "secret.key").chmod(mode)

    with pytest.raises(SecretRefused, match=r"chmod 600 .*secret\.key"):
        load_secret(tmp_path, None)


def test_damaged_secret_file_is_refused(tmp_path: Path) -> None:
    """An empty file is not quietly replaced: what was sealed with the real one would be lost."""
    load_secret(tmp_path, None)
    (tmp_path / "secret.key").write_text("")

    with pytest.raises(SecretRefused, match=r"secret\.key must hold"):
        load_secret(tmp_path, None)


def test_commands_that_seal_nothing_do_not_load_the_cipher() -> None:
    """`cryptography` comes with the first seal, not with the import."""
    program = (
        "import sys, storage.sealing as s\n"
        "print('cryptography' in sys.modules)\n"
        "s.Seals(bytes(32)); print('cryptography' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert said.stdout.split() == ["False", "True"]
