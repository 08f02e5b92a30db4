"""One budget for everything that goes to Telegram: so much a second in all, so much for one chat.

Notices have their share, live replies keep one of their own and may use what notices leave. Times are seconds of a
monotonic clock.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

REMEMBERED_CHATS = 20_000
"""Chats whose pace is remembered; the longest unused are full again anyway."""


class Bucket:
    """Tokens that come back at `rate` a second, at most `burst` of them."""

    __slots__ = ("burst", "filled_at", "rate", "tokens")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self.rate = rate
        self.burst = burst
        self.tokens = burst
        self.filled_at = now

    def wait(self, now: float) -> float:
        """How long until there is a token; 0 where there is one."""
        self.tokens = min(self.burst, self.tokens + (now - self.filled_at) * self.rate)
        self.filled_at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate

    def take(self) -> None:
        """Use a token; `wait` must just have said that there is one."""
        self.tokens -= 1


@dataclass(frozen=True)
class Rates:
    """Telegram's published limits, and our shares of them. Per second, but for groups."""

    notices: float = 25
    live: float = 5
    chat: float = 1
    chat_burst: float = 5
    erase: float = 4
    """Calls that delete, up to a hundred messages each. They are no messages, and disturb none."""
    group_per_minute: float = 18


class Budget:
    """Asks before every call. `live` waits; `pause_for` tells the postman, who has other chats to serve meanwhile."""

    def __init__(self, rates: Rates, monotonic: Callable[[], float]) -> None:
        self.rates = rates
        self.monotonic = monotonic
        now = monotonic()
        self._notices = Bucket(rates.notices, max(1.0, rates.notices / 5), now)
        self._live = Bucket(rates.live, max(1.0, rates.live), now)
        self._erase = Bucket(rates.erase, 2 * rates.erase, now)
        self._chats: OrderedDict[int, Bucket] = OrderedDict()
        self._closed_until: dict[int, float] = {}

    def _chat(self, chat: int) -> Bucket:
        bucket = self._chats.get(chat)
        if bucket is None:
            group = chat < 0
            rate = self.rates.group_per_minute / 60 if group else self.rates.chat
            bucket = Bucket(rate, 1 if group else self.rates.chat_burst, self.monotonic())
            self._chats[chat] = bucket
            if len(self._chats) > REMEMBERED_CHATS:
                self._chats.popitem(last=False)
        else:
            self._chats.move_to_end(chat)
        return bucket

    def close(self, chat: int, seconds: float) -> None:
        """Telegram said 429, or did not answer: this chat rests, no other does."""
        self._closed_until[chat] = max(self._closed_until.get(chat, 0.0), self.monotonic() + seconds)

    def chat_pause(self, chat: int) -> float:
        """Seconds until this chat may be written to."""
        now = self.monotonic()
        closed = self._closed_until.get(chat)
        if closed is not None:
            if closed > now:
                return closed - now
            del self._closed_until[chat]
        return self._chat(chat).wait(now)

    def notice_pause(self) -> float:
        """Seconds until another notice may go."""
        return self._notices.wait(self.monotonic())

    def take_notice(self, chat: int) -> None:
        """A notice goes to this chat now; both pauses were 0."""
        self._notices.take()
        self._chat(chat).take()

    async def erase(self, *, urgent: bool) -> None:
        """Wait until messages may be deleted. Half of what there is stays free for who must hide at once."""
        kept = 0.0 if urgent else self.rates.erase
        while True:
            pause = self._erase.wait(self.monotonic())
            if pause == 0.0 and self._erase.tokens >= kept + 1:
                self._erase.take()
                return
            await asyncio.sleep(max(pause, 0.02 if urgent else 0.1))

    async def live(self, chat: int) -> None:
        """Wait until a live reply may go to this chat."""
        while True:
            now = self.monotonic()
            pause = self.chat_pause(chat)
            if pause == 0.0:
                own, spare = self._live.wait(now), self._notices.wait(now)
                if own == 0.0 or spare == 0.0:
                    (self._live if own == 0.0 else self._notices).take()
                    self._chat(chat).take()
                    return
                pause = min(own, spare)
            await asyncio.sleep(pause)
