"""Rates: always measured, enforced only on request.

Telegram publishes about 1 message a second in a chat with short bursts, 20 a minute in a group and about 30 a
second overall, and says nowhere where exactly it draws the line. The lines below are ours.
"""

from __future__ import annotations

import math
import time
from collections import deque
from dataclasses import dataclass

SENDING = frozenset({
    "sendMessage", "sendPhoto", "sendVideo", "sendAnimation", "sendAudio", "sendDocument", "sendVoice",
    "sendVideoNote", "sendSticker", "sendMediaGroup", "sendContact", "sendLocation", "sendVenue", "sendPoll",
    "sendDice", "copyMessage", "copyMessages", "forwardMessage", "forwardMessages",
})  # fmt: skip
"""What counts."""


@dataclass(frozen=True, slots=True)
class RateRule:
    """Seconds are real ones: a shifted or frozen clock does not make a bot faster."""

    per_chat: float = 1.0
    """Messages a second in one chat, in the long run."""
    burst: int = 5
    """How many a chat may get at once before that."""
    group_per_minute: int = 20
    overall_per_second: int = 30


@dataclass(frozen=True, slots=True)
class Violation:
    """A message too many."""

    at: float
    """Unix seconds on the computer's clock."""
    rule: str
    """`chat`, `group` or `overall`."""
    method: str
    bot_id: int
    chat_id: int
    retry_after: int


class Flood:
    """What was sent lately. `enforced` is a rule to answer 429 by, or none."""

    def __init__(self) -> None:
        self.measured = RateRule()
        self.enforced: RateRule | None = None
        self.violations: list[Violation] = []
        self._credit: dict[tuple[int, int], tuple[float, float]] = {}
        self._groups: dict[tuple[int, int], deque[float]] = {}
        self._all: dict[int, deque[float]] = {}

    def count(self, bot_id: int, chat_id: int, method: str) -> int:
        """Count one message; 0, or the seconds to wait when a rule is broken and enforced."""
        rule = self.enforced or self.measured
        now = time.monotonic()
        broken, wait = self._broken(rule, now, bot_id, chat_id)
        if broken is None:
            return 0
        retry_after = max(1, math.ceil(wait))
        self.violations.append(Violation(time.time(), broken, method, bot_id, chat_id, retry_after))
        return retry_after if self.enforced else 0

    def _broken(self, rule: RateRule, now: float, bot_id: int, chat_id: int) -> tuple[str | None, float]:
        everywhere = self._all.setdefault(bot_id, deque())
        while everywhere and everywhere[0] <= now - 1:
            everywhere.popleft()
        credit, since = self._credit.get((bot_id, chat_id), (float(rule.burst), now))
        credit = min(float(rule.burst), credit + (now - since) * rule.per_chat)
        group: deque[float] | None = None
        if chat_id < 0:
            group = self._groups.setdefault((bot_id, chat_id), deque())
            while group and group[0] <= now - 60:
                group.popleft()
        broken, wait = None, 0.0
        if len(everywhere) >= rule.overall_per_second:
            broken, wait = "overall", everywhere[0] + 1 - now
        elif group is not None and len(group) >= rule.group_per_minute:
            broken, wait = "group", group[0] + 60 - now
        elif credit < 1:
            broken, wait = "chat", (1 - credit) / rule.per_chat
        if broken is None or not self.enforced:
            everywhere.append(now)
            if group is not None:
                group.append(now)
            self._credit[bot_id, chat_id] = (max(0.0, credit - 1), now)
        return broken, wait
