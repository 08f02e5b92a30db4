"""A conversation through the bot: nothing is lost, nothing goes out by accident, nothing is claimed that is not so."""

from __future__ import annotations

import pytest

from dialogs import help_requests as asking
from dialogs import notices, relay, words
from domain.help_requests import HelpRequest, Outcome, Status
from domain.people import AgeBand, Language
from domain.relay import Author
from tests.journeys.cast import Specialist, Teenager
from tests.journeys.hotline import Hotline
from tests.journeys.words import ANSWER, CALM, MORE

both_engines = pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True)


async def in_conversation(
    hotline: Hotline, aigul: Specialist, language: Language, name: str = "Аружан"
) -> tuple[Teenager, HelpRequest]:
    """Somebody whose case this specialist has just taken."""
    person = hotline.teenager(name, language)
    await person.gets_to_know_the_bot(age=AgeBand.UNDER_18)
    await person.asks_for_help(CALM[language])
    await aigul.takes(await person.case())
    return person, await person.case()


@both_engines
async def test_two_cases_and_no_reply_are_asked_about(hotline: Hotline, language: Language) -> None:
    """With two open cases words go nowhere until it is said to whom; each question keeps the words it is about."""
    # Given a specialist with two cases
    aigul = await hotline.specialist(language=language)
    aru, first = await in_conversation(hotline, aigul, language, "Аружан")
    dana, second = await in_conversation(hotline, aigul, language, "Дана")

    # When the specialist just writes, twice
    await aigul.writes(ANSWER[language])
    assert not aru.has_ever_read(ANSWER[language])
    assert not dana.has_ever_read(ANSWER[language])
    to_first = next(b for b in aigul.buttons() if (b.data or "").startswith(f"to:{first.id}:"))
    await aigul.writes(MORE[language])
    to_second = next(b for b in aigul.buttons() if (b.data or "").startswith(f"to:{second.id}:"))

    # Then each answer sends the words of its own question
    await aigul.presses(to_first)
    await aigul.sees(relay.passed, await aru.case(), hotline.content.pseudonyms)
    await aigul.presses(to_second)
    assert aru.has_ever_read(ANSWER[language])
    assert not aru.has_ever_read(MORE[language])
    assert dana.has_ever_read(MORE[language])
    assert not dana.has_ever_read(ANSWER[language])

    # And an answer that was given already gives nothing twice
    await aigul.presses(to_first)
    assert sum(ANSWER[language] in m.words for m in aru.phone.messages) == 1


async def test_reply_goes_to_who_is_answered(hotline: Hotline, language: Language) -> None:
    """A reply to a person's words, or to a case, reaches that person, however many cases are open."""
    # Given two conversations
    aigul = await hotline.specialist()
    aru, _first = await in_conversation(hotline, aigul, language, "Аружан")
    shown = aigul.phone.last
    dana, _second = await in_conversation(hotline, aigul, language, "Дана")
    await dana.writes(MORE[language])

    # When the specialist replies to the case of the one and to the words of the other
    relayed = aigul.phone.last
    await aigul.writes("Первый ответ", reply_to=shown)
    await aigul.writes("Второй ответ", reply_to=relayed)

    # Then each gets their own, and only that
    assert aru.has_ever_read("Первый ответ")
    assert not aru.has_ever_read("Второй ответ")
    assert dana.has_ever_read("Второй ответ")
    assert not dana.has_ever_read("Первый ответ")


@both_engines
async def test_note_never_leaves(hotline: Hotline, language: Language) -> None:
    """A note stays with the staff, and so does its correction; colleagues who take the case read it."""
    # Given a conversation
    aigul, marina = await hotline.specialist("Айгуль"), await hotline.specialist("Марина")
    aru, request = await in_conversation(hotline, aigul, language)

    # When the specialist writes a note, corrects it, and sends a place where the note is due
    await aigul.begins_a_note(request)
    await aigul.sees(relay.note, request, hotline.content.pseudonyms)
    await aigul.sends_kind("location")
    await aigul.sees(relay.cannot_pass)
    note = await aigul.writes("заметка про класс")
    noted = await aigul.render(lambda: relay.noted(request, 1, hotline.content.pseudonyms).text)
    assert isinstance(noted, str)
    await aigul.reads(noted)
    await aigul.corrects(note, "заметка про школу")

    # Then the person has read none of it
    assert not aru.has_ever_read("заметка")
    assert [line.author for line in await aru.lines()][-2:] == [Author.NOTE, Author.NOTE]

    # And the next message is a message again
    await aigul.writes(ANSWER[language])
    assert aru.has_ever_read(ANSWER[language])

    # And who takes the case over reads it
    await aigul.hands_over(request, marina)
    await marina.presses(relay.OpenCase(request=request.id))
    await marina.reads("заметка про школу")
    assert not aru.has_ever_read("заметка")


@both_engines
async def test_note_that_was_meant_for_the_person_is_sent_with_one_tap(hotline: Hotline, language: Language) -> None:
    """Who forgot that a note was due loses nothing: the words go to the person, once, however often it is pressed."""
    # Given words for the person, written where a note was due
    aigul = await hotline.specialist(language=language)
    aru, request = await in_conversation(hotline, aigul, language)
    await aigul.begins_a_note(request)
    await aigul.writes(ANSWER[language])
    assert not aru.has_ever_read(ANSWER[language])
    send = aigul.button(relay.SendNote)

    # When they are sent after all, twice
    await aigul.presses(send)
    await aigul.sees(relay.passed, request, hotline.content.pseudonyms)
    assert sum(ANSWER[language] in m.words for m in aru.phone.messages) == 1

    # And from somebody else's phone, or when the case is gone: nothing
    marina = await hotline.specialist("Марина")
    await marina.forges(relay.SendNote.unpack(send.data or ""))
    await marina.sees(relay.not_yours)
    await aigul.gives_back(request)
    await aigul.forges(relay.SendNote.unpack(send.data or ""))
    await aigul.sees(relay.not_yours)
    assert sum(ANSWER[language] in m.words for m in aru.phone.messages) == 1


async def test_corrections_reach_the_other_side_of_the_same_case(hotline: Hotline, language: Language) -> None:
    """An edited message comes as a correction, to where the first wording went; what went nowhere still goes nowhere."""
    # Given a conversation, with words both ways
    aigul = await hotline.specialist()
    before = await aigul.writes("Ещё никому")
    aru, _request = await in_conversation(hotline, aigul, language)
    said = await aigul.writes("Приходи в пять")
    asked = await aru.writes(MORE[language])

    # When both correct themselves
    await aigul.corrects(said, "Приходи в шесть")
    await aru.corrects(asked, CALM[language] + "!")

    # Then both corrections arrive
    corrected = await aru.render(lambda: words._("Corrected: {text}").format(text="Приходи в шесть"))
    assert any(isinstance(corrected, str) and corrected in m.words for m in aru.phone.messages)
    assert (await aigul.reads(CALM[language] + "!")) is aigul.phone.last

    # And a second conversation does not make them go astray
    dana, _ = await in_conversation(hotline, aigul, language, "Дана")
    await aigul.corrects(said, "Приходи в семь")
    assert aru.has_ever_read("Приходи в семь")
    assert not dana.has_ever_read("Приходи в семь")

    # And what was never sent to anybody is asked about first
    await aigul.corrects(before, "Всё ещё никому")
    assert not aru.has_ever_read("никому")
    assert not dana.has_ever_read("никому")
    assert aigul.find(relay.ToCase) is not None


@both_engines
async def test_case_is_handed_over_with_all_that_was_said(hotline: Hotline, language: Language) -> None:
    """A colleague on duty who speaks the language takes it over, reads it all, and the person hears the new name."""
    # Given a conversation and a colleague
    aigul, marina = await hotline.specialist("Айгуль"), await hotline.specialist("Марина")
    aru, request = await in_conversation(hotline, aigul, language)
    await aigul.writes(ANSWER[language])

    # When it is handed over
    await aigul.hands_over(request, marina)
    await aigul.sees(relay.handed_over, await hotline.app.staff.get(await marina.id()))

    # Then the person hears who reads now, and the colleague reads what was said
    aru.phone.since = 0
    await aru.sees(asking.claimed, await hotline.app.staff.get(await marina.id()))
    await marina.presses(relay.OpenCase(request=request.id))
    await marina.reads(ANSWER[language])

    # And from now on words go there and nowhere else
    await aru.writes(MORE[language])
    await marina.reads(MORE[language])
    assert not aigul.has_ever_read(MORE[language])
    await aigul.writes("Ещё от меня")
    await aigul.sees(relay.no_case)
    assert not aru.has_ever_read("Ещё от меня")


async def test_with_no_colleague_there_the_way_back_is_offered(hotline: Hotline, language: Language) -> None:
    """Nobody else on duty who speaks the language: said so, and the case stays."""
    # Given a specialist alone with the language
    aigul = await hotline.specialist()
    other = next(code for code in Language if code is not language)
    await hotline.specialist("Other", speaks=[other])
    _aru, request = await in_conversation(hotline, aigul, language)

    # When they look for a colleague, then there is none, and the case can be opened again
    await aigul.presses(relay.HandOver(request=request.id))
    await aigul.sees(relay.no_colleague, request)
    await aigul.presses(relay.OpenCase(request=request.id))
    await aigul.reads(CALM[language])


async def test_returned_case_keeps_its_place_and_the_person_knows(hotline: Hotline, language: Language) -> None:
    """Back in the queue it stands where its wait has earned; the person hears it at once."""
    # Given a conversation, and somebody who asked later
    aigul = await hotline.specialist()
    aru, request = await in_conversation(hotline, aigul, language)
    later = hotline.teenager("Later", language)
    await later.asks_for_help(CALM[language])

    # When the case is returned
    aru.phone.acted()
    await aigul.gives_back(request)

    # Then the person knows, and it is the next one
    await aru.sees(asking.returned)
    assert (await aru.case()).waiting_since == request.waiting_since
    await aigul.takes_next()
    assert [held.id for held in await aigul.holds()] == [request.id]


async def test_after_the_end_words_go_to_nobody(hotline: Hotline, language: Language) -> None:
    """A reply to a closed case is not sent, and said so."""
    # Given a conversation that was closed
    aigul = await hotline.specialist()
    aru, request = await in_conversation(hotline, aigul, language)
    shown = aigul.phone.last
    await aigul.closes(request, Outcome.HELPED)

    # When the specialist replies to it
    await aigul.writes(ANSWER[language], reply_to=shown)

    # Then nothing was sent
    await aigul.sees(relay.not_yours)
    assert not aru.has_ever_read(ANSWER[language])

    # And buttons of the closed case change nothing
    await aigul.forges(relay.Note(request=request.id), under=shown)
    await aigul.forges(relay.GiveBack(request=request.id), under=shown)
    assert (await aru.case()).status is Status.CLOSED


async def test_longest_message_arrives_whole(hotline: Hotline, language: Language) -> None:
    """4,096 characters, split where they must be, with nothing dropped, both ways."""
    # Given a conversation
    aigul = await hotline.specialist()
    aru, _request = await in_conversation(hotline, aigul, language)
    long = "".join(f"{number:06}. " for number in range(512))[:4095] + "!"
    assert len(long) == 4096

    # When each side sends as much as Telegram takes
    for writer, reader in ((aru, aigul), (aigul, aru)):
        since = hotline.telegram.world.events
        await writer.writes(long)

        # Then the other side has it all
        parts = [m.words for m in reader.phone.messages if m.from_bot and m.event > since]
        assert len(parts) == 2
        assert "".join(parts).partition("\n")[2].replace(" ", "") == long.replace(" ", "")


async def test_red_words_with_nobody_there_are_called_out_for_every_kind_of_notice() -> None:
    """Every kind of staff notice has a way to act on it: the flows know all of them."""
    assert set(notices.FLOW) >= {"notices.new_request", "notices.handed_over", "notices.red_escalated"}
