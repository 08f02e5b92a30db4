"""What is kept about me, and: forget me. In words that a child reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram.filters.callback_data import CallbackData

from dialogs.people import LANGUAGE_NAMES, OpenMy, OpenSettings, age_name
from dialogs.screen import Flow, Screen, button
from dialogs.times import moment
from dialogs.traces import vanishing_name
from dialogs.ways import for_person
from dialogs.words import _, _n, language
from domain.help_requests import Status
from domain.people import Language
from domain.relay import Author, Kind
from domain.traces import Vanishing

if TYPE_CHECKING:
    from domain.kept import Keeping, KeptRequest
    from domain.people import Person
    from domain.regions import Regions
    from domain.relay import CaseMessage

MOST = 5
"""Requests that the screen names; the file has all."""

FLOW: Flow = {
    "kept.my": {"file": ("kept.file",), "forget": ("kept.forget",), "settings": ("people.settings",)},
    "kept.file": {"getfile": ("kept.sent",), "my": ("kept.my",)},
    "kept.forget": {"erase": ("kept.forgotten",), "my": ("kept.my",)},
}


class AskFile(CallbackData, prefix="file"):
    """All of it as a file: first the warning."""


class GetFile(CallbackData, prefix="getfile"):
    """The file, after the warning."""


class AskForget(CallbackData, prefix="forget"):
    """Forget me: first the question."""


class Forget(CallbackData, prefix="erase"):
    """Forget me, after the question."""


def _status(status: Status) -> str:
    return {
        Status.DRAFT: _("not sent yet"),
        Status.WAITING: _("waits in the queue"),
        Status.ACTIVE: _("a conversation is going on"),
        Status.CLOSED: _("closed"),
    }[status]


def _about_person(person: Person, regions: Regions) -> list[str]:
    country = regions.countries.get(person.country) if person.country else None  # type: ignore[call-overload]
    region = regions.find(person.region)
    place = country.name[language()] if country else _("Not said")
    if region:
        place = f"{place}, {region.name[language()]}"
    choice = next((each for each in Vanishing if each.after == person.vanish_after), Vanishing.DAY)
    return [
        _("Language: {language}").format(language=LANGUAGE_NAMES[person.language or Language.RU]),
        _("Place: {place}").format(place=place),
        _("About you: {age}").format(age=age_name(person.age_band)),
        _("Messages vanish from the chat: {when}").format(when=vanishing_name(choice)),
        _("Your Telegram number, encrypted: only the program uses it, to bring you answers."),
    ]


def _about_request(kept: KeptRequest, zone: str) -> str:
    request = kept.request
    count = _n("{n} message of yours", "{n} messages of yours", request.messages).format(n=request.messages)
    if kept.erased:
        fate = _("the words are erased already")
    elif kept.erase_at is not None:
        fate = _("erased: {when}").format(when=moment(kept.erase_at, zone))
    else:
        fate = _("kept while the conversation goes on")
    return f"{moment(request.asked_at, zone)}: {_status(request.status)}, {count}, {fate}"


def _telegram() -> str:
    return _(
        "Telegram itself knows your account and that you use this bot. What is erased from the chat may stay with it "
        "for some time: we cannot see into that."
    )


def my(keeping: Keeping, regions: Regions, zone: str, kept_days: int) -> Screen:
    """In plain words, with the newest requests."""
    requests = [_about_request(each, zone) for each in keeping.requests[::-1][:MOST]] or [_("No requests.")]
    rule = _n(
        "Words are erased {n} day after a conversation ends.",
        "Words are erased {n} days after a conversation ends.",
        kept_days,
    ).format(n=kept_days)
    text = "\n\n".join(
        (
            _("This is all that is kept about you:"),
            "\n".join(_about_person(keeping.person, regions)),
            "\n".join(requests),
            rule,
            _telegram(),
        )
    )
    return for_person(
        "kept.my",
        text,
        (button(_("As a file, with all the words"), AskFile()),),
        (button(_("Erase everything about me"), AskForget()),),
        (button(_("Settings"), OpenSettings()),),
    )


def file_warning() -> Screen:
    """Whoever holds the phone can read the file."""
    return for_person(
        "kept.file",
        _(
            "The file will have everything that you wrote here and what was answered. It stays on this phone: whoever "
            "picks it up can open it. If somebody looks into your phone, better not."
        ),
        (button(_("Send the file anyway"), GetFile()),),
        (button(_("Back"), OpenMy()),),
    )


def file_sent() -> Screen:
    """Below the file."""
    return for_person("kept.sent", _("Here it is. When you have read it, delete it from the phone as well."))


FILE = "notes.txt"
"""A name that says nothing."""


def _line(line: CaseMessage, zone: str) -> str:
    who = _("You") if line.author is Author.PERSON else _("Answer")
    text = line.text if line.text and line.kind is not Kind.ANSWER else _("(no text)")
    return f"{moment(line.at, zone)}  {who}: {text}"


def document(keeping: Keeping, regions: Regions, zone: str) -> str:
    """Everything, to be read with nothing but a text viewer."""
    parts = [
        _("This is all that is kept about you:"),
        "\n".join(_about_person(keeping.person, regions)),
        _n("{n} number of a message in the chat, to erase it there", "{n} numbers of messages in the chat, to erase them there",
           keeping.traces).format(n=keeping.traces),
    ]  # fmt: skip
    for kept in keeping.requests:
        lines = [_about_request(kept, zone)]
        if kept.notes:
            lines.append(
                _n(
                    "{n} working note of a specialist, without your words: ask them about it.",
                    "{n} working notes of a specialist, without your words: ask them about it.",
                    kept.notes,
                ).format(n=kept.notes)
            )
        lines += [_line(line, zone) for line in kept.lines if line.author is not Author.NOTE]
        parts.append("\n".join(lines))
    return "\n\n".join([*parts, _telegram()]) + "\n"


def ask_forget() -> Screen:
    """One question before it is done."""
    return for_person(
        "kept.forget",
        _(
            "Erase everything: your words here and with us, your choices, your number. Whoever is talking to you will "
            "only hear that you left. This cannot be undone; you can come back as somebody new at any time."
        ),
        (button(_("Yes, erase everything"), Forget()),),
        (button(_("No, go back"), OpenMy()),),
    )


def forgotten(left: int) -> Screen:
    """Nothing is left but this line, which says nothing."""
    return Screen("kept.forgotten", _("Done. Left: {n}").format(n=left) if left else _("Done."))
