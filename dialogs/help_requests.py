"""Asking for help: the topic, the words, one honest answer, and afterwards whether it helped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from dialogs.screen import Flow, Id, Screen, button, with_numbers
from dialogs.times import length, moment
from dialogs.ways import for_person
from dialogs.words import _, _n, language
from domain.help_requests import HelpRequest, Prospect, Status
from domain.notices import Failure
from domain.people import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.staff import StaffMember
    from domain.topics import Topics

FLOW: Flow = {
    "help_requests.topics": {"topic": ("help_requests.words", "help_requests.draft", "help_requests.standing")},
    "help_requests.words": {
        "text": ("help_requests.draft", "help_requests.kept_other", "crisis.card", "crisis.told", "crisis.question"),
        "discard": ("help_requests.discarded",),
    },
    "help_requests.draft": {
        "text": ("help_requests.draft", "help_requests.kept_other", "crisis.card", "crisis.told", "crisis.question"),
        "send": ("help_requests.sent",),
        "topics": ("help_requests.topics",),
        "discard": ("help_requests.discarded",),
        "language": ("people.welcome", "people.menu", "people.settings"),
    },
    "help_requests.kept_other": {
        "send": ("help_requests.sent",),
        "language": ("people.welcome", "people.menu", "people.settings"),
    },
    "help_requests.come_back": {
        "resume": ("help_requests.words",),
        "topics": ("help_requests.topics",),
    },
    "help_requests.rate": {"rate": ("help_requests.rated",)},
}


class PickTopic(CallbackData, prefix="topic"):
    """What it is about."""

    topic: str


class ChooseTopic(CallbackData, prefix="topics"):
    """See the topics."""


class Send(CallbackData, prefix="send"):
    """Send what was written."""


class Discard(CallbackData, prefix="discard"):
    """Drop the draft."""


class Resume(CallbackData, prefix="resume"):
    """Come back to a closed case, with the same specialist or with whoever is free."""

    request: Id
    same: bool


class Rate(CallbackData, prefix="rate"):
    """Whether it helped: 1 to 5, 0 for rather not say."""

    request: Id
    rating: Annotated[int, Field(ge=0, le=5)]


def topics(listed: Topics) -> Screen:
    """What is it about? Words can be written without choosing. One on a row: half a row cuts the longer names."""
    rows = [(button(topic.name[language()], PickTopic(topic=topic.id)),) for topic in listed.all()]
    return for_person("help_requests.topics", _("What is it about? If unsure, choose any or just write."), *rows)


def words(request: HelpRequest) -> Screen:
    """Room for the person's own words."""
    text = (
        _("Good that you are back. Write what has happened since, then press “Send”.")
        if request.messages
        else _("Write in your own words, in as many messages as you like. When you are done, press “Send”.")
    )
    return for_person("help_requests.words", text, (button(_("Do not send"), Discard()),))


def draft(request: HelpRequest) -> Screen:
    """The words are safe; nobody reads them until they are sent."""
    kept = _n(
        "Kept: {n} message. Nobody reads it until you send it; if I notice danger, I send it at once.",
        "Kept: {n} messages. Nobody reads them until you send them; if I notice danger, I send them at once.",
        request.messages,
    )
    return for_person(
        "help_requests.draft",
        "\n\n".join((kept.format(n=request.messages), _("Write on, or press “Send”."))),
        (button(_("Send"), Send()),),
        (button(_("Choose the topic"), ChooseTopic()), button(_("Do not send"), Discard())),
    )


def kept_other(request: HelpRequest) -> Screen:
    """Something that is not text: it is kept, and said honestly that words are needed."""
    rows = [(button(_("Send"), Send()),)] if request.status is Status.DRAFT else []
    return for_person(
        "help_requests.kept_other",
        _("I cannot pass on a message of this kind; only that there was one. Could you put it into words?"),
        *rows,
    )


def discarded() -> Screen:
    """The draft is gone, the door is open."""
    return for_person("help_requests.discarded", _("Fine, nothing was sent and the words are erased. I am here."))


def _who_reads(queue: Role) -> str:
    if queue is Role.SOCIAL_PEDAGOGUE:
        return _("A social pedagogue of the service reads it.")
    return _("A psychologist of the service reads it.")


def _when(prospect: Prospect, zone: str) -> str:
    if prospect.on_duty and prospect.usual_minutes:
        return _("Somebody is on duty now. Lately most people waited no longer than {time}.").format(
            time=length(prospect.usual_minutes * 60_000)
        )
    if prospect.on_duty:
        return _("Somebody is on duty now. I cannot promise how soon they will answer.")
    if prospect.opens_at:
        return _("Nobody is on duty right now. By the published hours somebody will be here: {moment}.").format(
            moment=moment(prospect.opens_at, zone)
        )
    return _("Nobody is on duty right now, and I do not know when somebody will be.")


def sent(request: HelpRequest, prospect: Prospect, helplines: Sequence[str], zone: str) -> Screen:
    """One honest answer: received, who reads it, when. Only what is known; with nobody there, the numbers."""
    parts = [_("Received, thank you for writing."), _who_reads(request.queue), _when(prospect, zone)]
    if not prospect.on_duty:
        parts.append("\n".join((_("These answer now:"), *helplines)))
    parts.append(_("You can add more at any time: just write here."))
    return with_numbers(for_person("help_requests.sent", "\n\n".join(parts)), helplines)


def standing(
    request: HelpRequest, prospect: Prospect, helplines: Sequence[str], specialist: StaffMember | None, zone: str
) -> Screen:
    """How things stand with an open request."""
    if request.status is Status.ACTIVE and specialist is not None:
        text = _("You are in a conversation with {name}. Just write here, and {name} gets it.").format(
            name=specialist.name(language())
        )
    else:
        parts = [_("Your request is in the queue."), _when(prospect, zone)]
        if not prospect.on_duty:
            parts.append("\n".join((_("These answer now:"), *helplines)))
        parts.append(_("You can add more at any time: just write here."))
        text = "\n\n".join(parts)
    return with_numbers(for_person("help_requests.standing", text), helplines)


def come_back(closed: HelpRequest, specialist: StaffMember | None) -> Screen:
    """The same case goes on, with the same specialist if wished; or something new begins."""
    rows = []
    if specialist is not None:
        name = specialist.name(language())
        rows.append((button(_("Go on, with {name}").format(name=name), Resume(request=closed.id, same=True)),))
    rows.append((button(_("Go on, with whoever is free"), Resume(request=closed.id, same=False)),))
    rows.append((button(_("It is about something new"), ChooseTopic()),))
    return for_person("help_requests.come_back", _("We have talked before. How shall we go on?"), *rows)


def claimed(specialist: StaffMember, name: str | None = None) -> Screen:
    """Somebody reads now. The name is the one the specialist chose, unless another one is given."""
    name = name or specialist.name(language())
    return for_person(
        "help_requests.claimed",
        "\n\n".join((
            _("{name} is reading your words now. Everything you write here goes to {name}.").format(name=name),
            _("✍ under your message: kept. 🤝: given to {name}.").format(name=name),
        )),
    )  # fmt: skip


def returned() -> Screen:
    """The specialist had to go; said at once, so that nobody waits for somebody who is not there."""
    return for_person(
        "help_requests.returned",
        _("The specialist had to leave. Your words are kept and are in the queue for the next one."),
    )


def closed(request: HelpRequest) -> Screen:
    """The end of a conversation, and one question that can be skipped."""
    stars = tuple(button(str(rating), Rate(request=request.id, rating=rating)) for rating in range(1, 6))
    return for_person(
        "help_requests.rate",
        _("The conversation is closed. Did it help? 1: not at all, 5: very much. You can come back at any time."),
        stars,
        (button(_("Rather not say"), Rate(request=request.id, rating=0)),),
    )


def rated() -> Screen:
    """Thanks, whatever was said."""
    return for_person("help_requests.rated", _("Thank you. If it gets hard again, write here."))


def not_delivered(why: str | None = None) -> Screen:
    """A person's words that their specialist cannot get now."""
    text = {
        Failure.NO_VOICES: _("The specialist's Telegram accepts no voice messages. Could you write it instead?"),
        Failure.UNREADABLE: _(
            "I could not fetch and clean this file, so it was not passed on. It may help to send it again."
        ),
        Failure.REFUSED: _("Telegram did not take this message for the specialist."),
    }.get(
        Failure(why or Failure.BLOCKED),
        _("This message could not be given to the specialist. It is kept, and whoever takes over will read it."),
    )
    return for_person("help_requests.not_delivered", text)
