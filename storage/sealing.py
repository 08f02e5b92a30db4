"""Sealing: what a thief with the database cannot read, and cannot change unnoticed.

AES-256-GCM. A sealed value is bytes:

    1 byte    version, now 1
    4 bytes   id of the key that sealed it
    12 bytes  nonce, random: the same text sealed twice differs
    rest      the text encrypted, and 16 bytes that prove it whole

Header and context ("person.chat") are proven too: what was sealed as one thing does not open as another.

The master secret never touches the database. From it come two keys, one that seals and one that makes look-ups
(HMAC-SHA256), so that neither says anything about the other. A case has a key of its own, kept sealed by the master's:
destroy that one value, and every word of the case is gone, wherever a copy of the words without that value may be.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Sequence
from pathlib import Path

VERSION = 1
SECRET_BYTES = 32
FILE = "secret.key"

_KEY_ID = 4
_NONCE = 12
_TAG = 16
_HEADER = 1 + _KEY_ID
_CASE_KEY = "case.key"
_CASES_AT_HAND = 512


class Unreadable(Exception):
    """A sealed value does not open: another key, another context, or it was changed. Never says more."""


class SecretRefused(Exception):
    """The master secret cannot be used. For the operator: says what is expected, never what was given."""


class _Key:
    """One AES-256-GCM key, and the header of what it seals."""

    def __init__(self, material: bytes) -> None:
        # 25 ms, for who seals; commands that do not are spared it.
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        self._cipher = AESGCM(material)
        self._invalid = InvalidTag
        self.header = bytes([VERSION]) + hashlib.sha256(b"senim key id" + material).digest()[:_KEY_ID]

    def seal(self, text: str | bytes, context: str) -> bytes:
        nonce = os.urandom(_NONCE)
        plain = text.encode() if isinstance(text, str) else text
        return self.header + nonce + self._cipher.encrypt(nonce, plain, self.header + context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        nonce, closed = sealed[_HEADER : _HEADER + _NONCE], sealed[_HEADER + _NONCE :]
        try:
            return self._cipher.decrypt(nonce, closed, self.header + context.encode())
        except self._invalid:
            raise Unreadable(f"{context}: it was changed, or sealed as something else") from None


def _header(sealed: bytes, context: str) -> bytes:
    """The header of a sealed value. Raises Unreadable for what cannot be one."""
    if len(sealed) < _HEADER + _NONCE + _TAG:
        raise Unreadable(f"{context}: too short to be a sealed value")
    if sealed[0] != VERSION:
        raise Unreadable(f"{context}: sealed in a form that this program does not know")
    return bytes(sealed[:_HEADER])


class CaseSeal:
    """Seals the words of one case with the key of that case."""

    def __init__(self, key: bytes) -> None:
        self._key = _Key(key)

    def seal(self, text: str | bytes, context: str) -> bytes:
        """Seal text (as UTF-8) or bytes. `context` names what it is, and must be the same when it is opened."""
        return self._key.seal(text, context)

    def open(self, sealed: bytes, context: str) -> str:
        """The text. Raises Unreadable."""
        return self.open_bytes(sealed, context).decode()

    def open_bytes(self, sealed: bytes, context: str) -> bytes:
        """The bytes. Raises Unreadable."""
        if _header(sealed, context) != self._key.header:
            raise Unreadable(f"{context}: sealed with the key of another case")
        return self._key.open(sealed, context)


class Seals:
    """The hotline's seals. Seals with the current secret, opens what previous ones sealed too."""

    def __init__(self, secret: bytes, *previous: bytes) -> None:
        """Each secret is 32 random bytes (see `load_secret`). Raises SecretRefused for any other length."""
        if any(len(given) != SECRET_BYTES for given in (secret, *previous)):
            raise SecretRefused(f"a secret has {SECRET_BYTES} bytes")
        keys = [_Key(_derive(given, b"sealing")) for given in (secret, *previous)]
        self._current = keys[0]
        self._cases: dict[bytes, CaseSeal] = {}
        self._by_header = {key.header: key for key in reversed(keys)}
        self._lookup_keys = [_derive(given, b"lookup") for given in (secret, *previous)]

    def seal(self, text: str | bytes, context: str) -> bytes:
        """Seal text (as UTF-8) or bytes. `context` names what it is, and must be the same when it is opened."""
        return self._current.seal(text, context)

    def open(self, sealed: bytes, context: str) -> str:
        """The text. Raises Unreadable."""
        return self.open_bytes(sealed, context).decode()

    def open_bytes(self, sealed: bytes, context: str) -> bytes:
        """The bytes. Raises Unreadable."""
        key = self._by_header.get(_header(sealed, context))
        if key is None:
            raise Unreadable(f"{context}: sealed with a secret that is not among those given")
        return key.open(sealed, context)

    def current(self, sealed: bytes) -> bool:
        """Whether the current secret sealed it. What is not current should be sealed anew before a secret goes."""
        return sealed[:_HEADER] == self._current.header

    def renewed(self, sealed: bytes, context: str) -> bytes:
        """The same, sealed with the current secret. Raises Unreadable."""
        return self.seal(self.open_bytes(sealed, context), context)

    def lookup(self, value: str) -> bytes:
        """32 bytes by which a value can be found again, and from which it cannot be told without the secret."""
        return hmac.digest(self._lookup_keys[0], value.encode(), "sha256")

    def lookups(self, value: str) -> Sequence[bytes]:
        """The look-ups under the current secret and the previous ones, the current first."""
        return [hmac.digest(key, value.encode(), "sha256") for key in self._lookup_keys]

    def new_case_key(self) -> bytes:
        """A key for a new case, sealed: to be kept with the case, and destroyed when the case is purged."""
        return self.seal(secrets.token_bytes(SECRET_BYTES), _CASE_KEY)

    def case(self, sealed_key: bytes) -> CaseSeal:
        """The seal of the case with this key. Raises Unreadable."""
        # A conversation opens its case many times a minute, and making a cipher costs more than using it.
        found = self._cases.get(sealed_key)
        if found is None:
            found = CaseSeal(self.open_bytes(sealed_key, _CASE_KEY))
            if len(self._cases) >= _CASES_AT_HAND:
                self._cases.clear()
            self._cases[sealed_key] = found
        return found

    def renewed_case_key(self, sealed_key: bytes) -> bytes:
        """The same case key, sealed with the current secret. The words of the case stay as they are."""
        return self.renewed(sealed_key, _CASE_KEY)


def _derive(secret: bytes, purpose: bytes) -> bytes:
    """HKDF-SHA256 (RFC 5869), one block: the secret is already uniform, so the salt may be empty."""
    extracted = hmac.digest(bytes(32), secret, "sha256")
    return hmac.digest(extracted, b"senim " + purpose + b"\x01", "sha256")


def load_secret(data_dir: Path, given: str | None) -> Sequence[bytes]:
    """The secrets for `Seals(*load_secret(…))`: the current one, then previous ones.

    `given` is SENIM_SECRET_KEY: one secret, or several with commas between them, the current first. Without it they
    are the lines of `secret.key` in `data_dir`, which is made at the first run. Raises SecretRefused.
    """
    if given is not None and given.strip():
        return _parse(given, "SENIM_SECRET_KEY")
    path = data_dir / FILE
    with contextlib.suppress(FileExistsError):
        if not path.exists():
            _make(path)
    try:
        with path.open(encoding="ascii") as file:
            mode = os.fstat(file.fileno()).st_mode
            if mode & 0o077:
                raise SecretRefused(f"{path} can be read by others than its owner. Run: chmod 600 {path}")
            return _parse(file.read(), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise SecretRefused(f"cannot read {path}: {type(error).__name__}") from None


def _make(path: Path) -> None:
    """Write a new secret, whole or not at all. Raises FileExistsError if another process was faster."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode() + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)  # unlike a rename, it never replaces a secret that is there
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _parse(text: str, source: str) -> Sequence[bytes]:
    secrets_given = [_decode(part) for part in re.split(r"[\s,]+", text.strip())]
    if any(len(secret) != SECRET_BYTES for secret in secrets_given):
        raise SecretRefused(
            f"{source} must hold {SECRET_BYTES} random bytes in base64 (44 characters) or hex (64 digits); "
            "several, current first, with commas between them. "
            "A new one: python -c 'import secrets, base64; print(base64.b64encode(secrets.token_bytes(32)).decode())'"
        )
    return secrets_given


def _decode(part: str) -> bytes:
    """The bytes behind hex or base64 (either alphabet, padded or not); none if it is neither."""
    try:
        if re.fullmatch(r"[0-9a-fA-F]{64}", part):
            return bytes.fromhex(part)
        return base64.b64decode(
            part + "=" * (-len(part) % 4), altchars=b"-_" if set(part) & {"-", "_"} else None, validate=True
        )
    except (binascii.Error, ValueError):
        return b""
