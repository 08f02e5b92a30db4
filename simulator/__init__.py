"""A local Telegram: a Bot API server and the people on its other side.

It knows Telegram and nothing of us. Tests hold it as `Telegram`; `python -m simulator` starts it alone.
"""

from __future__ import annotations

from simulator.callbacks import CallbackAnswer
from simulator.chats import Button, Chat, Message
from simulator.clock import Clock, ShiftedClock
from simulator.faults import Fault, Faults
from simulator.flood import RateRule, Violation
from simulator.groups import Group
from simulator.kinds import KINDS
from simulator.people import Person
from simulator.phones import Phone
from simulator.record import Call, Record
from simulator.telegram import Telegram
from simulator.world import Bot

__all__ = [
    "KINDS",
    "Bot",
    "Button",
    "Call",
    "CallbackAnswer",
    "Chat",
    "Clock",
    "Fault",
    "Faults",
    "Group",
    "Message",
    "Person",
    "Phone",
    "RateRule",
    "Record",
    "ShiftedClock",
    "Telegram",
    "Violation",
]
