"""SOS: on every screen, in every state, for everybody; and as a pop-up that leaves no line."""

from __future__ import annotations

import pytest

from dialogs import help_requests as asking
from dialogs import people, ways
from dialogs.words import speaking
from domain.help_requests import Outcome
from domain.people import AgeBand, Language
from tests.journeys.cast import Teenager
from tests.journeys.hotline import Hotline
from tests.journeys.words import CALM


async def _calls_from_here(person: Teenager, name: str) -> None:
    screen = person.phone.last
    sos = [button for row in screen.buttons for button in row if button.data == ways.OpenSos().pack()]
    assert sos, f"no SOS on {name}"

    # In the open: a new message, and the screen above stays as it was
    before = screen.text
    await person.presses(sos[0])
    now = person.hotline.app.arrival.now()
    shown = await person.sees(person.hotline.app.crisis.sos, await person.row(), now)
    assert screen.text == before

    # And quietly: a pop-up, no line in the chat
    lines = len(person.phone.history)
    await person.presses(next(b for row in shown.buttons for b in row if b.data == ways.OpenSos(quiet=True).pack()))
    assert len(person.phone.history) == lines
    alert = await person.render(person.hotline.app.crisis.alert, await person.row(), now)
    assert person.phone.alerts[-1] == alert
    assert len(person.phone.alerts[-1]) <= 200
    person.phone.delete(shown)


async def test_sos_works_from_every_screen(hotline: Hotline, language: Language) -> None:
    """From the first question to the rating: numbers at once, and quietly if wished, without losing one's place."""
    # Given a specialist, and a newcomer
    aigul = await hotline.specialist()
    aru = hotline.teenager("Аружан", language)

    # When they go through everything there is, then SOS is on each screen and works
    await aru.starts()
    await _calls_from_here(aru, "language")
    for name, choice in (
        ("welcome", people.PickLanguage(code=language)),
        ("country", people.Meet()),
        ("region", people.PickCountry(code="KZ")),
        ("age", people.PickRegion(country="KZ", code="kz_abai")),
        ("menu", people.PickAge(band=AgeBand.UNDER_18)),
        ("topics", people.Ask()),
        ("words", asking.PickTopic(topic="family")),
    ):
        await aru.presses(choice)
        await _calls_from_here(aru, name)
    await aru.writes(CALM[language])
    await _calls_from_here(aru, "draft")
    await aru.sends()
    await _calls_from_here(aru, "sent")
    await aigul.takes(await aru.case())
    await _calls_from_here(aru, "claimed")
    await aigul.closes(await aru.case(), Outcome.HELPED)
    await _calls_from_here(aru, "rate")
    await aru.presses(asking.Rate)
    await _calls_from_here(aru, "rated")


async def test_sos_command_works_in_every_state(hotline: Hotline, language: Language) -> None:
    """/sos is answered before anything else, for a stranger, in the middle of a question, and for colleagues too."""
    # Given a stranger, when /sos is the first thing they send
    aru = hotline.teenager("Аружан", language)
    await aru.writes("/sos")
    now = hotline.app.arrival.now()
    await aru.sees(hotline.app.crisis.sos, await aru.row(), now)

    # And given a coordinator in the middle of an invitation
    saule = await hotline.coordinator(language=language)
    await saule.writes("/invite")
    from dialogs import staff
    from domain.people import Role

    await saule.presses(staff.InviteRole(role=Role.PSYCHOLOGIST))
    await saule.writes("/sos")

    # Then the numbers come, and the question still stands
    await saule.sees(hotline.app.crisis.sos, await saule.row(), now)
    await saule.writes("Марина")
    assert "t.me/senim_bot?start=" in saule.phone.last.words


@pytest.mark.parametrize("command", ["/sos", "/ask", "/menu", "/start", "/помогите", "/help"])
async def test_words_behind_a_command_are_kept(hotline: Hotline, language: Language, command: str) -> None:
    """Whatever stands in front: what a frightened person types behind a command is kept, and SOS shows its numbers."""
    # Given somebody who writes words and a command in one
    aru = hotline.teenager("Аружан", language)
    await aru.writes(f"{command} {CALM[language]}")

    # Then the words are kept
    assert [line.text for line in await aru.lines()] == [f"{command} {CALM[language]}"]
    request = await aru.case()
    draft = await aru.render(lambda: asking.draft(request).text)
    assert isinstance(draft, str)
    await aru.reads(draft)
    if command == "/sos":
        await aru.sees(hotline.app.crisis.sos, await aru.row(), hotline.app.arrival.now())


async def test_numbers_fit_the_country(hotline: Hotline, language: Language) -> None:
    """At most three numbers, those of the country that the person named; another country, other numbers."""
    seen: dict[str, set[str]] = {}
    for country in ("KZ", "RU", "BY"):
        # Given somebody in this country, when they press SOS
        somebody = hotline.teenager(f"In {country}", language)
        await somebody.gets_to_know_the_bot(country=country)
        await somebody.calls_sos()

        # Then there are one to three lines with numbers
        numbers = [entity for entity in somebody.phone.last.entities if entity["type"] in ("code", "phone_number")]
        row = await somebody.row()
        with speaking(row.spoken, formal=row.formal):
            lines = hotline.app.crisis.numbers(row, "sos", hotline.app.arrival.now())
        assert 1 <= len(lines) <= 3
        assert len(numbers) >= 1
        seen[country] = set(lines)
    assert seen["KZ"] != seen["RU"] != seen["BY"]
