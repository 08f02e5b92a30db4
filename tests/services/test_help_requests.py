"""A request from the first word to the end, as the services keep it."""

from __future__ import annotations

import asyncio

import pytest

from domain.errors import (
    AlreadyClaimed,
    FirstDayOpen,
    NoSuchColleague,
    NotAllowed,
    NothingToSend,
    Outdated,
    TooManyCases,
)
from domain.help_requests import Outcome, Status, Triage
from domain.people import Role
from domain.relay import Answer, Kind
from services.help_requests import Step
from storage.help_requests import HelpRequestTable
from tests.services.desk import RED, Desk


async def test_words_begin_a_draft_and_wait_for_send(desk: Desk) -> None:
    """Calm words are a draft until they are sent; more of them stay in it."""
    person = await desk.person()

    first, second = await desk.writes(person), await desk.writes(person)

    assert (first.step, second.step) == (Step.DRAFTED, Step.DRAFTED)
    assert first.request.id == second.request.id
    assert second.request.messages == 2


async def test_red_words_send_themselves_and_say_how_many_are_told(desk: Desk) -> None:
    """Red does not wait for a button, and the number of colleagues told is a fact."""
    await desk.colleague()
    await desk.colleague(Role.SOCIAL_PEDAGOGUE)
    await desk.colleague(on_duty=False)

    written = await desk.writes(await desk.person(), assessment=RED)

    assert (written.step, written.told) == (Step.SENT, 2)
    assert (written.request.status, written.request.triage) == (Status.WAITING, Triage.RED)


async def test_same_update_twice_is_written_once(desk: Desk) -> None:
    """What a crash brings back changes nothing."""
    person, words = await desk.person(), desk.words()

    await desk.requests.write(person, words, RED)
    again = await desk.requests.write(person, words, RED)

    assert again.request.messages == 1
    assert again.step is Step.ADDED


async def test_nothing_is_no_request(desk: Desk) -> None:
    """A topic without a word cannot be sent, nor can what does not exist."""
    person = await desk.person()
    with pytest.raises(NothingToSend):
        await desk.requests.send(person.id)

    await desk.requests.begin(person, "school")
    with pytest.raises(NothingToSend):
        await desk.requests.send(person.id)


async def test_of_fifty_who_claim_at_once_one_gets_it(desk: Desk) -> None:
    """The database decides; everybody else hears a name."""
    colleagues = [await desk.colleague() for _ in range(50)]
    _, request = await desk.asks()

    came = await asyncio.gather(*(desk.requests.claim(request.id, each) for each in colleagues), return_exceptions=True)

    refused = [each for each in came if isinstance(each, BaseException)]
    assert len(refused) == 49
    assert all(isinstance(each, AlreadyClaimed) and each.by == ("Айгуль", "Айгуль") for each in refused)


async def test_claim_is_for_those_whose_queue_it_is(desk: Desk) -> None:
    """A calm request is claimed by its own queue; red by anybody who works here, at the cap too; a stranger by none."""
    aigul, botagoz = await desk.colleague(), await desk.colleague(Role.SOCIAL_PEDAGOGUE)
    person, request = await desk.asks()
    for wrong in (botagoz, person.id):
        with pytest.raises(NotAllowed):
            await desk.requests.claim(request.id, wrong)

    await desk.requests.claim(request.id, aigul)
    await desk.requests.claim((await desk.asks())[1].id, aigul)
    with pytest.raises(TooManyCases):
        await desk.requests.claim((await desk.asks())[1].id, aigul)

    red = await desk.writes(await desk.person(), assessment=RED)
    assert (await desk.requests.claim(red.request.id, aigul)).request.claimed_by == aigul


async def test_returned_request_keeps_the_wait_it_has_earned(desk: Desk) -> None:
    """Giving back changes the holder and the version, not the place; the person is told."""
    aigul = await desk.colleague()
    person, request = await desk.asks()
    desk.clock.at += 60_000
    await desk.requests.claim(request.id, aigul)

    returned = await desk.requests.give_back(request.id, aigul)

    assert (returned.status, returned.waiting_since) == (Status.WAITING, request.waiting_since)
    assert await desk.planned("returned") == [person.id]
    with pytest.raises(Outdated):
        await desk.requests.give_back(request.id, aigul)


async def test_case_is_handed_to_specialists_on_duty_only(desk: Desk) -> None:
    """Not to who is off duty, not to who answers no requests, not to a person."""
    aigul, marina = await desk.colleague(), await desk.colleague()
    saule, resting = await desk.colleague(Role.COORDINATOR), await desk.colleague(on_duty=False)
    person, request = await desk.asks()
    await desk.requests.claim(request.id, aigul)
    for wrong in (saule, resting, person.id):
        with pytest.raises(NoSuchColleague):
            await desk.requests.hand_over(request.id, aigul, wrong)

    await desk.requests.hand_over(request.id, aigul, marina)

    assert [held.id for held in await desk.requests.cases(marina)] == [request.id]
    assert await desk.planned("handed_over") == [marina]


async def test_case_taken_up_again_keeps_the_urgency_of_its_topic(desk: Desk) -> None:
    """What was red may be calm by now; what it is about is not less grave than it was."""
    aigul = await desk.colleague()
    person, request = await desk.asks("violence")
    await desk.writes(person, assessment=RED)
    await desk.requests.claim(request.id, aigul)
    await desk.requests.close(request.id, aigul, Outcome.CONTINUES)

    again = await desk.requests.resume(person.id, request.id, same=True)

    assert (again.status, again.triage, again.wished) == (Status.DRAFT, Triage.YELLOW, aigul)


async def test_yes_to_the_gentle_question_is_red_in_every_state(desk: Desk) -> None:
    """A draft is sent, a waiting request is announced, a held one starts the clock."""
    aigul = await desk.colleague()
    person = await desk.person()
    await desk.writes(person)
    sent = await desk.answers(person, Answer.YES)
    assert sent is not None
    assert (sent.request.status, sent.request.triage, sent.told) == (Status.WAITING, Triage.RED, 1)
    assert await desk.planned("new_request") == [aigul]

    other, request = await desk.asks()
    await desk.requests.claim(request.id, aigul)
    await desk.answers(other, Answer.YES)
    held = await desk.requests.open_of(other.id)
    assert held is not None
    assert (held.triage, held.unanswered_red_since) == (Triage.RED, desk.clock.at)
    assert await desk.planned("relayed") == [aigul]
    assert [line.kind for line in (await desk.requests.open(request.id, aigul)).lines] == [Kind.TEXT, Kind.ANSWER]


async def test_not_safe_calls_for_a_human_with_no_request_open(desk: Desk) -> None:
    """The button stands under the numbers of SOS too: who presses it without a word is a request, red and sent."""
    aigul = await desk.colleague(Role.SOCIAL_PEDAGOGUE)
    person = await desk.person()

    sent = await desk.answers(person, Answer.NOT_SAFE)

    assert sent is not None
    assert (sent.request.status, sent.request.triage, sent.told) == (Status.WAITING, Triage.RED, 1)
    assert await desk.planned("new_request") == [aigul]
    assert (await desk.requests.prospect(sent.request)).on_duty == 1
    assert await desk.answers(await desk.person(), Answer.UNSURE) is None


async def test_timers_of_the_red_run_from_turning_red(desk: Desk) -> None:
    """A calm request that has waited for an hour and turns red calls duty once, not twice and coordinators at once."""
    aigul, saule = await desk.colleague(), await desk.colleague(Role.COORDINATOR)
    person, _ = await desk.asks()
    desk.clock.at += 3_600_000
    await desk.writes(person, assessment=RED)

    await desk.requests.look_after_red()
    assert (await desk.planned("red_again"), await desk.planned("red_escalated")) == ([], [])

    desk.clock.at += 60_000
    await desk.requests.look_after_red()
    assert (await desk.planned("red_again"), await desk.planned("red_escalated")) == ([aigul, saule], [])
    desk.clock.at += 120_000
    await desk.requests.look_after_red()
    assert await desk.planned("red_escalated") == [saule]


async def test_case_taken_up_and_left_is_as_it_was(desk: Desk) -> None:
    """Coming back and then not sending changes nothing: specialist, outcome and rating stay, what was added goes."""
    aigul = await desk.colleague()
    person, request = await desk.asks()
    await desk.requests.claim(request.id, aigul)
    await desk.requests.close(request.id, aigul, Outcome.HELPED)
    await desk.requests.rate(person.id, request.id, 5)
    before = await desk.requests.last_closed_of(person.id)

    desk.clock.at += 1000
    await desk.requests.resume(person.id, request.id, same=True)
    await desk.writes(person, "Вот ещё что")
    assert await desk.requests.discard(person.id)

    after = await desk.requests.last_closed_of(person.id)
    assert before is not None
    assert after is not None
    assert after[0].model_copy(update={"version": before[0].version}) == before[0]
    assert after[1] == before[1]


async def test_case_taken_up_again_is_kept_as_long_as_a_new_one(desk: Desk) -> None:
    """What is being written to an old case does not go because the case is old."""
    aigul = await desk.colleague()
    person, request = await desk.asks()
    await desk.requests.claim(request.id, aigul)
    await desk.requests.close(request.id, aigul, Outcome.HELPED)
    desk.clock.at += 29 * 24 * 3_600_000
    await desk.requests.resume(person.id, request.id, same=True)

    month_ago = desk.clock.at + 2 * 24 * 3_600_000 - 30 * 24 * 3_600_000
    assert await desk.database.read(lambda tx: tx.help_requests.kept_too_long(month_ago)) == []


async def test_next_gives_what_was_taken_and_never_shown(desk: Desk) -> None:
    """The answer to «next» got lost: the second «next» shows the same case, not one more."""
    aigul = await desk.colleague()
    await desk.asks()
    await desk.asks()
    first = await desk.requests.next(aigul)
    assert first is not None

    again = await desk.requests.next(aigul)
    assert again is not None
    assert again.request.id == first.request.id

    await desk.requests.seen(again, aigul, [100])
    second = await desk.requests.next(aigul)
    assert second is not None
    assert second.request.id != first.request.id


async def test_second_process_may_begin_the_request_first(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two processes that take in words of one person, the slower one goes on with the request of the faster."""
    person = await desk.person()
    begun = await desk.writes(person)
    looks = iter([None])
    open_of = HelpRequestTable.open_of
    monkeypatch.setattr(HelpRequestTable, "open_of", lambda table, who: next(looks, open_of(table, who)))

    later = await desk.writes(person)

    assert (later.request.id, later.request.messages) == (begun.request.id, 2)


async def test_colleague_without_a_first_day_does_not_work_yet(desk: Desk) -> None:
    """Who has not said how they are called and what they speak is not on duty, sees no queue and takes nothing."""
    token, _ = await desk.staff.invite(Role.PSYCHOLOGIST, "Айгуль")
    new = (await desk.staff.join(token, (await desk.person()).id)).id
    _, request = await desk.asks()

    for wanted in (
        desk.staff.duty(new, on_duty=True),
        desk.requests.queue(new),
        desk.requests.next(new),
        desk.requests.claim(request.id, new),
    ):
        with pytest.raises(FirstDayOpen):
            await wanted
