"""How a kind is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from simulator.chats import Wire

if TYPE_CHECKING:
    from simulator.phones import Phone

Made = tuple[str, Wire]
"""The kind as bots see it, and the content of the message."""

Maker = Callable[["Phone", dict[str, Any]], Made]


def of_kind(kind: str, **usual: Any) -> Maker:
    """A maker of one object under its own name; `extra` overrides the usual parts."""

    def make(phone: Phone, extra: dict[str, Any]) -> Made:
        return kind, {kind: {**usual, **extra}}

    return make


def just(kind: str, value: Any) -> Maker:
    """A maker of a plain value."""

    def make(phone: Phone, extra: dict[str, Any]) -> Made:
        return kind, {kind: extra.get("value", value)}

    return make
