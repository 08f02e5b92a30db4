"""Every screen once, with made-up facts: for the gallery, which people read who do not read Python, and for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from dialogs import consents, help_requests, kept, people, relay, second_thoughts, staff, traces
from dialogs.notices import Wording
from dialogs.second_thoughts import with_try_again
from dialogs.words import language
from domain.crisis import Action, Assessment, Category, Severity, Subject
from domain.help_requests import HelpRequest, Prospect, RequestId, Status, Triage
from domain.kept import Keeping, KeptRequest
from domain.notices import Failure, Notice, NoticeId, NoticeKind, Priority
from domain.people import AgeBand, Language, Person, PersonId, Role
from domain.relay import Answer, Author, CaseMessage, Kind, Media, MessageId, UpdateKey, Words
from domain.staff import StaffMember

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dialogs.crisis import CrisisWords
    from dialogs.screen import Screen
    from domain.pseudonyms import Pseudonyms
    from domain.regions import Regions
    from domain.topics import Topics

NOW = 1_795_770_000_000
ZONE = "Asia/Almaty"
DAYTIME = datetime.fromtimestamp(NOW / 1000, UTC)


class Content(NamedTuple):
    """What screens are made of."""

    crisis: CrisisWords
    topics: Topics
    regions: Regions
    names: Pseudonyms


def person(*, formal: bool) -> Person:
    """Somebody who writes."""
    band = AgeBand.PARENT if formal else AgeBand.UNDER_18
    return Person(id=PersonId(1), language=language(), country="KZ", age_band=band, introduced=True)


def colleague(*, on_duty: bool = True, role: Role = Role.PSYCHOLOGIST) -> StaffMember:
    """Somebody who works here."""
    return StaffMember(
        id=PersonId(2),
        role=role,
        name_ru="Айгуль",
        name_kk="Айгүл",
        languages=frozenset(Language),
        on_duty=on_duty,
        joined=True,
    )


def request(status: Status = Status.WAITING, triage: Triage = Triage.GREEN) -> HelpRequest:
    """Somebody's matter."""
    return HelpRequest(
        id=RequestId(7),
        person_id=PersonId(1),
        pseudonym=12,
        topic="school",
        queue=Role.PSYCHOLOGIST,
        triage=triage,
        category="suicide" if triage is Triage.RED else None,
        status=status,
        language=language(),
        age_band=AgeBand.UNDER_18,
        version=2,
        asked_at=NOW - 600_000,
        waiting_since=NOW - 540_000,
        claimed_by=PersonId(2) if status is Status.ACTIVE else None,
        claimed_at=None,
        closed_at=None,
        outcome=None,
        rating=None,
        first_claimed_at=None,
        wished=None,
        passed_over=0,
        messages=2,
        unanswered_red_since=None,
        alert_stage=0,
        checked_at=None,
    )


def line(author: Author = Author.PERSON, kind: Kind = Kind.TEXT) -> CaseMessage:
    """A line of a case."""
    text = {
        Author.PERSON: {Language.RU: "Можно рассказать?", Language.KK: "Айтып берсем бола ма?"},
        Author.SPECIALIST: {Language.RU: "Конечно, слушаю.", Language.KK: "Әрине, тыңдап тұрмын."},
        Author.NOTE: {Language.RU: "Уточнить про класс.", Language.KK: "Сыныбын нақтылау керек."},
    }[author][language()]
    return CaseMessage(
        id=MessageId(3), request_id=RequestId(7), author=author, kind=kind, text=text, at=NOW, failure=Failure.BLOCKED
    )


def keeping(who: Person) -> Keeping:
    """What is kept about somebody."""
    active, over = request(Status.ACTIVE), request(Status.CLOSED).model_copy(update={"closed_at": NOW - 86_400_000})
    requests = (
        KeptRequest(request=over, erase_at=NOW + 29 * 86_400_000, erased=False, notes=1),
        KeptRequest(request=active, erase_at=None, erased=False, notes=0, lines=(line(), line(Author.SPECIALIST))),
    )
    return Keeping(person=who, requests=requests, traces=12, at=NOW)


def for_people(content: Content, *, formal: bool) -> Iterator[Screen]:
    """What somebody who needs help may see."""
    crisis, who = content.crisis, person(formal=formal)
    numbers = crisis.numbers(who, "other", DAYTIME)
    yield people.choose_language(language())
    yield people.welcome(30)
    yield people.choose_country(content.regions)
    yield people.choose_region(content.regions, "KZ")
    yield people.choose_age()
    yield people.menu(None)
    yield people.settings(who, content.regions)
    yield traces.vanishing(who)
    yield traces.paused()
    yield traces.knock()
    yield traces.done(0)
    yield traces.done(3)
    yield kept.my(keeping(who), content.regions, ZONE, 30)
    yield kept.file_warning()
    yield kept.file_sent()
    yield kept.ask_forget()
    yield kept.forgotten(0)
    yield people.unknown_command()
    yield people.incident("a1b2c3")
    yield people.refused(people.outdated(), staff=False)
    yield help_requests.topics(content.topics)
    yield help_requests.words(request().model_copy(update={"messages": 0}))
    yield help_requests.draft(request(Status.DRAFT))
    yield help_requests.kept_other(request(Status.DRAFT))
    yield help_requests.discarded()
    yield help_requests.sent(request(), Prospect(on_duty=1, usual_minutes=15), numbers, ZONE)
    yield help_requests.sent(request(), Prospect(on_duty=0, opens_at=NOW + 36_000_000), numbers, ZONE)
    yield help_requests.standing(request(), Prospect(on_duty=1), numbers, None, ZONE)
    yield help_requests.standing(request(Status.ACTIVE), Prospect(on_duty=1), numbers, colleague(), ZONE)
    yield help_requests.come_back(request(), colleague())
    yield help_requests.claimed(colleague())
    yield relay.relayed(line(Author.SPECIALIST), colleague().name(language()))
    yield help_requests.returned()
    yield from _kinds_for_people()
    for why in (Failure.BLOCKED, Failure.NO_VOICES, Failure.UNREADABLE, Failure.REFUSED):
        yield with_try_again(help_requests.not_delivered(why), MessageId(3))
    yield help_requests.closed(request())
    yield help_requests.rated()
    yield from in_crisis(crisis, who)


def in_crisis(crisis: CrisisWords, who: Person) -> Iterator[Screen]:
    """Every script, with the numbers of Kazakhstan by day."""
    yield crisis.sos(who, DAYTIME)
    for subject in (Subject.SELF, Subject.OTHER):
        for category in Category:
            for severity in (Severity.IMMINENT, Severity.HIGH):
                found = Assessment(
                    action=Action.CARD, category=category, severity=severity, subject=subject, pattern=None
                )
                yield crisis.card(found, who, DAYTIME)
    for category, subject in ((Category.SUICIDE, Subject.SELF), (Category.BULLYING, Subject.SELF)):
        found = Assessment(
            action=Action.QUESTION, category=category, severity=Severity.ELEVATED, subject=subject, pattern=None
        )
        yield crisis.question(found, who, DAYTIME)
        yield crisis.question(found.model_copy(update={"subject": Subject.OTHER}), who, DAYTIME)
    yield crisis.told("passed_on")
    yield crisis.told("nobody")
    yield crisis.answered("false_alarm", who, DAYTIME)
    yield crisis.answered("elevated_followup", who, DAYTIME)


def for_colleagues(content: Content) -> Iterator[Screen]:
    """What a colleague may see."""
    names, topics = content.names, content.topics
    waiting = [request(triage=Triage.RED), request(triage=Triage.YELLOW), request()]
    lines = [line(), line(Author.SPECIALIST), line(Author.NOTE)]
    yield staff.name_ru(Role.PSYCHOLOGIST, "Айгуль")
    yield staff.name_kk("Айгуль")
    yield staff.languages(frozenset({Language.KK}))
    yield staff.topics(topics, Role.PSYCHOLOGIST, frozenset({"school"}))
    yield staff.desk(colleague(), waiting, 1)
    yield staff.desk(colleague(on_duty=False), waiting, 0)
    yield staff.desk(colleague(on_duty=False, role=Role.COORDINATOR), waiting, 1)
    yield staff.queue(waiting, names, topics, NOW, may_claim=True)
    yield staff.nobody_waits()
    yield staff.cases([request(Status.ACTIVE)], names)
    yield staff.cases([], names)
    yield staff.invite_role(Role.ADMIN)
    yield staff.invite_name()
    yield staff.invited("https://t.me/senim_bot?start=…", NOW + 86_400_000, ZONE)
    yield relay.case(request(Status.ACTIVE, Triage.RED), lines, names, topics, NOW)
    yield relay.relayed(line(), names.name(12, language()))
    yield relay.relayed(line(kind=Kind.EDIT), names.name(12, language()))
    for answer in Answer:
        said = line(kind=Kind.ANSWER).model_copy(update={"text": answer})
        yield relay.relayed(said, names.name(12, language()))
    yield relay.which([request(Status.ACTIVE)], names)
    yield relay.passed(request(Status.ACTIVE), names)
    yield relay.passed(request(Status.ACTIVE), names, paused=True)
    yield relay.no_case()
    yield relay.not_yours()
    yield relay.cannot_pass()
    yield relay.note(request(Status.ACTIVE), names)
    yield relay.noted(request(Status.ACTIVE), 1, names)
    yield relay.colleagues(request(Status.ACTIVE), [colleague()])
    yield relay.no_colleague(request(Status.ACTIVE))
    yield relay.handed_over(colleague())
    yield relay.given_back()
    yield relay.outcomes(request(Status.ACTIVE))
    yield relay.closed()
    for why in Failure:
        yield with_try_again(relay.not_delivered(request(Status.ACTIVE), why, names), MessageId(3))
    yield from _kinds_for_colleagues(names)
    yield from _notices(content)


def _asked_about() -> Iterator[Words]:
    key = UpdateKey(bot=1, update=1)
    yield Words(key=key, text="+7 701 000 00 00", kind=Kind.CONTACT)
    yield Words(key=key, text="", kind=Kind.LOCATION)
    for kind in (Kind.VOICE, Kind.VIDEO_NOTE, Kind.DOCUMENT):
        yield Words(key=key, text="", kind=kind, media=Media(kind=kind, file_id="…"))
    yield Words(key=key, text="", kind=Kind.VIDEO, media=Media(kind=Kind.VIDEO, named=True, size=30_000_000))


def _kinds_for_people() -> Iterator[Screen]:
    for words in _asked_about():
        yield consents.ask(words, staff=False)
    yield consents.given(staff=False)
    yield consents.kept_back(staff=False)
    yield consents.gone(staff=False)
    with_traits = Words(key=UpdateKey(bot=1, update=1), text="@synthetic_person, +7 701 000 00 00, a@example.org")
    preview = consents.preview(with_traits)
    if preview is not None:
        yield preview
    yield second_thoughts.on_its_way(staff=False)
    for outcome in ("unread", "gone", "answered", "in_the_case", "too_late", "nothing"):
        yield second_thoughts.taken_back(outcome, staff=False)
    yield second_thoughts.not_taken_back()


def _kinds_for_colleagues(names: Pseudonyms) -> Iterator[Screen]:
    name = names.name(12, language())
    for words in _asked_about():
        if words.kind not in (Kind.VOICE, Kind.VIDEO_NOTE):
            yield consents.ask(words, staff=True)
    yield consents.given(staff=True)
    yield consents.kept_back(staff=True)
    yield consents.gone(staff=True)
    yield second_thoughts.taken_back("gone", staff=True)
    yield second_thoughts.on_its_way(staff=True)
    yield second_thoughts.reacted(second_thoughts.OTHER_REACTION, name, None)
    for kind in (Kind.STICKER, Kind.DICE, Kind.POLL, Kind.CONTACT, Kind.OTHER):
        said = {Kind.DICE: "🎲 4", Kind.CONTACT: "+7 701 000 00 00"}.get(kind, "")
        yield relay.relayed(line(kind=kind).model_copy(update={"text": said}), name)
    yield relay.relayed(line(kind=Kind.EDIT), name, before=line().text)
    yield relay.relayed(line().model_copy(update={"taken_back_at": NOW}), name)


def _notices(content: Content) -> Iterator[Screen]:
    wording = Wording(content.names, content.topics)
    for kind in (
        NoticeKind.NEW_REQUEST,
        NoticeKind.RED_AGAIN,
        NoticeKind.RED_ESCALATED,
        NoticeKind.RETURNED_BY_SILENCE,
        NoticeKind.HANDED_OVER,
        NoticeKind.LEFT,
    ):
        notice = Notice(id=NoticeId(1), kind=kind, recipient=PersonId(2), priority=Priority.RED, due_at=NOW)
        reader = Person(id=PersonId(2), language=language(), role=Role.PSYCHOLOGIST)
        for taken in (None, NOW - 120_000):
            about = request(triage=Triage.RED).model_copy(update={"first_claimed_at": taken})
            screen = wording.screen(notice, reader, about, None, None, None, NOW)
            if screen is not None:
                yield screen


def pop_ups(content: Content) -> Iterator[str]:
    """What is shown without leaving a line in the chat."""
    yield people.outdated()
    yield people.only_private()
    yield content.crisis.alert(person(formal=False), DAYTIME)
