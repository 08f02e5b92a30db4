"""What waits for a bot, in the order in which it happened.

An update becomes JSON once, when it happens: what the bot reads later is what was true then.
"""

from __future__ import annotations

import json
from collections import deque
from typing import Any, NamedTuple

from simulator.pulse import Pulse

KINDS = (
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
    "edited_business_message", "deleted_business_messages", "message_reaction", "message_reaction_count",
    "inline_query", "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query",
    "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member", "chat_join_request",
    "chat_boost", "removed_chat_boost",
)  # fmt: skip
"""The names that `allowed_updates` may hold."""

ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Not sent unless `allowed_updates` names them (Bot API, getUpdates)."""

BY_DEFAULT = frozenset(KINDS) - ONLY_WHEN_ASKED


class Update(NamedTuple):
    """One thing that happened; `lane` is the chat in whose order it stands."""

    id: int
    kind: str
    json: str
    lane: int


class Updates:
    """One bot's queue. Confirmed updates stay in `confirmed`, to be brought again on request."""

    def __init__(self, first_id: int) -> None:
        self.next_id = first_id
        self.pending: deque[Update] = deque()
        self.again: deque[Update] = deque()
        self.confirmed: list[Update] = []
        self.allowed: frozenset[str] = BY_DEFAULT
        self.asked: list[str] | None = None
        """`allowed_updates` as the bot wrote them."""
        self.pulse = Pulse()
        self._finished: set[int] = set()

    def put(self, kind: str, payload: dict[str, Any], lane: int) -> Update | None:
        """Queue it, unless this bot did not ask for this kind."""
        if kind not in self.allowed:
            return None
        text = f'{{"update_id":{self.next_id},"{kind}":{json.dumps(payload, separators=(",", ":"))}}}'
        update = Update(self.next_id, kind, text, lane)
        self.next_id += 1
        self.pending.append(update)
        self.pulse.tick()
        return update

    def allow(self, kinds: list[str] | None) -> None:
        """Remember `allowed_updates`; an empty list means the default, absence means as before."""
        if kinds is not None:
            self.asked = kinds or None
            self.allowed = frozenset(kinds) & frozenset(KINDS) or BY_DEFAULT

    def confirm(self, offset: int) -> None:
        """Forget what is older than `offset`; a negative offset keeps only that many of the newest."""
        if offset < 0:
            offset = self.pending[offset].id if len(self.pending) >= -offset else 0
        while self.pending and self.pending[0].id < offset:
            self.confirmed.append(self.pending.popleft())
        self.pulse.tick()

    def take(self, limit: int) -> list[Update]:
        """The oldest unconfirmed. What is brought again goes first, once, whatever the offset was."""
        if self.again:
            taken = [self.again.popleft() for _ in range(min(limit, len(self.again)))]
            self.pulse.tick()
            return taken
        return [self.pending[i] for i in range(min(limit, len(self.pending)))]

    def finish(self, update: Update) -> None:
        """Confirm one by itself: a webhook accepted it, perhaps before older ones of other chats."""
        self._finished.add(update.id)
        while self.pending and self.pending[0].id in self._finished:
            self._finished.discard(self.pending[0].id)
            self.confirmed.append(self.pending.popleft())

    def drop(self) -> None:
        """`drop_pending_updates`."""
        self.pending.clear()
        self.again.clear()
        self.pulse.tick()

    def redeliver(self, last: int) -> list[Update]:
        """Bring the last confirmed ones once more, as Telegram does when a confirmation got lost."""
        repeated = self.confirmed[-last:] if last > 0 else []
        self.again.extend(repeated)
        self.pulse.tick()
        return repeated

    @property
    def waiting(self) -> int:
        """How many the bot has not confirmed."""
        return len(self.pending) + len(self.again)


class Poll:
    """The one getUpdates that may wait at a time, and what was asked before."""

    def __init__(self) -> None:
        self.turn = 0
        self.reason = ""
        self.offset: int | None = None
        self.started = 0.0
        self.next_conflict = 0.0

    def end(self, reason: str) -> None:
        """Whoever waits is sent away; they see it at their queue's next pulse."""
        self.turn += 1
        self.reason = reason
