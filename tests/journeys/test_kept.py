"""What is kept about me, and: forget me."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest

from dialogs import kept, people, refusals
from domain.errors import WorksHere
from domain.help_requests import Status
from domain.people import AgeBand, Language
from storage.kept import KeptTable
from storage.sealing import Unreadable
from tests.journeys.hotline import Hotline
from tests.journeys.test_traces import both, in_conversation, left_in_the_books, sweeps
from tests.journeys.words import ANSWER, CALM, MORE

TABLES = ("person", "help_request", "case_message", "shown_message", "notice", "draft", "trace", "wipe")


async def my(hotline: Hotline, person: Any) -> Any:
    """The screen as it should be now."""
    app, content = hotline.app, hotline.content
    keeping = await app.kept.about(await person.id())
    return await person.sees(kept.my, keeping, content.regions, content.hours.duty.zone, 30)


async def test_person_reads_what_is_kept(hotline: Hotline, language: Language) -> None:
    """In plain words: the choices, each request with its state and day, how many messages, when it ends, and Telegram."""
    # Given a conversation
    aru, _ = await in_conversation(hotline, language)

    # When they ask
    await aru.writes("/my")

    # Then it is said, without any word of the conversation
    screen = await my(hotline, aru)
    assert CALM[language] not in screen.words
    assert "Telegram" in screen.words
    assert "30" in screen.words

    # And the settings lead there too
    await aru.writes("/settings")
    await aru.presses(people.OpenMy)
    await my(hotline, aru)


async def test_person_gets_everything_as_a_file(hotline: Hotline, language: Language) -> None:
    """With their own words and the answers, after a warning; a colleague's notes are counted and stay where they are."""
    # Given a conversation with a note
    aru, aigul = await in_conversation(hotline, language)
    await aigul.begins_a_note(await aru.case())
    await aigul.writes("Заметка для себя")

    # When they want it as a file
    await aru.writes("/my")
    await aru.presses(kept.AskFile)
    await aru.sees(kept.file_warning)
    await aru.presses(kept.GetFile)

    # Then it is there, and can be read
    (sent,) = [message for message in aru.news() if message.kind == "document"]
    assert sent.raw["document"]["file_name"] == kept.FILE
    keeping = await hotline.app.kept.about(await aru.id(), words=True)
    text = await aru.render(lambda: kept.document(keeping, hotline.content.regions, hotline.content.hours.duty.zone))
    assert isinstance(text, str)
    assert CALM[language] in text
    assert ANSWER[language] in text
    assert "Заметка для себя" not in text
    await aru.sees(kept.file_sent)

    # And the file is written down as something to erase
    assert sent.id in await left_in_the_books(hotline, aru)


async def dump(hotline: Hotline) -> str:
    """Every row there is."""
    return "\n".join([repr(await hotline.rows(f"select * from {table}")) for table in (*TABLES, "inbox")])


@both
async def test_forgotten_person_leaves_nothing(hotline: Hotline, language: Language, logs: StringIO) -> None:
    """Their rows, their words and keys, their chat, and the copies at the specialist's; the statistics stay nobody's."""
    # Given a person with a closed and an open matter, seen by a specialist, and a neighbour
    dana = hotline.teenager("Дана", language)
    await dana.gets_to_know_the_bot()
    await dana.writes(MORE[language])
    aru, aigul = await in_conversation(hotline, language)
    person, request, chat = await aru.id(), await aru.case(), aru.phone.person.id
    key = (await hotline.rows(f"select case_key from help_request where id = {request.id}"))[0]["case_key"]
    row = (await hotline.rows(f"select words from case_message where request_id = {request.id}"))[0]
    lookup = await hotline.read(lambda tx: tx.inbox.sender(chat))

    # When they go, after one question
    await aru.writes("/forget")
    await aru.sees(kept.ask_forget)
    await aru.presses(kept.Forget)
    await sweeps(hotline)

    # Then the chat holds one line that says nothing
    (left,) = aru.phone.messages
    assert left.buttons == []
    # And no table knows them: not their row, not the look-up, not a word
    assert await hotline.rows(f"select id from person where id = {person}") == []
    for table, column in (("trace", "person_id"), ("notice", "recipient"), ("shown_message", "person_id")):
        assert await hotline.rows(f"select * from {table} where {column} = {person}") == []
    assert await hotline.rows(f"select id from case_message where request_id = {request.id}") == []
    assert [each for each in await hotline.rows("select person from inbox") if bytes(each["person"]) == lookup] == []

    # And the words of the case cannot be read any more, even from a copy of them
    (now,) = await hotline.rows(f"select * from help_request where id = {request.id}")
    assert bytes(now["case_key"]) == b""
    assert now["status"] == Status.CLOSED
    with pytest.raises(Unreadable):
        await hotline.read(
            lambda tx: tx.relay.seals.case(bytes(now["case_key"])).open(bytes(row["words"]), "case.words")
        )
    assert await hotline.read(lambda tx: tx.relay.seals.case(bytes(key)).open(bytes(row["words"]), "case.words"))

    # And the specialist knows that the person left, and has no word of theirs
    assert not any(CALM[language] in message.words for message in aigul.phone.messages)
    name = hotline.content.pseudonyms.name(request.pseudonym, Language.RU)
    assert any(name in message.words and "ушёл" in message.words for message in aigul.news())
    assert await aigul.holds() == []

    # And the neighbour is untouched
    assert [line.text for line in await dana.lines()] == [MORE[language]]
    assert str(chat) not in logs.getvalue()


async def test_who_was_forgotten_comes_as_somebody_new(hotline: Hotline, language: Language) -> None:
    """Nothing connects the two: a new row, and no old request to come back to."""
    # Given somebody who was forgotten
    aru, _ = await in_conversation(hotline, language)
    old = await aru.id()
    await aru.writes("/forget")
    await aru.presses(kept.Forget)

    # When they write again
    await aru.writes(MORE[language])

    # Then they are a stranger whose words are kept as any stranger's
    assert await aru.id() != old
    assert (await aru.row()).language is None
    assert [line.text for line in await aru.lines()] == [MORE[language]]


async def test_words_on_their_way_do_not_survive_their_person(hotline: Hotline, language: Language) -> None:
    """A line that Telegram is delivering while its person is forgotten: deleted at the specialist's, nothing breaks."""
    # Given words on their way to the specialist
    aru, aigul = await in_conversation(hotline, language)
    request = await aru.case()
    person = await aru.row()
    slow = hotline.telegram.faults.add("delay", method="sendMessage", chat=aigul.phone.chat.id, delay=0.4)
    await aru.phone.send(MORE[language])
    assert await hotline.telegram.world.pulse.until(lambda: slow.hits or None, 10)

    # When the person is forgotten meanwhile
    await hotline.app.kept.forget(person)
    await hotline.app.kept.forgotten(person.id)
    await hotline.settled()
    await sweeps(hotline)
    await sweeps(hotline)

    # Then no word of theirs stays
    assert not any(MORE[language] in message.words for message in aigul.phone.messages)
    assert await hotline.rows(f"select id from case_message where request_id = {request.id}") == []


async def test_forgetting_is_finished_after_a_crash(
    hotline: Hotline, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All but the chat is gone with the first commit; the chat is emptied by whoever comes next."""
    # Given somebody whose forgetting was begun by a process that is gone
    aru, _ = await in_conversation(hotline, language)
    row = await aru.row()
    await hotline.app.tracing.written()

    async def dies(*_: object) -> int:
        raise ConnectionError

    with monkeypatch.context() as crash:
        crash.setattr(hotline.app.traces, "wipe", dies)
        with pytest.raises(ConnectionError):
            await hotline.app.kept.forget(row)
    assert aru.phone.messages != []

    # When somebody looks around
    hotline.let_pass(21)
    await sweeps(hotline)

    # Then it is done
    assert len(aru.phone.messages) == 1
    assert await hotline.rows(f"select id from person where id = {row.id}") == []


async def test_draft_that_was_never_sent_leaves_no_row(hotline: Hotline) -> None:
    """What nobody has seen is in no statistics."""
    aru = hotline.teenager()
    await aru.gets_to_know_the_bot(age=AgeBand.UNDER_18)
    await aru.writes(CALM[Language.RU])
    await aru.writes("/forget")
    await aru.presses(kept.Forget)

    assert await hotline.rows("select id from help_request") == []
    assert await hotline.rows("select id from request_event") == []


async def test_colleague_is_not_forgotten_while_they_work_here(hotline: Hotline, language: Language) -> None:
    """Said kindly, also to a forged button, and nothing changes."""
    aigul = await hotline.specialist(language=language)
    await aigul.writes("/forget")
    await aigul.reads(str(await aigul.render(lambda: refusals.words(WorksHere()))))
    await aigul.forges(kept.Forget())

    assert (await aigul.row()).role is not None


async def test_without_the_recall_copies_would_stay(hotline: Hotline, monkeypatch: pytest.MonkeyPatch) -> None:
    """A negative control: it is the recall that takes a person's words from the specialist's chat."""
    forget = KeptTable._forget

    def careless(table: KeptTable, request: Any, nobody: int, now: int) -> Any:
        monkeypatch.setattr(table.sql, "recall_copies", lambda *_, **__: None)
        return forget(table, request, nobody, now)

    monkeypatch.setattr(KeptTable, "_forget", careless)
    aru, aigul = await in_conversation(hotline, Language.RU)
    await aru.writes("/forget")
    await aru.presses(kept.Forget)
    await sweeps(hotline)

    assert any(CALM[Language.RU] in message.words for message in aigul.phone.messages)
