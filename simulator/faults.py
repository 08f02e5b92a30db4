"""What goes wrong between a bot and Telegram, on request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FaultKind = Literal["close_before", "close_after", "status", "429", "error", "hang", "delay"]


@dataclass(slots=True, eq=False)
class Fault:
    """One planned trouble.

    close_before  the connection is cut and nothing happened
    close_after   it happened, but the answer is cut: the bot cannot know
    status        an HTTP answer with `status` and `body`, as of a proxy; nothing happened
    429           Too Many Requests with `retry_after`
    error         Telegram's own JSON error: `status` and `body` as its description, without prefix
    hang          no answer until the fault is removed or the simulator closes; nothing happened
    delay         only late
    """

    kind: FaultKind
    method: str
    chat: int | str | None
    token: str | None
    times: int | None
    status: int
    body: str
    retry_after: int
    delay: float
    hits: int = 0

    def meets(self, token: str, method: str, chat: int | str | None) -> bool:
        """Whether this call is the one it waits for."""
        return (
            self.method in ("*", method)
            and (self.chat is None or str(self.chat) == str(chat))
            and (self.token is None or self.token == token)
        )


HTML_502 = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class Faults:
    """The planned ones, in order; the first that fits a call is used."""

    def __init__(self) -> None:
        self.planned: list[Fault] = []

    def add(
        self,
        kind: FaultKind = "delay",
        *,
        method: str = "*",
        chat: int | str | None = None,
        token: str | None = None,
        times: int | None = 1,
        status: int = 502,
        body: str = HTML_502,
        retry_after: int = 1,
        delay: float = 0.0,
    ) -> Fault:
        """Plan one; `times=None` is for ever, `delay` (seconds) comes before any kind."""
        fault = Fault(kind, method, chat, token, times, status, body, retry_after, delay)
        self.planned.append(fault)
        return fault

    def remove(self, fault: Fault) -> None:
        """Plan it no more; a fault already used up is no error."""
        if fault in self.planned:
            self.planned.remove(fault)

    def clear(self) -> None:
        """All is well again."""
        self.planned.clear()

    def meet(self, token: str, method: str, chat: int | str | None) -> Fault | None:
        """The trouble this call runs into; uses up one of its times."""
        for fault in self.planned:
            if fault.meets(token, method, chat):
                fault.hits += 1
                if fault.times is not None and fault.hits >= fault.times:
                    self.planned.remove(fault)
                return fault
        return None
