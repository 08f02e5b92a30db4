"""Logs as JSON lines: ids of ours, counts and kinds; never a word or a name of anybody.

An exception is written as its type and the places it came through. Its text is left out: a pydantic error quotes what
it was given, and a Telegram error the request.
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from types import TracebackType

    from structlog.typing import EventDict, WrappedLogger

Raised = tuple[type[BaseException], BaseException, "TracebackType | None"]


def _without_words(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    raised = event.pop("exc_info", None)
    if raised is True:
        raised = sys.exc_info()
    if isinstance(raised, BaseException):
        raised = (type(raised), raised, raised.__traceback__)
    if raised and raised[0] is not None:
        event["error"] = raised[0].__name__
        event["through"] = places(raised[2])
    return event


def places(trace: TracebackType | None) -> list[str]:
    """Where an error came through: `file:line function`, innermost last, at most twelve."""
    frames = traceback.extract_tb(trace)[-12:]
    return [f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno} {frame.name}" for frame in frames]


class _Quiet(logging.Handler):
    """What libraries log goes the same way, as the name of the logger and the level: their texts may quote people."""

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        structlog.get_logger().warning("library", logger=record.name, level=record.levelname, error=kind)


def set_up(level: str) -> None:
    """Begin to log to standard error."""
    number: int = getattr(logging, level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_words,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=_name),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    root.handlers = [_Quiet(level=logging.WARNING)]
    root.setLevel(logging.WARNING)


def _name(value: Any) -> str:
    return type(value).__name__
