"""What must hold after any walk, read from the phones and from the disk."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.people import PersonId
from domain.relay import Author, Kind

if TYPE_CHECKING:
    from domain.help_requests import HelpRequest
    from domain.relay import CaseMessage
    from tests.journeys.hotline import Hotline
    from tests.journeys.walkers import Walker

MARK = re.compile(r"\(w\d+\.\d+\)")


class Case(NamedTuple):
    """A request with all that was said in it, and what happened to it."""

    request: HelpRequest
    lines: list[CaseMessage]
    events: list[dict[str, Any]]


class Promises:
    """Each method returns what breaks one of them: nothing, in a good world."""

    def __init__(self, hotline: Hotline, walkers: list[Walker]) -> None:
        self.hotline = hotline
        self.walkers = walkers
        self.ids: dict[PersonId, Walker] = {}
        self.cases: list[Case] = []

    async def look(self) -> None:
        """Read everything once."""
        for walker in self.walkers:
            if walker.phone.chat.messages:
                self.ids[(await self.hotline.person(walker.phone.person.id)).id] = walker
        events = defaultdict(list)
        for event in await self.hotline.rows("select request_id, kind, staff_id from request_event order by id"):
            events[event["request_id"]].append(event)
        known = ", ".join(str(number) for number in self.ids)
        for row in await self.hotline.rows(f"select id from help_request where person_id in ({known}) order by id"):
            request, lines = await self.hotline.read(partial(_case, row["id"]))
            self.cases.append(Case(request, lines, events[row["id"]]))

    def _kept(self) -> dict[str, list[str]]:
        """Marks in the cases of each person, oldest first."""
        lines = sorted(
            (line.id, self.ids[case.request.person_id].name, line.text)
            for case in self.cases
            for line in case.lines
            if line.author is Author.PERSON and line.kind is not Kind.OTHER
        )
        kept: dict[str, list[str]] = defaultdict(list)
        for _, name, text in lines:
            kept[name] += MARK.findall(text)
        return kept

    def lost(self) -> list[str]:
        """Words of people that stand in no case, though nobody dropped them."""
        kept = self._kept()
        return [
            mark
            for walker in self.walkers
            if not walker.staff and not walker.forgetful
            for mark in walker.said
            if mark not in kept[walker.name]
        ]

    def out_of_order(self) -> list[str]:
        """People whose words stand in another order than they were sent."""
        wrong = []
        for walker in self.walkers:
            place = {mark: index for index, mark in enumerate(walker.said)}
            found = [place[mark] for mark in self._kept()[walker.name] if mark in place]
            if not walker.staff and found != sorted(set(found)):
                wrong.append(walker.name)
        return wrong

    def _readers(self) -> dict[str, set[str]]:
        """Who may have read each mark: its writer, and for each case its person and all who ever held it."""
        readers: dict[str, set[str]] = defaultdict(set)
        for case in self.cases:
            holders = {
                self.ids[event["staff_id"]].name for event in case.events if event["kind"] in ("claimed", "handed_over")
            }
            for line in case.lines:
                for mark in MARK.findall(line.text):
                    readers[mark] |= holders
                    if line.author is not Author.NOTE:
                        readers[mark].add(self.ids[case.request.person_id].name)
        return readers

    def seen_by_others(self) -> list[str]:
        """Words that the bot showed to somebody who has nothing to do with their case; drafts are nobody's but one's."""
        readers = self._readers()
        names = {mark for walker in self.walkers if walker.staff for mark in walker.said}
        return [
            f"{mark} on the phone of {walker.name}"
            for walker in self.walkers
            for message in walker.phone.history
            if message.from_bot
            for mark in MARK.findall(message.words)
            # A colleague's name is whatever they typed on their first day, and stands where names stand.
            if walker.name not in readers[mark] and mark not in walker.said and mark not in names - readers.keys()
        ]

    def notes_that_left(self) -> list[str]:
        """Notes that a person was shown, unless their writer sent them on."""

        def marks(author: Author) -> set[str]:
            lines = (line for case in self.cases for line in case.lines if line.author is author)
            return {mark for line in lines for mark in MARK.findall(line.text)}

        notes = marks(Author.NOTE) - marks(Author.SPECIALIST)
        return [
            mark
            for walker in self.walkers
            if not walker.staff
            for message in walker.phone.history
            if message.from_bot
            for mark in MARK.findall(message.words)
            if mark in notes
        ]

    def held_by_two(self) -> list[str]:
        """Cases that were claimed while somebody held them."""
        wrong = []
        for case in self.cases:
            holder: int | None = None
            for event in case.events:
                if event["kind"] == "claimed":
                    if holder is not None:
                        wrong.append(f"case {case.request.id}")
                    holder = event["staff_id"]
                elif event["kind"] == "handed_over":
                    holder = event["staff_id"]
                elif event["kind"].startswith(("returned", "closed", "resumed")):
                    holder = None
            active = case.request.claimed_by if str(case.request.status) == "active" else None
            if holder != active:
                wrong.append(f"case {case.request.id} ends with another holder")
        return wrong

    def neither_delivered_nor_declared(self) -> list[str]:
        """Words on their way to somebody that are neither there nor declared undelivered."""
        wrong = []
        for case in self.cases:
            for line in case.lines:
                on_its_way = line.author is Author.SPECIALIST
                if on_its_way and line.delivered_at is None and line.failure is None and line.taken_back_at is None:
                    wrong.append(f"line {line.id} of case {case.request.id}")
        return wrong

    def logged(self, logs: str) -> list[str]:
        """Words, names and ids of people in what was logged."""
        told = MARK.findall(logs)
        for walker in self.walkers:
            account = walker.phone.person
            told += [each for each in (account.first_name, str(account.id), account.username or "?") if each in logs]
        return told

    def told(self) -> dict[str, int]:
        """How much happened: a walk in which nobody met anybody proves nothing."""
        kinds: dict[str, int] = defaultdict(int)
        for case in self.cases:
            for event in case.events:
                kinds[event["kind"].split(":")[0]] += 1
            for line in case.lines:
                kinds[line.author] += 1
                kinds[f"{line.author} delivered"] += line.delivered_at is not None
                kinds[f"{line.author} failed"] += line.failure is not None
        return dict(kinds)


def _case(number: int, tx: Any) -> tuple[HelpRequest, list[CaseMessage]]:
    return tx.help_requests.get(number), tx.relay.lines(number)
