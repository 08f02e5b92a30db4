"""A button under the numbers or under the gentle question is an answer: somebody reads it, as if it were words."""

from __future__ import annotations

import pytest

from dialogs import crisis as screens
from dialogs import relay, staff
from domain.crisis import Action, Category, Severity
from domain.help_requests import Status, Triage
from domain.people import Language, Role
from domain.relay import Kind
from tests.journeys.hotline import Hotline
from tests.journeys.words import CALM, crisis


@pytest.mark.parametrize("pressed", ["yes", "unsure", "not_safe"])
async def test_answers_reach_the_specialist_who_holds_the_case(
    hotline: Hotline, language: Language, pressed: str
) -> None:
    """What a person answers with a button in the middle of a conversation is read by who talks with them, as words."""
    # Given a conversation in which words led to a question, or to a card
    aigul = await hotline.specialist(language=language)
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    await aru.asks_for_help(CALM[language])
    await aigul.takes(await aru.case())
    action = Action.CARD if pressed == "not_safe" else Action.QUESTION
    severity = Severity.HIGH if pressed == "not_safe" else None
    await aru.writes(crisis(hotline, language, action, Category.SUICIDE, severity)[0])

    # When the button is pressed
    wanted = screens.Safe if pressed == "not_safe" else screens.Check
    found = next(b for b in aru.buttons() if (b.data or "").startswith(f"{wanted.__prefix__}:{pressed}"))
    await aru.presses(found)

    # Then the specialist reads it, and red words start the clock
    line = (await aru.lines())[-1]
    assert (line.kind, line.text, line.delivered_at is not None) == (Kind.ANSWER, pressed, True)
    await aigul.sees(relay.relayed, line, await aru.pseudonym(aigul))
    assert ((await aru.case()).unanswered_red_since is not None) == (pressed != "unsure")


@pytest.mark.parametrize("on_duty", [True, False])
async def test_not_safe_under_sos_calls_for_a_human(hotline: Hotline, language: Language, *, on_duty: bool) -> None:
    """Who has never written and presses «No, I need help» is a request, red and sent, and hears whether somebody is there."""
    # Given somebody who has pressed SOS only, and whose words turned red before, so that the button is there
    aigul = await hotline.specialist(role=Role.SOCIAL_PEDAGOGUE, on_duty=on_duty)
    aru = hotline.teenager("Аружан", language)
    await aru.writes("/sos")

    # When the button under a card is pressed
    await aru.forges(screens.Safe(answer="not_safe"))

    # Then colleagues of every role are called, and the truth is said
    request = await aru.case()
    assert (request.status, request.triage) == (Status.WAITING, Triage.RED)
    await aru.sees(hotline.app.crisis.told, "passed_on" if on_duty else "nobody")
    assert (aigul.find(staff.Claim) is not None) == on_duty
