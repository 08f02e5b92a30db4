"""What each notice says, from the facts of the moment in which it is sent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from dialogs import help_requests, relay, traces
from dialogs.cards import card
from dialogs.relay import OpenCase
from dialogs.screen import Flow, Screen, button
from dialogs.second_thoughts import OTHER_REACTION, OUR_MARKS, not_taken_back, reacted, with_try_again
from dialogs.staff import Claim
from dialogs.ways import discreet, for_staff
from dialogs.words import _, language
from domain.notices import NoticeKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.discreet import Discreet
    from domain.help_requests import HelpRequest
    from domain.notices import Notice
    from domain.people import Instant, Person
    from domain.pseudonyms import Pseudonyms
    from domain.relay import CaseMessage
    from domain.staff import StaffMember
    from domain.topics import Topics


class Standing(NamedTuple):
    """What a line stands among: the album it goes with, what it said before, what it answers, where it is shown."""

    album: tuple[CaseMessage, ...] = ()
    before: str | None = None
    reply_to: int | None = None
    places: tuple[int, ...] = ()


ALONE = Standing()
GIVEN = "🤝"
"""The mark under a message that Telegram has shown to the other side."""

FLOW: Flow = {
    "notices.new_request": {"claim": ("relay.case",)},
    "notices.red_again": {"claim": ("relay.case",)},
    "notices.red_escalated": {"claim": ("relay.case",)},
    "notices.returned_by_silence": {"claim": ("relay.case",)},
    "notices.handed_over": {"open": ("relay.case",)},
}


class Wording:
    """The words of notices. Needs the content that words are made of."""

    def __init__(self, names: Pseudonyms, topics: Topics, denied: Discreet | None = None) -> None:
        """`denied` are words that even the shown name of a specialist must not bring onto a person's screen."""
        self.names = names
        self.topics = topics
        self.denied = denied

    def screen(
        self,
        notice: Notice,
        recipient: Person,
        request: HelpRequest,
        message: CaseMessage | None,
        specialist: StaffMember | None,
        source_message: int | None,
        now: Instant,
        standing: Standing = ALONE,
    ) -> Screen | None:
        """The screen of a notice in the language that is being spoken; None where nothing can be said any more.

        What may be on the screen already, because Telegram could not tell whether it took it, carries a mark.
        """
        screen = self._worded(notice, recipient, request, message, specialist, source_message, now, standing)
        if screen is not None and recipient.id == request.person_id:
            screen = discreet(screen)
        if screen is None or not notice.in_doubt:
            return screen
        if screen.pieces and not screen.text:
            first, *others = screen.pieces
            return replace(screen, pieces=(replace(first, caption=relay.REPEATED + first.caption), *others))
        return replace(screen, text=relay.REPEATED + screen.text) if screen.text else screen

    def _worded(
        self,
        notice: Notice,
        recipient: Person,
        request: HelpRequest,
        message: CaseMessage | None,
        specialist: StaffMember | None,
        source_message: int | None,
        now: Instant,
        standing: Standing,
    ) -> Screen | None:
        if message is not None and notice.kind in (NoticeKind.RELAYED, NoticeKind.REACTION, NoticeKind.TAKEN_BACK):
            return self._line(notice, recipient, request, message, specialist, standing)
        if notice.kind is NoticeKind.DELIVERY_MARK:
            return Screen("relay.mark", "", reaction=GIVEN, reply_to=source_message)
        if notice.kind is NoticeKind.NOT_DELIVERED and message is not None:
            to_person = recipient.id == request.person_id
            if message.taken_back_at is not None:
                return replace(not_taken_back(), reply_to=source_message)
            screen = (
                help_requests.not_delivered(message.failure)
                if to_person
                else relay.not_delivered(request, message.failure, self.names)
            )
            return with_try_again(replace(screen, reply_to=source_message), message.id)
        if notice.kind is NoticeKind.CLAIMED:
            return help_requests.claimed(specialist, self._name(specialist)) if specialist else None
        plain: dict[NoticeKind, Callable[[], Screen]] = {
            NoticeKind.RETURNED: help_requests.returned,
            NoticeKind.CLOSED: lambda: help_requests.closed(request),
            NoticeKind.KNOCK: traces.knock,
        }
        if notice.kind in plain:
            return plain[notice.kind]()
        if notice.kind is NoticeKind.LEFT:
            name = self.names.name(request.pseudonym, language())
            return for_staff("notices.left", f"{name}: " + _("the person left the conversation, the words are erased."))
        return self._for_staff(notice, request, now)

    def _name(self, specialist: StaffMember) -> str:
        name = specialist.name(language())
        return _("Your companion") if self.denied is not None and self.denied.found_in(name) else name

    def _line(
        self,
        notice: Notice,
        recipient: Person,
        request: HelpRequest,
        message: CaseMessage,
        specialist: StaffMember | None,
        standing: Standing,
    ) -> Screen | None:
        if notice.kind is NoticeKind.TAKEN_BACK:
            return Screen("relay.taken_back", "", deletes=standing.places) if standing.places else None
        sender = self._sender(recipient, request, specialist)
        if notice.kind is NoticeKind.REACTION:
            return self._reaction(message, sender, standing, recipient)
        return relay.relayed(message, sender, standing.album, standing.before, standing.reply_to)

    def _sender(self, recipient: Person, request: HelpRequest, specialist: StaffMember | None) -> str:
        if recipient.id == request.person_id:
            return self._name(specialist) if specialist else _("Answer")
        return self.names.name(request.pseudonym, language())

    def _reaction(self, message: CaseMessage, sender: str, standing: Standing, recipient: Person) -> Screen | None:
        """As a mark where a bot can put it. Where nothing is left of it, our own mark comes back."""
        if not standing.places:
            return None
        at, reaction = standing.places[-1], message.reaction
        if reaction in (OTHER_REACTION, *OUR_MARKS):
            return reacted(str(reaction), sender, at)
        given = GIVEN if message.author_id == recipient.id and message.delivered_at else ""
        return Screen("relay.mark", "", reaction=reaction or given, reply_to=at)

    def _for_staff(self, notice: Notice, request: HelpRequest, now: Instant) -> Screen:
        head: dict[NoticeKind, Callable[[], str]] = {
            NoticeKind.NEW_REQUEST: lambda: (
                _("New request")
                if request.first_claimed_at is None
                else _("Back in the queue: a conversation was begun")
            ),
            NoticeKind.RED_AGAIN: lambda: _("Still nobody has taken this red request"),
            NoticeKind.RED_ESCALATED: lambda: _("Coordinators: a red request that nobody takes"),
            NoticeKind.RETURNED_BY_SILENCE: lambda: _("Urgent words were left without an answer: back in the queue"),
            NoticeKind.HANDED_OVER: lambda: _("A colleague hands this case over to you"),
        }
        text = "\n".join((head[notice.kind](), card(request, self.names, self.topics, now)))
        take = button(_("Take it"), Claim(request=request.id, version=request.version))
        read = button(_("Open the case"), OpenCase(request=request.id))
        return for_staff(f"notices.{notice.kind}", text, (read if notice.kind is NoticeKind.HANDED_OVER else take,))
