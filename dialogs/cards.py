"""A request as colleagues see it before they take it: everything they need, and not a word of the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialogs.times import length
from dialogs.words import _, _n, language
from domain.help_requests import HelpRequest, Status, Triage

if TYPE_CHECKING:
    from domain.people import AgeBand, Instant
    from domain.pseudonyms import Pseudonyms
    from domain.topics import Topics


def colour(triage: Triage) -> str:
    """The class of a request, in a word that needs no colour to be seen."""
    return {
        Triage.RED: _("RED, urgent"),
        Triage.YELLOW: _("YELLOW, soon"),
        Triage.GREEN: _("GREEN, in turn"),
    }[triage]


def age_band(band: AgeBand | None) -> str:
    """The age band on a card."""
    names = {"under_18": _("under 18"), "parent": _("parent"), "adult": _("adult")}
    return names[band] if band else _("age not said")


def category(name: str | None) -> str | None:
    """What the crisis check took the words for."""
    names = {
        "suicide": _("suicidal thoughts"),
        "self_harm": _("self-harm"),
        "violence_home": _("violence at home"),
        "sexual_abuse": _("sexual abuse"),
        "running_away": _("running away"),
        "threat": _("threat"),
        "eating_disorder": _("eating disorder"),
        "overdose": _("overdose or poisoning"),
        "bullying": _("bullying"),
        "school_attack": _("threat of an attack at school"),
    }
    return names.get(name) if name else None


def card(request: HelpRequest, names: Pseudonyms, topics: Topics, now: Instant) -> str:
    """A request without a word of the person: class, topic, age band, language, wait, pseudonym."""
    topic = topics.find(request.topic)
    spoken = {"ru": _("in Russian"), "kk": _("in Kazakh")}[request.language]
    lines = [
        f"{colour(request.triage)} · {names.name(request.pseudonym, language())}",
        ", ".join((topic.name[language()] if topic else _("topic not chosen"), age_band(request.age_band), spoken)),
    ]
    if found := category(request.category):
        lines.append(_("The check noticed: {category}").format(category=found))
    if request.status is Status.WAITING and request.waiting_since is not None:
        lines.append(_("Waits: {time}").format(time=length(now - request.waiting_since)))
    if request.first_claimed_at is not None:
        lines.append(_("First taken: {time} ago").format(time=length(now - request.first_claimed_at)))
    lines.append(_n("{n} message", "{n} messages", request.messages).format(n=request.messages))
    return "\n".join(lines)
