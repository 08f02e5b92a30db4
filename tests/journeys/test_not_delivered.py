"""What could not be delivered is loud: the sender hears of it, with the reason."""

from __future__ import annotations

import pytest

from dialogs import help_requests as asking
from dialogs import relay
from dialogs.notices import GIVEN
from dialogs.second_thoughts import with_try_again
from domain.notices import Failure
from domain.people import Language
from tests.journeys.hotline import Hotline
from tests.journeys.test_relaying import in_conversation
from tests.journeys.words import ANSWER, MORE

both_engines = pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True)


@both_engines
async def test_blocked_bot_is_loudly_told_to_the_specialist(hotline: Hotline, language: Language) -> None:
    """Words that cannot arrive are never silent: the specialist hears which, and why; after a return it works again."""
    # Given a conversation with somebody who then blocks the bot
    aigul = await hotline.specialist(language=language)
    aru, request = await in_conversation(hotline, aigul, language)
    aru.blocks_the_bot()
    await hotline.settled()
    assert not (await aru.row()).reachable

    # When the specialist writes
    words = await aigul.writes(ANSWER[language])

    # Then it is said that it was not delivered, as a reply to the very words, with no mark of success
    names = hotline.content.pseudonyms
    failed = (await aru.lines())[-1].id
    told = await aigul.sees(lambda: with_try_again(relay.not_delivered(request, Failure.BLOCKED, names), failed))
    assert told.reply_to is words
    assert aigul.reactions(words) == []

    # And when the person lets the bot in again, words arrive
    await aru.starts()
    assert (await aru.row()).reachable
    await aigul.writes(MORE[language])
    assert aru.has_ever_read(MORE[language])


async def test_deleted_account_is_told_from_a_blocked_bot(hotline: Hotline, language: Language) -> None:
    """A Telegram account that is gone is named as the reason."""
    # Given a conversation with somebody whose account is then deleted
    aigul = await hotline.specialist(language=language)
    aru, request = await in_conversation(hotline, aigul, language)
    aru.phone.person.deactivate()

    # When the specialist writes, then the reason is said
    await aigul.writes(ANSWER[language])
    names = hotline.content.pseudonyms
    failed = (await aru.lines())[-1].id
    await aigul.sees(lambda: with_try_again(relay.not_delivered(request, Failure.GONE, names), failed))


async def test_person_hears_that_their_specialist_was_not_reached(hotline: Hotline, language: Language) -> None:
    """Where the specialist blocks the bot, the person is told at once, and the next one reads the words."""
    # Given a conversation with a specialist who blocks the bot
    aigul, marina = await hotline.specialist("Айгуль"), await hotline.specialist("Марина")
    aru, request = await in_conversation(hotline, aigul, language)
    aigul.blocks_the_bot()
    await hotline.settled()

    # When the person writes
    words = await aru.writes(MORE[language])

    # Then they are told, at these words, and no mark says otherwise
    failed = (await aru.lines())[-1].id
    told = await aru.sees(lambda: with_try_again(asking.not_delivered(), failed))
    assert told.reply_to is words
    assert GIVEN not in aru.reactions(words)

    # And once a colleague has the case, the words are given, and the mark says so
    await hotline.app.help_requests.hand_over(request.id, await aigul.id(), await marina.id())
    await hotline.settled()
    await marina.presses(relay.OpenCase(request=request.id))
    await marina.reads(MORE[language])
    await hotline.marks_come()
    assert aru.reactions(words) == [GIVEN]
