"""What tells more than words is asked about first, and pictures reach whoever takes the case."""

from __future__ import annotations

import pytest

from dialogs import consents, relay
from dialogs.consents import KeepBack, Let
from domain.people import Language
from tests.journeys.hotline import Hotline
from tests.journeys.kinds import both_engines, fresh
from tests.journeys.words import CALM


@pytest.mark.parametrize("kind", ["contact", "location", "voice", "video_note", "document", "audio"])
async def test_what_tells_more_than_words_is_asked_about_and_a_no_leaves_nothing(
    hotline: Hotline, language: Language, kind: str
) -> None:
    """Before a yes nothing goes out and nothing is kept; after a no neither."""
    # Given a conversation
    aigul = await hotline.specialist(language=language)
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    await aru.asks_for_help(CALM[language])
    await aigul.takes(await aru.case())
    lines, read = await aru.lines(), len(aigul.phone.history)

    # When it is sent, then it waits for an answer
    sent = await aru.sends_kind(kind)
    assert aru.phone.last.reply_to is sent
    assert await aru.lines() == lines

    # And after a no it is as if it had never been
    await aru.presses(KeepBack)
    await aru.sees(consents.kept_back, staff=False)
    assert await aru.lines() == lines
    assert await hotline.rows("select * from draft where data is not null") == []
    assert len(aigul.phone.history) == read


@both_engines
async def test_voice_is_asked_about_once(hotline: Hotline, language: Language) -> None:
    """A voice is an identity: that is said before the first one goes out, and not again after a yes."""
    # Given a conversation
    aigul = await hotline.specialist(language=language)
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    await aru.asks_for_help(CALM[language])
    await aigul.takes(await aru.case())

    # When the first voice is sent, then nothing goes out before the yes
    await aru.sends_kind("voice")
    assert aigul.phone.last.kind == "text"
    await aru.presses(Let)
    assert aigul.phone.last.kind == "voice"
    await aru.sees(consents.given, staff=False)

    # And the next one goes by itself
    asked = len(aru.phone.history)
    await aru.sends_kind("voice")
    assert aigul.phone.last.kind == "voice"
    assert not any(message.buttons for message in fresh(aru, asked))


async def test_yes_pressed_twice_passes_once(hotline: Hotline, language: Language) -> None:
    """An old question, answered again, gives nothing twice."""
    # Given a place that was let pass
    aigul = await hotline.specialist(language=language)
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    await aru.asks_for_help(CALM[language])
    await aigul.takes(await aru.case())
    await aru.sends_kind("location")
    yes = aru.button(Let)
    await aru.presses(yes)

    # When the very same button is pressed again
    await aru.presses(yes)

    # Then there is one place
    assert sum(each.kind == "location" for each in aigul.phone.history) == 1


async def test_words_under_what_is_asked_about_are_not_held_back(hotline: Hotline, language: Language) -> None:
    """The words under a voice may be a cry for help: they are kept and passed at once, the voice after the yes."""
    # Given a conversation
    aigul = await hotline.specialist(language=language)
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    await aru.asks_for_help(CALM[language])
    await aigul.takes(await aru.case())

    # When
    await aru.sends_kind("voice", "послушайте, пожалуйста")

    # Then
    assert aigul.has_ever_read("послушайте, пожалуйста")
    assert aigul.phone.last.kind == "text"
    await aru.presses(Let)
    assert aigul.phone.last.kind == "voice"
    assert sum("послушайте, пожалуйста" in each.words for each in aigul.phone.history) == 1


async def test_person_is_shown_what_the_specialist_sees_instead(hotline: Hotline, language: Language) -> None:
    """What was taken out is never taken out in silence; the original stays in the case, sealed."""
    # Given a conversation
    aigul = await hotline.specialist(language=language)
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    await aru.asks_for_help(CALM[language])
    await aigul.takes(await aru.case())

    # When
    words = await aru.writes("мой ник @kanareyka_friend, а номер +7 701 555 01 99")

    # Then
    shown = next(each for each in aru.news() if each.reply_to is words and "@kanareyka" not in each.words)
    assert "+7 701" not in shown.words
    assert not aigul.has_ever_read("kanareyka_friend")
    assert not aigul.has_ever_read("555 01 99")
    assert (await aru.lines())[-1].text == "мой ник @kanareyka_friend, а номер +7 701 555 01 99"
    # And short numbers stay: helplines have three digits
    await aru.writes("мне 15, класс 9, звонить на 111 или 150?")
    assert aigul.has_ever_read("мне 15, класс 9, звонить на 111 или 150?")


async def test_picture_of_a_waiting_person_reaches_whoever_takes_the_case(hotline: Hotline, language: Language) -> None:
    """What was sent before anybody read follows the case, once for each reader."""
    # Given somebody who sends a picture while waiting
    aigul, marina = await hotline.specialist("Айгуль"), await hotline.specialist("Марина")
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    await aru.asks_about("school")
    await aru.sends_kind("photo", "вот что они нарисовали")
    await aru.sends()

    # When it is taken, opened again, and handed over
    request = await aru.case()
    await aigul.takes(request)
    await aigul.presses(relay.OpenCase(request=request.id)) if aigul.find(relay.OpenCase) else None
    assert sum(each.kind == "photo" for each in aigul.phone.history) == 1
    await aigul.hands_over(request, marina)
    await marina.presses(relay.OpenCase(request=request.id))

    # Then each reader has it once
    assert sum(each.kind == "photo" for each in marina.phone.history) == 1
    assert sum(each.kind == "photo" for each in aigul.phone.history) == 1


async def test_bad_file_stops_nothing(hotline: Hotline, language: Language) -> None:
    """A file that Telegram will not send is told to its sender, and what comes after it arrives."""
    # Given a conversation
    aigul = await hotline.specialist(language=language)
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    await aru.asks_for_help(CALM[language])
    await aigul.takes(await aru.case())

    # When a picture is gone from Telegram before it could be sent, and words follow
    sent = await aru.phone.send_kind("photo")
    hotline.telegram.world.files.clear()
    await aru.writes("а это слова")

    # Then
    assert aigul.has_ever_read("а это слова")
    assert any(each.reply_to is sent and each.buttons for each in aru.phone.history if each.from_bot)
    failed = (await aru.lines())[-2]
    assert failed.failure == "refused"
