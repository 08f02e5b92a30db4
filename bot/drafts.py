"""aiogram's FSM on our own tables: what a person is typing, sealed, for a day at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StorageKey

from storage.drafts import Typed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiogram.fsm.storage.base import StateType

    from domain.people import PersonId
    from domain.relay import UpdateKey
    from services.ports import Clock
    from storage.database import Database


class _Held(NamedTuple):
    """Whose draft it is, which update is at work on it, what it was before that, and what it is now."""

    person: PersonId
    key: UpdateKey
    before: Typed
    typed: Typed


class Drafts(BaseStorage):
    """Keeps a person's draft at hand while their update is handled: the inbox serves one at a time per person.

    `open` is called once for each update, with what one read of the database gave.
    """

    def __init__(self, database: Database, clock: Clock, expires_after: int) -> None:
        """`expires_after` is in seconds."""
        self.database = database
        self.clock = clock
        self.expires_after = expires_after
        self._open: dict[int, _Held] = {}

    def open(self, telegram_id: int, person: PersonId, typed: Typed, key: UpdateKey) -> None:
        """What the person has in the making, as just read for the update `key`."""
        self._open[telegram_id] = _Held(person, key, before=typed, typed=typed)

    def shut(self, telegram_id: int) -> None:
        """The update is handled."""
        self._open.pop(telegram_id, None)

    async def _write(self, key: StorageKey, state: str | None, data: dict[str, Any]) -> None:
        held, typed = self._open.get(key.user_id), Typed(state, data)
        if held is None or held.typed == typed:
            return
        self._open[key.user_id] = held._replace(typed=typed)
        expires_at = self.clock.now() + self.expires_after * 1000
        await self.database.write(lambda tx: tx.drafts.put(held.person, typed, held.before, held.key, expires_at))

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Name what is being asked."""
        named = state.state if isinstance(state, State) else state
        held = self._open.get(key.user_id)
        await self._write(key, named, held.typed.data if held else {})

    async def get_state(self, key: StorageKey) -> str | None:
        """What is being asked."""
        held = self._open.get(key.user_id)
        return held.typed.state if held else None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Keep what was typed."""
        held = self._open.get(key.user_id)
        await self._write(key, held.typed.state if held else None, dict(data))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """What was typed so far."""
        held = self._open.get(key.user_id)
        return dict(held.typed.data) if held else {}

    async def close(self) -> None:
        """Nothing is held open: the database is closed by who opened it."""
