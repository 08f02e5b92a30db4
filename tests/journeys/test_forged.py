"""Buttons that were never given: a changed client can send any data, and nothing comes of it."""

from __future__ import annotations

from typing import Any

import pytest
from aiogram.filters.callback_data import CallbackData

from dialogs import crisis, people, relay, staff, ways
from dialogs import help_requests as asking
from domain.crisis import Category
from domain.help_requests import Outcome, RequestId, Status, Triage
from domain.people import Language, PersonId, Role
from simulator import Button
from tests.journeys.flows import Flows
from tests.journeys.hotline import Hotline
from tests.journeys.words import CALM

FACTS = "select id, status, claimed_by, version, messages, rating, outcome, wished from help_request order by id"


@pytest.fixture(autouse=True)
def forged(flows: Flows) -> None:
    """No table of any flow has these steps."""
    flows.forged = True


def of_staff(request: RequestId, colleague: PersonId) -> list[CallbackData]:
    """Every button that belongs to colleagues."""
    return [
        ways.Desk(),
        staff.Keep(),
        *(staff.Speaks(code=code) for code in Language),
        staff.LanguagesDone(),
        staff.Takes(topic="school"),
        staff.TopicsDone(),
        staff.Duty(on=True),
        staff.Duty(on=False),
        staff.Next(),
        staff.Queue(),
        staff.Cases(),
        staff.Claim(request=request, version=1),
        staff.Invite(),
        *(staff.InviteRole(role=role) for role in Role),
        relay.OpenCase(request=request),
        relay.Note(request=request),
        relay.ToCase(request=request),
        relay.SendNote(request=request, update=1),
        relay.HandOver(request=request),
        relay.ToColleague(request=request, colleague=colleague),
        relay.GiveBack(request=request),
        relay.Close(request=request),
        *(relay.CloseAs(request=request, outcome=outcome) for outcome in Outcome),
    ]


def test_every_button_of_colleagues_is_forged() -> None:
    """A new kind of staff button cannot be left out of these tests."""
    kinds = {each for each in CallbackData.__subclasses__() if each.__module__ in ("dialogs.staff", "dialogs.relay")}

    assert kinds - {type(each) for each in of_staff(RequestId(1), PersonId(1))} == set()


async def _facts(hotline: Hotline) -> list[list[dict[str, Any]]]:
    tables = (FACTS, "select * from staff order by person_id", "select id, used_by from invite order by id")
    return [await hotline.rows(table) for table in tables]


@pytest.mark.parametrize("own", [True, False], ids=["their own case", "another's case"])
async def test_person_with_staff_buttons_changes_nothing(hotline: Hotline, language: Language, *, own: bool) -> None:
    """Each staff action pressed by a teenager, on their own case and another's: refused, and nothing is different."""
    # Given a conversation, and a case that waits
    aigul = await hotline.specialist()
    aru, dana = hotline.teenager("Аружан", language), hotline.teenager("Дана", language)
    for person in (aru, dana):
        await person.gets_to_know_the_bot()
        await person.asks_for_help(CALM[language])
    await aigul.takes(await dana.case())
    request = await (aru if own else dana).case()
    before = await _facts(hotline)

    # When the teenager sends every staff button there is
    for data in of_staff(request.id, await aigul.id()):
        aru.phone.toasts.clear()
        await aru.forges(data)

        # Then it is answered like any old button
        assert aru.phone.toasts == [await aru.render(people.outdated)], data
        await aru.sees(people.menu, await aru.case())

    # And nothing has changed
    assert await _facts(hotline) == before
    assert (await aru.row()).role is None


@pytest.mark.parametrize("role", [Role.SOCIAL_PEDAGOGUE, Role.COORDINATOR])
async def test_colleague_of_another_role_takes_nothing(hotline: Hotline, language: Language, role: Role) -> None:
    """A calm request belongs to its queue: another role cannot claim it, nor touch a case that a colleague holds."""
    # Given a case that waits, and one that a psychologist holds
    aigul = await hotline.specialist("Айгуль")
    other = await hotline.specialist("Другая", role=role)
    aru, dana = hotline.teenager("Аружан", language), hotline.teenager("Дана", language)
    await aru.asks_for_help(CALM[language])
    await dana.asks_for_help(CALM[language])
    held, waiting = await dana.case(), await aru.case()
    await aigul.takes(held)
    before = await hotline.rows(FACTS)

    # When the other one forges every action on both
    await other.forges(staff.Claim(request=waiting.id, version=waiting.version))
    for request in (held, waiting):
        for data in of_staff(request.id, await other.id()):
            if isinstance(data, relay.OpenCase | relay.Note | relay.ToCase | relay.HandOver | relay.ToColleague
                          | relay.GiveBack | relay.Close | relay.CloseAs):  # fmt: skip
                await other.forges(data)

    # Then nothing has changed, and no word was shown
    assert await hotline.rows(FACTS) == before
    assert not other.has_ever_read(CALM[language])

    # And what they write next goes to nobody
    await other.writes("Слова никому")
    assert not dana.has_ever_read("Слова никому")


async def test_specialist_reaches_no_case_of_a_colleague(hotline: Hotline, language: Language) -> None:
    """Of the same role too: a case is read, answered, moved and closed by who holds it, and by nobody else."""
    # Given a conversation of a colleague
    aigul, marina = await hotline.specialist("Айгуль"), await hotline.specialist("Марина")
    aru = hotline.teenager("Аружан", language)
    await aru.asks_for_help(CALM[language])
    await aigul.takes(await aru.case())
    request, before = await aru.case(), await hotline.rows(FACTS)

    # When another specialist forges every action on it
    for data in of_staff(request.id, await marina.id()):
        if data.__class__.__module__ == "dialogs.relay":
            await marina.forges(data)

    # Then nothing has changed, and nothing was read
    assert await hotline.rows(FACTS) == before
    assert not marina.has_ever_read(CALM[language])
    await marina.writes("Слова никому")
    assert not aru.has_ever_read("Слова никому")


async def test_case_goes_to_no_one_who_cannot_take_it(hotline: Hotline, language: Language) -> None:
    """Handing over by a forged button: not to a coordinator, not to somebody off duty, not to a teenager."""
    # Given a conversation, and people who cannot take it
    aigul = await hotline.specialist("Айгуль")
    saule, resting = await hotline.coordinator(), await hotline.specialist("Resting", on_duty=False)
    await saule.comes_on_duty()
    aru = hotline.teenager("Аружан", language)
    await aru.asks_for_help(CALM[language])
    await aigul.takes(await aru.case())
    request = await aru.case()

    # When the case is forced upon each, and upon nobody at all
    for colleague in (await saule.id(), await resting.id(), await aru.id(), PersonId(10**12)):
        await aigul.forges(relay.ToColleague(request=request.id, colleague=colleague))

        # Then it stays where it was
        assert (await aru.case()).claimed_by == await aigul.id()


async def test_person_touches_no_case_of_another(hotline: Hotline, language: Language) -> None:
    """Somebody else's case can be neither rated nor taken up again."""
    # Given a closed case of somebody
    aigul = await hotline.specialist()
    aru, dana = hotline.teenager("Аружан", language), hotline.teenager("Дана", language)
    await dana.asks_for_help(CALM[language])
    await aigul.takes(await dana.case())
    await aigul.closes(await dana.case(), Outcome.HELPED)
    await aru.gets_to_know_the_bot()
    request, before = await dana.case(), await hotline.rows(FACTS)

    # When another person forges its buttons
    for data in (
        asking.Rate(request=request.id, rating=1),
        asking.Resume(request=request.id, same=True),
        asking.Resume(request=request.id, same=False),
    ):
        await aru.forges(data)

    # Then nothing has changed
    assert await hotline.rows(FACTS) == before
    assert not aru.has_ever_read(CALM[language])


@pytest.mark.parametrize(
    "data",
    [
        "claim", "claim:", "claim:x:y", "claim:-1:1", f"claim:{10**30}:1", "claim:999999999:1", "open:0",
        f"open:{2**63}", "rate:1:9", "rate:1:-1", f"rate:{2**64}:1", "resume:1:2", "to:1:" + "9" * 40, "topic:nosuch",
        "topic:", "language:xx", "country:XX:0", "country:KZ:7", "region:KZ:nosuch:0", "region:XX:kz_almaty:1",
        "age:baby:0", "check:yes:nosuch:0", "check:what:suicide:0", "safe:what", "sos:2", "role:king", "outcome:1:won",
        "speaks:en", "takes:nosuch", "duty:maybe", ":", "::::", "\u0000", "я" * 32, "home:1", "desk:desk",
    ],
)  # fmt: skip
async def test_nonsense_in_a_button_breaks_nothing(hotline: Hotline, data: str) -> None:
    """Whatever stands in a button, from a person or a colleague: answered, no error, and words still come through."""
    # Given a person and a colleague
    aigul, aru = await hotline.specialist(), hotline.teenager()
    await aru.gets_to_know_the_bot()

    # When each presses it
    for actor in (aru, aigul):
        assert await actor.presses(Button("?", data, message=actor.phone.last)) is not None

    # Then all goes on
    await aru.starts()
    await aru.writes(CALM[Language.RU])
    await aru.sends()
    await aigul.takes_next()
    await aigul.reads(CALM[Language.RU])
    assert crisis.Check(answer="yes", about=Category.SUICIDE).pack()


async def test_yes_to_a_question_nobody_asked_is_believed(hotline: Hotline, language: Language) -> None:
    """«Yes» with nothing open, from a button of long ago or a forged one: the numbers, a red request, and the truth."""
    # Given somebody without any request
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()

    # When they forge the answer
    await aru.forges(crisis.Check(answer="yes"))

    # Then the numbers are there, the request waits, and as nobody is on duty nobody is said to be called
    assert any("111" in message.words or "112" in message.words for message in aru.news())
    request = await aru.case()
    assert (request.status, request.triage) == (Status.WAITING, Triage.RED)
    await aru.sees(hotline.app.crisis.told, "nobody")
