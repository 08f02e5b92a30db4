"""The people of the journeys: what they do reads as sentences. Each deed ends when all that it caused has come to rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from dialogs import help_requests as asking
from dialogs import people, relay, staff, ways
from dialogs.words import speaking
from domain.people import AgeBand, Language, Person, PersonId, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from aiogram.filters.callback_data import CallbackData

    from dialogs.screen import Screen
    from domain.help_requests import HelpRequest, Outcome, Prospect
    from domain.relay import CaseMessage
    from simulator import Button, CallbackAnswer, Message, Phone
    from tests.journeys.hotline import Hotline


class Actor:
    """Somebody with a phone, open at the chat with the bot."""

    def __init__(self, hotline: Hotline, phone: Phone, language: Language) -> None:
        self.hotline = hotline
        self.phone = phone
        self.language = language

    async def row(self) -> Person:
        """What the hotline knows of them."""
        return await self.hotline.person(self.phone.person.id)

    async def id(self) -> PersonId:
        """The hotline's own number for them."""
        return (await self.row()).id

    # What they do

    async def writes(self, *texts: str, reply_to: Message | None = None) -> Message:
        """Send words, one message each. Returns the last."""
        sent = [await self.phone.send(text, reply_to=reply_to) for text in texts]
        await self.hotline.settled()
        return sent[-1]

    async def sends_kind(self, kind: str, caption: str | None = None) -> Message:
        """Send something that is not plain text."""
        sent = await self.phone.send_kind(kind, caption)
        await self.hotline.settled()
        return sent

    async def corrects(self, message: Message, text: str) -> None:
        """Edit what was sent."""
        await self.phone.edit(message, text)
        await self.hotline.settled()

    async def starts(self, payload: str | None = None) -> None:
        """Press Start, or open a link."""
        await self.phone.start(payload)
        await self.hotline.settled()

    async def presses(self, wanted: type[CallbackData] | CallbackData | Button) -> CallbackAnswer | None:
        """Press the newest button of this kind, or with exactly this choice."""
        from simulator import Button

        answer = await self.phone.press(wanted if isinstance(wanted, Button) else self.button(wanted))
        await self.hotline.settled()
        return answer

    async def forges(self, data: CallbackData, under: Message | None = None) -> CallbackAnswer | None:
        """Send callback data that no button of theirs carries, as a changed client can."""
        from simulator import Button

        self.hotline.flows.forged = True
        answer = await self.phone.press(Button("?", data.pack(), message=under or self.phone.last))
        await self.hotline.settled()
        self.hotline.flows.forged = False
        return answer

    async def calls_sos(self) -> None:
        """Press SOS."""
        await self.presses(ways.OpenSos())

    async def goes_home(self) -> None:
        """Press the way home."""
        await self.presses(ways.GoHome)

    def blocks_the_bot(self) -> None:
        """Telegram lets the bot say nothing more."""
        self.phone.block()

    # What they see

    def buttons(self) -> list[Button]:
        """All visible inline buttons, those of the newest message first."""
        return [each for shown in self.phone.messages[::-1] for row in shown.buttons for each in row]

    def find(self, wanted: type[CallbackData] | CallbackData) -> Button | None:
        """The newest button of this kind."""
        if isinstance(wanted, type):
            prefix = wanted.__prefix__
            return next((each for each in self.buttons() if (each.data or "").split(":")[0] == prefix), None)
        packed = wanted.pack()
        return next((each for each in self.buttons() if each.data == packed), None)

    def button(self, wanted: type[CallbackData] | CallbackData) -> Button:
        """The newest button of this kind; there must be one."""
        found = self.find(wanted)
        assert found is not None, f"no button {wanted!r} on the screen"
        return found

    def news(self) -> list[Message]:
        """What the bot has said or changed since their own last deed."""
        found = [each for each in self.phone.messages if each.from_bot and each.event > self.phone.since]
        return sorted(found, key=lambda message: message.event)

    async def render(self, screen: Callable[..., Screen | str], *facts: Any, **options: Any) -> Screen | str:
        """A screen in their own words."""
        row = await self.row()
        with speaking(row.spoken if row.language else self.language, formal=row.formal):
            return screen(*facts, **options)

    async def sees(self, screen: Callable[..., Screen], *facts: Any, **options: Any) -> Message:
        """Among the news is exactly this screen, in their language, with exactly these buttons."""
        wanted = await self.render(screen, *facts, **options)
        assert not isinstance(wanted, str)
        buttons = [[each.data for each in row] for row in wanted.rows]
        for message in reversed(self.news()):
            same = [[each.data for each in row] for row in message.buttons] == buttons
            if same and message.text == wanted.text:
                return message
        told = "\n---\n".join(message.words for message in self.news())
        raise AssertionError(f"{wanted.name} was not shown:\n{wanted.text}\n=== shown:\n{told}")

    async def reads(self, text: str | re.Pattern[str]) -> Message:
        """Among the news is a message with these words in it."""
        found = [m for m in self.news() if (text in m.words if isinstance(text, str) else text.search(m.words))]
        assert found, f"{text!r} is not in the news: {[message.words for message in self.news()]}"
        return found[-1]

    def has_ever_read(self, text: str) -> bool:
        """Whether these words ever stood in this chat, written by the bot."""
        return any(text in each.words for each in self.phone.history if each.from_bot)

    def reactions(self, message: Message) -> list[str]:
        """The bot's marks under a message."""
        return [each["emoji"] for each in message.reactions.get(self.hotline.bot.id, [])]


class Teenager(Actor):
    """Somebody who may need help; of any age."""

    async def gets_to_know_the_bot(
        self, country: str | None = None, region: str | None = None, age: AgeBand | None = None
    ) -> None:
        """The first meeting, answered or skipped, up to the menu."""
        await self.starts()
        await self.presses(people.PickLanguage(code=self.language))
        await self.presses(people.Meet)
        await self.presses(people.PickCountry(code=country))
        if self.find(people.PickRegion):
            await self.presses(people.PickRegion(country=country or "", code=region))
        await self.presses(people.PickAge(band=age))

    async def asks_about(self, topic: str) -> None:
        """Ask for help, and name what it is about."""
        await self.writes("/ask")
        await self.presses(asking.PickTopic(topic=topic))

    async def sends(self) -> None:
        """Press Send."""
        await self.presses(asking.Send)

    async def asks_for_help(self, *words: str, topic: str = "school") -> Message:
        """The whole way from /ask to Send."""
        await self.asks_about(topic)
        last = await self.writes(*words)
        await self.sends()
        return last

    async def sees_honest_answer(self, screen: Callable[..., Screen] = asking.sent) -> Prospect:
        """«Received», who reads it, and when, all from the facts of this moment. Returns these."""
        app, row, request = self.hotline.app, await self.row(), await self.case()
        prospect = await app.help_requests.prospect(request)
        zone = self.hotline.content.hours.duty.zone

        def answer() -> Screen:
            numbers = app.crisis.numbers(row, "other", app.arrival.now())
            between = () if screen is asking.sent else (None,)
            return screen(request, prospect, numbers, *between, zone)

        await self.sees(answer)
        return prospect

    async def case(self) -> HelpRequest:
        """Their newest request."""
        return await self.hotline.case(await self.id())

    async def lines(self) -> list[CaseMessage]:
        """All that was said in it."""
        return await self.hotline.lines(await self.id())

    async def pseudonym(self, reader: Actor) -> str:
        """What colleagues call them."""
        row = await reader.row()
        names = self.hotline.content.pseudonyms
        return names.name((await self.case()).pseudonym, row.spoken if row.language else reader.language)


class Specialist(Actor):
    """A colleague."""

    async def joins(self, token: str, speaks: Iterable[Language], topics: Iterable[str] = ()) -> None:
        """The first day, with the name as it is suggested."""
        await self.starts(token)
        await self.presses(staff.Keep)
        await self.presses(staff.Keep)
        for code in speaks:
            await self.presses(staff.Speaks(code=code))
        await self.presses(staff.LanguagesDone)
        if self.find(staff.TopicsDone):
            for topic in topics:
                await self.presses(staff.Takes(topic=topic))
            await self.presses(staff.TopicsDone)
        # The phone's language is a suggestion only: a colleague who wants another one says so, as everybody does.
        await self.writes("/language")
        await self.presses(people.PickLanguage(code=self.language))

    async def comes_on_duty(self) -> None:
        """From now on new requests reach them."""
        await self.writes("/duty on")

    async def goes_off_duty(self) -> None:
        """No new requests."""
        await self.writes("/duty off")

    async def takes_next(self) -> None:
        """Whose turn it is."""
        await self.writes("/next")

    async def takes(self, request: HelpRequest) -> CallbackAnswer | None:
        """Press «Take it» on the newest card of this request."""
        prefix = f"{staff.Claim.__prefix__}:{request.id}:"
        card = next(each for each in self.buttons() if (each.data or "").startswith(prefix))
        return await self.presses(card)

    async def begins_a_note(self, request: HelpRequest) -> None:
        """Press «Note to self»."""
        await self.presses(relay.Note(request=request.id))

    async def gives_back(self, request: HelpRequest) -> None:
        """Back to the queue."""
        await self.presses(relay.GiveBack(request=request.id))

    async def hands_over(self, request: HelpRequest, to: Specialist) -> None:
        """To a colleague."""
        await self.presses(relay.HandOver(request=request.id))
        await self.presses(relay.ToColleague(request=request.id, colleague=await to.id()))

    async def closes(self, request: HelpRequest, outcome: Outcome) -> None:
        """End the conversation."""
        await self.presses(relay.Close(request=request.id))
        await self.presses(relay.CloseAs(request=request.id, outcome=outcome))

    async def holds(self) -> list[HelpRequest]:
        """Their open cases."""
        return await self.hotline.app.help_requests.cases(await self.id())


class Coordinator(Specialist):
    """Sees to it that somebody answers."""

    async def invites(self, role: Role, name: str) -> str:
        """Make a link for a colleague. Returns its token."""
        await self.writes("/invite")
        await self.presses(staff.InviteRole(role=role))
        await self.writes(name)
        link = re.search(r"https://t\.me/senim_bot\?start=([\w-]+)", self.phone.last.words)
        assert link is not None
        return link[1]
