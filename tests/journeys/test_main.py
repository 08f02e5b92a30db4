"""The whole way: a teenager writes, a specialist answers."""

from __future__ import annotations

import pytest

from dialogs import help_requests as asking
from dialogs.notices import GIVEN
from domain.help_requests import Outcome, Status
from domain.people import Language
from tests.journeys.hotline import Hotline

CALM = {
    Language.RU: ("Привет, мне нужен совет про экзамен", "Я боюсь отвечать у доски"),
    Language.KK: ("Сәлем, емтихан туралы кеңес керек", "Тақтаға шығуға ұяламын"),
}
ANSWER = {
    Language.RU: "Здравствуй! Расскажи, что за экзамен?",
    Language.KK: "Сәлем! Қандай емтихан екенін айтшы?",
}


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True)
async def test_teenager_writes_for_help_and_a_specialist_answers(hotline: Hotline, language: Language) -> None:
    """Words reach a specialist in their order, an answer comes back, and at the end the person says whether it helped."""
    # Given a specialist on duty, and a teenager who has just met the bot
    aigul = await hotline.specialist("Айгуль", language)
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    first, second = (hotline.calm(text) for text in CALM[language])

    # When the teenager writes in two messages and sends them
    await aru.asks_about("school")
    await aru.writes(first)
    sent = await aru.writes(second)
    await aru.sends()

    # Then the answer is honest: received, and somebody is on duty
    prospect = await aru.sees_honest_answer()
    assert (prospect.on_duty, prospect.usual_minutes) == (1, None)
    request = await aru.case()

    # And the card of the specialist holds no word of theirs
    assert not aigul.has_ever_read(first)

    # When the specialist takes it
    await aigul.takes(request)

    # Then the words are there, in order, and the teenager hears who reads, and that the words were given
    text = (await aigul.reads(first)).words
    assert text.index(first) < text.index(second)
    await aru.reads("Айгуль")
    await hotline.marks_come()
    assert aru.reactions(sent) == [GIVEN]

    # When the specialist just writes
    answer = await aigul.writes(ANSWER[language])

    # Then the words come under the chosen name, and the specialist sees that they arrived
    assert (await aru.reads(ANSWER[language])).words == f"Айгуль:\n{ANSWER[language]}"
    await hotline.marks_come()
    assert aigul.reactions(answer) == [GIVEN]

    # When the teenager answers, and the specialist closes the conversation
    await aru.writes(hotline.calm(second))
    assert (await aigul.reads(second)).words == f"{await aru.pseudonym(aigul)}:\n{second}"
    await aigul.closes(request, Outcome.HELPED)

    # Then the teenager is asked whether it helped, once
    closed = await aru.case()
    assert closed.status is Status.CLOSED
    await aru.sees(asking.closed, closed)
    await aru.presses(asking.Rate(request=request.id, rating=5))
    await aru.sees(asking.rated)
    assert (await aru.case()).rating == 5
