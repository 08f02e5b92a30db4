"""Coming in: one link for one person, once; and the first day."""

from __future__ import annotations

import pytest

from dialogs import refusals, staff
from dialogs.people import refused
from domain import errors
from domain.crisis import Action
from domain.help_requests import HelpRequest
from domain.people import Language, Role
from domain.relay import Author, UpdateKey
from domain.staff import NAME_LIMIT
from storage.drafts import DraftTable
from tests.journeys.cast import Actor, Coordinator, Specialist, Teenager
from tests.journeys.hotline import Hotline
from tests.journeys.words import ANSWER, CALM, crisis


async def _is_refused(actor: Actor, refusal: errors.Refused, *, is_staff: bool) -> None:
    await actor.sees(lambda: refused(refusals.words(refusal), staff=is_staff))


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True)
async def test_coordinator_invites_and_a_colleague_joins(hotline: Hotline, language: Language) -> None:
    """/invite gives a link that works once; the colleague names themselves, their languages and topics, and can work."""
    # Given a coordinator who invites
    saule = await hotline.coordinator(language=language)
    token = await saule.invites(Role.PSYCHOLOGIST, "Динара")

    # When the colleague opens the link and goes through the first day
    account = hotline.telegram.add_person("Account of Dinara", language_code=language.value)
    dinara = Specialist(hotline, account.phone(hotline.bot), language)
    await dinara.starts(token)
    await dinara.sees(staff.name_ru, Role.PSYCHOLOGIST, "Динара")
    await dinara.writes("Дина")
    await dinara.sees(staff.name_kk, "Дина")
    await dinara.writes("Дина апай")
    await dinara.sees(staff.languages, frozenset())
    await dinara.presses(staff.Speaks(code=language))
    await dinara.sees(staff.languages, frozenset({language}))
    await dinara.presses(staff.LanguagesDone)
    await dinara.sees(staff.topics, hotline.content.topics, Role.PSYCHOLOGIST, frozenset())
    await dinara.presses(staff.Takes(topic="school"))
    await dinara.presses(staff.TopicsDone)

    # Then they are at their desk, off duty, as they said
    member = await hotline.app.staff.get(await dinara.id())
    assert member is not None
    await dinara.sees(staff.desk, member, [], 0)
    assert (member.name_ru, member.name_kk, member.joined, member.on_duty) == ("Дина", "Дина апай", True, False)
    assert (member.languages, member.topics) == (frozenset({language}), frozenset({"school"}))

    # And the button comes on duty
    await dinara.presses(staff.Duty(on=True))
    assert [each.id for each in await hotline.app.staff.on_duty()] == [member.id]


async def test_link_works_once(hotline: Hotline, language: Language) -> None:
    """A link that was used is refused to the next person, who stays what they were."""
    # Given a link that somebody has used
    token, _ = await hotline.app.staff.invite(Role.PSYCHOLOGIST, "Айгуль")
    account = hotline.telegram.add_person("Account of Aigul")
    await Specialist(hotline, account.phone(hotline.bot), Language.RU).joins(token, list(Language))

    # When somebody else opens it
    stranger = hotline.teenager("Stranger", language)
    await stranger.starts(token)

    # Then it is refused, with SOS on the screen, and nothing has changed
    await _is_refused(stranger, errors.InviteUnusable(), is_staff=False)
    assert (await stranger.row()).role is None


async def test_expired_link_is_refused(hotline: Hotline, language: Language) -> None:
    """A day later the link is worth nothing."""
    # Given a link, when its time is over
    token, _ = await hotline.app.staff.invite(Role.PSYCHOLOGIST, "Айгуль")
    hotline.let_pass(hotline.content.triage.invite_expires.total_seconds() + 1)
    late = hotline.teenager("Late", language)
    await late.starts(token)

    # Then it is refused
    await _is_refused(late, errors.InviteUnusable(), is_staff=False)
    assert (await late.row()).role is None


@pytest.mark.parametrize("payload", ["nonsense", "a" * 64, "-_-"])
async def test_made_up_link_is_refused(hotline: Hotline, language: Language, payload: str) -> None:
    """Guessing is answered like a link that is used up."""
    # Given a made-up link, when a stranger opens it
    stranger = hotline.teenager("Stranger", language)
    await stranger.starts(payload)

    # Then it is refused
    await _is_refused(stranger, errors.InviteUnusable(), is_staff=False)


async def test_who_works_here_already_spends_no_link(hotline: Hotline, language: Language) -> None:
    """A colleague who opens a link keeps their role, and the link stays good for whom it was made."""
    # Given a coordinator who opens a link for a psychologist
    saule = await hotline.coordinator(language=language)
    token, _ = await hotline.app.staff.invite(Role.PSYCHOLOGIST, "Динара")
    await saule.starts(token)

    # Then it is refused, and the role is what it was
    await _is_refused(saule, errors.AlreadyStaff(), is_staff=True)
    assert (await saule.row()).role is Role.COORDINATOR

    # And the link still works
    account = hotline.telegram.add_person("Account of Dinara")
    dinara = Specialist(hotline, account.phone(hotline.bot), Language.RU)
    await dinara.joins(token, list(Language))
    assert (await dinara.row()).role is Role.PSYCHOLOGIST


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice"])
async def test_sticker_is_no_name(hotline: Hotline, language: Language, kind: str) -> None:
    """Where a name is due, anything but words asks again; so does a command, and a name that is too long says why."""
    # Given the first question of the first day
    token, _ = await hotline.app.staff.invite(Role.PSYCHOLOGIST, "Айгуль")
    account = hotline.telegram.add_person("Account of Aigul", language_code=language.value)
    aigul = Specialist(hotline, account.phone(hotline.bot), language)
    await aigul.starts(token)

    # When something else comes, then the question comes again
    await aigul.sends_kind(kind)
    await aigul.sees(staff.name_ru, Role.PSYCHOLOGIST, "Айгуль")
    await aigul.writes("/duty on")
    await aigul.sees(staff.name_ru, Role.PSYCHOLOGIST, "Айгуль")
    await aigul.writes("А" * (NAME_LIMIT + 1))
    await _is_refused(aigul, errors.TooLong(NAME_LIMIT), is_staff=True)

    # And the same holds for the second name
    await aigul.writes("Айгуль")
    await aigul.sees(staff.name_kk, "Айгуль")
    await aigul.sends_kind(kind)
    await aigul.sees(staff.name_kk, "Айгуль")
    await aigul.writes("Айгүл")
    await aigul.sees(staff.languages, frozenset())


async def test_sticker_is_no_name_for_an_invitation_either(hotline: Hotline, language: Language) -> None:
    """The coordinator is asked again; a name that is too long says why, and the question stays."""
    # Given a coordinator who is asked whom to invite
    saule = await hotline.coordinator(language=language)
    await saule.writes("/invite")
    await saule.sees(staff.invite_role, Role.COORDINATOR)
    await saule.presses(staff.InviteRole(role=Role.COORDINATOR))

    # When a sticker comes, and a name that is too long
    await saule.sends_kind("sticker")
    await saule.sees(staff.invite_name)
    await saule.writes("А" * (NAME_LIMIT + 1))
    await _is_refused(saule, errors.TooLong(NAME_LIMIT), is_staff=True)

    # Then the question is still open
    await saule.writes("Динара")
    assert "t.me/senim_bot?start=" in saule.phone.last.words


async def test_psychologist_invites_nobody(hotline: Hotline, language: Language) -> None:
    """/invite belongs to those who lead: refused by command and by button, and the next words are ordinary words."""
    # Given a psychologist
    aigul = await hotline.specialist(language=language)

    # When they try the command, and a button that is not theirs
    await aigul.writes("/invite")
    await _is_refused(aigul, errors.NotAllowed(), is_staff=True)
    await aigul.forges(staff.InviteRole(role=Role.ADMIN))
    assert aigul.phone.alerts[-1] == await aigul.render(refusals.words, errors.NotAllowed())

    # Then no invitation exists but their own, also after the next words
    await aigul.writes("Марина")
    assert len(await hotline.rows("select id from invite")) == 1


async def test_coordinator_makes_no_administrators(hotline: Hotline, language: Language) -> None:
    """Who leads invites colleagues; administrators are made by administrators only, whatever button is forged."""
    # Given a coordinator, when they forge the button
    saule = await hotline.coordinator(language=language)
    await saule.writes("/invite")
    assert saule.find(staff.InviteRole(role=Role.ADMIN)) is None
    await saule.forges(staff.InviteRole(role=Role.ADMIN))
    await saule.writes("Марина")

    # Then it is refused
    await _is_refused(saule, errors.NotAllowed(), is_staff=True)
    assert len(await hotline.rows("select id from invite")) == 1


async def in_a_call(hotline: Hotline, saule: Coordinator, language: Language) -> tuple[Teenager, HelpRequest]:
    """A coordinator has taken a red request that nobody else took."""
    aru = hotline.teenager("Аружан", language)
    await aru.writes(crisis(hotline, language, Action.CARD)[0])
    await saule.comes_on_duty()
    await saule.forges(staff.Claim(request=(await aru.case()).id, version=1))
    return aru, await aru.case()


async def test_name_whose_answer_fails_goes_nowhere_else(hotline: Hotline, language: Language) -> None:
    """The answer to a typed name cannot be shown and the update is handled again: the name is still the answer to
    its question, and not words for the child whom the coordinator talks with.
    """
    # Given a coordinator with one open case, in the middle of an invitation
    saule = await hotline.coordinator(language=language)
    aru, _request = await in_a_call(hotline, saule, language)
    await saule.writes("/invite")
    await saule.presses(staff.InviteRole(role=Role.PSYCHOLOGIST))

    # When Telegram fails for a while just as the name is answered
    hotline.telegram.faults.add("error", method="sendMessage", chat=saule.phone.chat.id, times=3, status=500)
    await saule.writes("Гүлнара Тест")

    # Then the link comes in the end, and the child has read nothing of it
    assert "t.me/senim_bot?start=" in saule.phone.last.words
    assert not aru.has_ever_read("Гүлнара")
    assert [line.author for line in await aru.lines()] == [Author.PERSON]


async def test_without_the_memory_of_drafts_the_name_would_reach_the_child(
    hotline: Hotline, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: a draft that does not know which update changed it lets the second try through another door."""
    get, nobody = DraftTable.get, UpdateKey(bot=0, update=0)
    monkeypatch.setattr(DraftTable, "get", lambda table, who, now, _key: get(table, who, now, nobody))
    saule = await hotline.coordinator(language=language)
    aru, _request = await in_a_call(hotline, saule, language)
    await saule.writes("/invite")
    await saule.presses(staff.InviteRole(role=Role.PSYCHOLOGIST))

    hotline.telegram.faults.add("error", method="sendMessage", chat=saule.phone.chat.id, times=3, status=500)
    await saule.writes("Гүлнара Тест")

    assert aru.has_ever_read("Гүлнара")


async def test_reply_to_a_child_is_no_name(hotline: Hotline, language: Language) -> None:
    """In the middle of an invitation a reply to somebody's words goes to them, and the question still stands."""
    saule = await hotline.coordinator(language=language)
    aru, _request = await in_a_call(hotline, saule, language)
    await aru.writes(CALM[language])
    theirs = saule.phone.last
    await saule.writes("/invite")
    await saule.presses(staff.InviteRole(role=Role.PSYCHOLOGIST))

    await saule.writes(ANSWER[language], reply_to=theirs)
    assert aru.has_ever_read(ANSWER[language])

    await saule.writes("Марина")
    assert "t.me/senim_bot?start=" in saule.phone.last.words
