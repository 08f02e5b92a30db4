"""Everything a bot did, as the server saw it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Call:
    """One request. Its `repr` holds no parameters: words of people never go to logs."""

    at: float
    """Unix seconds on the computer's clock, not on the simulator's: for measuring."""
    token: str = field(repr=False)
    method: str
    params: dict[str, Any] = field(repr=False)
    ok: bool = False
    error_code: int | None = None
    description: str | None = None
    chat_id: int | str | None = None
    message_id: int | None = None
    took: float = 0.0
    """Seconds inside the simulator."""
    fault: str | None = None
    """The kind of fault that met this call, if one did."""
    answered: bool = True
    """False when the bot never read the answer: the connection was cut."""


class Record(Sequence[Call]):
    """Append-only. `keep=False` counts without keeping, for benchmarks."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.keep = True
        self.methods: Counter[str] = Counter()
        self.failures: Counter[int] = Counter()
        self.unimplemented: Counter[str] = Counter()
        """Known methods that the simulator does not play: a test that meets one should fail loudly."""
        self.crashes: list[Exception] = []
        """Errors of the simulator itself; `Telegram` raises the first when it closes."""
        self.oddities: Counter[str] = Counter()
        """What Telegram swallows in silence and a programmer would not want: unknown fields, dropped buttons."""

    def add(self, call: Call) -> None:
        """Count it and keep it."""
        self.methods[call.method] += 1
        if call.error_code is not None:
            self.failures[call.error_code] += 1
        if self.keep:
            self.calls.append(call)

    def of(self, *methods: str, chat_id: int | None = None, ok: bool | None = None) -> list[Call]:
        """The calls of these methods (all, if none named), oldest first."""
        return [
            call
            for call in self.calls
            if (not methods or call.method in methods)
            and (chat_id is None or call.chat_id == chat_id)
            and (ok is None or call.ok is ok)
        ]

    def __len__(self) -> int:
        return len(self.calls)

    def __iter__(self) -> Iterator[Call]:
        return iter(self.calls)

    def __getitem__(self, index: Any) -> Any:
        return self.calls[index]
