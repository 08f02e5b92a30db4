"""Whoever does whatever in whatever order: no verb breaks, and every promise about a case holds after each step."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bot.open_database import open_database
from bot.settings import load_settings
from domain.errors import Outdated, Refused
from domain.help_requests import HelpRequest, Outcome, Status
from domain.notices import Delivered, Failure, NoticeKind, Settled, Undelivered
from domain.people import Person, PersonId, Role
from domain.relay import Answer, Author, Kind
from services import notices
from tests.services.desk import CALM, RED, Desk, HandClock

EXAMPLES = 25
STEPS = 200
"""Together five thousand steps."""
PEOPLE = 4
ROLES = (Role.PSYCHOLOGIST, Role.PSYCHOLOGIST, Role.SOCIAL_PEDAGOGUE, Role.COORDINATOR)

people = st.integers(0, PEOPLE - 1)
colleagues = st.integers(0, len(ROLES) - 1)
truth = st.booleans()


class Days(RuleBasedStateMachine):
    """A hotline, four people and four colleagues. Each rule is something one of them does."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory(prefix="senim-")
        folder = Path(self.folder.name)
        self.database = open_database(load_settings(folder / "no.env", data_dir=folder))
        self.does(self.database.__aenter__())
        self.desk = Desk(self.database, HandClock(), count(1))
        self.people: list[Person] = [self.does(self.desk.person()) for _ in range(PEOPLE)]
        self.colleagues: list[PersonId] = [self.does(self.desk.colleague(role)) for role in ROLES]
        self.said: list[list[str]] = [[] for _ in range(PEOPLE)]
        """What each person wrote and has not dropped, in order."""
        self.unsent = [0] * PEOPLE
        """How many of these are in a draft and may still be dropped."""
        self.shown = count(1)

    def does(self, verb: Any) -> Any:
        """Wait for a verb. A refusal, or a world that moved on, is an answer; anything else is a fault."""
        try:
            return self.loop.run(_awaited(verb))
        except (Refused, Outdated):
            return None

    def reads(self, unit: Callable[[Any], Any]) -> Any:
        """Look into the database."""
        return self.loop.run(_awaited(self.database.read(unit)))

    def case(self, who: int) -> HelpRequest | None:
        """The open request of a person, or the one to come back to."""
        person = self.people[who].id
        found: HelpRequest | None = self.reads(
            lambda tx: tx.help_requests.open_of(person) or tx.help_requests.last_closed_of(person)
        )
        return found

    def _unsent_now(self, who: int) -> None:
        request = self.case(who)
        if request is None or request.status is not Status.DRAFT:
            self.unsent[who] = 0

    @rule(who=people, red=st.sampled_from((False, False, False, True)))
    def person_writes(self, who: int, red: bool) -> None:
        """Calm words, and now and then red ones."""
        words = f"слова {len(self.said[who])} от {who}"
        self.said[who].append(words)
        self.unsent[who] += 1
        self.does(self.desk.writes(self.people[who], words, RED if red else CALM))
        self._unsent_now(who)

    @rule(who=people, answer=st.sampled_from(Answer))
    def person_answers(self, who: int, answer: Answer) -> None:
        """A button under a card or a question."""
        self.does(self.desk.answers(self.people[who], answer))
        self._unsent_now(who)

    @rule(who=people, topic=st.sampled_from(("school", "violence", "material_help")))
    def person_picks_a_topic(self, who: int, topic: str) -> None:
        """What it is about."""
        self.does(self.desk.requests.begin(self.people[who], topic))

    @rule(who=people)
    def person_sends(self, who: int) -> None:
        """The draft begins to wait."""
        self.does(self.desk.requests.send(self.people[who].id))
        self._unsent_now(who)

    @rule(who=people)
    def person_drops_the_draft(self, who: int) -> None:
        """Nothing of it stays."""
        if self.does(self.desk.requests.discard(self.people[who].id)):
            self.said[who] = self.said[who][: len(self.said[who]) - self.unsent[who]]
            self.unsent[who] = 0

    @rule(who=people, same=truth)
    def person_comes_back(self, who: int, same: bool) -> None:
        """To the case that was closed last."""
        if request := self.case(who):
            self.desk.clock.at += 1
            self.does(self.desk.requests.resume(self.people[who].id, request.id, same=same))

    @rule(who=people, rating=st.integers(1, 5))
    def person_rates(self, who: int, rating: int) -> None:
        """Whether it helped."""
        if request := self.case(who):
            self.does(self.desk.requests.rate(self.people[who].id, request.id, rating))

    @rule(by=colleagues, on=truth)
    def colleague_switches_duty(self, by: int, on: bool) -> None:
        """Comes or goes."""
        self.does(self.desk.staff.duty(self.colleagues[by], on_duty=on))

    @rule(by=colleagues)
    def colleague_takes_the_next(self, by: int) -> None:
        """Whose turn it is."""
        self._sees(by, self.desk.requests.next(self.colleagues[by]))

    def _sees(self, by: int, taken: Any) -> None:
        if (opened := self.does(taken)) is not None:
            self.does(self.desk.requests.seen(opened, self.colleagues[by], [next(self.shown)]))

    @rule(by=colleagues, who=people)
    def colleague_takes(self, by: int, who: int) -> None:
        """This very one."""
        if request := self.case(who):
            self._sees(by, self.desk.requests.claim(request.id, self.colleagues[by]))

    @rule(by=colleagues, who=people)
    def colleague_opens(self, by: int, who: int) -> None:
        """Reads a case that they may hold."""
        if request := self.case(who):
            self._sees(by, self.desk.requests.open(request.id, self.colleagues[by]))

    @rule(by=colleagues, who=people, note=truth)
    def colleague_writes(self, by: int, who: int, note: bool) -> None:
        """To a person, or for themselves."""
        if request := self.case(who):
            words = self.desk.words("Ответ")
            self.does(self.desk.relay.specialist_writes(self.colleagues[by], words, to=request.id, note=note))

    @rule(by=colleagues, who=people)
    def colleague_gives_back(self, by: int, who: int) -> None:
        """To the queue."""
        if request := self.case(who):
            self.does(self.desk.requests.give_back(request.id, self.colleagues[by]))

    @rule(by=colleagues, to=colleagues, who=people)
    def colleague_hands_over(self, by: int, to: int, who: int) -> None:
        """To another."""
        if (request := self.case(who)) and by != to:
            self.does(self.desk.requests.hand_over(request.id, self.colleagues[by], self.colleagues[to]))

    @rule(by=colleagues, who=people, outcome=st.sampled_from(Outcome))
    def colleague_closes(self, by: int, who: int, outcome: Outcome) -> None:
        """The end."""
        if request := self.case(who):
            self.does(self.desk.requests.close(request.id, self.colleagues[by], outcome))

    @rule(seconds=st.sampled_from((1, 61, 181, 3601)))
    def time_passes(self, seconds: int) -> None:
        """And the clock looks after the red."""
        self.desk.clock.at += seconds * 1000
        self.does(self.desk.requests.look_after_red())

    @rule(arrives=truth)
    def postman_comes(self, arrives: bool) -> None:
        """All that is due is said, or refused by Telegram; words only ever go to who is part of the case."""
        now = self.desk.clock.at

        def unit(tx: Any) -> list[str]:
            wrong = []
            for notice in tx.notices.start(tx.notices.take(now, now + 1, 100), now + 1):
                facts = notices.facts(tx, notice, now)
                if facts is not None and notice.kind is NoticeKind.RELAYED:
                    ours = facts.message is not None and facts.message.author is Author.NOTE
                    strange = notice.recipient not in (facts.request.person_id, facts.request.claimed_by)
                    wrong += ["a note left"] * ours + ["words to a stranger"] * strange
                result = (
                    Delivered(telegram_messages=(next(self.shown),))
                    if arrives
                    else Undelivered(failure=Failure.REFUSED)
                )
                line = facts.message if facts else None
                notices.settle(tx, Settled(notice=notice, line=line, result=result), now)
            return wrong

        assert self.does(self.database.write(unit)) == []

    @invariant()
    def audit_is_clean(self) -> None:
        """The tables contradict nothing."""
        findings: list[tuple[str, int]] = self.reads(lambda tx: tx.audit.findings())
        assert [name for name, number in findings if number] == []

    @invariant()
    def every_word_is_kept_once_and_in_order(self) -> None:
        """And in a case of the person who wrote it."""

        def unit(tx: Any) -> dict[int, list[str]]:
            kept: dict[int, list[str]] = {}
            rows = tx.people.connection.execute("select id, person_id from help_request order by id").fetchall()
            for row in rows:
                lines = tx.relay.lines(row["id"])
                written = [line for line in lines if line.author is Author.PERSON and line.kind is not Kind.ANSWER]
                kept.setdefault(row["person_id"], []).extend(line.text for line in written)
            return kept

        kept: dict[int, list[str]] = self.reads(unit)
        for who, said in enumerate(self.said):
            found = kept.get(self.people[who].id, [])
            assert (len(found), sorted(found)) == (len(set(found)), sorted(said))

    @invariant()
    def held_cases_are_with_somebody_who_works_here(self) -> None:
        """One holder each, and never the person."""
        for who in range(PEOPLE):
            request = self.case(who)
            if request is not None and request.status is Status.ACTIVE:
                assert request.claimed_by in self.colleagues

    def teardown(self) -> None:
        """Close the database."""
        self.loop.run(_awaited(self.database.__aexit__(None, None, None)))
        self.loop.close()
        self.folder.cleanup()


async def _awaited(verb: Awaitable[Any]) -> Any:
    return await verb


def _walk(*phases: Phase) -> None:
    run_state_machine_as_test(
        Days,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_five_thousand_steps_in_any_order_keep_every_promise_about_a_case() -> None:
    """Hypothesis plays the days of a hotline and looks for the shortest one that breaks a promise."""
    _walk(Phase.generate, Phase.shrink)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_walk_finds_words_that_go_to_who_gave_the_case_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: without the look at who holds the case, words reach somebody who does not."""
    monkeypatch.setitem(notices._STILL, NoticeKind.RELAYED, lambda *_: True)

    with pytest.raises(AssertionError, match="words to a stranger"):
        _walk(Phase.generate)
