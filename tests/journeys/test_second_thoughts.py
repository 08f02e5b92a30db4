"""Edits, replies, reactions, taking back, trying again: both ways, by the table of shown messages."""

from __future__ import annotations

from dialogs.notices import GIVEN
from dialogs.second_thoughts import TryAgain
from domain.people import Language
from tests.journeys.hotline import Hotline
from tests.journeys.test_relaying import in_conversation


async def test_edit_shows_before_and_after_and_nothing_where_nothing_changed(hotline: Hotline) -> None:
    """The specialist reads both; an edit that changes nothing says nothing."""
    aigul = await hotline.specialist()
    aru, _ = await in_conversation(hotline, aigul, Language.RU)
    words = await aru.writes("приду в пять")
    await aru.corrects(words, "приду в шесть")
    assert "приду в пять" in aigul.phone.last.words
    assert "приду в шесть" in aigul.phone.last.words
    seen = len(aigul.phone.history)
    await aru.corrects(words, "приду в шесть")
    assert len(aigul.phone.history) == seen


async def test_reply_points_at_the_same_words_on_both_sides(hotline: Hotline) -> None:
    """Mapped by chat and message id."""
    aigul = await hotline.specialist()
    aru, _ = await in_conversation(hotline, aigul, Language.RU)
    mine = await aru.writes("первое")
    relayed = aigul.phone.last
    await aru.writes("второе")
    await aigul.writes("про первое", reply_to=relayed)
    answer = next(each for each in aru.phone.history[::-1] if "про первое" in each.words and each.from_bot)
    assert answer.reply_to is mine
    await aru.writes("да", reply_to=mine)
    assert aigul.phone.last.reply_to is relayed


async def test_reaction_appears_on_the_other_side_and_goes_again(hotline: Hotline) -> None:
    """As a reaction; once it is gone our own mark is back."""
    aigul = await hotline.specialist()
    aru, _ = await in_conversation(hotline, aigul, Language.RU)
    words = await aigul.writes("держись")
    shown = next(each for each in aru.phone.history[::-1] if "держись" in each.words)
    await aru.phone.react(shown, "❤")
    await hotline.settled()
    assert aigul.reactions(words) == ["❤"]
    await aru.phone.react(shown)
    await hotline.settled()
    assert aigul.reactions(words) == [GIVEN]


async def test_words_are_taken_back_on_the_other_side(hotline: Hotline) -> None:
    """Deleted there, and marked in the transcript."""
    aigul = await hotline.specialist()
    aru, _ = await in_conversation(hotline, aigul, Language.RU)
    words = await aru.writes("лишнее")
    relayed = aigul.phone.last
    await aru.writes("/undo", reply_to=words)
    assert relayed.deleted
    assert (await aru.lines())[-1].taken_back_at is not None


async def test_failed_words_are_sent_again_by_hand(hotline: Hotline) -> None:
    """Held, and sent only when the button is pressed."""
    aigul = await hotline.specialist()
    aru, _ = await in_conversation(hotline, aigul, Language.RU)
    aru.blocks_the_bot()
    await hotline.settled()
    await aigul.writes("ещё раз")
    aru.phone.unblock()
    await hotline.settled()
    assert not aru.has_ever_read("ещё раз")
    await aigul.presses(TryAgain)
    assert aru.has_ever_read("ещё раз")
