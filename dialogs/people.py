"""First meeting, menu, and what a person may tell about themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram.filters.callback_data import CallbackData

from dialogs.screen import Button, Flow, Screen, button, mark
from dialogs.ways import Hide, OpenSos, for_person, for_staff
from dialogs.words import _, _n, language, speaking
from domain.people import AgeBand, Language, Person

if TYPE_CHECKING:
    from domain.help_requests import HelpRequest
    from domain.regions import Regions

LANGUAGE_NAMES = {Language.KK: "Қазақша", Language.RU: "Русский"}
"""Each in itself: whoever looks for their language finds it."""

FLOW: Flow = {
    "people.language": {"language": ("people.welcome", "people.menu", "people.settings")},
    "people.welcome": {"meet": ("people.country",)},
    "people.country": {"country": ("people.region", "people.age", "people.settings")},
    "people.region": {"region": ("people.age", "people.settings")},
    "people.age": {"age": ("people.menu", "people.settings")},
    "people.menu": {
        "ask": (
            "help_requests.topics",
            "help_requests.draft",
            "help_requests.standing",
            "help_requests.come_back",
        ),
        "settings": ("people.settings",),
    },
    "people.settings": {
        "meet": ("people.country",),
        "languages": ("people.language",),
        "ages": ("people.age",),
        "vanishing": ("traces.vanishing",),
        "pause": ("traces.paused",),
        "my": ("kept.my",),
        "knock": ("people.settings",),
    },
}


class PickLanguage(CallbackData, prefix="language"):
    """A language was chosen."""

    code: Language


class Meet(CallbackData, prefix="meet"):
    """On to the questions about country and age; `alone` when only the country is to be changed."""

    alone: bool = False


class PickCountry(CallbackData, prefix="country"):
    """A country, or none of one's business."""

    code: str | None = None
    alone: bool = False


class PickRegion(CallbackData, prefix="region"):
    """A region of the country."""

    country: str
    code: str | None = None
    alone: bool = False


class ChooseAge(CallbackData, prefix="ages"):
    """Change the age band."""


class PickAge(CallbackData, prefix="age"):
    """An age band, or none of one's business."""

    band: AgeBand | None = None
    alone: bool = False


class ChooseLanguage(CallbackData, prefix="languages"):
    """Change the language."""


class OpenSettings(CallbackData, prefix="settings"):
    """What the bot knows about a person's language, country and age band."""


class ChooseVanishing(CallbackData, prefix="vanishing"):
    """Change after how long messages vanish from the chat."""


class Knock(CallbackData, prefix="knock"):
    """Whether words come only after a sign that says nothing."""

    on: bool


class OpenMy(CallbackData, prefix="my"):
    """What is kept about me."""


class Pause(CallbackData, prefix="pause"):
    """Not now: nothing unprompted until they come back."""


class Ask(CallbackData, prefix="ask"):
    """Ask for help."""


def choose_language(suggested: Language) -> Screen:
    """The first question, said in both languages; the suggested one first."""
    order = sorted(Language, key=lambda code: code is not suggested)
    hello = {}
    for code in order:
        with speaking(code, formal=False):
            hello[code] = _("Hello! Which language shall we talk in?")
    with speaking(suggested, formal=False):
        ways = (button(_("SOS: help now"), OpenSos()), button(_("Hide"), Hide()))
    return Screen(
        "people.language",
        "\n".join(hello[code] for code in order),
        (tuple(button(LANGUAGE_NAMES[code], PickLanguage(code=code)) for code in order), ways),
    )


def with_languages(screen: Screen) -> Screen:
    """The same screen for somebody who has not chosen a language yet: whatever is said, they can change it."""
    return screen.with_row(*(button(LANGUAGE_NAMES[code], PickLanguage(code=code)) for code in Language))


def welcome(kept_days: int) -> Screen:
    """Three plain sentences: what the bot is, what it keeps and how long, what Telegram itself may know."""
    is_what = _("This is Senim, a helpline bot: psychologists read here and answer, and nobody here learns your name.")
    keeps = _n(
        "What you write is stored encrypted and erased {n} day after the conversation ends; "
        "specialists see a made-up name instead of you.",
        "What you write is stored encrypted and erased {n} days after the conversation ends; "
        "specialists see a made-up name instead of you.",
        kept_days,
    ).format(n=kept_days)
    telegram = _(
        "Telegram itself knows your account and may hand data over on a lawful request. "
        "If that worries you, it is safer to call a helpline."
    )
    return for_person("people.welcome", f"{is_what}\n\n{keeps}\n\n{telegram}", (button(_("Go on"), Meet()),))


def choose_country(regions: Regions, *, alone: bool = False) -> Screen:
    """Asked, never guessed from the language: the numbers depend on it."""
    buttons = [
        button(country.name[language()], PickCountry(code=code, alone=alone))
        for code, country in regions.countries.items()
    ]
    return for_person(
        "people.country",
        _("Where do you live? Then the helpline numbers will be the right ones."),
        *_pairs(buttons),
        (button(_("Skip"), PickCountry(alone=alone)),),
    )


def choose_region(regions: Regions, country: str, *, alone: bool = False) -> Screen:
    """Asked only where some helpline depends on it."""
    buttons = [
        button(region.name[language()], PickRegion(country=country, code=region.id, alone=alone))
        for region in regions.of(country)
    ]
    return for_person(
        "people.region",
        _("Which region? Some places have a helpline of their own."),
        *_pairs(buttons),
        (button(_("Skip"), PickRegion(country=country, alone=alone)),),
    )


def age_name(band: AgeBand | None) -> str:
    """How an age band is called."""
    return {
        AgeBand.UNDER_18: _("I am under 18"),
        AgeBand.PARENT: _("I am a parent"),
        AgeBand.ADULT: _("I am an adult"),
        None: _("Not said"),
    }[band]


def choose_age(*, alone: bool = False) -> Screen:
    """Decides how the bot speaks and what specialists see on a card."""
    return for_person(
        "people.age",
        _("Who are you? It helps us to find the right words. You need not say."),
        *((button(age_name(band), PickAge(band=band, alone=alone)),) for band in AgeBand),
        (button(_("Skip"), PickAge(alone=alone)),),
    )


def menu(request: HelpRequest | None) -> Screen:
    """What can be done here. Any text is welcome too."""
    text = _("You can write here about anything that worries you. Or choose:")
    asking = _("Ask for help") if request is None else _("My request")
    return for_person(
        "people.menu",
        text,
        (button(asking, Ask()),),
        (button(_("Settings"), OpenSettings()),),
        home=False,
    )


def settings(person: Person, regions: Regions) -> Screen:
    """What the person told about themselves, each changeable."""
    country = regions.countries.get(person.country) if person.country else None  # type: ignore[call-overload]
    region = regions.find(person.region)
    place = country.name[language()] if country else _("Not said")
    if region:
        place = f"{place}, {region.name[language()]}"
    text = "\n".join(
        (
            _("Language: {language}").format(language=LANGUAGE_NAMES[person.language or Language.RU]),
            _("Place: {place}").format(place=place),
            _("About you: {age}").format(age=age_name(person.age_band)),
        )
    )
    rows = [
        (button(_("Change the language"), ChooseLanguage()),),
        (button(_("Change the place"), Meet(alone=True)),),
        (button(_("Change what is said about you"), ChooseAge()),),
    ]
    if person.role is None:
        rows += [
            (button(_("When messages vanish"), ChooseVanishing()),),
            (button(mark(_("First only “A new message”"), chosen=person.knocked), Knock(on=not person.knocked)),),
            (button(_("Do not write to me"), Pause()),),
            (button(_("What is kept about me"), OpenMy()),),
        ]
    return for_person("people.settings", text, *rows)


def nothing_to_cancel() -> Screen:
    """`/cancel` with nothing going on."""
    return for_person("people.nothing_to_cancel", _("There is nothing to cancel. I am here."))


def unknown_command() -> Screen:
    """A command that does not exist: no blame, a way on."""
    return for_person(
        "people.unknown_command",
        _("I do not know this command. You can simply write in your own words, or open the menu."),
    )


def outdated() -> str:
    """The toast for a button that reality has moved on from."""
    return _("This has changed since. Here is how things are now.")


def refused(why: str, *, staff: bool) -> Screen:
    """The hotline says no to something that was typed, and says why."""
    return for_staff("people.refused", why) if staff else for_person("people.refused", why)


def only_private() -> str:
    """Said in a group, once: nothing personal belongs there."""
    return _("I only talk in private, so that nobody else reads it. Write to me there.")


def incident(code: str) -> Screen:
    """Something broke on our side; the words are kept."""
    return for_person(
        "people.incident",
        _("Something went wrong on our side, sorry. What you wrote is kept. Code for the team: {code}").format(
            code=code
        ),
    )


def degraded() -> str:
    """The database does not answer: said by whoever can still speak, with the numbers under it."""
    return _("Part of our service is down right now. Your message will be handled as soon as it is back.")


def _pairs(buttons: list[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[index : index + 2]) for index in range(0, len(buttons), 2)]
