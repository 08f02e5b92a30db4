"""Coming in, going on duty and off."""

from __future__ import annotations

import pytest

from domain.errors import AlreadyStaff, InviteUnusable, NotAllowed, TooLong
from domain.help_requests import Status
from domain.people import Role
from domain.staff import NAME_LIMIT
from tests.services.desk import RED, Desk


async def test_invitation_is_for_one_for_a_day(desk: Desk) -> None:
    """Spent, expired and made up are one refusal: a guesser learns nothing."""
    token, expires_at = await desk.staff.invite(Role.PSYCHOLOGIST, "Айгуль")
    late, _ = await desk.staff.invite(Role.PSYCHOLOGIST, "Марина")
    await desk.staff.join(token, (await desk.person()).id)
    for used in (token, "made up"):
        with pytest.raises(InviteUnusable):
            await desk.staff.join(used, (await desk.person()).id)

    desk.clock.at = expires_at
    with pytest.raises(InviteUnusable):
        await desk.staff.join(late, (await desk.person()).id)


async def test_who_works_here_spends_no_invitation(desk: Desk) -> None:
    """The link stays good for whom it was made."""
    aigul = await desk.colleague()
    token, _ = await desk.staff.invite(Role.COORDINATOR, "Сауле")
    with pytest.raises(AlreadyStaff):
        await desk.staff.join(token, aigul)

    assert (await desk.staff.join(token, (await desk.person()).id)).role is Role.COORDINATOR


@pytest.mark.parametrize(("by", "role"), [(Role.PSYCHOLOGIST, Role.PSYCHOLOGIST), (Role.COORDINATOR, Role.ADMIN)])
async def test_only_who_leads_invites_and_only_admins_make_admins(desk: Desk, by: Role, role: Role) -> None:
    """A right that one has not cannot be given away."""
    inviting = await desk.colleague(by)
    with pytest.raises(NotAllowed):
        await desk.staff.invite(role, "Динара", by=inviting)


async def test_names_have_a_length(desk: Desk) -> None:
    """A shown name stands before every message: it must not be longer than a line."""
    with pytest.raises(TooLong):
        await desk.staff.invite(Role.PSYCHOLOGIST, "А" * (NAME_LIMIT + 1))
    member = await desk.staff.get(await desk.colleague())
    assert member is not None
    with pytest.raises(TooLong):
        await desk.staff.describe(member.model_copy(update={"name_kk": "А" * (NAME_LIMIT + 1)}))


async def test_going_off_duty_leaves_no_red_words_alone(desk: Desk) -> None:
    """Red words without an answer go back to the queue with who goes; calm conversations stay."""
    aigul = await desk.colleague()
    calm, _ = await desk.asks()
    red, _ = await desk.asks()
    for person in (calm, red):
        request = await desk.requests.open_of(person.id)
        assert request is not None
        await desk.requests.claim(request.id, aigul)
    await desk.writes(red, assessment=RED)

    await desk.staff.duty(aigul, on_duty=False)

    statuses = {person.id: await desk.requests.open_of(person.id) for person in (calm, red)}
    assert [each.status for each in statuses.values() if each] == [Status.ACTIVE, Status.WAITING]
    assert await desk.planned("returned") == [red.id]
