"""The doctor's question to Telegram: does it know the token? Whatever it answers, the token is never shown."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from bot.doctor import Level
from bot.doctor.telegram import look_at_token
from bot.settings import load_settings


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of this machine decides a test."""
    for name in list(os.environ):
        if name.upper().startswith("SENIM_"):
            monkeypatch.delenv(name)


class Api(BaseHTTPRequestHandler):
    """As much of Telegram as the doctor asks for."""

    answers: ClassVar[tuple[int, bytes]] = (200, b"{}")

    def do_GET(self) -> None:
        status, body = self.answers
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  named by http.server
        """Say nothing."""


@pytest.fixture
def telegram() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Api)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "body", "level", "seen"),
    [
        (200, b'{"ok": true, "result": {"id": 1, "username": "senim_bot"}}', Level.OK, "@senim_bot"),
        (401, b'{"ok": false}', Level.FAULT, "does not know it"),
        (404, b'{"ok": false}', Level.FAULT, "does not know it"),
        (502, b"<html>", Level.ATTENTION, "answered 502"),
        (200, b"<html>", Level.FAULT, "does not answer as Telegram does"),
    ],
)
def test_telegram_is_asked_who_the_bot_is(
    telegram: str,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    body: bytes,
    level: Level,
    seen: str,
) -> None:
    """A good token names the bot; a bad one, a proxy's page and a pause of Telegram's are told apart."""
    monkeypatch.setattr(Api, "answers", (status, body))
    asked = load_settings(Path("no.env"), bot_token="1:secret-part", telegram_api=telegram)

    found = look_at_token(asked)

    assert found.level is level
    assert seen in found.seen
    assert "secret-part" not in str(found)


def test_telegram_out_of_reach_is_a_fault_that_does_not_show_the_token() -> None:
    """Nobody listens there: said with the address, without the token."""
    found = look_at_token(load_settings(Path("no.env"), bot_token="1:secret-part", telegram_api="http://127.0.0.1:9"))

    assert found.level is Level.FAULT
    assert "cannot be reached" in found.seen
    assert "secret-part" not in str(found)
