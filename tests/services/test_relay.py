"""Where a specialist's words go: never by accident."""

from __future__ import annotations

from domain.relay import Author, Kind
from services.relay import Passed
from tests.services.desk import Desk


async def test_words_need_a_case_and_only_one(desk: Desk) -> None:
    """None: nowhere. One: there. Two: asked about, and nothing is sent."""
    aigul = await desk.colleague()
    nowhere = await desk.relay.specialist_writes(aigul, desk.words())
    _, first = await desk.asks()
    await desk.requests.claim(first.id, aigul)
    there = await desk.relay.specialist_writes(aigul, desk.words())
    _, second = await desk.asks()
    await desk.requests.claim(second.id, aigul)
    asked = await desk.relay.specialist_writes(aigul, desk.words())

    assert [nowhere.passed, there.passed, asked.passed] == [Passed.NO_CASE, Passed.RELAYED, Passed.ASK_WHICH]
    assert {choice.id for choice in asked.choices} == {first.id, second.id}
    assert len(await desk.planned("relayed")) == 1


async def test_correction_follows_the_words_it_corrects(desk: Desk) -> None:
    """To the same case, even with two open; a note stays a note; what was never sent is asked about."""
    aigul = await desk.colleague()
    unsent = desk.words()
    await desk.relay.specialist_writes(aigul, unsent)
    person, first = await desk.asks()
    await desk.requests.claim(first.id, aigul)
    sent, note = desk.words("Приходи в пять"), desk.words("Про школу")
    await desk.relay.specialist_writes(aigul, sent)
    await desk.relay.specialist_writes(aigul, note, to=first.id, note=True)
    _, second = await desk.asks()
    await desk.requests.claim(second.id, aigul)

    of_words = await desk.relay.specialist_writes(aigul, desk.words("В шесть", Kind.EDIT, sent.key.message))
    of_note = await desk.relay.specialist_writes(aigul, desk.words("Про класс", Kind.EDIT, note.key.message))
    of_nothing = await desk.relay.specialist_writes(aigul, desk.words("Иначе", Kind.EDIT, unsent.key.message))

    assert of_words.request is not None
    assert (of_words.passed, of_words.request.id) == (Passed.RELAYED, first.id)
    assert of_note.passed is Passed.NOTED
    assert of_nothing.passed is Passed.ASK_WHICH
    lines = await desk.relay.lines(first.id, aigul)
    assert [line.author for line in lines[-3:]] == [Author.NOTE, Author.SPECIALIST, Author.NOTE]
    assert await desk.planned("relayed") == [person.id, person.id]


async def test_case_of_a_colleague_gets_nothing(desk: Desk) -> None:
    """Words for a case that somebody else holds are not written anywhere, and its lines are not read."""
    aigul, marina = await desk.colleague(), await desk.colleague()
    _, request = await desk.asks()
    await desk.requests.claim(request.id, aigul)

    passing = await desk.relay.specialist_writes(marina, desk.words(), to=request.id)

    assert passing.passed is Passed.NOT_YOURS
    assert await desk.relay.lines(request.id, marina) == []
    assert len(await desk.relay.lines(request.id, aigul)) == 1
