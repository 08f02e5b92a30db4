"""Bad input: a kind answer in the person's language, or a defined silence."""

from __future__ import annotations

from typing import Any

import pytest

from dialogs import help_requests as asking
from dialogs import people, relay
from dialogs.ways import GoHome
from domain.help_requests import Status
from domain.people import Language
from tests.journeys.hotline import Hotline
from tests.journeys.words import ANSWER, CALM, MORE


async def test_unknown_command_has_a_kind_answer(hotline: Hotline, language: Language) -> None:
    """No blame, a way on, for people and colleagues; nothing is passed on to anybody."""
    # Given a conversation
    aigul = await hotline.specialist(language=language)
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    await aru.asks_for_help(CALM[language])
    await aigul.takes(await aru.case())

    # When either side tries a command that does not exist
    for actor, other, tried in ((aru, aigul, "/nosuchcommand"), (aigul, aru, "/nosuchcommand please")):
        await actor.writes(tried)

        # Then it is answered, and the other side hears nothing
        await actor.sees(people.unknown_command)
        assert not other.has_ever_read("/nosuchcommand")


async def test_button_of_an_old_screen_is_answered_with_today(hotline: Hotline, language: Language) -> None:
    """An old button is never an error: it says that this has changed, and shows how things are now."""
    # Given a draft that was dropped, and its button still in the chat
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    await aru.asks_about("family")
    await aru.writes(CALM[language])
    old_send, old_discard = aru.button(asking.Send), aru.button(asking.Discard)
    await aru.presses(asking.Discard)

    # When the old buttons are pressed
    for button in (old_send, old_discard):
        await aru.presses(button)

        # Then nothing happens but the truth
        assert aru.phone.toasts[-1] == await aru.render(people.outdated)
        menu = await aru.render(people.menu, None)
        assert not isinstance(menu, str)
        assert aru.phone.last.text == menu.text
    assert await hotline.rows("select id from help_request") == []


async def test_button_of_another_age_is_answered_with_today(hotline: Hotline, language: Language) -> None:
    """Data that no version of this bot knows is answered like any old button, for people and for colleagues."""
    # Given a person and a colleague, when a button of unknown kind is pressed
    from simulator import Button

    aru, aigul = hotline.teenager("Аружан", language), await hotline.specialist(language=language)
    await aru.gets_to_know_the_bot()
    for actor in (aru, aigul):
        await actor.presses(Button("?", "booking:17:3", message=actor.phone.last))

        # Then they are told, and see where they are
        assert actor.phone.toasts[-1] == await actor.render(people.outdated)
        assert actor.news()
    await aru.sees(people.menu, None)


async def test_specialist_is_told_what_cannot_be_passed_on(hotline: Hotline, language: Language) -> None:
    """What cannot be passed on is refused loudly: nobody believes that it arrived."""
    # Given a conversation
    aigul = await hotline.specialist(language=language)
    aru = hotline.teenager("Аружан", language)
    await aru.asks_for_help(CALM[language])
    await aigul.takes(await aru.case())

    # When a game, a story and a gift are sent, then nothing leaves
    seen = len(aru.phone.history)
    for kind in ("game", "story", "gift"):
        await aigul.sends_kind(kind)
        await aigul.sees(relay.cannot_pass)
    assert len(aru.phone.history) == seen


async def test_persons_game_is_kept_as_a_word_and_said_honestly(hotline: Hotline, language: Language) -> None:
    """That there was something is kept, the specialist sees it, the person is asked for words."""
    # Given a conversation
    aigul = await hotline.specialist(language=language)
    aru = hotline.teenager("Аружан", language)
    await aru.asks_for_help(CALM[language])
    await aigul.takes(await aru.case())

    # When the person sends a game
    await aru.sends_kind("game")

    # Then the person knows, and so does the specialist
    await aru.sees(asking.kept_other, await aru.case())
    assert aigul.news()
    assert [str(line.kind) for line in await aru.lines()][-1] == "other"


async def test_group_is_told_once_that_the_bot_talks_in_private(hotline: Hotline) -> None:
    """In a group the bot answers commands with one sentence, reads nothing, and stores nobody."""
    # Given a group with a person who is known, one who is not, and the bot
    aru, stranger = hotline.teenager("Аружан"), hotline.teenager("Stranger")
    await aru.gets_to_know_the_bot()
    known = await hotline.rows("select id from person")
    group = hotline.telegram.add_group("9Б", [aru.phone.person, stranger.phone.person])
    group.add_bot(hotline.bot)
    await hotline.settled()

    # When both talk there, about a crisis too, and call the bot
    for person in (aru, stranger):
        phone = group.phone(person.phone.person)
        await phone.send("@senim_bot я не хочу жить")
        await phone.send("/nosuchcommand")
        await phone.send("/start@senim_bot")
        await phone.send_kind("sticker")
    await hotline.settled()

    # Then the only answer is where to write, and nothing is kept
    answers = [message for message in group.messages if message.from_bot]
    assert 1 <= len(answers) <= 2
    for answer in answers:
        assert "t.me" not in answer.words
        assert answer.buttons == []
    assert await hotline.rows("select id from person") == known
    assert await hotline.rows("select id from case_message") == []

    # And being thrown out breaks nothing
    group.remove_bot(hotline.bot)
    await hotline.settled()


async def test_person_who_blocks_in_the_middle_breaks_nothing(hotline: Hotline, language: Language) -> None:
    """Words sent just before blocking are kept; nothing is said, since nothing can be; a return begins where it was."""
    # Given somebody who writes and blocks the bot before it can answer
    aru = hotline.teenager("Аружан", language)
    await aru.gets_to_know_the_bot()
    await aru.phone.send(CALM[language])
    aru.blocks_the_bot()
    await hotline.settled()

    # Then the words are kept, and the person is known to be away
    assert [line.text for line in await aru.lines()] == [CALM[language]]
    assert not (await aru.row()).reachable

    # When they come back, then it goes on
    await aru.starts()
    assert (await aru.row()).reachable
    await aru.writes(MORE[language])
    await aru.sends()
    assert (await aru.case()).status is Status.WAITING
    assert [line.text for line in await aru.lines()] == [CALM[language], MORE[language]]


async def test_deleted_account_breaks_nothing(hotline: Hotline, language: Language) -> None:
    """An account that is gone while its words are handled: the words are kept, the queue goes on."""
    # Given a request of somebody whose account is then deleted
    aigul = await hotline.specialist(language=language)
    aru = hotline.teenager("Аружан", language)
    await aru.asks_for_help(CALM[language])
    aru.phone.person.deactivate()

    # When the specialist takes it and answers, then it is all said as it is
    await aigul.takes(await aru.case())
    await aigul.reads(CALM[language])
    await aigul.writes(ANSWER[language])
    assert not (await aru.row()).reachable
    assert not aru.has_ever_read(ANSWER[language])


@pytest.mark.parametrize(
    "update",
    [
        {"message_of_the_future": {"message_id": 1, "from": {"id": 5}, "chat": {"id": 5, "type": "private"}}},
        {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
                  "is_anonymous": True, "type": "regular", "allows_multiple_answers": False}},
        {"inline_query": {"id": "1", "from": {"id": 5, "is_bot": False, "first_name": "A"}, "query": "", "offset": ""}},
        {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -100, "type": "channel", "title": "C"}}},
    ],
    ids=["of the future", "poll", "inline query", "channel post"],
)  # fmt: skip
async def test_update_of_an_unexpected_kind_is_silence(hotline: Hotline, update: dict[str, Any]) -> None:
    """What nobody asked for, or nobody has invented yet, is done with at once and disturbs nobody."""
    # Given a hotline, when such an update arrives by a webhook that once asked for more
    calls = len(hotline.telegram.record)
    await hotline.app.inbox.receive(hotline.bot.id, [{"update_id": 1, **update}])
    await hotline.app.inbox.idle()

    # Then it is done, with no second try and no word to anybody
    assert [row["state"] for row in await hotline.rows("select state from inbox where update_id = 1")] == ["done"]
    assert {call.method for call in hotline.telegram.record[calls:]} <= {"getUpdates"}


async def test_words_are_welcome_on_every_screen(hotline: Hotline, language: Language) -> None:
    """Text where a button is due is no mistake: it is kept as what the person wants to say."""
    # Given a newcomer who writes instead of pressing, on each screen of the first meeting
    aru = hotline.teenager("Аружан", language)
    await aru.starts()
    said: list[str] = []
    for choice in (people.PickLanguage(code=language), people.Meet(), people.PickCountry(code="KZ"), None):
        said.append(hotline.calm(f"{CALM[language]} {len(said)}"))
        await aru.writes(said[-1])
        if choice is not None:
            await aru.presses(choice)

    # Then every word is kept, in order, and the way home works
    assert [line.text for line in await aru.lines()] == said
    await aru.presses(GoHome)
    await aru.sees(people.menu, await aru.case())
