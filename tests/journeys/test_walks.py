"""Everybody does anything, five thousand times: nothing breaks, and every promise is kept."""

from __future__ import annotations

import random
from io import StringIO

import pytest

from domain.people import Language, Role
from tests.journeys import test_asking, test_crisis, test_kept, test_relaying
from tests.journeys.flows import Flows
from tests.journeys.hotline import Hotline
from tests.journeys.promises import Promises
from tests.journeys.walkers import Walker

STEPS = 5_000
AT_ONCE = 8
NEWCOMER_EVERY = 16
"""Rounds after which somebody new comes, for help or to work."""
ROLES = (Role.PSYCHOLOGIST, Role.PSYCHOLOGIST, Role.SOCIAL_PEDAGOGUE, Role.COORDINATOR)


async def what_is_rare(hotline: Hotline) -> None:
    """Corners into which a random walk comes too seldom: the journeys that lead there, through this same hotline."""
    await test_relaying.test_with_no_colleague_there_the_way_back_is_offered(hotline, Language.KK)
    await everybody_goes_home(hotline)
    await test_crisis.test_red_that_nobody_takes_calls_again_and_then_the_coordinators(hotline, Language.RU)
    await everybody_goes_home(hotline)
    await test_relaying.test_case_is_handed_over_with_all_that_was_said(hotline, Language.KK)
    await test_asking.test_something_new_is_a_case_of_its_own(hotline, Language.RU)
    await everybody_goes_home(hotline)
    await test_asking.test_person_comes_back_to_the_same_case(hotline, Language.KK, same=True)
    await everybody_goes_home(hotline)
    await test_kept.test_who_was_forgotten_comes_as_somebody_new(hotline, Language.RU)
    await everybody_goes_home(hotline)


async def everybody_goes_home(hotline: Hotline) -> None:
    """Nobody of earlier is on duty when the next ones come."""
    for member in await hotline.app.staff.on_duty():
        await hotline.app.staff.duty(member.id, on_duty=False)
    await hotline.settled()


class Crowd:
    """All people of the walk."""

    def __init__(self, hotline: Hotline, flows: Flows, dice: random.Random) -> None:
        self.hotline = hotline
        self.flows = flows
        self.dice = dice
        self.walkers: list[Walker] = []

    def joined_by(self, *, staff: bool) -> Walker:
        """Somebody new."""
        number = len(self.walkers)
        language = list(Language)[number % 2]
        walker = Walker(
            self.hotline, f"w{number}", language, self.dice, staff=staff, forgetful=not staff and number % 3 == 0
        )
        self.walkers.append(walker)
        return walker

    async def colleague(self, role: Role) -> None:
        """Somebody new who opens an invitation."""
        token, _ = await self.hotline.app.staff.invite(role, "Коллега")
        await self.joined_by(staff=True).phone.start(token)
        await self.hotline.settled()

    async def one_round(self) -> int:
        """Several people do one thing each, at the same moment. Returns how many steps that was."""
        wanted = self.flows.left()
        # Few colleagues answer many people: they are busier than anybody else.
        colleagues = [walker for walker in self.walkers if walker.staff]
        people = [walker for walker in self.walkers if not walker.staff]
        acting = [*self.dice.sample(colleagues, AT_ONCE // 2), *self.dice.sample(people, AT_ONCE // 2)]
        for walker in acting:
            await walker.does_something(lambda screen, event: (screen, event) in wanted)
        red = await self.hotline.rows("select id from help_request where status = 'waiting' and triage = 2")
        if self.dice.random() < (0.15 if red else 0.008):
            self.hotline.let_pass(self.dice.choice((5, 61, 61, 121, 121, 4000)))
            await self.hotline.app.help_requests.look_after_red()
            self.hotline.app.postman.ring()
        await self.hotline.settled()
        return len(acting)


@pytest.mark.slow
@pytest.mark.timeout(900)
async def test_five_thousand_steps_keep_every_promise(hotline: Hotline, flows: Flows, logs: StringIO) -> None:
    """No unhandled exception, no words lost or seen by others, and every arrow of every flow walked at least once."""
    # Given a day on which the rarest things have happened, people of both languages, and colleagues of every role
    await what_is_rare(hotline)
    dice = random.Random(20261123)
    crowd = Crowd(hotline, flows, dice)
    for _ in range(6):
        crowd.joined_by(staff=False)
    for role in ROLES:
        await crowd.colleague(role)

    # When everybody does anything, and now and then somebody new comes
    steps, rounds = 0, 0
    while steps < STEPS or (flows.left() and steps < 3 * STEPS):
        steps += await crowd.one_round()
        rounds += 1
        if rounds % NEWCOMER_EVERY == 0:
            crowd.joined_by(staff=False)
        if rounds % (NEWCOMER_EVERY * 8) == 0:
            await crowd.colleague(dice.choice(ROLES))
    for silent in await hotline.rows("select id from person where paused_at is not null"):
        await hotline.app.traces.come_back(silent["id"])
    hotline.let_pass(3)
    hotline.app.postman.ring()
    await hotline.settled()

    # Then every promise holds
    promises = Promises(hotline, crowd.walkers)
    await promises.look()
    assert promises.lost() == []
    assert promises.out_of_order() == []
    assert promises.seen_by_others() == []
    assert promises.notes_that_left() == []
    assert promises.held_by_two() == []
    assert promises.neither_delivered_nor_declared() == []
    assert promises.logged(logs.getvalue()) == []

    # And it was not for want of anything happening
    told = promises.told()
    assert min(told[each] for each in ("closed", "returned", "specialist", "note")) > 0

    # And every row that is drawn was walked
    assert flows.left() == set()
