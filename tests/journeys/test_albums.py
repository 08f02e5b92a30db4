"""Albums arrive as several updates, at any pace: none of their parts is lost, and the order stays."""

from __future__ import annotations

from domain.people import Language
from tests.journeys.cast import Specialist, Teenager
from tests.journeys.hotline import Hotline
from tests.journeys.test_relaying import in_conversation

LATER = 4.0
"""Seconds after which an album has been gathered in any case."""


async def gathered(hotline: Hotline) -> None:
    """Let what was waited for come due."""
    await hotline.settled()
    hotline.let_pass(LATER)
    await hotline.ticks()


async def pair(hotline: Hotline) -> tuple[Teenager, Specialist]:
    """Two in a conversation."""
    aigul = await hotline.specialist()
    aru, _request = await in_conversation(hotline, aigul, Language.RU)
    return aru, aigul


async def test_album_of_ten_and_the_words_after_it_arrive_in_order(hotline: Hotline) -> None:
    """Ten pictures and the words right after them: all arrive, the pictures as one album, the words behind it."""
    aru, aigul = await pair(hotline)
    before = len(aigul.phone.history)

    await aru.phone.send_album([("photo", f"часть {number}") for number in range(10)])
    await aru.phone.send("после альбома")
    await gathered(hotline)

    came = [each for each in aigul.phone.history[before:] if each.from_bot]
    assert [each.kind for each in came] == ["photo"] * 10 + ["text"]
    assert [f"часть {number}" in each.words for number, each in enumerate(came[:10])] == [True] * 10
    assert len({each.raw["media_group_id"] for each in came[:10]}) == 1


async def test_bad_part_stops_no_other(hotline: Hotline) -> None:
    """One part that Telegram will not send is told to its sender; the others arrive in their order."""
    aru, aigul = await pair(hotline)
    before = len(aigul.phone.history)

    sent = await aru.phone.send_album([("photo", f"часть {number}") for number in range(4)])
    del hotline.telegram.world.files[sent[1].media[-1]["file_id"]]
    await gathered(hotline)
    await gathered(hotline)

    came = [each.words for each in aigul.phone.history[before:] if each.kind == "photo"]
    assert [words[-1] for words in came] == ["0", "2", "3"]
    assert any(each.reply_to is sent[1] for each in aru.phone.history if each.from_bot)


async def test_ten_texts_arrive_in_order(hotline: Hotline) -> None:
    """Ten texts in a burst: ten arrive, in their order."""
    aru, aigul = await pair(hotline)
    before = len(aigul.phone.history)

    for number in range(10):
        await aru.phone.send(f"слова {number}")
    await hotline.settled()

    came = [each.words[-1] for each in aigul.phone.history[before:] if "слова" in each.words]
    assert came == [str(number) for number in range(10)]
